"""A scenario in which something is promised besides."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sim.base.errors import known_or_bad
from sim.model.promises import Promise
from sim.scenarios.scenario import Scenario


@lru_cache(maxsize=64)
def promising(scenario: Scenario, promises: tuple[Promise, ...], where: str = "promises") -> Scenario:
    """The scenario in which all this is promised besides; raise `BadInput` for names that are not known.

    The same promises give the same scenario, so that what is worked out for its cast is worked out once.
    """
    if not promises:
        return scenario
    cast, parameters = scenario.cast, scenario.parameters
    for one in promises:
        known_or_bad(one.who, cast.names, where, "who", "an actor of the scenario")
        known_or_bad(one.toward, cast.names, where, "toward", "an actor of the scenario")
        known_or_bad(one.action, tuple(cast.actions), where, "action", "a known action")
        if one.lever:
            known_or_bad(one.lever, parameters.levers, where, "lever", "a known lever")
    joined = parameters.promises.also(promises)
    places = tuple(dict.fromkeys((*cast.promised, *joined.places)))
    return replace(scenario, cast=replace(cast, promised=places), parameters=replace(parameters, promises=joined))

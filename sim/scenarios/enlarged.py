"""A scenario with its cast so many times over, to measure how cost grows with actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sim.base.arrays import Array
from sim.inputs.promises import Promise, Promises
from sim.model.actors import Cast
from sim.model.world import STARTS, VARIABLES, shape_of
from sim.scenarios.scenario import Scenario


def enlarged(scenario: Scenario, copies: int) -> Scenario:
    """A scenario with its cast so many times over: every copy keeps the relations it had to its own fellows."""
    if copies == 1:
        return scenario
    cast, size = _larger_cast(scenario.cast, copies), scenario.cast.size
    shocks = [replace(s, actor=f"{s.actor}_{c}") for c in range(copies) for s in scenario.shocks]
    starts = {name: _larger(name, start, cast, copies) for name, start in scenario.starts.items()}
    recent = {(i + c * size, action): v for c in range(copies) for (i, action), v in scenario.recent.items()}
    promises = Promises(tuple(p for c in range(copies) for p in _suffixed(scenario.parameters.promises, c)))
    parameters = replace(scenario.parameters, promises=promises)
    return replace(scenario, cast=cast, starts=starts, recent=recent, shocks=tuple(shocks), parameters=parameters)


def _suffixed(promises: Promises, copy: int) -> Iterator[Promise]:
    return (replace(one, who=f"{one.who}_{copy}", toward=f"{one.toward}_{copy}") for one in promises)


def _larger_cast(cast: Cast, copies: int) -> Cast:
    size, every = cast.size, range(copies)

    def moved(members: tuple[int, ...], copy: int) -> tuple[int, ...]:
        return tuple(member + copy * size for member in members)

    return replace(
        cast,
        names=tuple(f"{name}_{c}" for c in every for name in cast.names),
        titles=tuple(f"{title} {c}" for c in every for title in cast.titles),
        positions=cast.positions * copies,
        policies=cast.policies * copies,
        homes=cast.homes * copies,
        relations={
            kind: tuple(moved(others, c) for c in every for others in by_actor)
            for kind, by_actor in cast.relations.items()
        },
        groups={f"{name}_{c}": moved(members, c) for c in every for name, members in cast.groups.items()},
        attackers=tuple(i for c in every for i in moved(cast.attackers, c)),
        defenders=tuple(i for c in every for i in moved(cast.defenders, c)),
        promised=tuple((f"{who}_{c}", action, f"{toward}_{c}") for c in every for who, action, toward in cast.promised),
    )


def _larger(name: str, start: Array, cast: Cast, copies: int) -> Array:
    quantity = VARIABLES[name]
    if quantity.of in ("theatre", "world"):
        return start
    if quantity.of != "pair":
        return np.tile(start, copies)
    pairs, size = np.full(shape_of(quantity, cast), STARTS[name]), cast.size // copies
    for copy in range(copies):
        own = slice(copy * size, (copy + 1) * size)
        pairs[own, own] = start
    return pairs

"""What is different from a scenario as it stands, in plain values, and the intervention that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.given import own, real
from sim.engine.held import held_at
from sim.engine.interventions import NOTHING, Intervention
from sim.inputs.action import Action
from sim.inputs.parameters import Parameters, Schedule
from sim.model.promises import Promise
from sim.model.theories import chosen
from sim.scenarios.pathways import load_pathway
from sim.scenarios.scenario import Scenario
from sim.scenarios.scripts import load_script

NEVER = "never"
MOST = 1e9

Names = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class Changes:
    """What is different: nothing by default.

    `set` gives parameters, and levers as intensities; `doses` levers in their own unit; `scripts` and `pathways` are
    names or files; `theories` the side taken in each; `roles` the policy of another role by actor. What is done by
    force stands in `do`, from the turn on in which levers act: an order as `WHO:action:WHOM` with its amount, or
    "never"; or a variable, as `front` or `tie.WHO.WHOM`, with the value at which it is held. `besides` is whatever else
    an `Intervention` can be.
    """

    set: Mapping[str, float] = field(default_factory=dict)
    doses: Mapping[str, float] = field(default_factory=dict)
    scripts: Names = ()
    theories: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    do: Mapping[str, float | str] = field(default_factory=dict)
    pathways: Names = ()
    besides: Intervention = NOTHING

    def also(self, other: Changes) -> Changes:
        """Both; where they disagree, the other prevails."""
        return Changes(**{one.name: _both(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)})

    def intervention(self, scenario: Scenario, since: int, prefix: str = "") -> Intervention:
        """The intervention; what is done by force is done from turn `since`.

        Raises `BadInput` with one line for whatever is not known or no number; `prefix` goes before the name of what
        was asked for.
        """
        orders = {place: value for place, value in self.do.items() if ":" in place}
        held = {path: _number(path, value, f"{prefix}do") for path, value in self.do.items() if path not in orders}
        chosen(self.theories)
        for path, value in held.items():
            held_at(path, value, since, scenario.cast, f"{prefix}do")
        pathways = [load_pathway(name, scenario) for name in _listed(self.pathways)]
        script = (one for name in _listed(self.scripts) for one in load_script(name, scenario))
        said = Intervention(
            levers=Schedule(tuple(step for one in pathways for step in one.levers.steps)),
            triggers=tuple(trigger for one in pathways for trigger in one.triggers),
            parameters={**own(self.set), **dict(_intensities(scenario.parameters, self.doses, f"{prefix}dose"))},
            policies=dict(self.roles),
            script=(*script, *(_order(place, value, scenario, since, prefix) for place, value in orders.items())),
            held=held,
            held_from=since if held else 0,
            theories=dict(self.theories),
        )
        return self.besides.also(said)


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping):
        return {**one, **other}
    return one.also(other) if isinstance(one, Intervention) else (*_listed(one), *_listed(other))


def _listed(names: Names) -> tuple[str | Path, ...]:
    return (names,) if isinstance(names, str | Path) else tuple(names)


def _intensities(parameters: Parameters, doses: Mapping[str, float], where: str) -> Iterator[tuple[str, float]]:
    """The intensity of each lever that a dose in its own unit comes to."""
    for name, quantity in doses.items():
        known_or_bad(name, parameters.levers, where, "action", "an action that may be taken")
        lever = parameters.declared[name]
        yield name, real(quantity, where, name, 0.0, lever.high * lever.dose, lever.dose_unit) / lever.dose


def _order(place: str, value: float | str, scenario: Scenario, since: int, prefix: str) -> Promise:
    """An order that is given, or never given, every month from a turn on."""
    where = f"{prefix}do"
    who, action, toward = (*place.split(":"), "", "")[:3]
    for name in (who, toward or who):
        known_or_bad(name, scenario.cast.names, where, place, "an actor of the scenario")
    known_or_bad(action, tuple(scenario.cast.actions), where, place, "a known action")
    never = value == NEVER
    amount = 0.0 if never else _number(place, value, where)
    if amount < 0.0:
        raise BadInput(where, place, value, "an amount of at least 0, or never")
    return Promise(who, Action(action), toward or who, amount, since, never=never, source=f"asked for by {where}")


def _number(name: str, value: float | str, where: str) -> float:
    return real(value, where, name, -MOST, MOST)

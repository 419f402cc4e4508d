"""Forcing: what is forced from a low to a high end, as interventions, and how large that change is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.base.errors import BadInput, known_or_bad
from sim.engine.interventions import Intervention
from sim.inputs.chains import FREE, NEVER, End, Forced, Link
from sim.inputs.parameters import Parameter, Schedule, Step
from sim.inputs.promises import Promise
from sim.lab.answers import ANYBODY, check_answer, declared, order_of, place_of, unit_of
from sim.model.theories import THEORIES
from sim.scenarios.scenario import Scenario

WHOLE = 2.0
"""The change, relative to the midpoint, from nothing to anything: no change is larger."""


@dataclass(frozen=True)
class Place:
    """Where a forced change stands in a file, for what is said of a mistake."""

    scenario: Scenario
    where: str
    key: str

    def bad(self, value: object, expected: str) -> BadInput:
        """The mistake, told."""
        return BadInput(self.where, self.key, value, expected)

    def known(self, name: str, names: tuple[str, ...], what: str) -> str:
        """The name, if it is known; else raise `BadInput`."""
        return known_or_bad(name, names, self.where, self.key, what)

    def number(self, end: End) -> float:
        """An end that is a number; else raise `BadInput`."""
        if isinstance(end, str):
            raise self.bad(end, "a number")
        return float(end)


@dataclass(frozen=True)
class Pulled:
    """A forced change as interventions at its low and its high end, None where the scenario plays as it stands.

    `width` is how far apart the ends are, relative to their midpoint: 2 from nothing to anything, never more.
    """

    ends: tuple[End, End]
    interventions: tuple[Intervention | None, Intervention | None]
    unit: str

    @property
    def width(self) -> float:
        """How far apart the ends are, relative to their midpoint."""
        ends = [0.0 if end == NEVER else end for end in self.ends]
        if any(isinstance(end, str) for end in ends):
            return WHOLE
        low, high = (float(end) for end in ends)
        return WHOLE * (high - low) / (abs(low) + abs(high))


@dataclass(frozen=True)
class Tested:
    """A link that is played: what it is forced to, the names of its arms at both ends, and the answer's unit."""

    pulled: Pulled
    arms: tuple[str, str]
    unit: str

    @property
    def changes(self) -> dict[str, Intervention]:
        """What is changed in each arm that is not the scenario as it stands."""
        made = zip(self.arms, self.pulled.interventions, strict=True)
        return {name: change for name, change in made if change is not None}


def tested(link: Link, where: str, scenario: Scenario) -> Tested:
    """How a link is tested in a scenario; raise `BadInput` where it does not fit."""
    check_answer(link.answer, scenario.cast, where, f"{link.key}.answer")
    change = pulled(link.force, Place(scenario, where, f"{link.key}.force"))
    low, high = (FREE if end == FREE else f"{link.force.said} = {told(end)}" for end in change.ends)
    return Tested(change, (low, high), unit_of(link.answer, scenario.cast))


def told(end: End) -> str:
    """An end of what is forced, as it is shown."""
    return end if isinstance(end, str) else f"{end:g}"


def pulled(force: Forced, place: Place) -> Pulled:
    """What a forced change comes to in a scenario; raise `BadInput` for what there is not."""
    low, high = ends = _ends(force, place)
    if low == high:
        raise place.bad(low, "two ends that differ: low and high")
    make = MADE[force.kind]
    made = tuple(None if end == FREE else make(force.names, end, place) for end in ends)
    return Pulled(ends, (made[0], made[1]), _unit(force, place.scenario))


def _ends(force: Forced, place: Place) -> tuple[End, End]:
    """The ends, of a parameter those of its range where nothing is said."""
    if force.kind != "parameter":
        return force.low, force.high
    known = place.scenario.parameters.declared
    one = known[place.known(force.names[0], tuple(known), "a known parameter")]
    return (one.low if force.low == FREE else force.low), (one.high if force.high == FREE else force.high)


def _dose(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    levers = {name: place.number(end) / _lever(name, place).dose for name in names}
    return Intervention(parameters=levers)


def _start(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    turn = place.scenario.levers_from + round(place.number(end))
    return Intervention(levers=Schedule(tuple(Step(turn, _lever(name, place).name, 1.0) for name in names)))


def _order(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    amount = 0.0 if end == NEVER else place.number(end)
    promised = [order_of(name, place.scenario.cast, place.where, place.key) for name in names]
    if any(ANYBODY in one for one in promised):
        raise place.bad(", ".join(names), "orders of somebody toward somebody, not of anybody")
    since = place.scenario.levers_from
    return Intervention(script=tuple(Promise(*one, amount=amount, first=since, never=end == NEVER) for one in promised))


def _held(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    for name in names:
        variable, _ = place_of(name, place.scenario.cast, place.where, place.key)
        declared(variable).check(end, place.where, place.key)
    return Intervention(held=dict.fromkeys(names, place.number(end)), held_from=place.scenario.levers_from)


def _parameter(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    return Intervention(parameters=dict.fromkeys(names, place.number(end)))


def _theory(names: tuple[str, ...], end: End, place: Place) -> Intervention:
    name = place.known(names[0], tuple(THEORIES), "a known theory")
    return Intervention(theories={name: place.known(str(end), tuple(THEORIES[name].choices), "a side of it")})


MADE: Mapping[str, Callable[[tuple[str, ...], End, Place], Intervention]] = {
    "dose": _dose,
    "start": _start,
    "order": _order,
    "held": _held,
    "parameter": _parameter,
    "theory": _theory,
}
"""What makes an intervention of each kind of forced change."""


def _lever(name: str, place: Place) -> Parameter:
    declared = place.scenario.parameters
    return declared.declared[place.known(name, declared.levers, "a known lever")]


def _unit(force: Forced, scenario: Scenario) -> str:
    """The unit of what is forced."""
    name = force.names[0]
    if force.kind in ("dose", "parameter"):
        one = scenario.parameters.declared[name]
        return one.dose_unit if force.kind == "dose" else one.unit
    if force.kind == "order":
        row = scenario.cast.actions[order_of(name, scenario.cast, "", "")[1]]
        unit = row.unit if row.amount == "size" else "orders"
        return unit if " a " in unit else f"{unit} a month"
    return declared(name.split(".")[0]).unit if force.kind == "held" else UNITS[force.kind]


UNITS = {"start": "months", "theory": "side"}
"""Units of what is no number of its own."""

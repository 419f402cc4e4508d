"""Answers: what is looked at when something is forced, a number for each run: means over the months of the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, Run, total
from sim.base.draws import Draws
from sim.base.errors import BadInput, known_or_bad
from sim.base.quantities import Quantity
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import follow
from sim.engine.step import Turn
from sim.engine.trajectory import FiniteGuard, Observer, followers_of
from sim.inputs.actions import Action
from sim.inputs.chains import Answer
from sim.model.actors import Cast
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.derived import DERIVED
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.model.world import VARIABLES, Scene

ANYBODY = "*"

Place = tuple[str, tuple[int, ...]]
"""A variable or view, and the actors or the theatre at which it is looked at."""


@dataclass(frozen=True)
class Reading:
    """Plays a case and gives what answers: one array, `answers`, with a row for each."""

    answers: tuple[Answer, ...]

    def __call__(self, case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
        """The answers of so many turns, measured from the turn on at which levers may act."""
        start, cast = case.scenario.levers_from, case.cast
        counters = {one: Counter(one, cast, start) for one in self.answers if one.kind in ("variable", "orders")}
        outcomes = [one for one in outcomes_of(cast) if one.name in self._named("outcome")]
        followers = followers_of(cast, outcomes or outcomes_of(cast))
        # Few runs of many arms alike are worth a compiled turn, which none of them would be alone.
        kernel = None if case.held else kernel_for(case)
        watching: tuple[Observer, ...] = (*counters.values(), FiniteGuard())
        run = follow(case, draws, followers, until=turns, observers=watching, kernel=kernel)
        found = {name: values.mean(axis=0) for name, values in run.window(start).columns()}
        found |= {one.name: one.within(run, start) for one in outcomes}
        return {"answers": np.array([self._of(one, counters, found) for one in self.answers])}

    def _named(self, kind: str) -> set[str]:
        return {name for answer in self.answers if answer.kind == kind for name in answer.names}

    def _of(self, answer: Answer, counters: Mapping[Answer, Counter], found: Mapping[str, Run]) -> Run:
        if answer in counters:
            return counters[answer].mean()
        rows = [found[name] for name in answer.names]
        return total(rows, rows[0]) / len(rows)


class Counter:
    """Adds up a variable, or orders, over the months of the window."""

    def __init__(self, answer: Answer, cast: Cast, start: int) -> None:
        self.start, self.months, self.sum = start, 0, np.zeros(1)
        self.places = [place_of(name, cast, "") for name in answer.names] if answer.kind == "variable" else []
        self.slots = [] if self.places else sorted({slot for name in answer.names for slot in slots_of(name, cast, "")})

    def on(self, turn: Turn) -> None:
        """Add the turn's, once the window has begun."""
        if turn.number >= self.start:
            self.months += 1
            self.sum = self.sum + self._read(turn)

    def _read(self, turn: Turn) -> Run:
        if self.slots:
            orders: Run = MONTHS_A_YEAR * turn.orders.issued[self.slots].sum(axis=0)
            return orders
        rows = [_value(turn, name, where) for name, where in self.places]
        return total(rows, rows[0]) / len(rows)

    def mean(self) -> Run:
        """The mean over months; of orders, how many a year."""
        mean: Run = self.sum / max(self.months, 1)
        return mean


def _value(turn: Turn, name: str, where: tuple[int, ...]) -> Run:
    if name in DERIVED:
        found: Run = DERIVED[name](Scene.of(turn.after), turn.p)[where]
    elif VARIABLES[name].of == "pair":
        found = turn.after.at(name, np.array(where[:1]), np.array(where[1:]))[0]
    else:
        found = turn.after[name][where]
    return found


def place_of(name: str, cast: Cast, where: str, key: str = "variable") -> Place:
    """Where a variable named as tie.WHO.WHOM stands; raise `BadInput` if there is none."""
    variable, *at = name.split(".")
    quantity = declared(known_or_bad(variable, (*VARIABLES, *DERIVED), where, key, "a variable or view"))
    names = {
        "actor": [cast.names],
        "pair": [cast.names] * 2,
        "theatre": [cast.theatres],
        "world": list[tuple[str, ...]](),
    }
    if quantity.of not in names or len(at) != len(names[quantity.of]):
        raise BadInput(where, key, name, _wanted(quantity))
    for one, known in zip(at, names[quantity.of], strict=True):
        known_or_bad(one, known, where, key, "somebody in the scenario")
    return variable, tuple(known.index(one) for one, known in zip(at, names[quantity.of], strict=True))


def declared(variable: str) -> Quantity:
    """The declaration of a variable or view."""
    return VARIABLES[variable] if variable in VARIABLES else DERIVED[variable].quantity


def _wanted(quantity: Quantity) -> str:
    ends = {"actor": ".ACTOR", "pair": ".ACTOR.ACTOR", "theatre": ".THEATRE", "world": " alone"}
    return f"{quantity.name}{ends[quantity.of]}" if quantity.of in ends else "what can be looked at by name"


def order_of(name: str, cast: Cast, where: str, key: str) -> tuple[str, Action, str]:
    """An order named as WHO:ACTION:WHOM; raise `BadInput` if it is none of the scenario's."""
    parts = name.split(":")
    if len(parts) != 3:
        raise BadInput(where, key, name, "WHO:ACTION:WHOM, the action as in configs/actions.toml")
    for actor in (parts[0], parts[2]):
        known_or_bad(actor, (*cast.names, ANYBODY), where, key, "somebody in the scenario, or *")
    action = Action(known_or_bad(parts[1], [one.value for one in Action], where, key, "an action"))
    return parts[0], action, parts[2]


def slots_of(name: str, cast: Cast, where: str, key: str = "orders") -> tuple[int, ...]:
    """The possible orders that WHO:ACTION:WHOM names; raise `BadInput` if there is none."""
    who, action, whom = order_of(name, cast, where, key)
    rows = tuple(
        slot
        for slot, i, j in cast.slots.of[action]
        if who in (ANYBODY, cast.names[i]) and whom in (ANYBODY, cast.names[j])
    )
    if not rows:
        known = (f"{cast.names[s.actor]}:{s.action.value}:{cast.names[s.target]}" for s in cast.slots)
        raise BadInput(where, key, name, "a possible order", known)
    return rows


def check_answer(answer: Answer, cast: Cast, where: str, key: str) -> None:
    """Raise `BadInput` for an answer that the scenario cannot give."""
    for name in answer.names:
        if answer.kind == "variable":
            place_of(name, cast, where, key)
        elif answer.kind == "orders":
            slots_of(name, cast, where, key)
        else:
            known_or_bad(name, _measured(answer.kind, cast), where, key, f"a known {answer.kind}")


def _measured(kind: str, cast: Cast) -> Iterable[str]:
    return recorded_series(cast) if kind == "series" else (one.name for one in outcomes_of(cast))


def unit_of(answer: Answer, cast: Cast) -> str:
    """The unit of an answer."""
    if answer.kind == "orders":
        return "orders a year"
    if answer.kind == "variable":
        return declared(answer.names[0].split(".")[0]).unit
    outcomes = {one.name: one.quantity for one in outcomes_of(cast)}
    return (outcomes if answer.kind == "outcome" else recorded_series(cast))[answer.names[0]].unit

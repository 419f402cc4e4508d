"""Triggers at work: before every month what is watched is measured, and levers go where triggers send them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Array, Run, Value
from sim.base.quantities import Quantity
from sim.engine.interventions import Case
from sim.engine.memory import NEVER, Memory
from sim.engine.step import Turn
from sim.inputs.parameters import Numbers, Parameters
from sim.inputs.triggers import Trigger
from sim.model.measures import ABROAD, Outcome, Trajectory, nobody
from sim.model.observed import watchable


@dataclass(frozen=True)
class Pulled:
    """Levers as parameters have them, but for those that triggers move: `levels` and `begun`, one number per run."""

    parameters: Parameters
    levels: Mapping[str, Run]
    begun: Mapping[str, Run]

    def intensity(self, lever: str, turn: int) -> Value:
        """How strongly a lever acts this turn."""
        return self.levels[lever] if lever in self.levels else self.parameters.intensity(lever, turn)

    def begins(self, lever: str) -> Value:
        """The turn in which a lever began to act."""
        return self.begun[lever] if lever in self.begun else self.parameters.begins(lever)


class Watch:
    """Watches some runs for a case's triggers; where they stand goes on in the `memory` of a checkpoint."""

    def __init__(self, runs: int, memory: Memory | None = None) -> None:
        self.runs, self.memory = runs, memory or Memory()

    def numbers(self, case: Case, turn: int) -> Numbers:
        """The numbers of a turn; while no trigger has acted in any run they are those that would be without any."""
        on = {one.name: self._acts(one, case, turn) for one in case.triggers}
        first = {
            name: np.where(acts, np.minimum(self._was("first", name, NEVER), turn), self._was("first", name, NEVER))
            for name, acts in on.items()
        }
        turns = {name: self._was("turns", name, 0.0) + acts for name, acts in on.items()}
        levels = {lever: self._level(lever, case, turn, on) for lever in dict.fromkeys(t.lever for t in case.triggers)}
        begun = {lever: self._began(lever, case.parameters, turn, level) for lever, level in levels.items()}
        self.memory = Memory(self.memory.months, on, first, turns, begun)
        if all(np.all(values == NEVER) for values in first.values()):
            return case.parameters.at(turn)
        return case.parameters.under(turn, Pulled(case.parameters, levels, begun))

    def see(self, turn: Turn, case: Case) -> Turn:
        """The turn with what is remembered after it."""
        longest = max(one.over for one in case.triggers)
        self.memory = self.memory._replace(months=(*self.memory.months, turn.series())[-longest:])
        return replace(turn, memory=self.memory)

    def _was(self, what: str, name: str, else_: float) -> Run:
        known: Mapping[str, Run] = getattr(self.memory, what)
        return known[name] if name in known else np.full(self.runs, else_)

    def _acts(self, one: Trigger, case: Case, turn: int) -> Run:
        """In which runs a trigger acts this turn, 0 or 1."""
        was, months = self._was("on", one.name, 0.0), self.memory.months[-one.over :]
        since = case.parameters.levers_from if one.since is None else one.since
        if turn < since or len(months) < one.over:
            return was
        window = Trajectory(case.cast, case.scenario.start_month, case.parameters, turn - one.over, Window(months))
        seen = one.sign * watchable(case.cast)[one.watched](window)
        back = seen <= one.sign * one.until if one.until is not None else False
        return np.where(seen > one.sign * one.line, 1.0, np.where(back, 0.0, was))

    def _level(self, lever: str, case: Case, turn: int, on: Mapping[str, Run]) -> Run:
        level = np.broadcast_to(np.asarray(case.parameters.intensity(lever, turn), dtype=np.float64), self.runs)
        for one in case.triggers:
            if one.lever == lever:
                level = np.where(on[one.name] > 0.0, one.to, level)
        return level

    def _began(self, lever: str, parameters: Parameters, turn: int, level: Run) -> Run:
        """The turn in which the lever began to act: the first in which its intensity was not zero."""
        known = self.memory.begun.get(lever)
        if known is None:
            begins = np.broadcast_to(np.asarray(parameters.begins(lever), dtype=np.float64), self.runs)
            idle = not parameters.schedule.of(lever) and np.asarray(parameters[lever]) == 0.0
            known = np.where((begins < turn) & ~np.asarray(idle), begins, NEVER)
        return np.where((level != 0.0) & (known == NEVER), float(turn), known)


class Window(Mapping[str, Array]):
    """The series of some months, put together when somebody asks: (month, run) or (month, theatre, run)."""

    def __init__(self, months: tuple[Mapping[str, Array], ...]) -> None:
        self.months = months

    def __getitem__(self, name: str) -> Array:
        return np.array([month[name] for month in self.months])

    def __iter__(self) -> Iterator[str]:
        return iter(self.months[0])

    def __len__(self) -> int:
        return len(self.months[0])


def fired(memory: Memory, never: int) -> dict[str, Run]:
    """For each trigger in how many months it acted, and in which turn first: `never` where it did not."""
    found: dict[str, Run] = {}
    for name, first in memory.first.items():
        found[acting(name)] = memory.turns.get(name, np.zeros_like(first))
        found[first_of(name)] = np.where(first == NEVER, float(never), first)
    return found


def acting(trigger: str) -> str:
    """What the number of months in which a trigger acted is called."""
    return f"acting_{trigger}"


def first_of(trigger: str) -> str:
    """What the turn in which a trigger acted first is called."""
    return f"first_{trigger}"


def firings(triggers: Iterable[Trigger]) -> tuple[Outcome, ...]:
    """What is noted of triggers in each run, as outcomes."""
    found: list[Outcome] = []
    for name in dict.fromkeys(one.name for one in triggers):
        told = {
            acting(name): ("months", f"months in which the trigger {name} acted"),
            first_of(name): (
                "months since the start",
                f"turn in which the trigger {name} acted first; the end if never",
            ),
        }
        for own, (unit, meaning) in told.items():
            quantity = Quantity(own, meaning, unit, "trigger", 0.0, 1200.0, "order", "outcome")
            found.append(Outcome(quantity, ABROAD, _noted))
    return tuple(found)


def _noted(run: Trajectory) -> Run:
    """Not to be read off a trajectory: the triggers themselves tell it."""
    return nobody(np.zeros(run.runs))

"""Many histories at once: bands of every series with and without the plan, and paired differences of the outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from sim.app.bands import Shown
from sim.app.cells import cells_of
from sim.app.choice import Choice
from sim.app.columns import columns_of
from sim.app.contract import BandsTold, BaselineTold, Counted
from sim.app.contract_answer import Cell
from sim.app.plan import Plan, under as case_under
from sim.app.verdicts import verdicts
from sim.base.arrays import Run
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import Checkpoint, follow, simulate
from sim.engine.trajectory import FiniteGuard, Observer, SeriesFollower, trajectory_of
from sim.lab.samplers import sampler_of
from sim.lab.spared import raising
from sim.model.measures import Outcome, Trajectory
from sim.model.outcomes import outcomes_of

STRIDE = 6
"""Months between the worlds that are kept, of some 1.5 megabytes each, so that a plan is played from shortly before it
acts; one more is kept where the levers usually start."""


@dataclass
class Ensemble:
    """All replicates without any plan, with a world kept every few months; plans are played against it.

    Replicate k is the history k that the page shows: the same luck, and the same parameters. `drawn` says that each
    has a parameter set of its own. Histories in which something raises are left out, and why is told.
    """

    case: Case
    draws: Draws
    without: Trajectory
    checkpoints: dict[int, Checkpoint]
    drawn: bool = False
    reasons: tuple[str, ...] = ()
    _measured: dict[int, tuple[Run, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, choice: Choice, replicates: int) -> Ensemble:
        """Play the baseline of a choice; its plan and its own replicate play no part.

        Raises what the first history raises where none can be played.
        """
        scenario, source = choice.played, choice.parameters_from
        sets = sampler_of(scenario, source, choice.seed).draw(np.arange(replicates))
        case = Case(scenario, scenario.parameters.with_values(sets, source).scheduled(Plan()))
        kernel_for(case)  # worth compiling: many plans will be played against it
        draws, drawn = Draws(choice.seed, range(replicates)), source != "default"
        try:
            return cls._played(case, draws, drawn)
        except Exception:  # whatever a rule may raise shall cost the histories that raise it, not the bands
            found = raising(case, draws, None, case.turns, _watched)
            if not found:
                raise
            return cls._without(found, case, draws, drawn)

    @classmethod
    def _played(cls, case: Case, draws: Draws, drawn: bool, reasons: tuple[str, ...] = ()) -> Ensemble:
        kept, follower = dict[int, Checkpoint](), SeriesFollower()
        for turn in simulate(case, draws, observers=[follower, FiniteGuard()]):
            after = Checkpoint.after(turn)
            if after.turn % STRIDE == 0 or after.turn == case.scenario.levers_from:
                kept[after.turn] = after
        return cls(case, draws, trajectory_of(case, [follower]), kept, drawn, reasons)

    @classmethod
    def _without(
        cls, found: Mapping[int, str], case: Case, draws: Draws, drawn: bool, before: tuple[str, ...] = ()
    ) -> Ensemble:
        """The histories in which nothing was found to raise, of a case and its draws."""
        reasons: tuple[str, ...] = (*before, *found.values())
        rows: Any = np.delete(np.arange(len(draws)), list(found))
        if not len(rows):
            raise ArithmeticError(reasons[0])
        return cls._played(case.part(rows), draws.part(rows), drawn, reasons)

    @property
    def counted(self) -> Counted:
        """How many histories there are, how many failed, and why the first of these."""
        ran, failed = len(self.draws), len(self.reasons)
        told = f"{failed} of {failed + ran} histories failed and are left out: {self.reasons[0]}" if failed else ""
        return {"replicates": ran, "left_out": told}

    @cached_property
    def shown(self) -> Shown:
        """What is shown without any plan."""
        return Shown.of(self.without)

    def baseline(self) -> BaselineTold:
        """Bands of the baseline."""
        return {**self.counted, "bands": self.shown.bands()}

    def under(self, plan: Plan) -> BandsTold:
        """Bands under a plan from the month it acts, and what it changes, paired."""
        first = plan.first
        if first is None:
            return {**self.counted, "first": None, "bands": {}, "changes": {}, "differences": [], "cells": []}
        ran, changed = self.changed(plan, first)
        shown, measured = Shown.of(changed, first), ran.measured(changed, first)
        return {
            **ran.counted,
            "first": first,
            "bands": shown.bands(),
            "changes": shown.less(ran.shown.since(first)),
            "differences": verdicts(measured),
            "cells": self._cells(measured),
        }

    def changed(self, plan: Plan, first: int) -> tuple[Ensemble, Trajectory]:
        """The histories that go to their end under a plan that acts from turn `first` on, and how they go under it."""
        start = max((turn for turn in self.checkpoints if turn <= first), default=0)
        case, begun = case_under(self.case, plan), self.checkpoints.get(start)
        try:
            played = follow(case, self.draws, [SeriesFollower()], start=begun, observers=[FiniteGuard()])
        except Exception:  # as above
            found = raising(case, self.draws, begun, case.turns, _watched)
            if not found:
                raise
            return self._without(found, self.case, self.draws, self.drawn, self.reasons).changed(plan, first)
        return self, self.without.window(0, start).then(played)

    def compared(self, plan: Plan) -> tuple[Ensemble, list[tuple[Outcome, Run, Run]]]:
        """The histories that go to their end under a plan too, and their outcomes without and with it."""
        first = plan.first or 0
        ran, changed = self.changed(plan, first)
        return ran, ran.measured(changed, first)

    def cells(self, plan: Plan) -> list[Cell]:
        """What a plan changes in the outcomes that the page shows first."""
        return self._cells(self.compared(plan)[1])

    def _cells(self, measured: list[tuple[Outcome, Run, Run]]) -> list[Cell]:
        return cells_of(columns_of(self.case.scenario), measured, self.drawn)

    def measured(self, changed: Trajectory, acts: int) -> list[tuple[Outcome, Run, Run]]:
        """All outcomes without and with what was changed from turn `acts` on."""
        first, outcomes = min(self.case.scenario.levers_from, acts, self.case.turns - 1), outcomes_of(self.case.cast)
        if first not in self._measured:
            base = self.without.window(first)
            self._measured[first] = tuple(one.measure(base) for one in outcomes)
        window = changed.window(first)
        return list(zip(outcomes, self._measured[first], (one.measure(window) for one in outcomes), strict=True))


def _watched() -> list[Observer]:
    return [SeriesFollower(), FiniteGuard()]


MOST = 3
"""Baselines kept at once: each is some tens of megabytes."""


@lru_cache(maxsize=MOST)
def ensemble(choice: Choice, replicates: int) -> Ensemble:
    """The baseline of an undone choice, played once a process."""
    return Ensemble.of(choice, replicates)


def baseline(choice: Choice, replicates: int) -> BaselineTold:
    """Bands without any plan: what a worker process is asked for first."""
    return ensemble(choice.undone(), replicates).baseline()


def under(choice: Choice, replicates: int) -> BandsTold:
    """Bands and differences under a plan: what a worker process is asked for next."""
    return ensemble(choice.undone(), replicates).under(choice.plan)

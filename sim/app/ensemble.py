"""Many histories at once: bands of every series with and without the plan, and paired differences of the outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from sim.app.bands import Shown
from sim.app.cells import cells_of
from sim.app.choice import Choice
from sim.app.columns import columns_of
from sim.app.contract import BandsTold, BaselineTold
from sim.app.contract_answer import Cell
from sim.app.plan import Plan, under as case_under
from sim.app.verdicts import verdicts
from sim.base.arrays import Run
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import Checkpoint, follow, simulate
from sim.engine.trajectory import SeriesFollower, trajectory_of
from sim.lab.samplers import sampler_of
from sim.model.measures import Outcome, Trajectory
from sim.model.outcomes import outcomes_of

STRIDE = 6
"""Months between the worlds that are kept, of some 1.5 megabytes each, so that a plan is played from shortly before it
acts; one more is kept where the levers usually start."""


@dataclass
class Ensemble:
    """All replicates without any plan, with a world kept every few months; plans are played against it.

    Replicate k is the history k that the page shows: the same luck, and the same parameters. `drawn` says that each
    has a parameter set of its own.
    """

    case: Case
    draws: Draws
    without: Trajectory
    checkpoints: dict[int, Checkpoint]
    drawn: bool = False
    _measured: dict[int, tuple[Run, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, choice: Choice, replicates: int) -> Ensemble:
        """Play the baseline of a choice; its plan and its own replicate play no part."""
        scenario, source = choice.played, choice.parameters_from
        sets = sampler_of(scenario, source, choice.seed).draw(np.arange(replicates))
        case = Case(scenario, scenario.parameters.with_values(sets, source).scheduled(Plan()))
        kernel_for(case)  # worth compiling: many plans will be played against it
        draws, kept, follower = Draws(choice.seed, range(replicates)), dict[int, Checkpoint](), SeriesFollower()
        for turn in simulate(case, draws, observers=[follower]):
            after = Checkpoint.after(turn)
            if after.turn % STRIDE == 0 or after.turn == scenario.levers_from:
                kept[after.turn] = after
        return cls(case, draws, trajectory_of(case, [follower]), kept, source != "default")

    @cached_property
    def shown(self) -> Shown:
        """What is shown without any plan."""
        return Shown.of(self.without)

    def baseline(self) -> BaselineTold:
        """Bands of the baseline."""
        return {"replicates": len(self.draws), "bands": self.shown.bands()}

    def under(self, plan: Plan) -> BandsTold:
        """Bands under a plan from the month it acts, and what it changes, paired."""
        first = plan.first
        if first is None:
            return {"first": None, "bands": {}, "changes": {}, "differences": [], "cells": []}
        changed = self.changed(plan, first)
        shown, measured = Shown.of(changed, first), self.measured(changed, first)
        return {
            "first": first,
            "bands": shown.bands(),
            "changes": shown.less(self.shown.since(first)),
            "differences": verdicts(measured),
            "cells": self._cells(measured),
        }

    def changed(self, plan: Plan, first: int) -> Trajectory:
        """The same histories under a plan that acts from turn `first` on."""
        start = max((turn for turn in self.checkpoints if turn <= first), default=0)
        case = case_under(self.case, plan)
        played = follow(case, self.draws, [SeriesFollower()], start=self.checkpoints.get(start))
        return self.without.window(0, start).then(played)

    def cells(self, plan: Plan) -> list[Cell]:
        """What a plan changes in the outcomes that the page shows first."""
        first = plan.first or 0
        return self._cells(self.measured(self.changed(plan, first), first))

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

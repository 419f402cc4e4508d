"""Many histories at once: bands of every series with and without the plan, and paired differences of the outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.app.choice import Choice
from sim.app.contract import Bands, BandsTold, BaselineTold, Difference
from sim.app.plan import Plan
from sim.app.verdicts import verdicts
from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.quantities import Quantity
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import Checkpoint, follow, simulate
from sim.engine.trajectory import SeriesFollower, trajectory_of
from sim.lab.samplers import sampler_of
from sim.lab.statistics import paired_t
from sim.model.measures import Trajectory
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.scenarios.scenario import load_scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Edges of the 90 % and the 50 % band, with the median between."""

STRIDE = 12
"""Months between the worlds that are kept, so that a plan is played from shortly before it acts; one more is kept
where the levers usually start."""

COUNTS = ("occasions", "disputes", "tests", "transfers")
"""Units of series that are too jagged by the month: they are shown as sums over the last year."""

DELIVERED = ("rounds_delivered",)
"""Series that are shown as sums since the start, as the record has them."""


def summed(column: str, quantity: Quantity) -> int:
    """Over how many months a column is summed when it is shown: 1 is as it is, 0 since the start."""
    if column in DELIVERED:
        return 0
    return 12 if quantity.unit in COUNTS or quantity.unit == "thousand rounds" else 1


def over_months(values: Array, months: int) -> Array:
    """Sums along the first axis over the last `months`, or since the start where that is 0."""
    if months == 1:
        return values
    sums = np.cumsum(values, axis=0)
    if months:
        sums[months:] = sums[months:] - sums[:-months]
    return sums


@dataclass
class Ensemble:
    """All replicates without any plan, with a world kept every year; plans are played against it.

    Replicate k is the history k that the page shows: the same luck, and the same parameters.
    """

    case: Case
    draws: Draws
    without: Trajectory
    checkpoints: dict[int, Checkpoint]

    @classmethod
    def of(cls, choice: Choice, replicates: int) -> Ensemble:
        """Play the baseline of a choice; its plan and its own replicate play no part."""
        scenario, source = load_scenario(choice.scenario), choice.parameters_from
        sets = sampler_of(scenario, source, choice.seed).draw(np.arange(replicates))
        case = Case(scenario, scenario.parameters.with_values(sets, source).scheduled(Plan()))
        kernel_for(case)  # worth compiling: many plans will be played against it
        draws, kept, follower = Draws(choice.seed, range(replicates)), dict[int, Checkpoint](), SeriesFollower()
        for turn in simulate(case, draws, observers=[follower]):
            after = Checkpoint.after(turn)
            if after.turn % STRIDE == 0 or after.turn == scenario.levers_from:
                kept[after.turn] = after
        return cls(case, draws, trajectory_of(case, [follower]), kept)

    def baseline(self) -> BaselineTold:
        """Bands of the baseline."""
        return {"replicates": len(self.draws), "bands": self._bands(self.without, 0)}

    def under(self, plan: Plan) -> BandsTold:
        """Bands under a plan from the month it acts, and what it changes, paired."""
        first = plan.first
        if first is None:
            return {"first": None, "bands": {}, "changes": {}, "differences": []}
        start = max((turn for turn in self.checkpoints if turn <= first), default=0)
        case = self.case.under(self.case.parameters.scheduled(plan))
        played = follow(case, self.draws, [SeriesFollower()], start=self.checkpoints.get(start))
        changed = self.without.window(0, start).then(played)
        return {
            "first": first,
            "bands": self._bands(changed, first),
            "changes": self._changes(changed, first),
            "differences": self._differences(changed, first),
        }

    def _bands(self, run: Trajectory, first: int) -> Bands:
        columns = recorded_series(self.case.cast)
        return {name: _band(values, columns[name])[:, first:].tolist() for name, values in run.columns()}

    def _changes(self, changed: Trajectory, first: int) -> Bands:
        """For each column and turn from `first` the paired difference: lower bound, mean, upper bound."""
        columns = recorded_series(self.case.cast)
        pairs = zip(changed.columns(), self.without.columns(), strict=True)
        return {
            name: _change(*(over_months(values, summed(name, columns[name]))[first:] for values in (under, without)))
            for (name, under), (_, without) in pairs
        }

    def _differences(self, changed: Trajectory, acts: int) -> list[Difference]:
        first = min(self.case.scenario.levers_from, acts, self.case.turns - 1)
        base, under = self.without.window(first), changed.window(first)
        return verdicts((one, one.measure(base), one.measure(under)) for one in outcomes_of(self.case.cast))


def _band(values: Array, quantity: Quantity) -> Array:
    """Quantiles over runs by turn, or the mean alone where a run says yes or no; shape (quantile, turn)."""
    if quantity.unit == "0 or 1":
        means: Array = np.round(values.mean(axis=1, keepdims=True).T, 4)
        return means
    shown = over_months(values, summed(quantity.name, quantity))
    found: Array = np.round(np.quantile(shown, QUANTILES, axis=1), 4)
    return found


def _change(under: Array, without: Array) -> list[list[float]]:
    """The mean of a paired difference between the bounds of its 95 % interval, month by month."""
    estimate = paired_t(under - without)
    low, high = estimate.interval()
    return [np.round(values, 6).tolist() for values in (low, estimate.difference, high)]


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

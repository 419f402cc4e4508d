"""Many histories at once: bands of every series with and without the plan, and paired differences of the outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from sim.app.choice import Choice
from sim.app.plan import Plan, Planned
from sim.app.verdicts import Difference, verdicts
from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.base.quantities import Quantity
from sim.engine.step import play_turn
from sim.inputs.parameters import Parameters
from sim.lab.parameter_sets import given
from sim.lab.statistics import paired_t
from sim.model.outcomes import History, outcomes_of, recorded_series
from sim.model.series import SERIES
from sim.model.world import World
from sim.scenarios.scenario import Scenario, load_scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Edges of the 90 % and the 50 % band, with the median between."""

STRIDE = 12
"""Months between the worlds that are kept, so that a plan is played from shortly before it acts; one more is kept
where the levers usually start."""

COUNTS = ("occasions", "disputes", "tests", "transfers")
"""Units of series that are too jagged by the month: they are shown as sums over the last year."""

DELIVERED = ("rounds_delivered",)
"""Series that are shown as sums since the start, as the record has them."""

Bands = dict[str, list[list[float]]]
"""For each column its quantiles by turn, or its mean alone where it is yes or no: lists [quantile][turn]."""


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
class Crowd:
    """All replicates without any plan, with a world kept every year; plans are played against it.

    Replicate k is the history k that the page shows: the same luck, and the same parameters.
    """

    case: Scenario
    parameters: Parameters
    seed: int
    replicates: int
    series: dict[str, list[Array]] = field(default_factory=dict)
    worlds: dict[int, World] = field(default_factory=dict)

    @classmethod
    def of(cls, choice: Choice, replicates: int) -> Crowd:
        """Play the baseline of a choice; its plan and its own replicate play no part."""
        case, source = load_scenario(choice.scenario), choice.parameters_from
        sets = given(case, source, np.arange(replicates), choice.seed)
        crowd = cls(case, case.parameters.with_values(sets, source), choice.seed, replicates)
        for turn, world, rows in crowd._played(Plan(), 0):
            if (turn + 1) % STRIDE == 0 or turn + 1 == crowd.case.levers_from:
                crowd.worlds[turn + 1] = world
            for name, values in rows.items():
                crowd.series.setdefault(name, []).append(values)
        return crowd

    def baseline(self) -> dict[str, Any]:
        """Bands of the baseline, ready to be sent."""
        return {"replicates": self.replicates, "bands": self._bands(self.series, 0)}

    def under(self, plan: Plan) -> dict[str, Any]:
        """Bands under a plan from the month it acts, and what it changes, paired; ready to be sent."""
        first = plan.first
        if first is None:
            return {"from": None, "bands": {}, "changes": {}, "differences": []}
        start = max((turn for turn in self.worlds if turn <= first), default=0)
        series = {name: values[:start] for name, values in self.series.items()}
        for _, _, rows in self._played(plan, start):
            for name, values in rows.items():
                series[name].append(values)
        return {
            "from": first,
            "bands": self._bands(series, first),
            "changes": self._changes(series, first),
            "differences": self._differences(series, plan),
        }

    def _played(self, plan: Plan, start: int) -> Iterator[tuple[int, World, dict[str, Array]]]:
        """Play on from a kept world: turn, world after it, and every series (run,) or (theatre, run)."""
        parameters = Planned.of(self.parameters, plan)
        world, dice = (
            self.worlds.get(start) or self.case.world(self.replicates),
            Dice(self.seed, range(self.replicates)),
        )
        for turn in range(start, self.case.turns):
            p = parameters.at(turn)
            with np.errstate(over="ignore"):
                world, orders = play_turn(world, self.case, p, dice)
            yield turn, world, {name: entry.read(world, orders, p) for name, entry in SERIES.items()}

    def _bands(self, series: Mapping[str, list[Array]], first: int) -> Bands:
        columns = recorded_series(self.case.cast)
        return {name: _band(values, columns[name])[:, first:].tolist() for name, values in self._columns(series)}

    def _changes(self, series: Mapping[str, list[Array]], first: int) -> Bands:
        """For each column and turn from `first` the paired difference: lower bound, mean, upper bound."""
        columns, pairs = (
            recorded_series(self.case.cast),
            zip(self._columns(series), self._columns(self.series), strict=True),
        )
        return {
            name: _change(*(over_months(values, summed(name, columns[name]))[first:] for values in (under, without)))
            for (name, under), (_, without) in pairs
        }

    def _columns(self, series: Mapping[str, list[Array]]) -> Iterator[tuple[str, Array]]:
        """The series by column, shape (turn, run)."""
        for name, rows in series.items():
            values = np.array(rows)
            if values.ndim == 2:
                yield name, values
            else:
                yield from ((f"{name}_{t}", values[:, i]) for i, t in enumerate(self.case.cast.theatres))

    def _differences(self, series: Mapping[str, list[Array]], plan: Plan) -> list[Difference]:
        first = min(self.case.levers_from, plan.first or 0, self.case.turns - 1)
        parameters = Planned.of(self.parameters, plan).averaged(first, self.case.turns)
        changed = History({n: np.array(v) for n, v in series.items()}, first, parameters)
        base = replace(changed, series={n: np.array(v) for n, v in self.series.items()}, parameters=self.parameters)
        found = outcomes_of(self.case.cast)
        return verdicts((one, one.measure(base), one.measure(changed)) for one in found)


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
def crowd(choice: Choice, replicates: int) -> Crowd:
    """The baseline of an undone choice, played once a process."""
    return Crowd.of(choice, replicates)


def baseline(choice: Choice, replicates: int) -> dict[str, Any]:
    """Bands without any plan: what a worker process is asked for first."""
    return crowd(choice.undone(), replicates).baseline()


def under(choice: Choice, replicates: int) -> dict[str, Any]:
    """Bands and differences under a plan: what a worker process is asked for next."""
    return crowd(choice.undone(), replicates).under(choice.plan)

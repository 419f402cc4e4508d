"""Bands: every column of many histories as it is shown, its quantiles month by month, and how two plans differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.app.contract import Bands
from sim.base.arrays import Array
from sim.base.quantities import Quantity
from sim.lab.statistics import QUANTILES, paired_t
from sim.model.measures import Trajectory
from sim.model.series import recorded_series

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


@dataclass(frozen=True, eq=False)
class Shown:
    """The columns of many runs as they are shown, (column, turn, run); of which a run says yes or no is `binary`."""

    names: tuple[str, ...]
    binary: tuple[bool, ...]
    values: Array

    @classmethod
    def of(cls, run: Trajectory, first: int = 0) -> Shown:
        """What is shown of a trajectory from a turn on."""
        columns, known = dict(run.columns()), recorded_series(run.cast)
        values = [over_months(rows, summed(name, known[name]))[first:] for name, rows in columns.items()]
        return cls(tuple(columns), tuple(known[name].unit == "0 or 1" for name in columns), np.array(values))

    def since(self, first: int) -> Shown:
        """The same from a turn on."""
        return Shown(self.names, self.binary, self.values[:, first:])

    def bands(self) -> Bands:
        """Quantiles over runs by turn, or the mean alone where a run says yes or no."""
        binary = np.array(self.binary)
        # In sorted rows quantiles are found at once.
        edges = np.quantile(np.sort(self.values[~binary]), QUANTILES, axis=-1).transpose(1, 0, 2)
        means = self.values[binary].mean(axis=-1)[:, None]
        spread, shares = (iter(np.round(found, 4).tolist()) for found in (edges, means))
        return {name: next(shares if yes else spread) for name, yes in zip(self.names, self.binary, strict=True)}

    def less(self, other: Shown) -> Bands:
        """By turn the mean of the paired difference from others of these runs, between the ends of its interval."""
        pairs = self.values - other.values
        estimate = paired_t(pairs.reshape(-1, pairs.shape[-1]))
        low, high = estimate.interval()
        told = np.round(np.stack([low, estimate.difference, high]), 6).reshape(3, *pairs.shape[:2])
        return dict(zip(self.names, told.transpose(1, 0, 2).tolist(), strict=True))

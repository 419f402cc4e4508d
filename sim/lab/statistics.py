"""Statistics of paired runs: intervals, corrections for many comparisons, replicates needed.

Differences are taken replicate by replicate, so that what the two arms share by common random numbers
cancels before anything is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtr, stdtrit

from sim.base.arrays import ArmRun, Array, ContrastRun, Run, TurnRun, Value

LEVEL = 0.95
ROUNDING = 1e-12
"""Share of the largest difference below which a mean is nothing but rounding."""

SUMMARIES = ("mean", "low_90", "low_50", "median", "high_50", "high_90")
QUANTILES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
THIRD = 1.0 / 3.0


@dataclass(frozen=True)
class Estimate:
    """Differences of several contrasts: their mean, the centre and standard error of the interval, the spread.

    All have shape (contrast,); `degrees` are those of Student's t, infinite for the normal distribution.
    """

    difference: Array
    centre: Array
    error: Array
    spread: Array
    degrees: float
    method: str

    def interval(self, comparisons: int = 1) -> tuple[Array, Array]:
        """Bounds of the intervals that hold all of so many comparisons at once with 95 % (Bonferroni)."""
        half = _quantile(comparisons, self.degrees) * self.error
        return self.centre - half, self.centre + half

    def p_values(self) -> Array:
        """Two-sided p-values of no difference: 1 where all replicates agree on none, 0 where on another one."""
        certain: Array = np.where(self.centre == 0.0, 0.0, np.inf)
        ratio: Array = np.divide(np.abs(self.centre), self.error, out=certain, where=~(self.error == 0.0))
        values: Array = 2.0 * stdtr(self.degrees, -ratio)
        return values


@lru_cache(maxsize=256)
def _quantile(comparisons: int, degrees: float) -> float:
    return float(stdtrit(degrees, 1.0 - (1.0 - LEVEL) / (2.0 * comparisons)))


def contrast(values: ArmRun, terms: tuple[tuple[int, int], ...]) -> Run:
    """The difference of each replicate."""
    result: Run = np.zeros_like(values[0])
    for plus, minus in terms:
        result += values[plus] - values[minus]
    result /= len(terms)
    return result


def contrasted(values: ArmRun, terms: Sequence[tuple[tuple[int, int], ...]]) -> ContrastRun:
    """The differences of several contrasts."""
    return np.array([contrast(values, one) for one in terms]).reshape(len(terms), values.shape[1])


def paired_t(differences: ContrastRun) -> Estimate:
    """Student's paired intervals."""
    mean, spread = _mean(differences), _spread(differences)
    count = differences.shape[1]
    return Estimate(mean, mean, spread / np.sqrt(max(count, 1)), spread, count - 1.0, "paired t")


def paired_t_of_shares(differences: ContrastRun) -> Estimate:
    """The same for mean differences of a binary outcome, which may be rare.

    Where hardly a replicate differs, the spread seen says little: it is held above that of one changed replicate
    among those played and two more, which is what `adjusted_wald` adds. That many mixes were played on the same few
    replicates does not make a rare event better known.
    """
    plain = paired_t(differences)
    count = differences.shape[1]
    spread = np.maximum(plain.spread, np.sqrt(least_variance(count)))
    return Estimate(plain.difference, plain.centre, spread / np.sqrt(max(count, 1)), spread, count - 1.0, plain.method)


def least_variance(count: int) -> float:
    """The variance of differences of which one in so many, and two more, is not zero."""
    return 1.0 / (count + 2.0)


def adjusted_wald(differences: ContrastRun) -> Estimate:
    """Intervals for differences of paired proportions (Agresti & Min 2005); `differences` are -1, 0 or 1.

    Half a run is added to each of the four cells of the table, so that no interval has zero width.
    """
    if not differences.shape[1]:
        return paired_t(differences)
    count = differences.shape[1] + 2.0
    up, down = (np.count_nonzero(differences == sign, axis=1) + 0.5 for sign in (1.0, -1.0))
    centre = (up - down) / count
    spread = np.sqrt((up + down) / count - centre**2)
    return Estimate(_mean(differences), centre, spread / np.sqrt(count), spread, np.inf, "adjusted Wald")


def wilson(happened: Run) -> tuple[float, float]:
    """Wilson's 95 % interval of a probability from runs that are 0 or 1; not finite without runs."""
    if not len(happened):
        return np.nan, np.nan
    from scipy.stats import binomtest  # a second that only an interval of shares needs

    interval = binomtest(int(happened.sum()), len(happened)).proportion_ci(LEVEL, "wilson")
    return float(interval.low), float(interval.high)


def replicates_needed(estimate: Estimate, wanted: Array, comparisons: int) -> Array:
    """Replicates for which the corrected interval reaches at most `wanted` to either side, shape (contrast,).

    From the normal distribution, with Guenther's (1981) addition of half its squared quantile for Student's t; at
    least 2, and not finite where `wanted` is 0 and replicates differ.
    """
    quantile = ndtri(1.0 - (1.0 - LEVEL) / (2.0 * comparisons))
    ratio = np.divide(estimate.spread, wanted, out=np.full_like(wanted, np.nan), where=wanted > 0.0)
    needed = np.ceil((quantile * ratio) ** 2 + quantile**2 / 2.0)
    return np.where(estimate.spread == 0.0, 2.0, np.maximum(needed, 2.0))


def holm(p_values: Array) -> Array:
    """P-values adjusted for all of them at once (Holm 1979); what is not a number is no comparison."""
    order = np.argsort(p_values, kind="stable")
    known = np.count_nonzero(~np.isnan(p_values))
    factors = np.arange(known, known - len(p_values), -1)
    stepped = np.maximum.accumulate(np.minimum(p_values[order] * factors, 1.0))
    adjusted = np.empty_like(p_values)
    adjusted[order] = stepped
    return adjusted


def summary(values: TurnRun) -> Array:
    """Mean and quantiles over runs, shape (turn, summary)."""
    if not values.shape[1]:
        return np.full((len(values), len(SUMMARIES)), np.nan)
    held = np.ascontiguousarray(values)  # the order of additions must not depend on how the array came about
    return np.stack([held.mean(axis=1), *quantiles(held, QUANTILES)], axis=1)


def quantiles(values: Array, shares: Array, *, unbiased: bool = False) -> Array:
    """Quantiles along the last axis, shape (share, ...): those of `np.quantile` to the bit, several times as fast.

    Linear between order statistics, or about median-unbiased (Hyndman & Fan 1996, definitions 7 and 8).
    """
    ordered, count = np.sort(values), values.shape[-1]
    place = count * shares + (THIRD + shares * (1.0 - THIRD - THIRD)) - 1.0 if unbiased else (count - 1) * shares
    first = np.floor(place)
    lower, upper = (np.clip(one, 0, count - 1).astype(np.int64) for one in (first, first + 1.0))
    found = between(ordered.take(lower, axis=-1), ordered.take(upper, axis=-1), place - lower)
    found[np.isnan(ordered[..., -1])] = np.nan
    return np.moveaxis(found, -1, 0)


def between(below: Array, above: Array, share: Value) -> Array:
    """What lies between two numbers, from the nearer one: as NumPy has it."""
    apart = above - below
    return np.where(np.asarray(share) < 0.5, below + apart * share, above - apart * (1.0 - share))


def _mean(differences: ContrastRun) -> Array:
    if not differences.shape[1]:
        return np.full(len(differences), np.nan)
    # Equal numbers have exactly their own mean, which a sum may miss; differences that cancel leave rounding behind.
    means = np.where(_alike(differences), differences[:, 0], differences.mean(axis=1))
    return np.where(np.abs(means) < ROUNDING * np.abs(differences).max(axis=1), 0.0, means)


def _spread(differences: ContrastRun) -> Array:
    if differences.shape[1] < 2:
        return np.full(len(differences), np.nan)
    return np.where(_alike(differences), 0.0, differences.std(axis=1, ddof=1))


def _alike(differences: ContrastRun) -> npt.NDArray[np.bool_]:
    alike: npt.NDArray[np.bool_] = (differences == differences[:, :1]).all(axis=1)
    return alike

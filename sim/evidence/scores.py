"""Proper scores of ensembles against a record that is a figure, a range of sources or a yes or no; lower is better."""

from __future__ import annotations

import numpy as np
import scoringrules

from sim.base.arrays import Array, Turn, TurnRun

BACKEND = "numpy"
"""Named, so that results do not change where Numba happens to be installed."""
LEAST_MEAN = 0.01
"""Keeps the log score finite where an ensemble holds no event at all."""


def outside(members: TurnRun, low: Turn, high: Turn) -> TurnRun:
    """How far each member lies from the range of the record, with sign; 0 inside.

    A bound that is not known is not a number: no member lies beyond it.
    """
    below = np.where(np.isnan(low), -np.inf, low)[:, None]
    above = np.where(np.isnan(high), np.inf, high)[:, None]
    return np.minimum(members - below, 0.0) + np.maximum(members - above, 0.0)


def crps(members: TurnRun, low: Turn, high: Turn) -> Turn:
    """Continuous ranked probability score of each month, in the unit of the members.

    Where sources differ, only what lies outside their range counts: the threshold-weighted score with weight 0
    inside (Gneiting & Ranjan 2011), which is proper and needs no figure within the range. For a single figure it is
    the usual score.
    """
    distance = np.sort(outside(members, low, high), axis=1)
    scored: Turn = scoringrules.crps_ensemble(np.zeros(len(distance)), distance, backend=BACKEND, sorted_ensemble=True)
    return scored


def brier(probability: Array, happened: Array) -> Array:
    """Brier score of a probability against what happened (0 or 1), elementwise."""
    scored: Array = scoringrules.brier_score(happened, np.clip(probability, 0.0, 1.0), backend=BACKEND)
    return scored


def log_score(members: TurnRun, counts: Turn) -> Turn:
    """Negative log probability of counts, in nats.

    The probability is that of the negative binomial with the members' mean and variance, or of the Poisson where
    their variance does not exceed the mean: a finite ensemble gives counts that it missed no probability of its own.
    """
    from scipy.stats import nbinom, poisson  # three quarters of a second that only the test against history needs

    mean, variance = np.maximum(members.mean(axis=1), LEAST_MEAN), members.var(axis=1)
    spread = variance > mean * (1.0 + 1e-6)
    size = np.where(spread, mean**2 / np.where(spread, variance - mean, 1.0), 1.0)
    # SciPy's: scoringrules 0.10 gives a negative binomial of size below 1 no probability above 0.
    with_spread = nbinom.logpmf(counts, size, size / (size + mean))
    scored: Turn = -np.where(spread, with_spread, poisson.logpmf(counts, mean))
    return scored


def coverage(members: TurnRun, low: Turn, high: Turn, level: float) -> Turn:
    """Share of each month's record inside the central band of that level; 0 or 1 unless there are ties.

    A figure that ties with members is spread evenly over the ranks it may have (the non-randomised form of the
    randomised probability integral transform: Czado, Gneiting & Held 2009), so that counts cover what they should.
    A range counts as covered where it touches the band.
    """
    edges = (1.0 - level) / 2.0, (1.0 + level) / 2.0
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    below = (members < low[:, None]).mean(axis=1)
    upto = (members <= high[:, None]).mean(axis=1)
    overlap = np.minimum(upto, edges[1]) - np.maximum(below, edges[0])
    touches = (below <= edges[1]) & (upto >= edges[0])
    tied = (low == high) & (upto > below)
    shared = np.maximum(overlap, 0.0) / np.where(tied, upto - below, 1.0)
    covered: Turn = np.where(tied, shared, touches.astype(np.float64))
    return covered


def skill(score: Array | float, null: Array | float) -> float:
    """Share of a null model's mean score that is saved: 1 is perfect, below 0 worse; none where the null is perfect."""
    mean, reference = float(np.mean(score)), float(np.mean(null))
    return 1.0 - mean / reference if reference > 0.0 else np.nan


def quantiles(members: TurnRun) -> Turn:
    """Bounds of the 90 and 50 % bands with the median between, shape (5, turn)."""
    found: Array = np.quantile(members, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
    return found

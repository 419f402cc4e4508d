"""The effect over parameter sets with luck taken out: how likely it lies beyond what matters, on either side.

Several replicates share a parameter set, so that a mean over a set's few replicates is the effect under that set plus
luck. A one-way analysis of variance with random effects (Searle 1992) splits the two. The histogram of set means is
too wide, that of the usual shrunken means (towards the overall mean, each by the share of variance that is between
sets) too narrow; set means that are shrunk by the square root of that share have the variance between sets exactly
(Louis 1984). What is not known of the two variances and of the overall mean, which with few sets is much, is carried
along by generalized pivotal quantities (Weerahandi 1993): many pairs of variances and means that the data allow, each
with a histogram of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, ndtri

from sim.base.arrays import Array
from sim.lab.statistics import between, quantiles

WAYS = 256
"""Pairs of variances and means that are gone through."""

STEPS = np.array([1.0 / 1.2207440846057596**power for power in (1, 2, 3)])
"""How three even sequences go on (Roberts 2018): a lattice that fills the cube without clusters."""

PLACES = (np.arange(199) + 0.5) / 199
"""Quantiles of set means that stand for their histogram."""

SURE, LIKELY = 0.9, 2.0 / 3.0
"""Probabilities called very likely and likely in assessments of the climate (Mastrandrea et al. 2010)."""


@dataclass(frozen=True)
class Spread:
    """One effect over parameter sets: `sample` stands for its distribution, luck taken out.

    `between` and `within` are the two variances as they are estimated; not a number where they cannot be told.
    """

    sample: Array
    between: float
    within: float

    def beyond(self, least: float) -> tuple[float, float]:
        """How likely the effect is above `least`, and how likely below minus `least`."""
        return self._share(self.sample > least), self._share(self.sample < -least)

    def _share(self, where: npt.NDArray[np.bool_]) -> float:
        return np.count_nonzero(where) / len(where) if len(where) else np.nan

    def band(self, low: float = 0.05, high: float = 0.95) -> tuple[float, float]:
        """Two quantiles of the effect under a parameter set that is drawn anew."""
        if not len(self.sample):
            return np.nan, np.nan
        return self._quantile(low), self._quantile(high)

    def _quantile(self, share: float) -> float:
        # to look for one place at a time is several times as fast as `np.quantile`, and gives the same
        place = (len(self.sample) - 1) * share
        first = int(place)
        split = np.partition(self.sample, first)
        return float(between(split[first], split[first + 1 :].min(initial=np.inf), place - first))

    @property
    def sign_holds(self) -> float:
        """Share of parameter sets whose effect has the sign that most have; not a number where none has an effect."""
        up, down = self.beyond(0.0)
        return max(up, down) / (up + down) if up + down > 0.0 else np.nan


def spread(differences: Array, *, drawn: bool = True, floor: float = 0.0) -> Spread:
    """The effect over sets from paired differences of shape (set, draw); see `spreads`."""
    return next(spreads(differences[None], drawn=drawn, floor=floor))


def spreads(differences: Array, *, drawn: bool = True, floor: float = 0.0) -> Iterator[Spread]:
    """The effect over sets of each contrast, from paired differences of shape (contrast, set, draw).

    Where parameters are not `drawn` all sets are alike and only the mean is uncertain. With one draw a set luck cannot
    be told from parameters and stays in. `floor` is the least variance of a set mean: of rare events few are seen.
    """
    contrasts, sets, draws = differences.shape
    if sets < 2:
        yield from [Spread(np.empty(0), np.nan, np.nan)] * contrasts
        return
    means = differences.mean(axis=-1)
    seen = means.var(axis=-1, ddof=1)
    within = differences.var(axis=-1, ddof=1).mean(axis=-1) if draws > 1 else seen * (not drawn)
    luck, whole, normal = _ways(sets, draws)
    noise, of_means = (within / draws)[:, None] * luck, np.maximum(seen[:, None] * whole, floor)
    between = np.maximum(seen[:, None] * whole - noise, 0.0) if drawn else np.zeros_like(noise)
    middle = means.mean(axis=-1, keepdims=True) + normal * np.sqrt(np.maximum(of_means, noise) / sets)
    shape = np.moveaxis(quantiles(means, PLACES, unbiased=True), 0, -1)
    width = shape.std(axis=-1, keepdims=True)
    shape = (shape - shape.mean(axis=-1, keepdims=True)) / np.where(width == 0.0, 1.0, width)
    told = np.maximum(seen - within / draws, 0.0) if drawn and draws > 1 else np.full(contrasts, np.nan)
    for one in range(contrasts):
        sample = middle[one][:, None] + np.sqrt(between[one])[:, None] * shape[one]
        yield Spread(sample.ravel(), float(told[one]), float(within[one]) if draws > 1 else np.nan)


@lru_cache(maxsize=64)
def _ways(sets: int, draws: int) -> tuple[Array, Array, Array]:
    """What luck within sets and the variance of set means may be, as times what was seen; normal deviates."""
    even = (0.5 + np.arange(1, WAYS + 1)[:, None] * STEPS) % 1.0
    free = max(sets * (draws - 1), 1)
    luck = free / chdtri(free, even[:, 0]) if draws > 1 else np.ones(WAYS)
    return luck, (sets - 1) / chdtri(sets - 1, even[:, 1]), ndtri(even[:, 2])


def shrunken(differences: Array) -> Array:
    """Means of sets without the luck in them, from differences of shape (contrast, set, draw): (contrast, set).

    Drawn towards the mean of all sets until their variance is that between sets.
    """
    means, draws = differences.mean(axis=-1), differences.shape[-1]
    if draws < 2 or means.shape[-1] < 2:
        return np.asarray(means)
    seen, luck = means.var(axis=-1, ddof=1), differences.var(axis=-1, ddof=1).mean(axis=-1) / draws
    between = np.divide(np.maximum(seen - luck, 0.0), seen, out=np.zeros_like(seen), where=seen > 0.0)
    middle = means.mean(axis=-1, keepdims=True)
    drawn: Array = middle + np.sqrt(between)[..., None] * (means - middle)
    return drawn


def reading(up: float, down: float, differs: bool) -> str:
    """The two probabilities in words; nothing where there is none."""
    if np.isnan(up):
        return ""
    if not differs:
        return "no run differs"
    for chance, word in ((up, "larger"), (down, "smaller")):
        if chance >= LIKELY:
            return word if chance >= SURE else f"probably {word}"
    return "no difference that matters" if up + down <= 1.0 - SURE else "open"

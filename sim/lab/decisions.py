"""Choosing under uncertainty: what is dominated, what is regretted, and what it is worth to know a parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

Flags = npt.NDArray[np.bool_]

DEGREE = 3
"""Of the polynomial by which scores follow a parameter."""

BINS = 8
"""Groups of sets, in order of a parameter, in which scores are averaged."""


@dataclass(frozen=True)
class Front:
    """Which options are not dominated, and which one stands for each: another where they differ too little."""

    kept: Flags
    alike: npt.NDArray[np.int64]


def front(values: Array, least: Array, cost: Array) -> Front:
    """The epsilon-nondominated options (Laumanns et al. 2002) of `values` (option, aim), of which more is better.

    Differences are counted in whole multiples of `least` (aim,), the smallest that matter. Of options that count the
    same the one of least `cost` (option,) stands for all. One is dominated where another counts at least as much for
    every aim, and more for one.
    """
    counts = np.round(values / least)
    _, group = np.unique(counts, axis=0, return_inverse=True)
    group = group.reshape(-1)
    first = {one: min(np.flatnonzero(group == one).tolist(), key=lambda n: (cost[n], n)) for one in set(group.tolist())}
    alike = np.array([first[one] for one in group.tolist()], dtype=np.int64)
    kept = alike == np.arange(len(counts))
    for option in np.flatnonzero(kept):
        above = (counts >= counts[option]).all(axis=1) & (counts > counts[option]).any(axis=1)
        kept[option] = not above.any()
    return Front(kept, alike)


def regret(scores: Array, allowed: Flags | None = None) -> Array:
    """By how much the best of the options that are allowed is better, state by state: shape (option, state)."""
    best = scores if allowed is None else scores[allowed]
    lost: Array = best.max(axis=0) - scores
    return lost


def value_of_knowing(scores: Array, known: Array) -> float:
    """The expected value of partial perfect information: what it is worth to know a parameter before one chooses.

    `scores` are (option, set), `known` (set,) is the parameter. The expected score of each option given the parameter
    is a regression on it (Strong, Oakley & Brennan 2014), here a polynomial of its ranks. It is too large by what
    chance fits into the curves: see `by_chance`.
    """
    return float(_gain(scores, _curve(known)))


def binned_value(scores: Array, known: Array, bins: int = BINS) -> float:
    """The same from means in groups of sets in order of the parameter (Strong & Oakley 2013); its bias is larger."""
    order = np.array_split(np.argsort(known, kind="stable"), min(bins, len(known)))
    means = np.array([scores[:, one].mean(axis=1) for one in order])
    sizes = np.array([len(one) for one in order]) / len(known)
    return float(sizes @ means.max(axis=1) - scores.mean(axis=1).max())


def by_chance(scores: Array, parameters: int, times: int = 40, seed: int = 0, *, binned: bool = False) -> Array:
    """What knowing would seem to be worth if no parameter mattered, shape (time, parameter): parameters are shuffled.

    Their mean is the bias of an estimate; the largest of each time is what the best of so many parameters reaches.
    """
    random, sets = np.random.default_rng(seed), scores.shape[1]
    orders = (random.permutation(sets).astype(np.float64) for _ in range(times * parameters))
    worth = binned_value if binned else value_of_knowing
    return np.array([worth(scores, order) for order in orders]).reshape(times, parameters)


def _curve(known: Array) -> Array:
    """Columns that span all polynomials of the ranks of a parameter: (set, column), of length 1 and upright."""
    from scipy.stats import rankdata

    ranks = (rankdata(known) - 0.5) / len(known) * 2.0 - 1.0
    columns, _ = np.linalg.qr(np.polynomial.legendre.legvander(ranks, min(DEGREE, len(set(known.tolist())) - 1)))
    return np.asarray(columns)


def _gain(scores: Array, columns: Array) -> Array:
    fitted = (scores @ columns) @ columns.T
    gain: Array = fitted.max(axis=0).mean() - fitted.mean(axis=1).max()
    return gain

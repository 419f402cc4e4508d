"""Sensitivity indices of sampled designs, as SALib computes them: Morris' elementary effects, Sobol's shares.

Both are read off the values at the points of a design; a trajectory, or base point, of which any value is missing is
left out whole.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.lab.libraries import library
from sim.lab.sampled import LEVELS, Sampled

SEED = 1
"""Seed of SALib's resampling, which its intervals come from."""
LEAST = 2
"""Trajectories or base points below which nothing is told."""
QUARTERS = 4

MORRIS = ("mu", "mu_star", "mu_star_half_width", "sigma")
SOBOL = ("first", "first_half_width", "total", "total_half_width", "at_low", "at_high")


def morris(design: Sampled, values: Array) -> pd.DataFrame:
    """Elementary effects of each factor on values (point,): a row a factor, the columns `MORRIS` (Morris 1991).

    `mu` is the mean change over the whole distribution of a factor, `mu_star` that of its size (Campolongo et al.
    2007), `sigma` how much the change differs from place to place.
    """
    size = len(design.factors) + 1
    here = _whole(values, size)
    if here.sum() < LEAST * size or np.ptp(values[here]) == 0.0:
        return _nothing(design, values[here], MORRIS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = library("SALib.analyze.morris").analyze(
            design.problem, design.unit[here], values[here], num_levels=LEVELS, seed=SEED
        )
    columns = ("mu", "mu_star", "mu_star_conf", "sigma")
    return pd.DataFrame({ours: np.asarray(found[name], float) for ours, name in zip(MORRIS, columns, strict=True)})


def sobol(design: Sampled, values: Array) -> pd.DataFrame:
    """Shares of the variance of values (point,) by factor: a row a factor, the columns `SOBOL` (Saltelli et al. 2010).

    `first` is what a factor explains alone, `total` what it has a part in; the half-widths are of 95 % intervals.
    `at_low` and `at_high` are the mean values where the factor is in its lowest and in its highest quarter, all else
    alike.
    """
    size = len(design.factors) + 2
    here = _whole(values, size)
    unit, seen = design.unit[here], values[here]
    if here.sum() < LEAST * size or np.ptp(seen) == 0.0:
        return _nothing(design, seen, SOBOL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = library("SALib.analyze.sobol").analyze(design.problem, seen, calc_second_order=False, seed=SEED)
    columns = ("S1", "S1_conf", "ST", "ST_conf")
    shares = {ours: np.asarray(found[name], float) for ours, name in zip(SOBOL[:4], columns, strict=True)}
    low, high = _swings(unit.reshape(-1, size, size - 2), seen.reshape(-1, size))
    return pd.DataFrame({**shares, "at_low": low, "at_high": high})


def _swings(unit: Array, values: Array) -> tuple[Array, Array]:
    """Means in the lowest and highest quarter of each factor, from pairs of points that differ in nothing else.

    A quarter's effect is fitted to the differences, so that other factors, unevenly drawn, have no part in it.
    """
    quarters = np.minimum((unit * QUARTERS).astype(np.int64), QUARTERS - 1)
    found, each = [], np.eye(QUARTERS)
    for factor in range(unit.shape[2]):
        before, after = quarters[:, 0, factor], quarters[:, 1 + factor, factor]
        change = values[:, 1 + factor] - values[:, 0]
        found.append(np.linalg.lstsq(each[after] - each[before], change, rcond=None)[0])
    effects = np.array(found) + values.mean()
    return effects[:, 0], effects[:, -1]


def luck(half: Array, means: Array, replicates: int) -> float:
    """The share of the variance between points that is luck, from means over every second replicate and over all.

    Points share their luck, as far as it does the same in all of them; this is the rest. Not a number where one
    replicate was played, or where all points are equal.
    """
    here = np.isfinite(half) & np.isfinite(means)
    variance = float(np.var(means[here])) if here.any() else 0.0
    apart, counted = half[here] - means[here], -(-replicates // 2)
    if replicates < 2 or not variance:
        return np.nan
    # The mean over m of n replicates is off that over all by so much as that is off the truth, times n / m - 1.
    return min(float(np.var(apart)) * counted / (replicates - counted) / variance, 1.0)


def _whole(values: Array, size: int) -> Array:
    """Which points belong to trajectories, or base points, of which no value is missing."""
    whole: Array = np.repeat(np.isfinite(values.reshape(-1, size)).all(axis=1), size)
    return whole


def _nothing(design: Sampled, values: Array, columns: tuple[str, ...]) -> pd.DataFrame:
    """Nothing moves what is everywhere the same; of too few points nothing is known."""
    level = float(values[0]) if len(values) and np.ptp(values) == 0.0 else np.nan
    share = 0.0 if np.isfinite(level) else np.nan
    rows = {name: np.full(len(design.factors), level if name.startswith("at_") else share) for name in columns}
    return pd.DataFrame(rows)

"""Levels: every outcome in every arm, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import ArmRun, Array, ContrastRun
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import OWN, PLACE, Read, place_of, stacked, with_headlines
from sim.lab.statistics import paired_t, paired_t_of_shares, wilson
from sim.lab.study import Analysis, Results
from sim.model.measures import Outcome

LEVELS: Columns = (
    column("mix", "mix of actions, `baseline` without any", TEXT),
    *PLACE,
    column("mean", "mean over replicates; of a binary outcome the share of runs in which it happened", OWN),
    column("low", "lower bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("high", "upper bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("standard_deviation", "spread over replicates; empty with fewer than two", OWN, 0),
    column("replicates", "replicates of the mix that did not fail", "replicates", 0),
    column(
        "method",
        "`Student's t` over replicates, or over parameter sets where several replicates share one; `Wilson` for binary "
        "outcomes where each replicate has its own",
        TEXT,
    ),
    column("headline", "`yes` for a headline outcome", TEXT),
)


def levels(read: Read, outcomes: Sequence[Outcome], arms: Sequence[str], draws: int = 1) -> pd.DataFrame:
    """The level of every outcome in every arm: columns as declared in `LEVELS`."""
    pieces = [
        {"mix": arms, **place_of(outcome), **_levels_of(read(number), outcome.binary, draws)}
        for number, outcome in enumerate(outcomes)
    ]
    return stacked(pieces)[[quantity.name for quantity in LEVELS]]


def _levels_of(values: ArmRun, binary: bool, draws: int) -> dict[str, Any]:
    """The level of one outcome in each arm."""
    ran, told = np.isfinite(values), np.empty((5, len(values)))
    for same in np.unique(ran, axis=0):  # arms in which the same replicates failed are taken together
        arms = (ran == same).all(axis=1)
        told[:, arms] = _level(values[arms], same, binary, draws)
    mean, low, high, spread, replicates = told
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "standard_deviation": spread,
        "replicates": replicates.astype(np.int64),
        "method": "Wilson" if binary and draws == 1 else "Student's t",
    }


def _level(values: ArmRun, ran: npt.NDArray[np.bool_], binary: bool, draws: int) -> list[Any]:
    """Mean, bounds, spread and number of the replicates that ran, for some arms."""
    seen = np.ascontiguousarray(values[:, ran])  # the order of additions must not depend on how the array came about
    level = paired_t(seen)
    # Replicates that share a parameter set are alike: only the means of sets are independent of each other.
    means = _set_means(values, ran, draws) if draws > 1 else seen
    low, high = (paired_t_of_shares(means) if binary and draws > 1 else paired_t(means)).interval()
    if binary:
        low, high = np.array([wilson(one) for one in seen]).T if draws == 1 else (low.clip(0.0), high.clip(None, 1.0))
    return [level.difference, low, high, level.spread, np.full(len(seen), seen.shape[1])]


def _set_means(values: ArmRun, ran: npt.NDArray[np.bool_], draws: int) -> ContrastRun:
    """The mean of each parameter set's replicates that ran, for each arm; sets without any are left out."""
    short = -len(ran) % draws
    held = np.pad(np.where(ran, values, 0.0), ((0, 0), (0, short))).reshape(len(values), -1, draws)
    counts = np.pad(ran, (0, short)).reshape(-1, draws).sum(axis=1)
    means: Array = np.ascontiguousarray(held.sum(axis=2)[:, counts > 0]) / counts[counts > 0]
    return means


def _levels(results: Results) -> Iterator[pd.DataFrame]:
    arms = [arm.name for arm in results.plan.arms]
    yield levels(results.store.outcome, results.once(with_headlines), arms, results.plan.draws)


OF_LEVELS = Analysis("levels.csv", lambda results: LEVELS, _levels)

"""Saturation: from which dose on a further one hardly adds, and at which dose an effect turns, with intervals.

Both are read off the mean curve over replicates, all on common random numbers. Their intervals are those of curves of
replicates drawn with replacement (Efron 1979), parameter sets as wholes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import ArmRun, Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.compared import OF_COMPARED, told_outcomes
from sim.lab.analyses.effects import OWN, PLACE, complete, place_of
from sim.lab.study import Analysis, Results

RESAMPLES = 400
"""Times that replicates are drawn anew."""

ACTION = column("action", "the action, alone", TEXT)
LEVEL = column("level", "its intensity; 0 is the baseline", "intensity", 0, role="lever")
BOUNDS = "of curves of replicates drawn anew, where it does"

SATURATION: Columns = (
    ACTION,
    *PLACE,
    column("least", "smallest difference of interest of the outcome", OWN, 0),
    column("at_one", "difference at the lowest intensity from 1 on, or at the highest of all", OWN),
    column("at_highest", "difference at the highest intensity", OWN),
    column("matters", "`yes` where at some dose a difference beyond `least` is at least probable", TEXT),
    column(
        "levels_off",
        "intensity from which on a further unit adds less than the share asked for of what a unit brought at first, "
        "on the least concave line above the curve; empty where it never does",
        "intensity",
    ),
    column("levels_off_low", f"5th percentile {BOUNDS}", "intensity"),
    column("levels_off_high", f"95th percentile {BOUNDS}", "intensity"),
    column("levels_off_share", "share of these curves that do", "share", 0, 1),
    column("turns", "intensity at which the difference first changes its sign; empty where it never does", "intensity"),
    column("turns_low", f"5th percentile {BOUNDS}", "intensity"),
    column("turns_high", f"95th percentile {BOUNDS}", "intensity"),
    column("turns_share", "share of these curves that do", "share", 0, 1),
    column("sure", "`yes` where 95 % intervals leave out zero on both sides of it, at two doses", TEXT),
    column("headline", "`yes` for a headline outcome", TEXT),
)


def levels_off(levels: Array, curves: Array, share: float) -> Array:
    """Where each curve levels off, shape (curve,); not a number where none does.

    `curves` has shape (curve, level), `levels` ascend from above 0. Luck makes the steps of a curve uneven: what a
    further unit adds is that of the least concave line above it, which begins at nothing (Grenander 1956). A curve that
    is below zero at intensity 1 is turned over.
    """
    once = _once(levels)
    rising = np.sign(curves[:, once : once + 1]) * curves
    places, heights = np.append(0.0, levels), np.pad(rising, ((0, 0), (1, 0)))
    run = places[None, :] - places[:, None] + np.eye(len(places))
    chords = (heights[:, None, :] - heights[:, :, None]) / run
    steps = range(len(levels))
    slopes = np.stack([chords[:, : k + 1, k + 1 :].max(axis=2).min(axis=1) for k in steps], axis=1)
    flat = (slopes < share * slopes[:, :1]) & (slopes[:, :1] > 0.0)
    return _first(flat[:, 1:], np.broadcast_to(levels[:-1], flat[:, 1:].shape))


def _once(levels: Array) -> int:
    """The place of the lowest intensity from 1 on, or of the highest of all."""
    return min(int(np.searchsorted(levels, 1.0)), len(levels) - 1)


def turns(levels: Array, curves: Array) -> Array:
    """Where each curve first changes its sign, by linear interpolation; not a number where none does."""
    before, after = curves[:, :-1], curves[:, 1:]
    crosses = before * after < 0.0
    share = np.divide(before, before - after, out=np.zeros_like(before), where=crosses)
    return _first(crosses, levels[:-1] + share * np.diff(levels))


def _first(where: Any, places: Array) -> Array:
    """In each row the first place that counts; not a number where none does."""
    if not where.shape[1]:
        return np.full(len(where), np.nan)
    found = np.take_along_axis(places, where.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(where.any(axis=1), found, np.nan)


def resampled(differences: ArmRun, draws: int) -> Array:
    """Mean curves of sets drawn with replacement, shape (resample, level), of differences (level, replicate)."""
    sets = differences.reshape(len(differences), -1, draws).mean(axis=-1)
    count = sets.shape[1]
    times = np.random.default_rng(0).multinomial(count, np.full(count, 1.0 / count), RESAMPLES)
    means: Array = times @ sets.T / count
    return means


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    told, store, draws = told_outcomes(results), results.store, results.plan.draws
    kept = complete(lambda place: store.outcome(told[place][0]), [outcome for _, outcome in told], draws)
    seen = {key: rows for key, rows in results.table(OF_COMPARED).groupby(["action", "outcome"], sort=False)}
    for number, outcome in told:
        values = store.outcome(number)[:, kept]
        rows = [
            {"action": action, **place_of(outcome), **_told(results, arms, values, seen[action, outcome.name])}
            for action, arms in _by_action(results).items()
        ]
        yield pd.DataFrame(rows)[[quantity.name for quantity in SATURATION]]


def _by_action(results: Results) -> dict[str, list[int]]:
    """The arms of each action, by its level."""
    found: dict[str, list[int]] = {}
    for number, arm in enumerate(results.plan.arms[1:], start=1):
        found.setdefault(str(arm.factors["action"]), []).append(number)
    return found


def _told(results: Results, arms: Sequence[int], values: ArmRun, seen: pd.DataFrame) -> dict[str, object]:
    """One action on one outcome."""
    levels = np.array([float(results.plan.arms[arm].factors["level"]) for arm in arms])
    differences, share = values[list(arms)] - values[0], float(results.study.facts["share"])
    mean, drawn = differences.mean(axis=1, keepdims=True).T, resampled(differences, results.plan.draws)
    sure = (seen["low"] > 0.0).any() and (seen["high"] < 0.0).any()
    clear = seen["reading"].isin(["larger", "smaller", "probably larger", "probably smaller"]).any()
    return {
        "least": seen["least"].iloc[0],
        "at_one": mean[0, _once(levels)],
        "at_highest": mean[0, -1],
        "matters": "yes" if clear else "no",
        **_placed("levels_off", levels_off(levels, mean, share), levels_off(levels, drawn, share)),
        **_placed("turns", turns(levels, mean), turns(levels, drawn)),
        "sure": "yes" if sure else "no",
    }


def _placed(name: str, found: Array, drawn: Array) -> dict[str, float]:
    """A place on the curve, with that of curves drawn anew."""
    there = drawn[np.isfinite(drawn)]
    low, high = np.quantile(there, (0.05, 0.95)) if len(there) else (np.nan, np.nan)
    told = {"": float(found[0]), "_low": float(low), "_high": float(high), "_share": len(there) / len(drawn)}
    return {f"{name}{what}": value for what, value in told.items()}


OF_SATURATION = Analysis("saturation.csv", lambda results: SATURATION, _rows)

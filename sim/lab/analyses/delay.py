"""Delay: what each month by which an action starts later costs, replicate by replicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sim.base.arrays import ArmRun, Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.compared import OF_COMPARED, told_outcomes
from sim.lab.analyses.effects import OWN, PLACE, complete, place_of
from sim.lab.analyses.theories import way
from sim.lab.statistics import paired_t
from sim.lab.study import Analysis, Results

FACTORS: Columns = (
    column("action", "the action, alone or all that are recommended together", TEXT),
    column("start", "months after the turn from which actions may act", "months", 0, role="lever", whole=True),
    column("ramp", "months in which the intensity grows to `level`", "months", 0, role="lever", whole=True),
    column("level", "intensity that is reached", "intensity", 0, role="lever"),
    column("joins", "who takes part: actors, or everybody", TEXT, role="lever"),
)
ALONG = ("action", "ramp", "level", "joins")
"""Factors within which starts are compared."""

DELAY: Columns = (
    *(quantity for quantity in FACTORS if quantity.name in ALONG),
    *PLACE,
    column("least", "smallest difference of interest of the outcome", OWN, 0),
    column("at_first", "difference to the baseline at the earliest start", OWN),
    column("at_last", "the same at the latest", OWN),
    column("per_month", "by how much the difference changes with each month of delay: least squares over starts", OWN),
    column("low", "lower bound of its 95 % interval over parameter sets", OWN),
    column("high", "upper bound of the same", OWN),
    column("lost", "share of the difference at the earliest start that a month of delay costs", "share"),
    column("matters", "`yes` where at the earliest start a difference beyond `least` is at least probable", TEXT),
    column("headline", "`yes` for a headline outcome", TEXT),
)


def slopes(starts: Array, differences: Array) -> Array:
    """By how much differences (start, replicate) change with each unit of start, in each replicate."""
    apart = starts - starts.mean()
    found: Array = apart @ differences / (apart @ apart)
    return found


def _lines(results: Results) -> dict[tuple[object, ...], list[int]]:
    """The arms that differ in their start only, in order of it."""
    found: dict[tuple[object, ...], list[int]] = {}
    for number, arm in enumerate(results.plan.arms[1:], start=1):
        found.setdefault(tuple(arm.factors[name] for name in ALONG), []).append(number)
    return {key: sorted(arms, key=lambda arm: _start(results, arm)) for key, arms in found.items()}


def _start(results: Results, arm: int) -> float:
    return float(results.plan.arms[arm].factors["start"])


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    told, draws, lines = told_outcomes(results), results.plan.draws, _lines(results)
    values = [results.store.outcome(number) for number, _ in told]
    kept = complete(values.__getitem__, [outcome for _, outcome in told], draws)
    table = results.table(OF_COMPARED)
    seen = {(row["arm"], row["outcome"]): row for row in table.to_dict("records")}
    for (_, outcome), own in zip(told, values, strict=True):
        rows = []
        for key, arms in lines.items():
            first = seen[results.plan.arms[arms[0]].name, outcome.name]
            matters = "yes" if way(str(first["reading"])) in ("larger", "smaller") else "no"
            row = {**dict(zip(ALONG, key, strict=True)), **place_of(outcome), "least": first["least"]}
            rows.append({**row, **_delayed(results, arms, own[:, kept]), "matters": matters})
        yield pd.DataFrame(rows)[[quantity.name for quantity in DELAY]]


def _delayed(results: Results, arms: Sequence[int], values: ArmRun) -> dict[str, float]:
    """What a month of delay changes."""
    differences = values[list(arms)] - values[0]
    starts = np.array([_start(results, arm) for arm in arms])
    by_set = slopes(starts, differences).reshape(1, -1, results.plan.draws).mean(axis=-1)
    estimate = paired_t(by_set)
    low, high = estimate.interval()
    first, slope = float(differences[0].mean()), float(estimate.difference[0])
    lost = -slope / first if first else np.nan
    ends = {"at_first": first, "at_last": float(differences[-1].mean())}
    return {**ends, "per_month": slope, "low": float(low[0]), "high": float(high[0]), "lost": lost}


OF_DELAY = Analysis("delay.csv", lambda results: DELAY, _rows)

"""What a plan changes in the outcomes that the page shows first: difference, interval, how likely it matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.app.columns import Column
from sim.app.contract_answer import Cell, Number
from sim.base.arrays import Run
from sim.lab.analyses.effects import estimated, held
from sim.lab.spread import reading, spread
from sim.lab.statistics import least_variance
from sim.model.measures import Outcome


def cells_of(columns: Iterable[Column], measured: Iterable[tuple[Outcome, Run, Run]], drawn: bool) -> list[Cell]:
    """A cell for each column from all outcomes without and with a plan; `drawn` says that parameter sets differ."""
    found = {outcome.name: (without, under) for outcome, without, under in measured}
    return [_cell(column, *found[column.outcome.name], drawn) for column in columns]


def _cell(column: Column, without: Run, under: Run, drawn: bool) -> Cell:
    outcome, differences = column.outcome, under - without
    ran = np.isfinite(differences)
    differences = differences[ran]
    estimate = estimated(differences[None], "mix", outcome.binary)
    low, high = held(estimate.interval(), outcome.binary)
    floor = least_variance(len(differences)) if outcome.binary else 0.0
    found = spread(differences[:, None], drawn=drawn, floor=floor)
    above, below = found.beyond(outcome.least.size) if outcome.least else (np.nan, np.nan)
    return {
        "without": plain(without[ran].mean()) if ran.any() else None,
        "difference": plain(estimate.difference[0]),
        "low": plain(low[0]),
        "high": plain(high[0]),
        "above": plain(above),
        "below": plain(below),
        "reading": reading(above, below, bool(differences.any()) or floor > 0.0),
        "theories": "",
    }


def read_cell(row: Mapping[Any, Any]) -> Cell:
    """The cell of a row of `effects.csv` or of a table like it; of an empty row one that says nothing."""
    return {
        "without": plain(row.get("baseline_mean")),
        "difference": plain(row.get("difference")),
        "low": plain(row.get("low")),
        "high": plain(row.get("high")),
        "above": plain(row.get("p_above")),
        "below": plain(row.get("p_below")),
        "reading": str(row.get("reading", "")),
        "theories": str(row.get("verdict", "")),
    }


def plain(value: Any) -> Number:
    """A number as JSON knows it; none where there is none."""
    return None if value is None or pd.isna(value) or not np.isfinite(value) else float(f"{float(value):.6g}")

"""What a sweep prints of its effects: what each action changes in each headline outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd

ANSWERS = (
    *("action", "outcome", "theatre", "unit", "baseline", "difference", "low", "high"),
    *("replicates_needed", "enough", "least", "p_above", "p_below", "reading", "sign_holds"),
)
"""Columns of the printed table."""


def answers(table: pd.DataFrame) -> pd.DataFrame:
    """What is printed: what each action changes in each headline outcome, and the placebo in a row of its own.

    Intervals are the corrected ones. The placebo's row holds its largest difference and widest interval over all
    outcomes; `reading` is that of `effects.csv`.
    """
    main = table[(table["kind"] == "main") & (table["headline"] == "yes")]
    shown = main.drop(columns=["low", "high"]).rename(
        columns={"mix": "action", "low_corrected": "low", "high_corrected": "high", "baseline_mean": "baseline"}
    )
    rows = [shown[list(ANSWERS)], _placebo(table[table["kind"] == "placebo"])]
    joined = pd.concat([row.astype(object) for row in rows if len(row)] or rows, ignore_index=True)
    return joined.infer_objects()


def nobodys(table: pd.DataFrame) -> list[str]:
    """The outcomes that are about a group that nobody is in: no numbers, in a scenario of one's own."""
    numbers = table["baseline_mean"].notna().groupby(table["outcome"], sort=False).any()
    return [str(name) for name, some in numbers.items() if not some]


def unmoved(table: pd.DataFrame) -> list[str]:
    """The outcomes that no comparison moves at all: they are said once."""
    differs = (table["difference"] != 0.0) | table["sign_holds"].notna()
    moved = differs.groupby(table["outcome"], sort=False).any()
    return [str(name) for name, some in moved.items() if not some]


def _placebo(every: pd.DataFrame) -> pd.DataFrame:
    rows = every[every["difference"].notna()]
    if rows.empty:
        return rows
    differences = rows["difference"].to_numpy()
    largest = max(differences, key=abs)
    told = {"action": "placebo", "outcome": "every outcome", "theatre": "all", "unit": "", "baseline": np.nan}
    bounds = {"low": rows["low_corrected"].min(), "high": rows["high_corrected"].max()}
    enough = min({*rows["enough"].fillna("")} - {""}, default="")
    needed = {"replicates_needed": rows["replicates_needed"].max(), "enough": enough}
    beyond = {"least": 0.0, "p_above": float((differences > 0.0).any()), "p_below": float((differences < 0.0).any())}
    said = "differs: the experiment is broken" if differences.any() else "no run differs"
    row = {**told, "difference": largest, **bounds, **needed, **beyond, "reading": said, "sign_holds": np.nan}
    return pd.DataFrame([row], columns=list(ANSWERS))

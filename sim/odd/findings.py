"""Tables of what the headline sweep found, read off `results/sweep` as `entente sweep` leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import BadInput
from sim.base.recorder import read_table
from sim.lab.analyses.answers import answers as answered
from sim.odd.grid import code, grid
from sim.report.sweep.findings import number, signed

EFFECTS = Path("results/sweep/effects.csv")


def _found() -> pd.DataFrame:
    if not EFFECTS.is_file():
        raise BadInput("sim.odd", "results", str(EFFECTS), "a finished sweep: run `entente sweep` first")
    return answered(read_table(EFFECTS))


def answers() -> str:
    """Headline outcomes that some action moves beyond doubt, and by how much; a dot where it does not."""
    found = _found()
    moved = found[found["reading"].str.contains("larger|smaller")]
    actions = [name for name in found["action"].unique() if name != "placebo"]
    rows = [_row(found[found["outcome"] == name], actions) for name in moved["outcome"].unique()]
    return grid(("outcome", "unit", "without", *map(code, actions)), rows)


def _row(effects: pd.DataFrame, actions: list[str]) -> list[str]:
    first, by = effects.iloc[0], effects.set_index("action")
    cells = [signed(by.difference[a]) if by.reading[a].endswith(("larger", "smaller")) else "·" for a in actions]
    return [code(first.outcome), first.unit, number(first.baseline), *cells]


def printed() -> str:
    """What the sweep prints for the first action and for the placebo."""
    found = _found()
    chosen = found[found["action"].isin([found["action"].iloc[0], "placebo"])]
    rows = (_printed(row) for row in chosen.to_dict("records"))
    return grid(("action", "outcome", "unit", "without", "difference", "interval", "enough", "reading"), rows)


def _printed(row: Mapping[Any, Any]) -> tuple[object, ...]:
    without = "" if pd.isna(row["baseline"]) else number(row["baseline"])
    interval = f"{signed(row['low'])} to {signed(row['high'])}"
    enough = "yes" if row["enough"] == "yes" else f"needs {row['replicates_needed']:,.0f}"
    moved = signed(row["difference"]), interval, enough, row["reading"]
    return row["action"], row["outcome"], row["unit"], without, *moved

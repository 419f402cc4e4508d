"""Recorded history behind a series: figures with their tolerance, what they are, and where they are from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from sim.app.bands import over_months
from sim.app.contract import Recorded
from sim.base.paths import CONFIGS, read_toml
from sim.evidence.tables import TURNS, load
from sim.evidence.targets import HALVES
from sim.scenarios.scenario import Scenario

ENDS = ["low", "value", "high"]
ADDRESS = re.compile(r",? ?https?://\S+")


def recorded(case: Scenario, series: str, months: int) -> tuple[list[Recorded], str]:
    """The figures behind a series, summed over `months` as it is, and what they are; nothing without a record."""
    known = _records()
    if series not in known or case.start_month != known["start_month"]:
        return [], ""
    rows = pd.concat(list(_rows(known[series], case.cast.names, months)), ignore_index=True)
    points = [_point(row) for row in rows.to_dict("records")]
    return points, str(known[series]["what"]) if points else ""


def _point(row: Mapping[Any, Any]) -> Recorded:
    low, value, high = (None if pd.isna(row[end]) else round(float(row[end]), 3) for end in ENDS)
    return Recorded(int(row["turn"]), low, value, high, _cited(row["source"]))


def _cited(source: str) -> str:
    """A source in a few words, without its addresses."""
    return str(_records()["sources"].get(source, ADDRESS.sub("", source)))


@lru_cache(maxsize=3)
def _table(name: str) -> pd.DataFrame:
    """A table of evidence, read and checked once."""
    return load(name)


@lru_cache(maxsize=1)
def _records() -> Mapping[str, Any]:
    return read_toml(CONFIGS / "map" / "records.toml")


def _rows(record: Mapping[str, Any], names: tuple[str, ...], months: int) -> Iterator[pd.DataFrame]:
    """Rows with turn, figures and source, of one table of evidence after the other."""
    if record.get("actor") in names:
        yield _monthly(record, months)
    halves = _table("targets").set_index("name").loc[record.get("halves", [])].reset_index()
    yield halves.assign(turn=[HALVES[name[-7:]][1] for name in halves["name"]])
    state = _table("state")
    last = state[state["name"] == record.get("state", "")].assign(turn=TURNS - 1)
    if record.get("denied"):
        last[ENDS] = 1.0 - last[ENDS[::-1]].to_numpy()
    yield last


def _monthly(record: Mapping[str, Any], months: int) -> pd.DataFrame:
    """Monthly figures, added over series, summed as the series is; what the record has since the start stays."""
    rows = _table("monthly")
    own = rows[rows["series"].isin(record["monthly"]) & (rows["actor"] == record["actor"])]
    by_turn = own.groupby("turn")
    figures: pd.DataFrame = by_turn[ENDS].sum(min_count=1) * record.get("scale", 1)
    figures[ENDS] = over_months(figures.to_numpy(dtype=float), months or 1)
    return figures.assign(source=by_turn["source"].first()).reset_index()

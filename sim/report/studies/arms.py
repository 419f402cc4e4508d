"""What any study can say of its arms, each held against its baseline: a line, a table and a map of what they change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.report.studies.tale import Section
from sim.report.studies.words import direction, few, named
from sim.report.sweep.findings import readable, signed
from sim.report.sweep.maps import Map
from sim.report.sweep.told import about

Label = Callable[[str], str]
"""How the name of an arm reads."""


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of outcomes by what these are about."""
    order = [about(*pair) for pair in zip(table["outcome"], table["theatre"], strict=True)]
    return table.iloc[sorted(range(len(table)), key=order.__getitem__)].reset_index(drop=True)


def lines_of(table: pd.DataFrame, label: Label = readable) -> tuple[str, ...]:
    """A line for each arm of `compared.csv`: which headline outcomes it makes larger, which smaller."""
    rows = in_order(table[table["headline"] == "yes"])
    ways = rows["reading"].map(direction)
    return tuple(_line(label(str(arm)), own, ways.loc[own.index]) for arm, own in rows.groupby("arm", sort=False))


def _line(arm: str, rows: pd.DataFrame, ways: pd.Series) -> str:
    parts = []
    for way in ("larger", "smaller"):
        names = [named(*pair) for pair in rows.loc[ways == way, ["outcome", "theatre"]].itertuples(index=False)]
        parts += [f"{way}: {few(names)}"] if names else []
    left = f"{sum(ways == 'open')} open" if sum(ways == "open") else "no other is open"
    return f"{arm}: {'; '.join(parts) or 'nothing moves beyond what matters'} ({len(rows)} headline outcomes, {left})."


def table_of(table: pd.DataFrame, title: str, label: Label = readable) -> Section:
    """Outcomes by arms: the difference where it is beyond what matters; only the outcomes that any arm moves so."""
    rows = in_order(table[table["headline"] == "yes"])
    clear = rows["reading"].map(direction).isin(["larger", "smaller"])
    told = rows.assign(cell=np.where(clear, rows["difference"].map(lambda value: signed(value, 2)), "·"))
    kept = told[told["outcome"].isin(rows.loc[clear, "outcome"])]
    wide = kept.pivot(index="outcome", columns="arm", values="cell")
    wide = wide.reindex(index=kept["outcome"].unique(), columns=rows["arm"].unique())
    theatres = dict(zip(rows["outcome"], rows["theatre"], strict=True))
    shown = pd.DataFrame({"outcome": [named(str(one), str(theatres[one])) for one in wide.index]})
    shown = shown.assign(**{label(str(arm)): wide[arm].to_numpy() for arm in wide.columns})
    return Section(title, shown, "Difference to the baseline; a dot where it is not beyond what matters, or open.")


def map_of(table: pd.DataFrame, name: str, title: str, label: Label = readable) -> Map:
    """A map of outcomes by arms: how likely the difference matters, and how large it is."""
    rows = in_order(table)
    firsts, arms = rows.drop_duplicates("outcome"), list(rows["arm"].unique())
    net = rows.assign(net=rows["p_above"] - rows["p_below"])
    shades, sizes, least = (
        net.pivot(index="outcome", columns="arm", values=what).reindex(index=firsts["outcome"], columns=arms).to_numpy()
        for what in ("net", "difference", "least")
    )
    words = np.array([[_word(*one) for one in zip(*pair, strict=True)] for pair in zip(sizes, least, strict=True)])
    named_rows = [
        f"{named(*place)} ({unit})"
        for *place, unit in firsts[["outcome", "theatre", "unit"]].itertuples(index=False, name=None)
    ]
    note = (
        "Colour: probability over parameter sets that the expected difference is larger (purple), less that it is "
        "smaller (orange), than the smallest difference of interest; bold from 90 % on. A dot: less than a twentieth."
    )
    shades = shades.astype(float)
    return Map(
        name,
        title,
        tuple(named_rows),
        tuple(map(label, arms)),
        shades,
        words.astype(object),
        np.abs(shades) >= 0.9,
        ("smaller", "larger"),
        note,
    )


def _word(size: float, least: float) -> str:
    if not np.isfinite(size):
        return ""
    return "·" if abs(size) < least / 20.0 else signed(size, 2)

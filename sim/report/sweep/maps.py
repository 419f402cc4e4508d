"""The figures that answer: what each action does, how it grows with the dose, what every mix does, how mixes rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import Array
from sim.lab.analyses.curves import OF_DOSES
from sim.lab.analyses.effects import OF_EFFECTS
from sim.report.sweep.findings import number, readable, signed, titled
from sim.report.sweep.told import COST, Told, about

Text = npt.NDArray[np.object_]

MOST_MIXES = 64
"""Mixes that are drawn, at most."""

WIDEST = 5.0
"""Smallest differences of interest at which a colour is full."""


@dataclass(frozen=True, eq=False)
class Map:
    """A map of rows by columns: `shades` from -1 to 1, `words` in the cells, those in bold where `strong`.

    Rows are named, or are mixes, of which `dots` says which actions they hold. `ends` say what the ends of the scale
    mean.
    """

    name: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shades: Array
    words: Text
    strong: npt.NDArray[np.bool_]
    ends: tuple[str, str]
    note: str
    dots: npt.NDArray[np.bool_] | None = None
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Curve:
    """How one outcome answers to the dose: a table of dose, difference, interval and band; what matters."""

    title: str
    unit: str
    table: pd.DataFrame
    least: float


@dataclass(frozen=True, eq=False)
class Curves:
    """How the outcomes that an action moves answer to its dose, a panel each."""

    name: str
    title: str
    dose: str
    panels: tuple[Curve, ...]
    still: str


@dataclass(frozen=True, eq=False)
class Ranks:
    """What each mix is worth under each weighting: a panel for each, the best mixes above."""

    name: str
    title: str
    panels: tuple[tuple[str, str, pd.DataFrame], ...]
    actions: tuple[str, ...]


Answering = Map | Curves | Ranks


def named(outcome: str, theatre: str) -> str:
    """An outcome in plain words, with its theatre."""
    base = readable(outcome.removesuffix(f"_{theatre}").removesuffix("_mean"))
    return base if theatre == "global" else f"{base}, {titled(theatre)}"


def answering(told: Told, mixes: pd.DataFrame) -> Iterator[Answering]:
    """All figures that answer; `mixes` holds the levels of the actions in each mix of the factorial, by name."""
    yield answers(told)
    yield from (curves(told, action) for action in told.actions if OF_DOSES.file in told.tables)
    if len(mixes) <= MOST_MIXES:
        yield every_mix(told, mixes)
    if told.ranks():
        yield ranking(told, mixes)


def answers(told: Told) -> Map:
    """Outcomes by actions: how likely the difference matters, and how large it is."""
    changes = told.changes
    first = changes.drop_duplicates("outcome")
    rows = [named(*pair) for pair in zip(first["outcome"], first["theatre"], strict=True)]
    keys = list(first["outcome"])
    net = changes.assign(net=changes["p_above"] - changes["p_below"])
    shades = _by_action(net, "net", keys, told)
    sizes = _by_action(changes, "difference", keys, told)
    least = dict(zip(changes["outcome"], changes["least"], strict=True))
    words = np.array(
        [[_cell(size, least[name]) for size in row] for name, row in zip(keys, sizes, strict=True)], dtype=object
    )
    units = [f"{row} ({unit})" for row, unit in zip(rows, first["unit"], strict=True)]
    note = (
        "Colour: probability over parameter sets that the expected difference is larger (purple), less that it is "
        "smaller (orange), than the smallest difference of interest; bold from 90 % on. Numbers: the difference; a dot "
        "where it is less than a twentieth of that."
    )
    return Map(
        "answers",
        "What each action changes",
        tuple(units),
        tuple(map(titled, told.actions)),
        shades,
        words,
        np.abs(shades) >= 0.9,
        ("smaller", "larger"),
        note,
    )


def _cell(size: float, least: float) -> str:
    """A difference as it stands in a cell; a dot where it is less than a twentieth of what matters."""
    if not np.isfinite(size):
        return ""
    return "·" if abs(size) < least / 20.0 else signed(size, 2)


def _by_action(changes: pd.DataFrame, column: str, outcomes: Sequence[str], told: Told) -> Array:
    table = changes.pivot(index="outcome", columns="action", values=column)
    return table.reindex(index=list(outcomes), columns=told.actions).to_numpy(float)


def every_mix(told: Told, mixes: pd.DataFrame) -> Map:
    """Mixes by outcomes: the difference to the baseline in smallest differences of interest."""
    effects = told.tables[OF_EFFECTS.file]
    own = effects[(effects["kind"] == "mix") & ((effects["headline"] == "yes") | (effects["outcome"] == COST))]
    first = own.drop_duplicates("outcome")
    places = [about(*pair) for pair in zip(first["outcome"], first["theatre"], strict=True)]
    outcomes = [name for _, name in sorted(zip(places, first["outcome"], strict=True))]
    theatre = dict(zip(first["outcome"], first["theatre"], strict=True))
    sized = own.assign(size=own["difference"] / own["least"])
    table = sized.pivot(index="mix", columns="outcome", values="size").reindex(index=mixes.index, columns=outcomes)
    sizes = table.fillna(0.0).to_numpy(float)
    words = np.array(
        [[f"{size:+.1f}".replace("-", "−") if abs(size) >= 0.05 else "" for size in row] for row in sizes], dtype=object
    )
    note = (
        "Difference to the baseline, in smallest differences of interest of each outcome: bold from 1 on, where it "
        f"matters. Colours are full at {WIDEST:g}. An empty cell: less than a twentieth. Dots: the actions in the mix."
    )
    return Map(
        "mixes",
        "What every mix of the actions changes",
        tuple(mixes.index),
        tuple(named(name, theatre[name]) for name in outcomes),
        np.clip(sizes / WIDEST, -1.0, 1.0),
        words,
        np.abs(sizes) >= 1.0,
        ("less", "more"),
        note,
        mixes.to_numpy(float) > mixes.to_numpy(float).min(),
        tuple(map(titled, mixes.columns)),
    )


def curves(told: Told, action: str) -> Curves:
    """How the headline outcomes that an action moves beyond what matters, at any dose, answer to its dose."""
    table = told.tables[OF_DOSES.file]
    own = table[(table["action"] == action) & ((table["headline"] == "yes") | (table["outcome"] == COST))]
    panels, still = [], []
    for _, rows in own.groupby("outcome", sort=False):
        outcome, theatre = str(rows["outcome"].iloc[0]), str(rows["theatre"].iloc[0])
        reaches = (rows[["low_90", "high_90"]].abs().max(axis=None) >= rows["least"].iloc[0]) and rows[
            "difference"
        ].any()
        if reaches:
            curve = Curve(named(outcome, theatre), str(rows["unit"].iloc[0]), rows, float(rows["least"].iloc[0]))
            panels.append((about(outcome, theatre), curve))
        else:
            still.append(named(outcome, theatre))
    panels.sort(key=lambda pair: pair[0])
    said = f"At no dose beyond what matters: {', '.join(still)}." if still else ""
    unit = str(own["dose_unit"].iloc[0]) if len(own) else ""
    return Curves(
        f"dose_{action}", f"{titled(action)}: dose and response", unit, tuple(curve for _, curve in panels), said
    )


def ranking(told: Told, mixes: pd.DataFrame) -> Ranks:
    """The mixes under each weighting, those with the highest scores first."""
    panels = []
    for name, rows in told.ranks().items():
        held = mixes.reindex(rows["mix"]).to_numpy(float) > mixes.to_numpy(float).min()
        table = _as_read(rows).assign(dots=list(held)).reset_index(drop=True)
        best = table.iloc[0]
        said = f"best: {best['mix']}; regret of all actions {number(_regret(table))}"
        panels.append((titled(name).replace("_", " "), said, table))
    return Ranks("ranks", "How the mixes rank under three weightings", tuple(panels), tuple(map(titled, mixes.columns)))


def _as_read(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with numbers of six digits: those of a finished table are as short."""
    numbers = rows.select_dtypes("float")
    return rows.assign(**{str(name): [float(f"{v:.6g}") for v in numbers[name]] for name in numbers})


def _regret(table: pd.DataFrame) -> float:
    full = [bool(np.all(dots)) for dots in table["dots"]]
    return float(table.loc[full, "regret"].iloc[0]) if any(full) else np.nan

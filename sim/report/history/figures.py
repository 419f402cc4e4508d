"""Figures of the test against history: bands beside the record, facts, skill, ablation; the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.evidence.observed import AMOUNT, COUNT, CUMULATIVE, STEP
from sim.evidence.tables import SEEN
from sim.report.history.state_figure import state
from sim.report.sweep.drawing import COLOURS
from sim.report.sweep.findings import readable
from sim.report.sweep.sheet import GREY, INK, PALE

BLUE, ORANGE, GREEN = COLOURS[:3]
MARKERS = (("same_rate", BLUE, "o"), ("carried_forward", ORANGE, "s"), ("previous_month", GREEN, "^"))
"""Null models, told apart by colour and by shape."""
EDGE = 1.5
"""How many tolerance widths beyond the tolerance the figure of facts reaches."""

STYLE: Any = {
    "font.size": 13,
    "axes.titlesize": 13,
    "axes.labelsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "entente",
    "figure.constrained_layout.use": True,
}


@dataclass(frozen=True)
class Tables:
    """What figures and page are made from: the tables of one test against history."""

    facts: pd.DataFrame
    series: pd.DataFrame
    bands: pd.DataFrame
    ablation: pd.DataFrame
    state: pd.DataFrame


Drawing = tuple[str, str, Callable[[], Figure]]
"""A figure: its name, its caption, and what draws it, in another process too."""


def drawn(name: str, make: Callable[[], Figure], svg: bool = False) -> dict[str, bytes]:
    """Draw a figure, as PNG or as SVG too; gives the content of each of its files by name."""
    files: dict[str, Any] = {"png": {"dpi": 110, "metadata": {"Software": None}}}
    if svg:
        files["svg"] = {"metadata": {"Date": None, "Creator": None}}
    content = {}
    with matplotlib.rc_context(STYLE):
        figure = make()
        for suffix, how in files.items():
            file = BytesIO()
            figure.savefig(file, format=suffix, **how)
            content[f"{name}.{suffix}"] = file.getvalue()
    return content


def drawings(tables: Tables) -> list[Drawing]:
    """All figures of a test against history."""
    kinds = tables.series.drop_duplicates("name").set_index("name")[["series", "kind"]]
    found: list[Drawing] = []
    for stem, kind, said in (
        ("partnership", CUMULATIVE, "What the partnership moved, so far"),
        ("provocations", COUNT, "Provocations a month"),
        ("aid_total", AMOUNT, "Aid to the defender a month"),
        ("aid_military", AMOUNT, "Military aid to the defender a month"),
    ):
        fits = kinds[(kinds["kind"] == kind) & ((kind != AMOUNT) | (kinds["series"] == stem))]
        caption = f"{said}: bands of the simulated histories, and the record"
        found.append((f"bands_{stem}", caption, partial(bands, tables.bands, list(fits.index), caption)))
    names = list(kinds.index[kinds["kind"] == STEP])
    caption = "Steps of the partnership: share of histories in which each has come, and the month in which it came"
    found.append(("steps", caption, partial(steps, tables.bands, names, caption)))
    caption = "The facts: share of histories within tolerance, and how far the histories spread"
    found.append(("facts", caption, partial(facts, tables.facts, caption)))
    caption = "December 2024: where histories end, and what is known of it"
    found.append(("state", caption, partial(state, tables.state, caption)))
    caption = "Skill in 2024 against three null models"
    found.append(("skill", caption, partial(skill, tables.series, caption)))
    if len(tables.ablation):
        caption = "Ablation: share of histories in which each thing happens, with one thing switched at a time"
        found.append(("ablation", caption, partial(ablation, tables.ablation, caption)))
    return found


def bands(table: pd.DataFrame, names: Sequence[str], title: str) -> Figure:
    """A panel per series: bands that hold 50 and 90 % of histories, their median, and the record with its range."""
    columns = min(3, len(names))
    rows = -(-len(names) // columns)
    figure = Figure(figsize=(1.0 + 4.4 * columns, 1.9 + 3.0 * rows))
    panels = figure.subplots(rows, columns, squeeze=False)
    for panel, name in zip(panels.flat, names, strict=False):
        _band(panel, table[table["name"] == name])
        panel.set_title(readable(name), loc="left")
    for panel in panels.flat[len(names) :]:
        panel.set_axis_off()
    figure.suptitle(f"{title}\n", fontsize=15)
    note = (
        "Blue: median, 50 % and 90 % bands of histories. Right of the dotted line: 2024.\n"
        "Black: the record; bars: range of sources, triangles: only a floor or a ceiling is known."
    )
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def _band(panel: Axes, rows: pd.DataFrame) -> None:
    for level, alpha in ((90, 0.15), (50, 0.3)):
        panel.fill_between(
            rows["turn"], rows[f"low_{level}"], rows[f"high_{level}"], color=BLUE, alpha=alpha, linewidth=0
        )
    panel.plot(rows["turn"], rows["median"], color=BLUE, linewidth=2)
    _record(panel, rows)
    _months(panel, rows)
    panel.set_ylabel(str(rows["unit"].iloc[0]).replace(" and ", "\nand "), fontsize=11)
    panel.set_ylim(bottom=0)


def _record(panel: Axes, rows: pd.DataFrame) -> None:
    low, value, high = rows["observed_low"], rows["observed"], rows["observed_high"]
    floor, ceiling = low.notna() & high.isna(), high.notna() & low.isna()
    ranged = low.notna() & high.notna() & (high > low)
    panel.vlines(rows["turn"][ranged], low[ranged], high[ranged], color=INK, linewidth=2.5)
    panel.plot(rows["turn"][floor], low[floor], "^", color=INK, markersize=7, markerfacecolor="white")
    panel.plot(rows["turn"][ceiling], high[ceiling], "v", color=INK, markersize=7, markerfacecolor="white")
    figure = value.where(~floor)
    panel.plot(rows["turn"], figure, "o", color=INK, markersize=4)


def _months(panel: Axes, rows: pd.DataFrame) -> None:
    panel.axvline(SEEN - 0.5, color=GREY, linewidth=1.2, linestyle=":")
    shown = rows[rows["month"].str[-2:].isin(["01", "07"]) | (rows["turn"] == 0)]
    labels = ["Jul" if month.endswith("-07") else month[:4] for month in shown["month"]]
    panel.set_xticks(shown["turn"].to_list(), labels, fontsize=11)
    panel.grid(axis="y", color=PALE, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.margins(x=0.01)
    panel.yaxis.set_major_locator(MaxNLocator(5))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))


def steps(table: pd.DataFrame, names: Sequence[str], title: str) -> Figure:
    """One panel: for each step the share of histories in which it has come, month by month; a cross where it came."""
    figure = Figure(figsize=(11, 6))
    panel = figure.subplots()
    for colour, name in zip(COLOURS, names, strict=False):
        rows = table[table["name"] == name]
        came = rows[rows["observed"] > 0.0].iloc[0]
        said = readable(name.removeprefix("step_"))
        panel.plot(rows["turn"], rows["mean"], color=colour, linewidth=2.5, label=f"{said}: came {came['month']}")
        panel.plot(came["turn"], came["mean"], "X", color=colour, markersize=12, markeredgecolor=INK)
    _months(panel, table[table["name"] == names[0]])
    panel.set_ylim(-0.02, 1.04)
    panel.set_ylabel("share of histories in which it has come")
    panel.legend(frameon=False, loc="upper left", fontsize=11)
    figure.suptitle(f"{title}\n", fontsize=14)
    note = "Crosses: the month in which the step came on record. Right of the dotted line: 2024."
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def facts(table: pd.DataFrame, title: str) -> Figure:
    """Left: share of histories within tolerance. Right: the 90 % band in widths of tolerances that have two ends."""
    shown = table[table["status"] != "not modelled"].reset_index(drop=True)
    figure = Figure(figsize=(13, 2.2 + 0.34 * len(shown)))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1, 1.6))
    for row, (_, fact) in enumerate(shown.iterrows()):
        colour = ORANGE if fact["use"] == "calibrate" else BLUE
        left.plot([0, fact["within"]], [row, row], color=colour, linewidth=2, alpha=0.5)
        left.plot(fact["within"], row, "o" if fact["met"] == "yes" else "X", color=colour, markersize=8)
        _spread(right, row, fact, colour)
    labels = [
        readable(n) + (" *" if s == "stand-in" else "") for n, s in zip(shown["name"], shown["status"], strict=True)
    ]
    left.set_yticks(range(len(shown)), labels, fontsize=11)
    left.set(xlim=(-0.02, 1.05), ylim=(len(shown) - 0.4, -0.6), xlabel="share of histories within tolerance")
    right.axvspan(0, 1, color=PALE, alpha=0.7, linewidth=0)
    right.set(
        xlim=(-EDGE - 0.1, 1.0 + EDGE + 0.1), xlabel="place within the tolerance: 0 is its lower, 1 its upper end"
    )
    for panel in (left, right):
        panel.grid(axis="x", color=PALE, linewidth=0.8)
        panel.set_axisbelow(True)
        panel.tick_params(axis="y", length=0)
    figure.suptitle(f"{title}\n", fontsize=15)
    note = (
        "Orange: used to calibrate; blue: only checked. Left, cross: the median (or share) misses the tolerance.\n"
        "Right: dot the median, line the 90 % band, bar the record; arrows: beyond the edge. * a stand-in is measured."
    )
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def _spread(panel: Axes, row: float, fact: pd.Series, colour: str) -> None:
    low, width = fact["tolerance_low"], fact["tolerance_high"] - fact["tolerance_low"]
    if not (np.isfinite(fact["low_90"]) and np.isfinite(width) and width > 0.0):
        return
    place = {key: (fact[key] - low) / width for key in ("low_90", "median", "high_90", "observed")}
    held = {key: float(np.clip(value, -EDGE, 1.0 + EDGE)) for key, value in place.items()}
    panel.plot([held["low_90"], held["high_90"]], [row, row], color=colour, linewidth=2.5, alpha=0.7)
    panel.plot(held["median"], row, "o", color=colour, markersize=7, markeredgecolor="white")
    if np.isfinite(place["observed"]):
        panel.plot(held["observed"], row, "|", color=INK, markersize=13, markeredgewidth=2)
    if place["high_90"] > 1.0 + EDGE:
        panel.plot(1.0 + EDGE + 0.04, row, ">", color=colour, markersize=7)
    if place["low_90"] < -EDGE:
        panel.plot(-EDGE - 0.04, row, "<", color=colour, markersize=7)


def skill(table: pd.DataFrame, title: str) -> Figure:
    """A row per series: skill in 2024 against each null model; right of zero the model does better."""
    shown = table[(table["window"] == "2024") & table[[f"skill_{n}" for n, _, _ in MARKERS]].notna().any(axis=1)]
    shown = shown.reset_index(drop=True)
    figure = Figure(figsize=(11, 2.2 + 0.36 * len(shown)))
    panel = figure.subplots()
    panel.axvline(0.0, color=INK, linewidth=1.2)
    for name, colour, marker in MARKERS:
        values = shown[f"skill_{name}"].clip(-1.0, 1.0)
        panel.plot(values, shown.index, marker, color=colour, markersize=8, alpha=0.85, label=readable(name))
    labels = [
        readable(n) + (" *" if s == "stand-in" else "") for n, s in zip(shown["name"], shown["status"], strict=True)
    ]
    panel.set_yticks(range(len(shown)), labels, fontsize=11)
    panel.set(xlim=(-1.05, 1.05), ylim=(len(shown) - 0.4, -0.6))
    panel.set_xlabel("skill: 1 perfect, 0 no better than the null model, below 0 worse (cut at -1)")
    panel.grid(color=PALE, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.4, 1.06), ncols=3, fontsize=11)
    figure.suptitle(f"{title}\n", fontsize=15)
    note = "CRPS, or the Brier score for steps. * a stand-in is measured. The previous month sees more than the model."
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def ablation(table: pd.DataFrame, title: str) -> Figure:
    """A map of switches by patterns: the share of histories in which each happens; framed where a pattern is lost."""
    rows = table[["kind", "switched"]].drop_duplicates().apply(tuple, axis=1).to_list()
    columns = list(dict.fromkeys(table["pattern"]))
    shares = table.pivot(index=["kind", "switched"], columns="pattern", values="share_switched")
    verdicts = table.pivot(index=["kind", "switched"], columns="pattern", values="verdict")
    values = shares.loc[rows, columns].to_numpy(dtype=float)
    lost = verdicts.loc[rows, columns].to_numpy() == "lost"
    figure = Figure(figsize=(5.0 + 0.95 * len(columns), 2.6 + 0.3 * len(rows)))
    panel = figure.subplots()
    panel.imshow(values, cmap="cividis", vmin=0.0, vmax=1.0, aspect="auto")
    for row, column in np.ndindex(values.shape):
        ink = "white" if values[row, column] < 0.6 else "black"
        weight = "bold" if lost[row, column] else "normal"
        text = f"[{values[row, column]:.2f}]" if lost[row, column] else f"{values[row, column]:.2f}"
        panel.text(column, row, text, ha="center", va="center", fontsize=10, color=ink, weight=weight)
    panel.set_yticks(range(len(rows)), [f"{kind}: {readable(name)}" for kind, name in rows], fontsize=10)
    panel.set_xticks(range(len(columns)), [readable(c) for c in columns], rotation=35, ha="left", fontsize=11)
    panel.xaxis.tick_top()
    panel.tick_params(length=0)
    figure.suptitle(f"{title}\n", fontsize=15)
    figure.supxlabel("In brackets and bold: a pattern that holds with everything on is lost.", fontsize=11, color=GREY)
    return figure

"""Figures: main effects, interactions of pairs, and courses with bands; as PNG and SVG, the same bytes every time."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.lab.designs import BASELINE, EVERYTHING
from sim.outcomes import Outcome
from sim.report_findings import Findings, label, number, readable

INK, GREY, PALE = "#222222", "#777777", "#D9D9D9"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colours, told apart by nearly everyone."""

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

FOLLOWED = (
    "provocations",
    "rounds_delivered",
    "territory",
    "partnership_tie",
    "alliance_credibility",
    "outside_information",
)
"""Series whose courses are drawn, by theatre where they are followed by theatre."""


def draw_all(findings: Findings, folder: Path) -> dict[str, str]:
    """Draw every figure into `folder`; gives each figure's file name without suffix, and its caption."""
    folder.mkdir(parents=True, exist_ok=True)
    captions = {}
    with matplotlib.rc_context(STYLE):
        for name, caption, figure in _figures(findings):
            captions[name] = caption
            _save(figure, folder / name)
    return captions


def _save(figure: Figure, path: Path) -> None:
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # the layout is worked out once for both files
    figure.savefig(path.with_suffix(".png"), dpi=130, metadata={"Software": None})
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None, "Creator": None})


def _figures(findings: Findings) -> Iterator[tuple[str, str, Figure]]:
    for theatre in findings.theatres:
        for headline, suffix in ((True, ""), (False, "_more")):
            outcomes = findings.headlines(theatre, headline)
            if outcomes:
                caption = f"Main effects of the actions, {readable(theatre)}{'' if headline else ', further outcomes'}"
                yield f"main_effects_{theatre}{suffix}", caption, main_effects(findings, outcomes, caption)
    if len(findings.actions) > 1:
        caption = "Interactions of pairs of actions on headline outcomes"
        yield "interactions", caption, interactions(findings, caption)
    for series in drawn_series(findings):
        caption = f"Course of {readable(series).lower()} under the baseline, each action and all actions"
        yield f"course_{series}", caption, courses(findings, series)


def drawn_series(findings: Findings) -> list[str]:
    """Series to draw: of those in `FOLLOWED` all that ever move."""
    spans = findings.courses.groupby("series", sort=False)[["mean"]].agg(np.ptp)["mean"]
    return [s for f in FOLLOWED for s in spans.index if (s == f or s.startswith(f"{f}_")) and spans[s] > 0.0]


def main_effects(findings: Findings, outcomes: list[Outcome], title: str) -> Figure:
    """A panel per outcome: what each action changes, with 95 % intervals, plain and corrected."""
    columns = min(3, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure = Figure(figsize=(2.6 + 3.4 * columns, 1.5 + 2.6 * rows))
    panels = figure.subplots(rows, columns, squeeze=False)
    effects = findings.of_kind("main")
    for panel, outcome in zip(panels.flat, outcomes, strict=False):
        _effects_panel(panel, effects[effects["outcome"] == outcome.name], outcome)
    for panel in panels.flat[len(outcomes) :]:
        panel.set_axis_off()
    for panel in panels[:, 0]:
        panel.set_yticks(range(len(findings.actions)), [_wrapped(readable(a), 18) for a in findings.actions])
    figure.suptitle(f"{title}\n", fontsize=16)
    note = "Thick: 95 % interval of the paired difference. Thin: corrected for the number of comparisons."
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def _effects_panel(panel: Axes, effects: pd.DataFrame, outcome: Outcome) -> None:
    panel.axvline(0.0, color=GREY, linewidth=1)
    for row, (_, effect) in enumerate(effects.iterrows()):
        colour = COLOURS[row % len(COLOURS)]
        panel.plot([effect["low_corrected"], effect["high_corrected"]], [row, row], color=colour, linewidth=1.5)
        panel.plot([effect["low"], effect["high"]], [row, row], color=colour, linewidth=4, solid_capstyle="butt")
        panel.plot(effect["difference"], row, "o", color=colour, markersize=7, markeredgecolor="white")
    panel.set_title(_wrapped(label(outcome), 30), loc="left")
    panel.set_xlabel(outcome.quantity.unit)
    panel.set_ylim(len(effects) - 0.5, -0.5)
    panel.set_yticks(range(len(effects)), [""] * len(effects))
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="x", color=PALE, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.xaxis.set_major_locator(MaxNLocator(4, min_n_ticks=3))
    panel.xaxis.set_major_formatter(FuncFormatter(_tick))
    if not np.nan_to_num(effects[["low_corrected", "high_corrected"]].to_numpy()).any():
        panel.set_xlim(-1.0, 1.0)
        panel.set_xticks([0.0])
        panel.text(0.5, 0.5, "no run differs", transform=panel.transAxes, ha="center", color=GREY, backgroundcolor="w")


def _tick(value: float, position: object = None) -> str:
    return number(value, 2) if abs(value) > 1e-12 else "0"


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def interactions(findings: Findings, title: str) -> Figure:
    """A map of pairs by outcomes: half the difference of differences, in standard deviations of the baseline."""
    outcomes, effects = findings.headlines(), findings.of_kind("interaction")
    pairs = list(dict.fromkeys(effects["mix"]))
    spreads = np.array([[float(findings.level(BASELINE, o.name)["standard_deviation"])] for o in outcomes])
    low, values, high = (
        _pivoted(effects, c, outcomes, pairs) for c in ("low_corrected", "difference", "high_corrected")
    )
    scaled = np.divide(values, spreads, out=np.full_like(values, np.nan), where=spreads > 0.0)
    figure = Figure(figsize=(4.6 + 0.95 * len(pairs), 2.8 + 0.42 * len(outcomes)))
    panel = figure.subplots()
    _map(figure, panel, scaled, (low > 0.0) | (high < 0.0))
    named = [readable(pair).replace(" x ", "\nx ") for pair in pairs]
    panel.set_xticks(range(len(pairs)), named, rotation=40, ha="right", fontsize=11)
    panel.set_yticks(range(len(outcomes)), [_with_theatre(o) for o in outcomes], fontsize=12)
    panel.set_title(title, loc="left", fontsize=16)
    return figure


def _pivoted(effects: pd.DataFrame, values: str, outcomes: list[Outcome], pairs: list[str]) -> Any:
    """One column of the effects as an array of outcomes by pairs."""
    table = effects.pivot(index="outcome", columns="mix", values=values)
    return table.reindex(index=[o.name for o in outcomes], columns=pairs).to_numpy(float)


def _with_theatre(outcome: Outcome) -> str:
    place = "" if outcome.theatre == "global" else f" ({readable(outcome.theatre)})"
    return f"{label(outcome)}{place}"


def _map(figure: Figure, panel: Axes, values: Any, clear: Any) -> None:
    largest = float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
    panel.set_facecolor(PALE)
    image = panel.imshow(values, cmap="PuOr", vmin=-largest, vmax=largest, aspect="auto")
    for row, column in np.ndindex(values.shape):
        value = values[row, column]
        if np.isfinite(value):
            dark = abs(value) > 0.6 * largest
            weight = "bold" if clear[row, column] else "normal"
            text = f"{value:+.2f}" if abs(value) >= 0.005 else "0"
            panel.text(
                column, row, text, ha="center", va="center", fontsize=10, weight=weight, color="white" if dark else INK
            )
    bar = figure.colorbar(image, ax=panel, shrink=0.6)
    bar.set_label("standard deviations of the baseline\n(bold: corrected interval leaves out zero)", fontsize=11)
    for side in panel.spines.values():
        side.set_visible(False)
    panel.tick_params(length=0)


def courses(findings: Findings, series: str) -> Figure:
    """A panel per action, and all of them: the course beside the baseline's, with bands over replicates."""
    table = findings.courses[findings.courses["series"] == series]
    mixes = [m for m in (*findings.actions, EVERYTHING) if m in set(table["mix"])]
    columns = min(3, len(mixes))
    rows = -(-len(mixes) // columns)
    figure = Figure(figsize=(1.0 + 4.0 * columns, 1.6 + 2.9 * rows))
    panels = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    base = table[table["mix"] == BASELINE]
    for number_, (panel, mix) in enumerate(zip(panels.flat, mixes, strict=False)):
        colour = COLOURS[number_ % len(COLOURS)]
        _course(panel, base, INK, "baseline")
        _course(panel, table[table["mix"] == mix], colour, readable(mix))
        panel.set_title(readable(mix), loc="left", color=colour, weight="bold")
        _time_axis(panel, base, int(findings.manifest["levers_from"]))
    for panel in panels.flat[len(mixes) :]:
        panel.set_axis_off()
    figure.suptitle(f"{readable(series)}\n", fontsize=16)
    figure.supylabel(str(table["unit"].iloc[0]), fontsize=12)
    note = "Lines: mean. Bands: 50 % and 90 % of replicates. Black: baseline. Dotted: the actions begin."
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def _course(panel: Axes, course: pd.DataFrame, colour: str, name: str) -> None:
    for share, alpha in ((90, 0.13), (50, 0.22)):
        panel.fill_between(
            course["turn"], course[f"low_{share}"], course[f"high_{share}"], color=colour, alpha=alpha, linewidth=0
        )
    panel.plot(course["turn"], course["mean"], color=colour, linewidth=2, label=name)


def _time_axis(panel: Axes, course: pd.DataFrame, start: int) -> None:
    panel.axvline(start, color=GREY, linewidth=1.2, linestyle=":")
    years = course[course["month"].str.endswith("-01")]
    step = -(-len(years) // 5)
    panel.set_xticks(years["turn"].to_list()[::step], [m[:4] for m in years["month"].to_list()[::step]])
    panel.grid(color=PALE, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.margins(x=0)
    panel.yaxis.set_major_formatter(FuncFormatter(_tick))
    panel.yaxis.set_major_locator(MaxNLocator(5))

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

from sim.lab.designs import BASELINE
from sim.model.measures import Outcome
from sim.report.sweep.findings import Findings, label, readable, titled, unit_of

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
    """Draw every figure of a sweep into `folder`; gives each one's file name without suffix, and its caption."""
    folder.mkdir(parents=True, exist_ok=True)
    captions = {}
    with matplotlib.rc_context(STYLE):
        for name, caption, figure in _figures(findings):
            captions[name] = caption
            _save(figure, folder / name)
    return captions


def draw_signs(effects: pd.DataFrame, turning: pd.DataFrame, folder: Path) -> None:
    """Draw the effects that turn with a contested parameter, the surest first, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(STYLE):
        _save(_signs(effects, turning.head(9)), folder / "contested_signs")


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path.with_suffix(".png"), dpi=130, metadata={"Software": None})
    figure.set_layout_engine("none")  # the layout is worked out once for both files
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None, "Creator": None})


def _figures(findings: Findings) -> Iterator[tuple[str, str, Figure]]:
    for theatre in findings.theatres:
        for headline, suffix in ((True, ""), (False, "_more")):
            outcomes = findings.headlines(theatre, headline)
            if outcomes:
                caption = f"Main effects of the actions, {titled(theatre)}{'' if headline else ', further outcomes'}"
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
    """A panel per outcome that any action moves: what each action changes, with intervals plain and corrected."""
    effects = findings.of_kind("main")
    moved, still = _parted(outcomes, effects, "No run differs in")
    figure, panels = _panels(title, len(moved), (2.9, 3.3, 2.6))
    for panel, outcome in zip(panels.flat, moved, strict=False):
        _effects_panel(panel, effects[effects["outcome"] == outcome.name], outcome)
    for panel in panels[:, 0]:
        panel.set_yticks(range(len(findings.actions)), [_wrapped(titled(a), 24) for a in findings.actions])
    note = "Thick: 95 % interval of the paired difference. Thin: corrected for the number of comparisons."
    _note(figure, note, still)
    return figure


def _parted(outcomes: list[Outcome], effects: pd.DataFrame, nothing: str) -> tuple[list[Outcome], str]:
    """The outcomes in which anything differs, and a line that names the others."""
    seen = effects[effects[["difference", "low_corrected", "high_corrected"]].fillna(0.0).ne(0.0).any(axis=1)]
    moved = [outcome for outcome in outcomes if outcome.name in set(seen["outcome"])]
    still = ", ".join(_with_theatre(outcome) for outcome in outcomes if outcome not in moved)
    return moved, f"{nothing}: {still}." if still else ""


def _panels(title: str, count: int, size: tuple[float, float, float], shared: bool = False) -> tuple[Figure, Any]:
    """A figure with up to three panels in a row: sizes are the margin, and a panel's width and height, in inches."""
    columns = max(min(3, count), 1)
    rows = max(-(-count // columns), 1)
    margin, width, height = size
    figure = Figure(figsize=(max(margin + width * columns, 9.0), 1.6 + height * rows))
    figure.get_layout_engine().set(h_pad=0.1, w_pad=0.08)  # type: ignore[union-attr, call-arg]
    figure.suptitle(title, fontsize=16)
    panels = figure.subplots(rows, columns, squeeze=False, sharex=shared, sharey=shared)
    for panel in panels.flat[count:]:
        panel.set_axis_off()
    return figure, panels


def _note(figure: Figure, *lines: str) -> None:
    text = "\n".join(_wrapped(line, 110) for line in lines if line)
    figure.supxlabel(text, fontsize=11, color=GREY)


def _effects_panel(panel: Axes, effects: pd.DataFrame, outcome: Outcome) -> None:
    panel.axvline(0.0, color=GREY, linewidth=1)
    for row, (_, effect) in enumerate(effects.iterrows()):
        colour = COLOURS[row % len(COLOURS)]
        panel.plot([effect["low_corrected"], effect["high_corrected"]], [row, row], color=colour, linewidth=1.5)
        panel.plot([effect["low"], effect["high"]], [row, row], color=colour, linewidth=4, solid_capstyle="butt")
        panel.plot(effect["difference"], row, "o", color=colour, markersize=7, markeredgecolor="white")
    panel.set_title(_wrapped(label(outcome), 30), loc="left")
    panel.set_xlabel(unit_of(outcome))
    panel.set_ylim(len(effects) - 0.5, -0.5)
    panel.set_yticks(range(len(effects)), [""] * len(effects))
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="x", color=PALE, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.xaxis.set_major_locator(MaxNLocator(4, min_n_ticks=3))
    panel.xaxis.set_major_formatter(FuncFormatter(_tick))


def _tick(value: float, position: object = None) -> str:
    return f"{value:.6g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def interactions(findings: Findings, title: str) -> Figure:
    """A map of pairs by outcomes: half the difference of differences, in standard deviations of the baseline."""
    effects = findings.of_kind("interaction")
    outcomes, still = _parted(findings.headlines(), effects, "No interaction in any replicate")
    pairs = list(dict.fromkeys(effects["mix"]))
    spreads = np.array([[float(findings.level(BASELINE, o.name)["standard_deviation"])] for o in outcomes])
    low, values, high = (
        _pivoted(effects, c, outcomes, pairs) for c in ("low_corrected", "difference", "high_corrected")
    )
    scaled = np.divide(values, spreads, out=np.full_like(values, np.nan), where=spreads > 0.0)
    figure = Figure(figsize=(4.6 + 0.95 * len(pairs), 2.8 + 0.42 * len(outcomes)))
    panel = figure.subplots()
    _map(figure, panel, scaled, (low > 0.0) | (high < 0.0))
    named = ["\nx ".join(map(titled, pair.split(" x "))) for pair in pairs]
    panel.set_xticks(range(len(pairs)), named, rotation=40, ha="right", fontsize=11)
    panel.set_yticks(range(len(outcomes)), [_with_theatre(o) for o in outcomes], fontsize=12)
    panel.set_title(title, loc="left", fontsize=16)
    _note(figure, "Bold: the corrected interval leaves out zero. A 0 without decimals: none in any replicate.", still)
    return figure


def _pivoted(effects: pd.DataFrame, values: str, outcomes: list[Outcome], pairs: list[str]) -> Any:
    """One column of the effects as an array of outcomes by pairs."""
    table = effects.pivot(index="outcome", columns="mix", values=values)
    return table.reindex(index=[o.name for o in outcomes], columns=pairs).to_numpy(float)


def _with_theatre(outcome: Outcome) -> str:
    place = "" if outcome.theatre == "global" else f" ({titled(outcome.theatre)})"
    return f"{label(outcome)}{place}"


def _map(figure: Figure, panel: Axes, values: Any, clear: Any) -> None:
    largest = float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
    panel.set_facecolor(PALE)
    image = panel.imshow(values, cmap="PuOr", vmin=-largest, vmax=largest, aspect="auto")
    for row, column in np.ndindex(values.shape):
        if np.isfinite(values[row, column]):
            _cell(panel, row, column, float(values[row, column]), largest, bool(clear[row, column]))
    bar = figure.colorbar(image, ax=panel, shrink=0.6)
    bar.set_label("standard deviations of the baseline", fontsize=11)
    for side in panel.spines.values():
        side.set_visible(False)
    panel.tick_params(length=0)


def _cell(panel: Axes, row: int, column: int, value: float, largest: float, clear: bool) -> None:
    text = f"{value:+.2f}".replace("-", "−") if value else "0"
    faint = GREY if abs(value) < 0.005 and not clear else INK
    colour = "white" if abs(value) > 0.6 * largest else faint
    weight = "bold" if clear else "normal"
    panel.text(column, row, text, ha="center", va="center", fontsize=10, weight=weight, color=colour)


def courses(findings: Findings, series: str) -> Figure:
    """A panel per action, and all of them: the course beside the baseline's, with bands over replicates."""
    table = findings.courses[findings.courses["series"] == series]
    mixes = findings.mixes[1:]
    figure, panels = _panels(_followed(table), len(mixes), (1.0, 4.0, 2.9), shared=True)
    base = table[table["mix"] == BASELINE]
    for number, (panel, mix) in enumerate(zip(panels.flat, mixes, strict=False)):
        _course(panel, base, INK)
        _course(panel, table[table["mix"] == mix], COLOURS[number % len(COLOURS)])
        panel.set_title(titled(mix), loc="left", weight="bold")
        _time_axis(panel, base, int(findings.manifest["levers_from"]))
    figure.supylabel(str(table["unit"].iloc[0]), fontsize=12)
    _note(figure, "Lines: mean. Bands: 50 % and 90 % of replicates. Black: baseline. Dotted: the actions begin.")
    return figure


def _followed(table: pd.DataFrame) -> str:
    """The series of a table of courses, and its theatre, in plain words."""
    series, theatre = str(table["series"].iloc[0]), str(table["theatre"].iloc[0])
    place = "" if theatre == "global" else f", {titled(theatre)}"
    return f"{readable(series.removesuffix(f'_{theatre}'))}{place}"


def _course(panel: Axes, course: pd.DataFrame, colour: str) -> None:
    for share, alpha in ((90, 0.13), (50, 0.22)):
        panel.fill_between(
            course["turn"], course[f"low_{share}"], course[f"high_{share}"], color=colour, alpha=alpha, linewidth=0
        )
    panel.plot(course["turn"], course["mean"], color=colour, linewidth=2)


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


def _signs(effects: pd.DataFrame, turning: pd.DataFrame) -> Figure:
    figure, panels = _panels("Where a contested sign turns a conclusion", len(turning), (1.0, 4.2, 3.2))
    for panel, (_, turn) in zip(panels.flat, turning.iterrows(), strict=False):
        same = (effects[["parameter", "action", "outcome"]] == turn[["parameter", "action", "outcome"]]).all(axis=1)
        _sign(panel, effects[same], turn)
    note = "Band: 95 % interval of the action's effect; thin lines: corrected for the number of comparisons."
    _note(figure, note, "Dotted: the value used elsewhere. Dashed: where the effect turns. Grey: luck may turn it.")
    return figure


def _sign(panel: Axes, effect: pd.DataFrame, turn: pd.Series) -> None:
    colour = COLOURS[0] if turn["sure"] == "yes" else GREY
    panel.axhline(0.0, color=GREY, linewidth=1)
    panel.fill_between(effect["value"], effect["low"], effect["high"], color=colour, alpha=0.25, linewidth=0)
    for bound in ("low_corrected", "high_corrected"):
        panel.plot(effect["value"], effect[bound], color=colour, linewidth=0.8)
    panel.plot(effect["value"], effect["difference"], "o-", color=colour, linewidth=2, markersize=5)
    panel.axvline(turn["default"], color=GREY, linewidth=1.2, linestyle=":")
    panel.axvline(turn["turns_at"], color=COLOURS[1], linewidth=1.2, linestyle="--")
    outcome = readable(str(turn["outcome"]).removesuffix(f"_{turn['theatre']}"))
    place = "" if turn["theatre"] == "global" else f", {titled(str(turn['theatre']))}"
    panel.set_title(f"{titled(str(turn['action']))}:\n{outcome}{place}", loc="left")
    panel.set_xlabel(readable(str(turn["parameter"])))
    panel.set_ylabel(str(turn["unit"]))
    panel.xaxis.set_major_locator(MaxNLocator(4))
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(FuncFormatter(_tick))

"""How figures are drawn, as PNG or also as SVG, the same bytes every time; nothing here knows where data come from."""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.report.sweep.figures import Courses, Effects, Interactions, Panel, Picture, Signs, Turn

INK, GREY, PALE = "#222222", "#777777", "#D9D9D9"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colours, told apart by nearly everyone."""

DOTS = 130
"""Dots per inch of a PNG."""

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


def draw(picture: Picture, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    with matplotlib.rc_context(STYLE):
        figure, content = _figure(picture), BytesIO()
        figure.set_dpi(DOTS)
        # The canvas draws once; `savefig` would draw everything twice, first to work out the layout.
        FigureCanvasAgg(figure).print_png(content, metadata={"Software": None})  # type: ignore[no-untyped-call]
        files = {f"{picture.name}.png": content.getvalue()}
        return files | _as_svg(figure, picture.name) if svg else files


def _as_svg(figure: Figure, name: str) -> dict[str, bytes]:
    content = BytesIO()
    figure.set_layout_engine("none")  # the layout is worked out once for both files
    canvas = FigureCanvasSVG(figure)
    canvas.print_svg(content, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return {f"{name}.svg": content.getvalue()}


def _figure(picture: Picture) -> Figure:
    match picture:
        case Effects():
            return _effects(picture)
        case Interactions():
            return _interactions(picture)
        case Courses():
            return _courses(picture)
        case Signs():
            return _signs(picture)


def _effects(picture: Effects) -> Figure:
    """A panel per outcome that any action moves: what each action changes, with intervals plain and corrected."""
    figure, panels = _panels(picture.title, len(picture.panels), (2.9, 3.3, 2.6))
    for axes, panel in zip(panels.flat, picture.panels, strict=False):
        _effects_panel(axes, panel)
    for axes in panels[:, 0]:
        axes.set_yticks(range(len(picture.actions)), [_wrapped(action, 24) for action in picture.actions])
    note = "Thick: 95 % interval of the paired difference. Thin: corrected for the number of comparisons."
    _note(figure, note, picture.still)
    return figure


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


def _effects_panel(panel: Axes, shown: Panel) -> None:
    effects = shown.table
    panel.axvline(0.0, color=GREY, linewidth=1)
    for row, (_, effect) in enumerate(effects.iterrows()):
        colour = COLOURS[row % len(COLOURS)]
        panel.plot([effect["low_corrected"], effect["high_corrected"]], [row, row], color=colour, linewidth=1.5)
        panel.plot([effect["low"], effect["high"]], [row, row], color=colour, linewidth=4, solid_capstyle="butt")
        panel.plot(effect["difference"], row, "o", color=colour, markersize=7, markeredgecolor="white")
    panel.set_title(_wrapped(shown.title, 30), loc="left")
    panel.set_xlabel(shown.unit)
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


def _interactions(picture: Interactions) -> Figure:
    """A map of pairs by outcomes: half the difference of differences, in standard deviations of the baseline."""
    rows, columns = picture.values.shape
    figure = Figure(figsize=(4.6 + 0.95 * columns, 2.8 + 0.42 * rows))
    panel = figure.subplots()
    _map(figure, panel, picture.values, picture.clear)
    panel.set_xticks(range(columns), picture.pairs, rotation=40, ha="right", fontsize=11)
    panel.set_yticks(range(rows), picture.outcomes, fontsize=12)
    panel.set_title(picture.title, loc="left", fontsize=16)
    note = "Bold: the corrected interval leaves out zero. A 0 without decimals: none in any replicate."
    _note(figure, note, picture.still)
    return figure


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


def _courses(picture: Courses) -> Figure:
    """A panel per action, and all of them: the course beside the baseline's, with bands over replicates."""
    figure, panels = _panels(picture.heading, len(picture.panels), (1.0, 4.0, 2.9), shared=True)
    for number, (axes, panel) in enumerate(zip(panels.flat, picture.panels, strict=False)):
        _course(axes, picture.baseline, INK)
        _course(axes, panel.table, COLOURS[number % len(COLOURS)])
        axes.set_title(panel.title, loc="left", weight="bold")
        _time_axis(axes, picture.baseline, picture.start)
    figure.supylabel(picture.unit, fontsize=12)
    _note(figure, "Lines: mean. Bands: 50 % and 90 % of replicates. Black: baseline. Dotted: the actions begin.")
    return figure


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


def _signs(picture: Signs) -> Figure:
    """A panel per effect: how it turns as the contested parameter moves over its range."""
    figure, panels = _panels(picture.title, len(picture.panels), (1.0, 4.2, 3.2))
    for axes, panel, turn in zip(panels.flat, picture.panels, picture.turns, strict=False):
        _sign(axes, panel, turn)
    note = "Band: 95 % interval of the action's effect; thin lines: corrected for the number of comparisons."
    _note(figure, note, "Dotted: the value used elsewhere. Dashed: where the effect turns. Grey: luck may turn it.")
    return figure


def _sign(axes: Axes, panel: Panel, turn: Turn) -> None:
    colour, effect = COLOURS[0] if turn.sure else GREY, panel.table
    axes.axhline(0.0, color=GREY, linewidth=1)
    axes.fill_between(effect["value"], effect["low"], effect["high"], color=colour, alpha=0.25, linewidth=0)
    for bound in ("low_corrected", "high_corrected"):
        axes.plot(effect["value"], effect[bound], color=colour, linewidth=0.8)
    axes.plot(effect["value"], effect["difference"], "o-", color=colour, linewidth=2, markersize=5)
    axes.axvline(turn.default, color=GREY, linewidth=1.2, linestyle=":")
    axes.axvline(turn.at, color=COLOURS[1], linewidth=1.2, linestyle="--")
    axes.set_title(panel.title, loc="left")
    axes.set_xlabel(turn.parameter)
    axes.set_ylabel(panel.unit)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(_tick))

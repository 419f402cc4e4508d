"""How the figures of a sweep are drawn, on sheets of panels; nothing here knows where data come from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from sim.base.arrays import Array
from sim.report.sweep.figures import Courses, Effects, Interactions, Panel as Shown, Picture, Signs, Turn
from sim.report.sweep.sheet import GREY, INK, LETTER, LINE, PALE, Grid, Panel, Sheet, numbers_of

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colours, told apart by nearly everyone."""

HEAD = 0.55
"""Inches that the title of a figure takes."""

MARGIN = 0.05
"""What an axis reaches beyond its numbers, as a share of their span."""

TURNED = np.deg2rad(40.0)
"""How far the names of pairs are turned."""

CELL = (0.95, 0.47)
"""Inches that a cell of a map is wide and high."""


def draw(picture: Picture, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    match picture:
        case Effects():
            sheet = _effects(picture)
        case Interactions():
            sheet = _interactions(picture)
        case Courses():
            sheet = _courses(picture)
        case Signs():
            sheet = _signs(picture)
    return sheet.files(picture.name, svg)


def _effects(picture: Effects) -> Sheet:
    """A panel per outcome that any action moves: what each action changes, with intervals plain and corrected."""
    titles = [wrapped(panel.title, 30) for panel in picture.panels]
    above = 0.3 + LINE * max((title.count("\n") for title in titles), default=0)
    actions = [wrapped(action, 24) for action in picture.actions]
    longest = max(len(line) for action in actions for line in action.split("\n"))
    grid = Grid(len(titles), 0.3 + LETTER * longest, 3.3, 2.3 + above, above, 0.75, 0.45)
    note = "Thick: 95 % interval of the paired difference. Thin: corrected for the number of comparisons."
    sheet = grid_sheet(picture.title, grid, [note, picture.still])
    for number, (box, shown) in enumerate(zip(grid.boxes(HEAD), picture.panels, strict=True)):
        panel = _effects_panel(sheet, box, shown, actions if number % grid.columns == 0 else [""] * len(actions))
        panel.head(titles[number])
    return sheet


def grid_sheet(title: str, grid: Grid, notes: Iterable[str]) -> Sheet:
    """A sheet for a grid of panels, with the title above and notes below."""
    text = _wrapped_all(notes, 110)
    width, height = grid.size
    sheet = Sheet(max(width, 9.0), HEAD + height + 0.2 + LINE * (text.count("\n") + 1))
    sheet.text(sheet.width / 2, 0.15, title, size=16, ha="center", va="top")
    sheet.text(sheet.width / 2, HEAD + height, text, size=11, color=GREY, ha="center", va="top")
    return sheet


def wrapped(text: str, width: int) -> str:
    """A text in lines of at most so many letters."""
    return "\n".join(textwrap.wrap(text, width))


def _wrapped_all(lines: Iterable[str], width: int) -> str:
    return "\n".join(wrapped(line, width) for line in lines if line)


def _effects_panel(sheet: Sheet, box: tuple[float, float, float, float], shown: Shown, actions: Sequence[str]) -> Panel:
    effects = numbers_of(shown.table, ("low_corrected", "low", "difference", "high", "high_corrected")).T
    panel = Panel(sheet, *box, span(effects, 0.0), (len(effects) - 0.5, -0.5))
    panel.x_axis(ticks(panel.x, 4), shown.unit)
    panel.y_axis(list(enumerate(actions)), grid=False)
    panel.upright(0.0)
    for row, (widest, low, middle, high, highest) in enumerate(effects):
        colour = COLOURS[row % len(COLOURS)]
        panel.line([widest, highest], [row, row], colour, 1.5)
        panel.line([low, high], [row, row], colour, 4.0, solid_capstyle="butt")
        panel.line([middle], [row], colour, marker="o", markersize=7, markeredgecolor="white")
    return panel


def span(*values: Array | float) -> tuple[float, float]:
    """The edges of an axis that holds some numbers, and a little more."""
    every = np.concatenate([np.ravel(some) for some in values])
    finite = every[np.isfinite(every)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    more = (high - low) * MARGIN or abs(high) * MARGIN or MARGIN
    return low - more, high + more


def ticks(edges: tuple[float, float], count: int) -> list[tuple[float, str]]:
    """Round numbers within an axis, at least three, and how they read."""
    values = MaxNLocator(count, min_n_ticks=3).tick_values(*edges)
    return [(float(value), _tick(value)) for value in values if edges[0] <= value <= edges[1]]


def _tick(value: float) -> str:
    return f"{value:.6g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def _interactions(picture: Interactions) -> Sheet:
    """A map of pairs by outcomes: half the difference of differences, in standard deviations of the baseline."""
    rows, columns = picture.values.shape
    longest = 0.085 * max(len(line) for pair in picture.pairs for line in pair.split("\n"))
    left = max(0.2 + 0.092 * max(map(len, picture.outcomes), default=0), longest * np.cos(TURNED))
    size, below = (CELL[0] * columns, CELL[1] * rows), 0.55 + longest * np.sin(TURNED)
    said = "Bold: the corrected interval leaves out zero. A 0 without decimals: none in any replicate."
    note = _wrapped_all([said, picture.still], 110)
    sheet = Sheet(left + size[0] + 1.9, 0.6 + size[1] + below + LINE * (note.count("\n") + 1))
    panel = Panel(sheet, left, 0.6, *size, (-0.5, columns - 0.5), (rows - 0.5, -0.5))
    sheet.text(left, 0.15, picture.title, size=16, va="top")
    sheet.text(sheet.width / 2, panel.top + size[1] + below, note, size=11, color=GREY, ha="center", va="top")
    _map(panel, picture)
    return sheet


def _map(panel: Panel, picture: Interactions) -> None:
    largest = float(np.nanmax(np.abs(picture.values), initial=0.0)) or 1.0
    cells = list(np.ndindex(picture.values.shape))
    shades = matplotlib.colormaps["PuOr"].with_extremes(bad=PALE)
    places = [(panel.across(column - 0.5), panel.down(row - 0.5), *CELL) for row, column in cells]
    panel.sheet.boxes(places, shades(np.ma.masked_invalid(picture.values.ravel() / largest / 2.0 + 0.5)))
    for row, column in cells:
        if np.isfinite(picture.values[row, column]):
            _cell(panel, row, column, float(picture.values[row, column]) / largest, picture)
    for row, outcome in enumerate(picture.outcomes):
        panel.sheet.text(panel.left - 0.08, panel.down(row), outcome, size=12, ha="right", va="center")
    turned: Any = {"rotation": np.rad2deg(TURNED), "ha": "right", "va": "top", "rotation_mode": "default"}
    for column, pair in enumerate(picture.pairs):
        panel.sheet.text(panel.across(column) + 0.15, panel.top + panel.height + 0.08, pair, size=11, **turned)
    _scale(panel, shades, largest)


def _cell(panel: Panel, row: int, column: int, share: float, picture: Interactions) -> None:
    """Write a value into its cell; `share` is that of the largest."""
    value, clear = float(picture.values[row, column]), bool(picture.clear[row, column])
    text = f"{value:+.2f}".replace("-", "−") if value else "0"
    faint = GREY if abs(value) < 0.005 and not clear else INK
    colour, weight = "white" if abs(share) > 0.6 else faint, "bold" if clear else "normal"
    panel.sheet.text(panel.across(column), panel.down(row), text, 10, colour, ha="center", va="center", weight=weight)


def _scale(beside: Panel, shades: matplotlib.colors.Colormap, largest: float) -> None:
    """Draw what the shades of a map stand for."""
    left, height, steps = beside.left + beside.width + 0.35, beside.height * 0.6, 128
    bar = Panel(beside.sheet, left, beside.top + beside.height * 0.2, 0.2, height, (0.0, 1.0), (-largest, largest))
    tops = bar.top + height * np.arange(steps) / steps
    bar.sheet.boxes([(left, top, 0.2, height / steps) for top in tops], shades(1.0 - np.arange(steps) / (steps - 1)))
    for value, words in ticks(bar.y, 6):
        bar.sheet.text(left + 0.28, bar.down(value), words, size=12, va="center")
    unit, middle = "standard deviations of the baseline", bar.top + height / 2
    bar.sheet.text(left + 1.3, middle, unit, size=11, rotation=90, ha="center", va="center")


def _courses(picture: Courses) -> Sheet:
    """A panel per action, and all of them: the course beside the baseline's, with bands over replicates."""
    grid = Grid(len(picture.panels), 1.15, 4.0, 2.9, 0.3, 0.45, 0.25)
    note = "Lines: mean. Bands: 50 % and 90 % of replicates. Black: baseline. Dotted: the actions begin."
    sheet = grid_sheet(picture.heading, grid, [note])
    tables = [picture.baseline, *(panel.table for panel in picture.panels)]
    edges = span(*(numbers_of(table, ("low_90", "high_90", "mean")) for table in tables))
    turns = picture.baseline["turn"].to_numpy(float)
    for number, (box, shown) in enumerate(zip(grid.boxes(HEAD), picture.panels, strict=True)):
        panel = Panel(sheet, *box, (turns[0], max(turns[-1], turns[0] + 1.0)), edges)
        _time_axes(panel, picture.baseline, number % grid.columns == 0, number + grid.columns >= grid.count)
        _course(panel, picture.baseline, INK)
        _course(panel, shown.table, COLOURS[number % len(COLOURS)])
        panel.upright(picture.start, style=":")
        panel.head(shown.title, "bold")
    middle = HEAD + grid.size[1] / 2
    sheet.text(0.2, middle, picture.unit, size=12, rotation=90, ha="center", va="center")
    return sheet


def _course(panel: Panel, course: pd.DataFrame, colour: str) -> None:
    names = ["turn", "low_90", "high_90", "low_50", "high_50", "mean"]
    turns, low_90, high_90, low_50, high_50, mean = numbers_of(course, names)
    panel.band(turns, low_90, high_90, colour, 0.13)
    panel.band(turns, low_50, high_50, colour, 0.22)
    panel.line(turns, mean, colour)


def _time_axes(panel: Panel, course: pd.DataFrame, leftmost: bool, lowest: bool) -> None:
    """Draw the axes of time and values; their words only at the edge of the grid."""
    years = course[course["month"].str.endswith("-01")]
    step = max(-(-len(years) // 5), 1)
    named = zip(years["turn"].to_list()[::step], years["month"].to_list()[::step], strict=True)
    panel.x_axis([(turn, month[:4] if lowest else "") for turn, month in named])
    panel.y_axis([(value, words if leftmost else "") for value, words in ticks(panel.y, 5)])


def _signs(picture: Signs) -> Sheet:
    """A panel per effect: how it turns as the contested parameter moves over its range."""
    grid = Grid(len(picture.panels), 0.1, 4.6, 3.6, 0.6, 0.8, 1.5)
    note = "Band: 95 % interval of the action's effect; thin lines: corrected for the number of comparisons."
    more = "Dotted: the value used elsewhere. Dashed: where the effect turns. Grey: luck may turn it."
    sheet = grid_sheet(picture.title, grid, [note, more])
    for (left, *box), shown, turn in zip(grid.boxes(HEAD), picture.panels, picture.turns, strict=True):
        _sign(sheet, (left + 1.2, *box), shown, turn)
    return sheet


def _sign(sheet: Sheet, box: tuple[float, ...], shown: Shown, turn: Turn) -> None:
    names = ("value", "low", "high", "low_corrected", "high_corrected", "difference")
    value, low, high, *corrected, difference = numbers_of(shown.table, names)
    colour = COLOURS[0] if turn.sure else GREY
    left, top, width, height = box
    panel = Panel(sheet, left, top, width, height, span(value, turn.default), span(low, high, *corrected, 0.0))
    panel.x_axis(ticks(panel.x, 4), turn.parameter)
    panel.y_axis(ticks(panel.y, 5))
    panel.level(0.0)
    panel.band(value, low, high, colour, 0.25)
    for bound in corrected:
        panel.line(value, bound, colour, 0.8)
    panel.line(value, difference, colour, marker="o", markersize=5)
    panel.upright(turn.default, style=":")
    panel.upright(turn.at, COLOURS[1], "--")
    panel.head(shown.title)
    sheet.text(left - 1.0, top + height / 2, shown.unit, size=12, rotation=90, ha="center", va="center")

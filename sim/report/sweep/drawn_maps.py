"""How the figures that answer are drawn, on sheets of panels."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
import pandas as pd

from sim.report.sweep.drawing import COLOURS, HEAD, TURNED, grid_sheet, span, ticks, wrapped
from sim.report.sweep.maps import Answering, Curve, Curves, Map, Ranks
from sim.report.sweep.sheet import GREY, INK, LETTER, LINE, PALE, Grid, Panel, Sheet, numbers_of

CELL = (0.98, 0.4)
DOT = 0.3
"""Inches between the dots that say which actions are in a mix."""

SHOWN = 12
"""Mixes of a ranking that are drawn under each weighting: the best of them."""


def draw_answer(picture: Answering, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    match picture:
        case Map():
            sheet = _map(picture)
        case Curves():
            sheet = _curves(picture)
        case Ranks():
            sheet = _ranks(picture)
    return sheet.files(picture.name, svg)


def _map(picture: Map) -> Sheet:
    rows, columns = picture.shades.shape
    longest = 0.105 * max((len(line) for name in picture.columns for line in _lines(name)), default=0)
    left = 0.3 + (DOT * len(picture.actions) if picture.dots is not None else 0.098 * max(map(len, picture.rows)))
    left = max(left, longest * np.cos(TURNED) * 0.9)
    top = HEAD + (0.5 + 0.1 * max(map(len, picture.actions)) * np.sin(TURNED) if picture.dots is not None else 0.25)
    size, below = (CELL[0] * columns, CELL[1] * rows), 0.45 + longest * np.sin(TURNED)
    note = wrapped(picture.note, int((left + size[0]) / 0.085))
    sheet = Sheet(left + size[0] + 1.5, top + size[1] + below + LINE * (note.count("\n") + 1) + 0.1)
    panel = Panel(sheet, left, top, *size, (-0.5, columns - 0.5), (rows - 0.5, -0.5))
    sheet.text(0.2, 0.15, picture.title, size=17, va="top")
    sheet.text(0.2, top + size[1] + below, note, size=12, color=GREY, va="top")
    _cells(panel, picture)
    _row_names(panel, picture)
    turned: Any = {"rotation": np.rad2deg(TURNED), "ha": "right", "va": "top", "rotation_mode": "default"}
    for column, name in enumerate(picture.columns):
        sheet.text(panel.across(column) + 0.2, top + size[1] + 0.08, "\n".join(_lines(name)), size=12, **turned)
    _ends(panel, picture.ends)
    return sheet


def _lines(name: str) -> list[str]:
    return textwrap.wrap(name, 24)


def _cells(panel: Panel, picture: Map) -> None:
    shades = matplotlib.colormaps["PuOr"].with_extremes(bad=PALE)
    cells = list(np.ndindex(picture.shades.shape))
    places = [(panel.across(column - 0.5), panel.down(row - 0.5), *CELL) for row, column in cells]
    panel.sheet.boxes(places, shades(np.ma.masked_invalid(picture.shades.ravel() / 2.0 + 0.5)))
    for row, column in cells:
        shade, strong = picture.shades[row, column], bool(picture.strong[row, column])
        colour, weight = "white" if abs(shade) > 0.65 else INK, "bold" if strong else "normal"
        how: Any = {"ha": "center", "va": "center", "weight": weight}
        panel.sheet.text(panel.across(column), panel.down(row), str(picture.words[row, column]), 12, colour, **how)


def _row_names(panel: Panel, picture: Map) -> None:
    if picture.dots is None:
        for row, name in enumerate(picture.rows):
            panel.sheet.text(panel.left - 0.1, panel.down(row), name, size=12, ha="right", va="center")
        return
    first = panel.left - 0.15 - DOT * (len(picture.actions) - 0.5)
    places = [first + DOT * column for column in range(len(picture.actions))]
    for x, name in zip(places, picture.actions, strict=True):
        turned: Any = {"rotation": np.rad2deg(TURNED), "ha": "left", "va": "bottom"}
        panel.sheet.text(x - 0.05, panel.top - 0.08, name, size=12, **turned)
    for row, held in enumerate(picture.dots):
        dots(panel.sheet, places, panel.down(row), held)


def dots(sheet: Sheet, places: Sequence[float], y: float, held: Any) -> None:
    """Draw which actions are in a mix: a full dot for each that is, a faint one for each that is not."""
    for x, full in zip(places, held, strict=True):
        sheet.text(x, y, "●" if full else "○", 13, INK if full else PALE, ha="center", va="center")


def _ends(beside: Panel, ends: tuple[str, str]) -> None:
    """Draw what the shades stand for."""
    left, height, steps = beside.left + beside.width + 0.3, min(beside.height * 0.6, 4.0), 64
    top = beside.top + (beside.height - height) / 2
    shades = matplotlib.colormaps["PuOr"]
    tops = [top + height * step / steps for step in range(steps)]
    beside.sheet.boxes([(left, y, 0.22, height / steps) for y in tops], shades(1.0 - np.arange(steps) / (steps - 1)))
    for words, y, va in ((ends[1], top - 0.08, "bottom"), (ends[0], top + height + 0.08, "top")):
        beside.sheet.text(left, y, words, size=12, va=va)


def _curves(picture: Curves) -> Sheet:
    grid = Grid(max(len(picture.panels), 1), 0.2, 4.4, 3.5, 0.6, 0.75, 1.4)
    note = (
        "Line: mean difference to the baseline. Dark band: its 95 % interval. Light band: 90 % of parameter sets, luck "
        "taken out. Between the dotted lines a difference does not matter."
    )
    sheet = grid_sheet(picture.title, grid, [note, picture.still])
    for place, ((left, *box), shown) in enumerate(zip(grid.boxes(HEAD), picture.panels, strict=False)):
        _curve(sheet, (left + 1.1, *box), shown, picture.dose, COLOURS[place % len(COLOURS)])
    return sheet


def _curve(sheet: Sheet, box: tuple[float, ...], shown: Curve, dose: str, colour: str) -> None:
    names = ["dose", "difference", "low", "high", "low_90", "high_90"]
    doses, middle, low, high, lowest, highest = numbers_of(shown.table, names)
    left, top, width, height = box
    edges = span(low, high, lowest, highest, -shown.least, shown.least)
    panel = Panel(sheet, left, top, width, height, span(doses), edges)
    panel.x_axis(ticks(panel.x, 4), dose)
    panel.y_axis(ticks(panel.y, 5))
    panel.band(doses, lowest, highest, colour, 0.18)
    panel.band(doses, low, high, colour, 0.35)
    for least in (-shown.least, shown.least):
        panel.line(panel.x, [least, least], GREY, 1.2, ":")
    panel.level(0.0)
    panel.line(doses, middle, colour, marker="o", markersize=5)
    panel.head("\n".join(textwrap.wrap(shown.title, 32)))
    sheet.text(left - 0.95, top + height / 2, shown.unit, size=12, rotation=90, ha="center", va="center")


def _ranks(picture: Ranks) -> Sheet:
    """A panel per weighting: the best mixes by score, with what is not known, and their regret in words."""
    rows = min(SHOWN, min(len(table) for _, _, table in picture.panels))
    each, left = 4.3, 0.4 + DOT * len(picture.actions)
    below, top = 0.75, HEAD + 0.55 + LETTER * max(map(len, picture.actions)) * np.sin(TURNED)
    note = wrapped(
        "Dot: score against the baseline, in smallest differences of interest, weighed (configs/weightings.toml). "
        "Thick: 95 % interval of its mean. Thin: 90 % of parameter sets, luck taken out. Right: regret, by how much "
        "the best mix under each parameter set is better on the average.",
        130,
    )
    width = len(picture.panels) * (left + each + 0.9)
    sheet = Sheet(width, top + CELL[1] * rows + below + LINE * (note.count("\n") + 2))
    sheet.text(0.2, 0.15, picture.title, size=17, va="top")
    sheet.text(0.2, top + CELL[1] * rows + below, note, size=12, color=GREY, va="top")
    for place, (title, _, table) in enumerate(picture.panels):
        corner = place * (left + each + 0.9) + left
        _ranked(sheet, (corner, top, each, CELL[1] * rows), title, table.head(rows), picture.actions)
    return sheet


def _ranked(
    sheet: Sheet, box: tuple[float, float, float, float], title: str, table: pd.DataFrame, actions: Sequence[str]
) -> None:
    values = numbers_of(table, ("low_90", "low", "score", "high", "high_90")).T
    panel = Panel(sheet, *box, span(values, 0.0), (len(table) - 0.5, -0.5))
    panel.x_axis(ticks(panel.x, 4), "score")
    panel.upright(0.0)
    panel.sheet.text(panel.left, panel.top - 0.1, title, size=14, weight="bold", va="bottom")
    panel.sheet.text(panel.left + panel.width + 0.1, panel.top - 0.1, "regret", size=12, color=GREY, va="bottom")
    places = [panel.left - 0.15 - DOT * (len(actions) - 0.5 - column) for column in range(len(actions))]
    for x, name in zip(places, actions, strict=True):
        turned: Any = {"rotation": 90, "ha": "center", "va": "bottom"}
        sheet.text(x, panel.top - 0.08, name, size=11, **turned)
    for row, (lowest, low, middle, high, highest) in enumerate(values):
        panel.line([lowest, highest], [row, row], COLOURS[0], 1.5)
        panel.line([low, high], [row, row], COLOURS[0], 4.0, solid_capstyle="butt")
        panel.line([middle], [row], COLOURS[0], marker="o", markersize=7, markeredgecolor="white")
        regret = f"{table['regret'].iloc[row]:.1f}"
        sheet.text(panel.left + panel.width + 0.1, panel.down(row), regret, size=12, va="center")
        dots(sheet, places, panel.down(row), table["dots"].iloc[row])

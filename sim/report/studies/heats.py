"""How heat maps are drawn: panels of the same rows and columns, on one sheet."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib
import numpy as np

from sim.report.studies.pictures import Heat, Heats
from sim.report.sweep.drawing import HEAD, wrapped
from sim.report.sweep.sheet import GREY, INK, LINE, PALE, Panel, Sheet

CELL = (0.82, 0.42)
LETTER, TITLE = 0.095, 0.135
ACROSS = 3
"""Panels in a row."""
NARROWEST, LONGEST = 2.6, 1.6
"""Inches that a panel is wide at least, and that the scale of colours is high."""


def draw_heats(picture: Heats) -> Sheet:
    """All panels on a sheet, with the title above and the note below."""
    across = min(ACROSS, max(len(picture.panels), 1))
    down = -(-len(picture.panels) // across)
    left = 0.65 + LETTER * max(map(len, picture.rows))
    size = CELL[0] * len(picture.columns), CELL[1] * len(picture.rows)
    wide = max(size[0], NARROWEST)
    heads = [textwrap.wrap(heat.title, int(wide / 0.115)) for heat in picture.panels]
    above = 0.3 + LINE * max(map(len, heads), default=1)
    each = left + wide + 0.35, above + size[1] + 0.95
    width = max(each[0] * across + 1.1, 0.4 + TITLE * len(picture.title), 7.0)
    note = wrapped(picture.note, int((width - 0.4) / 0.085))
    bottom = HEAD + max(each[1] * down, LONGEST + 1.2)
    sheet = Sheet(width, bottom + LINE * (note.count("\n") + 2))
    sheet.text(0.2, 0.15, picture.title, size=17, va="top")
    sheet.text(0.2, bottom, note, size=12, color=GREY, va="top")
    for place, (heat, head) in enumerate(zip(picture.panels, heads, strict=True)):
        row, column = divmod(place, across)
        box = (column * each[0] + left, HEAD + row * each[1] + above, *size)
        panel = Panel(sheet, *box, (-0.5, len(picture.columns) - 0.5), (len(picture.rows) - 0.5, -0.5))
        sheet.text(panel.left, panel.top - 0.1, "\n".join(head), weight="bold", va="bottom")
        _heat(panel, heat)
        _names(panel, heat, picture)
    _ends(sheet, width - 1.0, HEAD + 0.4, picture.ends)
    return sheet


def _heat(panel: Panel, heat: Heat) -> None:
    shades, sheet = matplotlib.colormaps["PuOr"].with_extremes(bad=PALE), panel.sheet
    cells = list(np.ndindex(heat.values.shape))
    places = [(panel.across(column - 0.5), panel.down(row - 0.5), *CELL) for row, column in cells]
    sheet.boxes(places, shades(np.ma.masked_invalid(np.clip(heat.values, -1.0, 1.0).ravel() / 2.0 + 0.5)))
    for row, column in cells:
        colour = "white" if abs(heat.values[row, column]) > 0.65 else INK
        how: Any = {"ha": "center", "va": "center", "weight": "bold" if heat.strong[row, column] else "normal"}
        sheet.text(panel.across(column), panel.down(row), str(heat.words[row, column]), 12, colour, **how)


def _names(panel: Panel, heat: Heat, picture: Heats) -> None:
    sheet, below = panel.sheet, panel.top + panel.height
    for row, name in enumerate(picture.rows):
        sheet.text(panel.left - 0.1, panel.down(row), name, size=12, ha="right", va="center")
    for column, name in enumerate(picture.columns):
        sheet.text(panel.across(column), below + 0.08, name, size=12, ha="center", va="top")
    sheet.text(
        panel.left + panel.width / 2, below + 0.35, heat.across or picture.column_title, size=12, ha="center", va="top"
    )
    middle = panel.top + panel.height / 2
    aside = panel.left - 0.25 - LETTER * max(map(len, picture.rows))
    sheet.text(aside, middle, heat.down or picture.row_title, size=12, rotation=90, ha="center", va="center")


def _ends(sheet: Sheet, left: float, top: float, ends: tuple[str, str]) -> None:
    """What the colours stand for."""
    height, steps, shades = LONGEST, 64, matplotlib.colormaps["PuOr"]
    tops = [top + height * step / steps for step in range(steps)]
    sheet.boxes([(left, y, 0.22, height / steps) for y in tops], shades(1.0 - np.arange(steps) / (steps - 1)))
    sheet.text(left, top - 0.08, ends[1], size=12, va="bottom")
    sheet.text(left, top + height + 0.08, ends[0], size=12, va="top")

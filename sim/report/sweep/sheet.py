"""A sheet on which figures are put together: everything has its place in inches, and nothing is moved to fit.

Matplotlib's own axes work out every tick, label and margin several times over; figures whose places are known
beforehand are drawn in a third of the time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, Transform

from sim.base.arrays import Array

INK, GREY, PALE = "#222222", "#777777", "#D9D9D9"
DOTS = 130
"""Dots per inch of a PNG."""

LINE, LETTER = 0.22, 0.1
"""Inches that a line of text takes, and one of its letters on the average."""


class Sheet:
    """A figure of a size in inches, whose places are counted from its upper left corner.

    Things are painted in the order in which they are added.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height), dpi=DOTS)
        self.inches: Transform = Affine2D().scale(1, -1).translate(0, height) + self.figure.dpi_scale_trans
        self._below: dict[tuple[str, float], list[Any]] = {}

    def add(self, artist: Artist, places: Transform | None = None) -> None:
        """Add anything, whose places are in inches if not said otherwise."""
        artist.set_transform(places or self.inches)
        artist.set_zorder(len(self.figure.artists))
        self.figure.add_artist(artist)

    def text(self, x: float, y: float, words: str, size: float = 13, color: str = INK, **how: Any) -> None:
        """Add words; `how` as Matplotlib's own."""
        if words:
            self.figure.text(x, y, words, fontsize=size, color=color, transform=self.inches, zorder=1e6, **how)

    def lines(self, ends: Sequence[Any], color: str, width: float = 1.0) -> None:
        """Add straight lines, each from one place to another, below all else. Those alike are drawn at once."""
        self._below.setdefault((color, width), []).extend(ends)

    def boxes(self, places: Sequence[tuple[float, float, float, float]], colors: Any) -> None:
        """Add filled boxes: left, top, width and height of each."""
        left, top, width, height = np.array(places).reshape(-1, 4).T
        x, y = (left, left + width, left + width, left), (top, top, top + height, top + height)
        corners = np.stack([np.array(x).T, np.array(y).T], axis=-1)
        self.add(PolyCollection(corners, facecolors=colors, linewidths=0, antialiased=False))  # type: ignore[arg-type]

    def files(self, name: str, svg: bool) -> dict[str, bytes]:
        """The figure as PNG, or as SVG too, by name: the same bytes every time."""
        for (color, width), ends in self._below.items():
            alike = LineCollection(
                ends, colors=color, linewidths=width, capstyle="butt", transform=self.inches, zorder=-1
            )
            self.figure.add_artist(alike)
        # The canvas draws once; `savefig` would draw everything twice, first to work out the layout.
        canvas: Any = Canvas(self.figure)
        with matplotlib.rc_context({"text.hinting": "none"}):
            canvas.draw()
        files = {f"{name}.png": as_png(np.asarray(canvas.buffer_rgba()))}
        return files | self._as_svg(name) if svg else files

    def _as_svg(self, name: str) -> dict[str, bytes]:
        content = BytesIO()
        with matplotlib.rc_context({"svg.hashsalt": "entente"}):
            canvas = FigureCanvasSVG(self.figure)
            canvas.print_svg(content, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        return {f"{name}.svg": content.getvalue()}


class Canvas(FigureCanvasAgg):
    """A canvas on which words are drawn at once."""

    def get_renderer(self) -> Any:
        """What draws."""
        pen: Any = Pen
        self.renderer = pen(*self.get_width_height(physical=True), self.figure.dpi)
        return self.renderer


class Pen(RendererAgg):
    """Draws level words as one picture: letter by letter, as Matplotlib does it, they take four times as long."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        """The size of words, and how far they reach below their line."""
        usual: Any = super().get_text_width_height_descent
        return usual(s, prop, ismath) if ismath else lettering(s, prop, self.dpi)[1]

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float, *how: Any, **more: Any
    ) -> None:
        """Draw words on a line that begins at a place."""
        if angle or any(how) or more.get("ismath"):
            usual: Any = super().draw_text
            usual(gc, x, y, s, prop, angle, *how, **more)
        else:
            picture, (_, _, descent), (right, down) = lettering(s, prop, self.dpi)
            self._renderer.draw_text_image(picture, round(x + right), round(y + down + descent) + 1, 0.0, gc)


@lru_cache(maxsize=4096)
def lettering(words: str, prop: FontProperties, dpi: float) -> tuple[Any, tuple[float, ...], tuple[float, ...]]:
    """Words as a picture; their width, height and descent; and how far the picture lies from where they begin."""
    font: Any = get_font(findfont(prop))
    flag: Any = get_hinting_flag
    font.set_size(prop.get_size_in_points(), dpi)
    font.set_text(words, 0.0, flags=flag())
    font.draw_glyphs_to_bitmap(antialiased=True)
    size, place = (*font.get_width_height(), font.get_descent()), font.get_bitmap_offset()
    return font.get_image(), tuple(one / 64.0 for one in size), tuple(one / 64.0 for one in place)


def as_png(pixels: Any) -> bytes:
    """Pixels of 8-bit red, green, blue and opacity as a PNG (ISO 15948).

    Rows stand as they are: to look for the best filter of each, as Pillow does, takes most of its time and gains
    nothing where areas are plain.
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 4 * width), dtype=np.uint8)  # in front of each row that it is not filtered
    rows[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.data, 1)), (b"IEND", b""))
    told = (struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


@dataclass(frozen=True)
class Panel:
    """A part of a sheet with two axes: its box in inches, and the numbers at the edges of the box.

    `x` is at the left and the right edge, `y` at the lower and the upper one.
    """

    sheet: Sheet
    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def numbers(self) -> Transform:
        """From numbers to places on the sheet."""
        scale = self.width / (self.x[1] - self.x[0]), -self.height / (self.y[1] - self.y[0])
        moved = Affine2D().translate(-self.x[0], -self.y[0]).scale(*scale)
        return moved.translate(self.left, self.top + self.height) + self.sheet.inches

    def across(self, x: float) -> float:
        """Inches from the left edge of the sheet at which a number stands."""
        return self.left + self.width * (x - self.x[0]) / (self.x[1] - self.x[0])

    def down(self, y: float) -> float:
        """Inches from the upper edge of the sheet at which a number stands."""
        return self.top + self.height * (self.y[1] - y) / (self.y[1] - self.y[0])

    def line(self, x: Any, y: Any, color: str, width: float = 2.0, style: Any = "-", **how: Any) -> None:
        """Add a line through numbers, or marks at them; `how` as Matplotlib's own."""
        self.sheet.add(Line2D(x, y, color=color, linewidth=width, linestyle=style, **how), self.numbers)

    def band(self, x: Array, low: Array, high: Array, color: str, alpha: float) -> None:
        """Add the area between two courses."""
        edge = np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])])
        area = PolyCollection([edge[np.isfinite(edge).all(axis=1)]], facecolors=color, alpha=alpha, linewidths=0)
        self.sheet.add(area, self.numbers)

    def upright(self, x: float, color: str = GREY, style: str = "-") -> None:
        """Add an upright line over the whole panel."""
        self.line([x, x], self.y, color, 1.2, style)

    def level(self, y: float, color: str = GREY) -> None:
        """Add a level line over the whole panel."""
        self.line(self.x, [y, y], color, 1.2)

    def head(self, words: str, weight: str = "normal") -> None:
        """Write the title over the panel."""
        self.sheet.text(self.left, self.top - 0.08, words, weight=weight, va="bottom")

    def x_axis(self, ticks: Sequence[tuple[float, str]], unit: str = "") -> None:
        """Draw the lower axis, a line of the grid at each tick, and below them words and the unit."""
        below, places = self.top + self.height, [self.across(value) for value, _ in ticks]
        self.sheet.lines([[(x, self.top), (x, below)] for x in places], PALE, 0.8)
        self.sheet.lines([[(x, below), (x, below + 0.05)] for x in places], INK)
        self.sheet.lines([[(self.left, below), (self.left + self.width, below)]], GREY)
        for x, (_, words) in zip(places, ticks, strict=True):
            self.sheet.text(x, below + 0.09, words, size=12, ha="center", va="top")
        self.sheet.text(self.left + self.width / 2, below + 0.34, unit, size=12, ha="center", va="top")

    def y_axis(self, ticks: Sequence[tuple[float, str]], grid: bool = True) -> None:
        """Draw the left axis, with a line of the grid and words at each tick."""
        right, places = self.left + self.width, [self.down(value) for value, _ in ticks]
        if grid:
            self.sheet.lines([[(self.left, y), (right, y)] for y in places], PALE, 0.8)
            self.sheet.lines([[(self.left - 0.05, y), (self.left, y)] for y in places], INK)
        self.sheet.lines([[(self.left, self.top), (self.left, self.top + self.height)]], GREY)
        for y, (_, words) in zip(places, ticks, strict=True):
            self.sheet.text(self.left - 0.09, y, words, ha="right", va="center_baseline", multialignment="right")


def numbers_of(table: pd.DataFrame, names: Sequence[str]) -> Array:
    """Columns of a table, one below the other: (column, row)."""
    return np.array([table[name].to_numpy(float) for name in names])


@dataclass(frozen=True)
class Grid:
    """Up to three panels in a row below a title: the margin, a panel's cell, and what its box leaves free of it."""

    count: int
    margin: float
    width: float
    height: float
    above: float
    below: float
    apart: float

    @property
    def columns(self) -> int:
        """Panels in a row."""
        return max(min(3, self.count), 1)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height that the grid takes, in inches."""
        return self.margin + self.width * self.columns, self.height * -(-self.count // self.columns)

    def boxes(self, top: float) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, width and height of each panel's box."""
        for row, column in (divmod(number, self.columns) for number in range(self.count)):
            left, upper = self.margin + column * self.width, top + row * self.height + self.above
            yield left, upper, self.width - self.apart, self.height - self.above - self.below

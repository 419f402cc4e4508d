"""Figures of sensitivity: tornadoes of swings, and heat maps of shares of variance."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.arrays import Array

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOW, HIGH = "#D55E00", "#0072B2"
"""Orange and blue of Okabe and Ito, told apart by nearly everyone and in grey."""
ACROSS = 2
WIDE, TITLE, LABEL = 6.6, 19, 15
"""Inches of a panel, and sizes of letters: legible when a figure is shown at half its size."""


@dataclass(frozen=True, eq=False)
class Bars:
    """One panel of swings: what a target is where each parameter is low, and where it is high, around its mean."""

    title: str
    unit: str
    mean: float
    names: tuple[str, ...]
    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class Shares:
    """A heat map of shares from 0 to 1, by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Array


def draw_swings(title: str, panels: tuple[Bars, ...]) -> Figure:
    """A tornado for each target: the longest bars on top, in the unit of the target."""
    from matplotlib.figure import Figure  # in the processes that draw
    from matplotlib.patches import Patch

    down = -(-len(panels) // ACROSS)
    deepest = max(len(one.names) for one in panels)
    figure = Figure(figsize=(WIDE * 2.3, down * (1.7 + 0.42 * deepest) + 1.3), layout="constrained")
    figure.suptitle(textwrap.fill(title, 80), fontsize=TITLE)
    axes = figure.subplots(down, ACROSS, squeeze=False).ravel()
    for place, one in zip(axes, panels, strict=False):
        _swings(place, one)
    for place in axes[len(panels) :]:
        place.set_axis_off()
    ends = [
        Patch(color=LOW, label="parameter in its lowest quarter"),
        Patch(color=HIGH, label="in its highest quarter"),
    ]
    figure.legend(handles=ends, loc="outside lower center", ncols=2, fontsize=LABEL, frameon=False)
    return figure


def _swings(place: Any, bars: Bars) -> None:
    rows = np.arange(len(bars.names))
    for ends, colour, hatch in ((bars.low, LOW, "//"), (bars.high, HIGH, None)):
        place.barh(rows, ends - bars.mean, left=bars.mean, height=0.7, color=colour, hatch=hatch, edgecolor="white")
    place.axvline(bars.mean, color="black", linewidth=1.2)
    place.set_yticks(rows, [textwrap.shorten(name, 34, placeholder="…") for name in bars.names], fontsize=LABEL)
    place.invert_yaxis()
    place.set_title(textwrap.fill(bars.title, 44), fontsize=LABEL + 1, weight="bold")
    place.set_xlabel(f"{bars.unit} (line: mean)", fontsize=LABEL)
    place.tick_params(axis="x", labelsize=LABEL - 1)
    place.locator_params(axis="x", nbins=5)
    place.margins(x=0.08)
    place.spines[["top", "right"]].set_visible(False)


def draw_shares(shares: Shares, what: str) -> Figure:
    """Shares of variance that parameters have a part in, a row a target; numbers stand in the cells."""
    from matplotlib.figure import Figure

    rows, columns = shares.values.shape
    figure = Figure(figsize=(5.2 + 0.95 * columns, 3.8 + 0.52 * rows), layout="constrained")
    place = figure.subplots()
    image = place.imshow(shares.values, cmap="cividis", vmin=0.0, vmax=1.0, aspect="auto")
    for (row, column), value in np.ndenumerate(shares.values):
        dark = not value > 0.55
        told = f"{value:.0%}" if value >= 0.01 else ""
        place.text(column, row, told, ha="center", va="center", fontsize=13, color="white" if dark else "black")
    names = [textwrap.shorten(name, 30, placeholder="…") for name in shares.columns]
    place.set_xticks(range(columns), names, rotation=40, ha="right", rotation_mode="anchor", fontsize=LABEL - 1)
    place.set_yticks(range(rows), shares.rows, fontsize=LABEL - 1)
    place.set_title(textwrap.fill(f"Shares of the variance of {what}", 60), fontsize=TITLE)
    bar = figure.colorbar(image, ax=place, pad=0.02)
    bar.set_label("share that a parameter has a part in (total index)", fontsize=LABEL - 1)
    bar.ax.tick_params(labelsize=LABEL - 2)
    return figure

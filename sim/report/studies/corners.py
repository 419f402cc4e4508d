"""Figures of discovery: what a box leaves of the distributions of parameters, and the points in two of them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.report.studies.swings import HIGH, LABEL, LOW, TITLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PALE, INK = "#DDDDDD", "#222222"


@dataclass(frozen=True)
class Range:
    """A restriction: what is left of a distribution, where resamples put its bounds, and how often it returns."""

    name: str
    low: float
    high: float
    bands: tuple[tuple[float, float], ...]
    returns: float


@dataclass(frozen=True, eq=False)
class Scatter:
    """Points in two parameters, which of them are cases, and the bounds of the box; not a number where open."""

    labels: tuple[str, ...]
    values: tuple[Array, ...]
    cases: npt.NDArray[np.bool_]
    box: tuple[tuple[float, float], ...]
    word: str


@dataclass(frozen=True, eq=False)
class Corner:
    """A box, and the points around it."""

    title: str
    said: str
    ranges: tuple[Range, ...]
    scatter: Scatter | None


def draw_corners(corner: Corner) -> Figure:
    """The restrictions of a box, and beside them the points, where two parameters are restricted."""
    from matplotlib.figure import Figure  # in the processes that draw

    panels = 1 + (corner.scatter is not None)
    figure = Figure(figsize=(8.2 * panels, max(2.6 + 0.85 * len(corner.ranges), 5.6)), layout="constrained")
    figure.suptitle("\n".join([textwrap.fill(corner.title, 44 * panels), corner.said]), fontsize=TITLE - 1)
    places = figure.subplots(1, panels, squeeze=False)[0]
    _ranges(places[0], corner.ranges)
    if corner.scatter is not None:
        _scatter(places[1], corner.scatter)
    return figure


def _ranges(place: Any, ranges: tuple[Range, ...]) -> None:
    rows = np.arange(len(ranges))
    place.barh(rows, 1.0, height=0.42, color=PALE)
    place.barh(rows, [one.high - one.low for one in ranges], left=[one.low for one in ranges], height=0.42, color=HIGH)
    for row, one in enumerate(ranges):
        for first, last in one.bands:
            place.plot([first, last], [row, row], color=LOW, linewidth=5, solid_capstyle="butt")
        told = textwrap.shorten(one.name, 54, placeholder="…")
        place.text(0.0, row - 0.32, f"{told}; returns in {one.returns:.0%}", fontsize=LABEL, color=INK, va="bottom")
    place.set_ylim(len(ranges) - 0.5, -0.85)
    place.set_xlim(0.0, 1.0)
    place.set_yticks([])
    place.tick_params(axis="x", labelsize=LABEL - 1)
    place.set_xlabel(
        "share of the distribution (blue: in the box; orange:\nwhere 9 of 10 resamples put the bound)", fontsize=LABEL
    )
    place.spines[["top", "right", "left"]].set_visible(False)


def _scatter(place: Any, scatter: Scatter) -> None:
    across, up = scatter.values
    cases = scatter.cases
    place.scatter(across[~cases], up[~cases], s=22, color=PALE, edgecolor="#888888", linewidth=0.4, label="does not")
    place.scatter(across[cases], up[cases], s=30, color=LOW, marker="^", linewidth=0, alpha=0.8, label=scatter.word)
    ends = [_closed(values, bounds) for values, bounds in zip(scatter.values, scatter.box, strict=True)]
    (left, right), (low, high) = ends
    place.plot([left, right, right, left, left], [low, low, high, high, low], color=HIGH, linewidth=3, label="box")
    place.set_xlabel(scatter.labels[0], fontsize=LABEL)
    place.set_ylabel(scatter.labels[1], fontsize=LABEL)
    place.tick_params(labelsize=LABEL - 1)
    place.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, fontsize=LABEL, frameon=False)
    place.spines[["top", "right"]].set_visible(False)


def _closed(values: Array, bounds: tuple[float, float]) -> tuple[float, float]:
    """Bounds, with those of the points where they are open."""
    low, high = bounds
    return (float(values.min()) if np.isnan(low) else low), (float(values.max()) if np.isnan(high) else high)

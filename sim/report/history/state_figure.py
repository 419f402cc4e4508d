"""The figure of the last month on record: free and conditioned histories beside what is known of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.arrays import Array
from sim.report.sweep.drawing import COLOURS
from sim.report.sweep.findings import readable
from sim.report.sweep.sheet import GREY, INK, PALE

EDGE = 1.5
"""How many widths of a tolerance beyond it the figure reaches."""
KINDS = (("free", COLOURS[1], -0.17), ("conditioned", COLOURS[0], 0.17))
"""Both kinds of histories: colour, and place beside the row."""


def state(table: pd.DataFrame, title: str) -> Figure:
    """Mean and 90 % band in widths of the tolerance, and the share of histories within it."""
    figure = Figure(figsize=(13, 2.4 + 0.5 * len(table)))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.6, 1))
    for row, (_, measure) in enumerate(table.iterrows()):
        for kind, colour, aside in KINDS:
            _spread(left, row + aside, measure, kind, colour)
            right.plot(measure[f"{kind}_within"], row + aside, "o", color=colour, markersize=8)
        known = _placed(measure, np.array([measure["record"]]))
        left.plot(known, [row], "|", color=INK, markersize=22, markeredgewidth=2)
    names = [readable(n) + (" *" if u == "condition" else "") for n, u in zip(table["name"], table["use"], strict=True)]
    left.set_yticks(range(len(table)), names, fontsize=11)
    left.axvspan(0, 1, color=PALE, alpha=0.7, linewidth=0)
    reach = (-EDGE - 0.1, 1.0 + EDGE + 0.1)
    left.set(
        xlim=reach, ylim=(len(table) - 0.4, -0.6), xlabel="place within the tolerance: 0 its lower, 1 its upper end"
    )
    right.set(xlim=(-0.02, 1.02), xlabel="share of histories within tolerance")
    for panel in (left, right):
        panel.grid(axis="x", color=PALE, linewidth=0.8)
        panel.set_axisbelow(True)
        panel.tick_params(axis="y", length=0)
    figure.suptitle(f"{title}\n", fontsize=15)
    note = (
        "Orange: free histories; blue: conditioned on the record. "
        "Dot the mean, line the 90 % band, bar the record. * a condition."
    )
    figure.supxlabel(note, fontsize=11, color=GREY)
    return figure


def _placed(measure: pd.Series, values: Array) -> Array:
    """Values in widths of the tolerance; a tolerance of one number is in the middle, a unit of it a width."""
    width = measure["high"] - measure["low"]
    places = (values - measure["low"]) / width if width > 0.0 else 0.5 + (values - measure["low"])
    held: Array = np.clip(places, -EDGE, 1.0 + EDGE)
    return held


def _spread(panel: Axes, row: float, measure: pd.Series, kind: str, colour: str) -> None:
    low, mean, high = _placed(measure, measure[[f"{kind}_{w}" for w in ("low_90", "mean", "high_90")]].to_numpy(float))
    panel.plot([low, high], [row, row], color=colour, linewidth=2.5, alpha=0.7)
    panel.plot(mean, row, "o", color=colour, markersize=7, markeredgecolor="white")

"""Figures of a calibration: prior to posterior, what trades off, and how honest the method is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.arrays import Array
from sim.inputs.parameters import Parameter
from sim.lab.samplers import Prior
from sim.report.history.figures import drawn
from sim.report.sweep.drawing import COLOURS
from sim.report.sweep.sheet import GREY, INK, PALE
from sim.scenarios.scenario import Scenario

FITS = (("posterior_to_2023", COLOURS[1], "to 2023"), ("posterior", COLOURS[0], "to 2024"))

SHOWN = 12
"""Parameters drawn: those of which the evidence took away most."""


def draw(scenario: Scenario, tables: dict[str, pd.DataFrame], seed: int, svg: bool = False) -> dict[str, bytes]:
    """Draw all figures of a calibration, as PNG or as SVG too; gives the content of each of their files by name."""
    declared = scenario.parameters.declared
    names = tables["contraction"]["name"].head(SHOWN).tolist()
    prior = Prior.of(declared, seed).arrays(np.arange(5_000))
    makers = {
        "prior_to_posterior": partial(_marginals, declared, names, prior, tables),
        "trade_offs": partial(_trade_offs, declared, tables),
        "coverage": partial(_coverage, tables["coverage"]),
    }
    return {file: content for name, make in makers.items() for file, content in drawn(name, make, svg).items()}


def _marginals(
    declared: Mapping[str, Parameter], names: list[str], prior: dict[str, Array], tables: dict[str, pd.DataFrame]
) -> Figure:
    figure = Figure(figsize=(13, 8.5))
    figure.suptitle("What the record says of the parameters it moves most")
    axes = figure.subplots(3, 4).flat
    for axis, name in zip(axes, names, strict=False):
        q = declared[name]
        bins = np.linspace(q.low, q.high, 31)
        axis.hist(prior[name], bins=bins, density=True, color=PALE, label="prior")
        for table, colour, label in FITS:
            axis.hist(tables[table][name], bins=bins, density=True, histtype="step", lw=2, color=colour, label=label)
        axis.axvline(q.value, color=INK, lw=1, ls=":")
        axis.set_title(name.replace("_", " "), fontsize=12)
        axis.set_xlabel(q.unit, fontsize=10)
        axis.set_yticks([])
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    return figure


def _trade_offs(declared: Mapping[str, Parameter], tables: dict[str, pd.DataFrame]) -> Figure:
    figure = Figure(figsize=(13, 4.4))
    figure.suptitle("Pairs of parameters that the record ties together")
    pairs = tables["correlation"].head(3)
    axes = figure.subplots(1, 3)
    for axis, pair in zip(axes, pairs.itertuples(), strict=False):
        _pair(axis, declared[str(pair.name)], declared[str(pair.other)], tables["posterior"])
        axis.set_title(f"correlation {pair.correlation:.2f}", fontsize=12)
    return figure


def _pair(axis: Axes, one: Parameter, other: Parameter, sets: pd.DataFrame) -> None:
    axis.scatter(sets[one.name], sets[other.name], s=9, color=COLOURS[0], alpha=0.5, lw=0)
    axis.set_xlabel(f"{one.name.replace('_', ' ')} ({one.unit})")
    axis.set_ylabel(f"{other.name.replace('_', ' ')} ({other.unit})")


def _coverage(truths_covered: pd.DataFrame) -> Figure:
    figure = Figure(figsize=(11, 4.4))
    figure.suptitle("Known truths inside the intervals of their own posteriors, one point a parameter")
    axes = figure.subplots(1, 2, sharey=True)
    for axis, (fit, rows) in zip(axes, truths_covered.groupby("fit"), strict=False):
        for place, level in enumerate((50, 90)):
            axis.axhline(level / 100, color=GREY, ls=":", lw=1)
            spread = np.linspace(-0.25, 0.25, len(rows))
            axis.scatter(place + spread, rows[f"coverage_{level}"], s=8, color=COLOURS[place], lw=0)
        axis.set_xticks([0, 1], ["50 % interval", "90 % interval"])
        axis.set_title(f"fit {str(fit).replace('_', ' ')}", fontsize=12)
        axis.set_ylim(0, 1)
    axes[0].set_ylabel("share of truths inside")
    return figure

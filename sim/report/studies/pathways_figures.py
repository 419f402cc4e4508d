"""Figures of pathways: adaptive beside fixed levels, and the share of histories in which a trigger has acted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

COLOURS = ("#542788", "#B35806", "#1B7837", "#2166AC", "#C51B7D", "#4D4D4D")
WIDE, HIGH = 4.8, 4.2


def worth(table: pd.DataFrame, titles: Mapping[str, str], weightings: Mapping[str, str]) -> Figure:
    """Worth against cost, a panel for each pathway: lines of fixed levels, and the pathway with its 90 % band."""
    groups = list(table.groupby("pathway", sort=False))
    figure = Figure(figsize=(WIDE * len(groups), HIGH), dpi=130, layout="constrained")
    for axes, (pathway, rows) in zip(figure.subplots(1, len(groups), squeeze=False)[0], groups, strict=True):
        apart = 0.012 * float(rows["cost"].max() - min(rows["cost"].min(), 0.0))
        for place, (weighting, own) in enumerate(rows.groupby("weighting", sort=False)):
            colour = COLOURS[place % len(COLOURS)]
            fixed, mine = own[own["way"] == "fixed"], own[own["way"] == "adaptive"].iloc[0]
            label = weightings[str(weighting)]
            axes.plot([0.0, *fixed["cost"]], [0.0, *fixed["score"]], "o-", color=colour, markersize=3, label=label)
            axes.plot(
                [mine["cost"] + apart * (place - 1)] * 2,
                [mine["low_90"], mine["high_90"]],
                color=colour,
                linewidth=1.5,
                alpha=0.6,
            )
            axes.plot(mine["cost"] + apart * (place - 1), mine["score"], "*", color=colour, markersize=13)
        axes.set_title(titles[str(pathway)], fontsize=11)
        axes.axhline(0.0, color="#777777", linewidth=0.8)
        axes.set_xlabel("cost, USD bn a year more than the baseline")
        axes.set_ylabel("worth, smallest differences as weighed")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=3)
    figure.suptitle("Levers that follow what is observed (stars, 90 % bars) beside fixed levels (lines)", fontsize=13)
    return figure


def fired(table: pd.DataFrame, titles: Mapping[str, str]) -> Figure:
    """The share of histories in which each trigger has acted by a month."""
    figure = Figure(figsize=(8.0, HIGH), dpi=130, layout="constrained")
    axes = figure.subplots()
    groups = table.groupby(["pathway", "trigger"], sort=False)
    for colour, ((pathway, trigger), rows) in zip(COLOURS, groups, strict=False):
        axes.step(rows["turn"], rows["share"], where="post", color=colour, label=f"{titles[str(pathway)]}: {trigger}")
    months = table.drop_duplicates("turn")[["turn", "month"]]
    years = months[months["month"].str.endswith("-01")]
    axes.set_xticks(years["turn"], years["month"].str[:4])
    axes.set_ylim(0.0, 1.02)
    axes.set_ylabel("share of histories in which it has acted")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(fontsize=9, frameon=False)
    figure.suptitle("When triggers act", fontsize=13)
    return figure

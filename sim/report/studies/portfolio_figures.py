"""Figures of portfolios: what mixes are worth and cost, and what it is worth to know a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDE, HIGH = 4.6, 4.4
KEPT, OTHER, BAR, PALE = "#542788", "#BBBBBB", "#B35806", "#FEE0B6"
NAMED = 8
"""Mixes that are named in a panel."""
MOST = 10
"""Parameters that are drawn for a weighting."""


def _panels(table: pd.DataFrame, titles: Mapping[str, str], title: str) -> Iterator[tuple[Axes, pd.DataFrame]]:
    """A panel for each weighting."""
    groups = list(table.groupby("weighting", sort=False))
    figure = Figure(figsize=(WIDE * len(groups), HIGH), dpi=130, layout="constrained")
    figure.suptitle(title, fontsize=14)
    for axes, (weighting, rows) in zip(figure.subplots(1, len(groups), squeeze=False)[0], groups, strict=True):
        axes.set_title(titles[str(weighting)], fontsize=11)
        axes.spines[["top", "right"]].set_visible(False)
        yield axes, rows


def trade(table: pd.DataFrame, titles: Mapping[str, str]) -> Figure:
    """Worth against cost, a dot for each mix; those that are not dominated in colour and by name."""
    for axes, rows in _panels(table, titles, "What each mix is worth, and costs"):
        for kept, colour, words in (("no", OTHER, "dominated, or no different"), ("yes", KEPT, "not dominated")):
            own = rows[(rows["affordable"] == "yes") & ((rows["kept"] == "yes") == (kept == "yes"))]
            axes.scatter(own["cost"], own["score"], s=22, color=colour, label=words, zorder=2)
        beyond = rows[rows["affordable"] != "yes"]
        if len(beyond):
            axes.scatter(beyond["cost"], beyond["score"], s=22, marker="x", color=BAR, label="beyond the budget")
        for _, row in rows[rows["kept"] == "yes"].head(NAMED).iterrows():
            axes.annotate(row["code"], (row["cost"], row["score"]), (6, -3), textcoords="offset points", fontsize=9)
        axes.axhline(0.0, color="#777777", linewidth=0.8, zorder=1)
        axes.set_xlabel("cost, USD bn a year more than the baseline")
        axes.set_ylabel("worth, smallest differences as weighed")
        axes.legend(fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
        figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure


def knowing(table: pd.DataFrame, titles: Mapping[str, str]) -> Figure:
    """What it is worth to know each of the parameters that are worth most, and what luck alone makes of it."""
    for axes, rows in _panels(table, titles, "What it is worth to know a parameter before one chooses"):
        own = rows.head(MOST).iloc[::-1]
        axes.barh(own["parameter"].str.replace("_", " "), own["worth"], color=KEPT, height=0.6)
        luck = float((rows["luckiest"] - rows["by_chance"]).iloc[0])
        axes.axvline(
            luck,
            color=BAR,
            linestyle="--",
            linewidth=1.2,
            label="what the luckiest of as many shuffled parameters reaches",
        )
        axes.axvline(0.0, color="#777777", linewidth=0.8)
        axes.set_xlabel("smallest differences as weighed")
        axes.tick_params(axis="y", labelsize=8)
        axes.legend(fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.4, -0.15))
        figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return figure

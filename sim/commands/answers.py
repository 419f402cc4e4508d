"""The answers of a sweep, as they are shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.commands.console import say, show
from sim.report.sweep.findings import number, signed


def show_answers(answers: pd.DataFrame, still: Sequence[str] = ()) -> None:
    """What each action changes, a table an action; the placebo on a row of its own; at the end, all in short.

    `still` are outcomes that nothing moves.
    """
    show(_placebo(answers[answers.action == "placebo"]), "placebo, under which nothing is promised")
    for action, rows in answers[answers.action != "placebo"].groupby("action", sort=False):
        show(_changes(rows), f"{action}: what it changes")
    say(
        "Paired differences of the action raised against lowered, over all settings of the other actions; "
        "intervals of 95 % hold for all comparisons together. `matters from`: the smallest difference of interest. "
        "`above`, `below`: probability over parameter sets that the expected difference lies beyond it. `enough`: "
        "whether the replicates give the precision asked for, or how many would."
    )
    if still:
        say(f"No action moves these outcomes in any run: {', '.join(still)}.")
    show(_in_short(answers[answers.action != "placebo"]), "In short")


def show_variance(split: pd.DataFrame) -> None:
    """For each action and headline outcome: where its spread comes from, and in how many sets its sign holds."""
    rows = split[(split.headline == "yes") & split.share_parametric.notna()]
    table = pd.DataFrame(
        {
            "action": rows["mix"],
            "outcome": rows.outcome,
            "difference": rows.difference.map(signed),
            "90 % of sets": rows.low_90.map(signed) + " to " + rows.high_90.map(signed),
            "from parameters": rows.share_parametric.map("{:.0%}".format),
            "sign holds": rows.sign_holds.map("{:.0%}".format),
        }
    )
    show(table, "Stochastic and parametric uncertainty, headline outcomes")


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outcome": rows.outcome,
            "unit": rows.unit,
            "without": rows.baseline.map(number),
            "difference": rows.difference.map(signed),
            "interval": [f"{signed(low)} to {signed(high)}" for low, high in zip(rows.low, rows.high, strict=True)],
            "matters from": rows.least.map(number),
            "above": rows.p_above.map("{:.2f}".format),
            "below": rows.p_below.map("{:.2f}".format),
            "reading": rows.reading,
            "enough": [_enough(*pair) for pair in zip(rows.enough, rows.replicates_needed, strict=True)],
        }
    )


def _enough(enough: str, needed: float) -> str:
    if enough == "yes":
        return "yes"
    return "no" if math.isnan(needed) else f"needs {needed:,.0f}"


def _placebo(rows: pd.DataFrame) -> pd.DataFrame:
    return _changes(rows)[["outcome", "difference", "interval", "reading"]]


SHORT = ("larger", "probably larger", "smaller", "probably smaller", "no difference that matters")


def _in_short(answers: pd.DataFrame) -> pd.DataFrame:
    """For each action the outcomes by how they read; those that stay open are left out."""
    found = answers.groupby(["action", "reading"], sort=False).outcome.agg(", ".join).unstack(fill_value="")
    return found.reindex(columns=list(SHORT), fill_value="").reset_index()

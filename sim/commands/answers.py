"""The answers of a sweep, as they are shown."""

from __future__ import annotations

import math

import pandas as pd

from sim.commands.console import say, show
from sim.report.sweep.findings import number, signed


def show_answers(answers: pd.DataFrame) -> None:
    """What each action changes, a table an action; the placebo on a row of its own; at the end, all in short."""
    show(_placebo(answers[answers.action == "placebo"]), "placebo, which drives nothing")
    for action, rows in answers[answers.action != "placebo"].groupby("action", sort=False):
        show(_changes(rows), f"{action}: what it changes")
    say(
        "Paired differences of the action raised against lowered, over all settings of the other actions; "
        "intervals of 95 % hold for all comparisons together. `enough`: whether the replicates give the precision "
        "asked for, or how many would."
    )
    show(_in_short(answers), "In short")


def show_variance(split: pd.DataFrame) -> None:
    """For each action and headline outcome: where its spread comes from, and in how many sets the sign agreement."""
    rows = split[(split.headline == "yes") & split.share_parametric.notna()]
    table = pd.DataFrame(
        {
            "action": rows["mix"],
            "outcome": rows.outcome,
            "difference": rows.difference.map(signed),
            "90 % of sets": rows.low_90.map(signed) + " to " + rows.high_90.map(signed),
            "from parameters": rows.share_parametric.map("{:.0%}".format),
            "sign agreement": rows.sign_agreement.map("{:.0%}".format),
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
            "enough": [_enough(*pair) for pair in zip(rows.enough, rows.replicates_needed, strict=True)],
            "reading": rows.reading,
        }
    )


def _enough(enough: str, needed: float) -> str:
    if enough == "yes":
        return "yes"
    return "no" if math.isnan(needed) else f"needs {needed:,.0f}"


def _placebo(rows: pd.DataFrame) -> pd.DataFrame:
    return _changes(rows).drop(columns=["unit", "without"])


def _in_short(answers: pd.DataFrame) -> pd.DataFrame:
    """For each action the outcomes that it makes higher or lower beyond doubt."""
    found = answers.groupby(["action", "reading"], sort=False).outcome.agg(", ".join).unstack(fill_value="")
    return found.reindex(columns=["higher", "lower"], fill_value="").reset_index()

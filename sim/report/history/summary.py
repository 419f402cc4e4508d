"""What a test against history says when it is done: one table and a few sentences."""

from __future__ import annotations

import pandas as pd

from sim.evidence.null_models import NULLS
from sim.evidence.observed import AMOUNT, COUNT, CUMULATIVE, STEP
from sim.report.history.figures import Tables

PRINTED = "what months record median low_90 high_90 within met score score_name skill over remark"
"""Columns of the table that is printed."""


def printed(tables: Tables) -> pd.DataFrame:
    """Facts and series in one table, as it is printed: record, median, band, share within, score, skill.

    Figures of series are means over the months of a window, and `within` is the share of months in the 90 % band.
    """
    facts, series = tables.facts, tables.series
    return pd.concat([_printed_facts(facts), _printed_series(series)], ignore_index=True).fillna({"remark": ""})


def _printed_facts(facts: pd.DataFrame) -> pd.DataFrame:
    score = facts["crps"].where(facts["crps"].notna(), facts["brier"])
    return facts.assign(
        what=facts["name"],
        months="to " + facts["known_by"],
        record=facts["observed"],
        met=facts["met"].fillna("not modelled"),
        score=score,
        score_name=facts["crps"].notna().map({True: "CRPS", False: "Brier"}).where(score.notna(), ""),
        over=facts["null_model"].fillna(""),
    )[PRINTED.split()]


def _printed_series(series: pd.DataFrame) -> pd.DataFrame:
    return series.assign(
        what=series["name"],
        months=series["window"].fillna(""),
        record=series["observed"],
        within=series["coverage_90"],
        met=series["status"].where(series["status"] == "not modelled", ""),
        score_name=series["score_name"].fillna(""),
        skill=series["skill_same_rate"],
        over=series["skill_same_rate"].notna().map({True: "same rate", False: ""}),
    )[PRINTED.split()]


def lines_of(tables: Tables, what: str) -> tuple[str, ...]:
    """What is found of so many histories, in a few sentences."""
    facts = tables.facts[tables.facts["status"] != "not modelled"]
    missed = facts[facts["met"] == "no"]
    late = tables.series[(tables.series["window"] == "2024") & (tables.series["status"] == "measured")]
    return (
        f"{what}: {len(facts) - len(missed)} of {len(facts)} facts met, {len(tables.facts) - len(facts)} not modelled.",
        f"Missed: {', '.join(missed['name']) or 'none'}.",
        *(_skill_line(late, null) for null in NULLS),
        f"In 2024 the 50 % bands hold {late['coverage_50'].mean():.0%} and the 90 % bands "
        f"{late['coverage_90'].mean():.0%} of the months, series weighing alike.",
    )


def printed_state(table: pd.DataFrame) -> pd.DataFrame:
    """The last month on record beside free and conditioned histories, as it is printed."""
    kept = [
        "record",
        "low",
        "high",
        *(f"{k}_{w}" for k in ("free", "conditioned") for w in ("mean", "low_90", "high_90", "within")),
    ]
    return table.set_index("name")[kept].reset_index()


GROUPS = {
    "partnership": (CUMULATIVE, STEP),
    "provocations": (COUNT,),
    "aid": (AMOUNT,),
}


def _skill_line(late: pd.DataFrame, null: str) -> str:
    parts = []
    for name, kinds in GROUPS.items():
        skill = late.loc[late["kind"].isin(kinds), f"skill_{null}"].dropna()
        parts.append(f"{name} {skill.median():+.2f} (better in {(skill > 0.0).sum()} of {len(skill)})")
    return f"Median skill in 2024 over {null.replace('_', ' ')}: {', '.join(parts)}; stand-ins left out."


def mean_coverage(honesty: pd.DataFrame) -> pd.DataFrame:
    """Share of known truths within the intervals of each fit: mean over all parameters, and over those moved."""
    columns = ["coverage_50", "coverage_90"]
    everything = honesty.groupby("fit", as_index=False)[columns].mean().assign(parameters="all")
    moved = honesty[honesty["contraction"] > 0.2].groupby("fit", as_index=False)[columns].mean()
    return pd.concat([everything, moved.assign(parameters="contraction above 0.2")], ignore_index=True).round(3)

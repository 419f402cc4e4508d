"""The answer of a sweep in words and tables of words: the same on the screen, in the report and in the README."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.lab.analyses.theories import verdict
from sim.report.sweep.findings import number, readable, signed
from sim.report.sweep.maps import named
from sim.report.sweep.told import Told

BEST = 3
"""Mixes that are named under each weighting."""

FEW = 4
"""Parameters that are named of those on which the effects of an action hang."""


def first_stage(told: Told, action: str | None = None) -> pd.DataFrame:
    """What each action promises a month, alone at full, and what became of it: a row per promised order."""
    done = told.done(action)
    if done.empty:
        return pd.DataFrame(columns=["action", "order", "unit", *STAGES])
    return pd.DataFrame(
        {
            "action": done["lever"],
            "order": [_order(*row) for row in zip(done["who"], done["action"], done["toward"], strict=True)],
            "unit": [unit if unit.endswith(" a day") else f"{unit} a month" for unit in done["unit"]],
            "promised": done["promised"].map(_three),
            "without": done["baseline"].map(_three),
            **{name.replace("_", " "): _with_interval(done, name) for name in ("given", "delivered", "crowded_out")},
            "at a ceiling": [_share(*row) for row in zip(done["at_ceiling"], done["unit"], strict=True)],
        }
    )


def first_stage_in_short(told: Told) -> pd.DataFrame:
    """The same, orders of a kind under an action put together: what all of them come to a month."""
    done = told.done()
    if done.empty:
        return first_stage(told)
    rows = [_together(own) for _, own in done.groupby(["lever", "action", "unit"], sort=False)]
    return pd.DataFrame(rows)


def _together(own: pd.DataFrame) -> dict[str, object]:
    first, sums = own.iloc[0], own.sum(numeric_only=True)
    # what others do toward one addressee stands in the row of each who promises it something
    sums["crowded_out"] = own.drop_duplicates("toward")["crowded_out"].sum()
    whom = {_order(*row).partition(":")[0] for row in zip(own["who"], own["action"], own["toward"], strict=True)}
    verb, unit = str(first["action"]).replace("_", " "), str(first["unit"])
    numbers = {name.replace("_", " "): signed(sums[name]) for name in ("given", "delivered", "crowded_out")}
    return {
        "action": first["lever"],
        "order": f"{verb}, {whom.pop() if len(whom) == 1 else f'{len(whom)} pairs'}",
        "unit": unit if unit.endswith(" a day") else f"{unit} a month",
        "promised": number(sums["promised"]),
        "without": number(sums["baseline"]),
        **numbers,
        "at a ceiling": _share(own["at_ceiling"].max(), unit),
    }


STAGES = ("promised", "without", "given", "delivered", "crowded out", "at a ceiling")


def _order(who: str, action: str, toward: str) -> str:
    whom = "" if toward == who else f" → {toward}"
    return f"{who}{whom}: {action.replace('_', ' ')}"


def _three(value: float) -> str:
    return number(value)


def _with_interval(done: pd.DataFrame, name: str) -> list[str]:
    columns = done[name], done[f"{name}_low"], done[f"{name}_high"]
    return [f"{signed(v, 2)} ({signed(low, 2)} to {signed(high, 2)})" for v, low, high in zip(*columns, strict=True)]


def _share(share: float, unit: str) -> str:
    return "" if unit == "orders" or not np.isfinite(share) else f"{share:.0%}"


def changes(told: Told, action: str) -> pd.DataFrame:
    """What one action changes: a row per headline outcome, ordered by what it is about."""
    own = told.changes[told.changes["action"] == action]
    return pd.DataFrame(
        {
            "about": own["about"],
            "outcome": _outcomes(own),
            "unit": own["unit"],
            "without": own["baseline_mean"].map(number),
            "difference": own["difference"].map(signed),
            "interval": [f"{signed(a, 2)} to {signed(b, 2)}" for a, b in zip(own["low"], own["high"], strict=True)],
            "matters from": own["least"].map(number),
            "larger": own["p_above"].map(percent),
            "smaller": own["p_below"].map(percent),
            "reading": own["reading"],
            **({"theories": own["verdict"]} if told.crossed else {}),
        }
    )


def _outcomes(rows: pd.DataFrame) -> list[str]:
    return [named(outcome, theatre) for outcome, theatre in zip(rows["outcome"], rows["theatre"], strict=True)]


def percent(chance: float) -> str:
    """A probability in per cent."""
    return "" if np.isnan(chance) else f"{chance:.0%}"


def in_short(told: Told) -> pd.DataFrame:
    """All actions side by side: what each changes beyond what matters, with the probability; a row per outcome."""
    every = told.changes
    rows = []
    for _, own in every.groupby("outcome", sort=False):
        by = {row["action"]: row for row in own.to_dict("records")}
        cells = {action: _cell(by.get(action)) for action in told.actions}
        first = own.iloc[0]
        label = {"about": first["about"], "outcome": named(str(first["outcome"]), str(first["theatre"]))}
        rows.append({**label, "unit": first["unit"], "without": number(first["baseline_mean"]), **cells})
    order = every.drop_duplicates("outcome").sort_values(["place", "within"], kind="stable")["outcome"]
    table = pd.DataFrame(rows, index=list(every.groupby("outcome", sort=False).groups))
    return table.reindex(order).reset_index(drop=True) if rows else table


def _cell(row: Mapping[Any, Any] | None) -> str:
    """What an action does to an outcome, in a word: the difference and its probability, or that none matters."""
    if row is None:
        return ""
    said = str(row["reading"])
    if said.startswith("no "):
        return "none"
    chance = max(float(str(row["p_above"])), float(str(row["p_below"])))
    if too_rare(row):
        return RARE
    told = f"{signed(float(str(row['difference'])), 2)} ({chance:.0%})"
    return f"open, {told}" if said == "open" else f"{told}{_turning(str(row['verdict']))}"


RARE = "too rare to tell"


def too_rare(row: Mapping[Any, Any]) -> bool:
    """Whether what was compared came about so seldom that no replicate differs, which rules nothing out."""
    return str(row["reading"]) == "open" and float(row["difference"]) == 0.0


def _turning(said: str) -> str:
    return " †" if said == verdict(["larger", "smaller"]) else ""


SHORT = (
    "The difference that each action makes, taken on the average over every setting of the others, and in brackets the "
    "probability over parameter sets that it is larger (or smaller, where it is below zero) than the smallest "
    "difference of interest. *none*: with 90 % no difference that matters. *open*: neither is likely. "
    "*too rare to tell*: no replicate differs, and so many rule nothing out."
)


def under(told: Told) -> str:
    """Under which theories all this holds, in a sentence."""
    if not told.crossed:
        return "All under the default theories; `entente sweep --theories` plays the rivals too."
    return f"Played under {', '.join(told.crossed)}; *theories* says whether the reading survives."


def doses(told: Told, action: str) -> list[str]:
    """How what an action changes grows with its dose: a line for each outcome that it moves beyond what matters."""
    table = told.tables.get("doses.csv", pd.DataFrame())
    own = table[(table["action"] == action) & (table["level"] > 0.0)] if len(table) else table
    by_outcome: dict[str, list[Mapping[Any, Any]]] = {}
    for row in own.to_dict("records"):
        by_outcome.setdefault(row["outcome"], []).append(row)
    return [line for rows in by_outcome.values() for line in _grown(rows)]


def _grown(rows: Sequence[Mapping[Any, Any]]) -> Iterator[str]:
    once, last = next((row for row in rows if row["mix"] == row["action"]), None), rows[-1]
    if once is None or last["level"] <= once["level"] or last["headline"] != "yes":
        return
    said = f"{last['reading']} {once['reading']}"
    if "larger" in said or "smaller" in said:
        part = last["per_level"] / once["per_level"] if once["per_level"] else np.nan
        name = named(str(last["outcome"]), str(last["theatre"]))
        yield (
            f"{name}: {signed(once['difference'])} at {number(once['dose'])} {once['dose_unit']}, "
            f"{signed(last['difference'])} at {number(last['dose'])}: {_yield(part)}"
        )


def _yield(part: float) -> str:
    """How much a unit of the dose does at the highest, against what it does at full."""
    if not np.isfinite(part):
        return "no trend"
    return f"a unit of the dose does {part:.1f} times as much"


def turning(told: Told, action: str) -> list[str]:
    """The assumptions on which what an action changes hangs, in sentences, those first with which it turns."""
    rows = told.turning(action)
    lines = [_hangs(row) for row in rows.head(FEW).to_dict("records")] if len(rows) else []
    theories = told.changes[(told.changes["action"] == action) & (told.changes["verdict"] == "depends on theory")]
    if len(theories):
        lines.append(f"Under a rival theory another way: {', '.join(_outcomes(theories))}.")
    return lines or ["No single parameter turns it, as far as this many parameter sets can tell."]


def _hangs(row: Mapping[Any, Any]) -> str:
    low, high = (float(str(row[name])) for name in ("at_lowest", "at_highest"))
    word = "turns" if row["turns"] == "yes" else "hangs"
    return (
        f"{named(str(row['outcome']), str(row['theatre']))} {word} on `{row['parameter']}`: {signed(low, 2)} in the "
        f"third of the sets in which it is lowest, {signed(high, 2)} in the third in which it is highest."
    )


def ranks(told: Told) -> pd.DataFrame:
    """The best mixes under each weighting, and the baseline, with what is lost by choosing them where one is wrong."""
    pieces = []
    for name, rows in told.ranks().items():
        kept = rows[(rows["rank"] <= BEST) | rows["mix"].isin(["baseline", "all_actions"])]
        pieces.append(
            pd.DataFrame(
                {
                    "weighting": readable(name),
                    "rank": kept["rank"],
                    "mix": kept["mix"],
                    "score": kept["score"].map(lambda v: signed(v, 2)),
                    "90 % of sets": [
                        f"{signed(a, 2)} to {signed(b, 2)}"
                        for a, b in zip(kept["low_90"], kept["high_90"], strict=True)
                    ],
                    "better than none": kept["p_better"].map(percent),
                    "best in": kept["p_best"].map(percent),
                    "regret": kept["regret"].map(lambda v: number(v, 2)),
                }
            )
        )
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame()


def across(told: Told) -> list[str]:
    """For each weighting what is lost least, at worst, whichever theory holds: of the baseline, one action, all."""
    table = told.across()
    return (
        [_least_regret(str(name), rows) for name, rows in table.groupby("weighting", sort=False)] if len(table) else []
    )


def _least_regret(weighting: str, rows: pd.DataFrame) -> str:
    best = rows.iloc[0]
    theories = rows.drop(columns=["weighting", "mix", "worst"])
    firsts = {str(rows["mix"].iloc[int(theories[name].to_numpy().argmin())]) for name in theories}
    which = "whichever theory holds" if len(firsts) == 1 else f"by theory the best is {', '.join(sorted(firsts))}"
    return (
        f"{readable(weighting)}, of the baseline, one action or all of them: `{best['mix']}` loses least at worst "
        f"({number(best['worst'], 2)} under one of {theories.shape[1]} theories); {which}."
    )


REGRET = (
    "Scores are differences to the baseline in smallest differences of interest, weighed as `configs/weightings.toml` "
    "says. *Regret*: by how much the best mix under each parameter set would have been better, on the "
    "average over sets."
)

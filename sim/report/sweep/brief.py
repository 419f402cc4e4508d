"""The answer of a sweep in brief: a verdict in words, and tables narrow enough for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from sim.report.sweep import telling
from sim.report.sweep.findings import number, readable, signed, titled
from sim.report.sweep.maps import named
from sim.report.sweep.told import Told

CLEAR = ("larger", "smaller", "probably larger", "probably smaller")
"""Readings that say in which direction a difference matters, the surest first."""

NAMED = 3
"""Open outcomes that are named, those first of which most sets say that they matter."""


def verdicts(told: Told) -> Iterator[str]:
    """For each action in a sentence or two: what it changes beyond what matters, what stays open, what does not."""
    for action in told.actions:
        own = told.changes[told.changes["action"] == action]
        if len(own):
            yield f"{titled(action)}: {_verdict(own)}"


def _titled(name: str) -> str:
    text = readable(name)
    return text[:1].upper() + text[1:]


def _verdict(own: pd.DataFrame) -> str:
    sure = [_clear(row) for kind in CLEAR for row in own[own["reading"] == kind].to_dict("records")]
    rare = own[own.apply(telling.too_rare, axis=1)]
    still = own[(own["reading"] == "open") & ~own.index.isin(rare.index)]
    likeliest = still[["p_above", "p_below"]].max(axis=1).sort_values(ascending=False, kind="stable").index
    still = still.loc[likeliest]
    said = [*sure]
    if len(still):
        more = f" and {len(still) - NAMED} more" if len(still) > NAMED else ""
        said.append(f"open: {', '.join(map(_open, still.head(NAMED).to_dict('records')))}{more}")
    if len(rare):
        said.append(f"{telling.RARE}: {', '.join(map(_outcome, rare.to_dict('records')))}")
    rest = len(own) - len(sure) - len(still) - len(rare)
    if rest:
        said.append(f"{'else ' if said else ''}no difference that matters in {rest} outcomes")
    return f"{'; '.join(said)}."


def _clear(row: Mapping[Any, Any]) -> str:
    return f"{_outcome(row)} {row['reading']}, by {_size(row)}, {_chance(row)}"


def _open(row: Mapping[Any, Any]) -> str:
    return f"{_outcome(row)} ({signed(float(row['difference']), 2)}, {_chance(row)})"


def _outcome(row: Mapping[Any, Any]) -> str:
    name = named(str(row["outcome"]), str(row["theatre"]))
    return name[:1].lower() + name[1:]


def _chance(row: Mapping[Any, Any]) -> str:
    return telling.percent(max(float(row["p_above"]), float(row["p_below"])))


def _size(row: Mapping[Any, Any]) -> str:
    difference, usual = float(row["difference"]), float(row["baseline_mean"])
    share = f" ({difference / usual:+.0%})".replace("-", "−") if usual else ""
    return f"{number(abs(difference), 2)} {row['unit']}{share}"


def first_stage(told: Told, action: str) -> pd.DataFrame:
    """What an action promises a month and what became of it: a row for all orders of a kind."""
    done = telling.first_stage_in_short(told)
    own = done[done["action"] == action]
    kinds = own["order"] + ", " + own["unit"]
    return pd.DataFrame(
        {"order, and its unit": kinds, **{name: own[name] for name in ("promised", "given", "delivered")}}
        | {"crowded out": own["crowded out"]}
    )


def changes(told: Told, action: str) -> pd.DataFrame:
    """What an action changes: a row for each headline outcome in which it may matter."""
    own = told.changes[told.changes["action"] == action]
    own = own[~own["reading"].str.startswith("no ")]
    bounds = zip(own["low"], own["high"], strict=True)
    return pd.DataFrame(
        {
            "outcome": [_titled(_outcome(row)) for row in own.to_dict("records")],
            "without": own["baseline_mean"].map(lambda v: number(v, 3)),
            "difference": own["difference"].map(lambda v: signed(v, 2)),
            "95 % interval": [f"{signed(low, 2)} to {signed(high, 2)}" for low, high in bounds],
            "reading": [_reading(row) for row in own.to_dict("records")],
        }
    )


def _reading(row: Mapping[Any, Any]) -> str:
    return telling.RARE if telling.too_rare(row) else f"{row['reading']} {_chance(row)}"


def ranks(told: Told) -> Iterator[tuple[str, pd.DataFrame]]:
    """Under each weighting, by its name, the best mixes, the baseline and all actions."""
    table = telling.ranks(told)
    for weighting, own in table.groupby("weighting", sort=False) if len(table) else ():
        columns = own[["rank", "mix", "score", "better than none", "regret"]]
        yield str(weighting), columns.assign(mix=own["mix"].map(_mix)).rename(columns={"better than none": "better"})


def _mix(name: str) -> str:
    return " + ".join(map(readable, name.split("+")))

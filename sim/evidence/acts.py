"""The record as a script: what each actor did, or is known not to have done, month by month, as orders.

Dated acts stand in a table of their own; orders that follow monthly series (launches, incidents, money) are read off
these. A month of which nothing is known is left to the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from sim.base.months import month_of
from sim.base.paths import CONFIGS
from sim.evidence.facts.conduct import USD_PER_EUR
from sim.evidence.tables import load

SCRIPT = CONFIGS / "scripts" / "northeast-asia-record.toml"
"""Where the script is kept that these acts make."""

FROM_SERIES = {
    ("launch_occasions",): ("provoke", "occasions"),
    ("balloon_launches", "other_provocations"): ("provoke", "incidents"),
    ("aid_total",): ("send_aid", "USD at 1.07 a euro"),
}
"""Series that orders follow: the action, and what there is to know of it."""

HEAD = """title = "{title}"
summary = "{summary}"
"""
MONTHS = ("from_month", "to_month")
TITLE = "The record, February 2022 to December 2024"
SUMMARY = (
    "What is on record happens, what is known not to have happened does not, everything else is free. Written from the "
    "tables of evidence by python -m sim.evidence; see docs/history.md."
)


@dataclass(frozen=True)
class Act:
    """What an actor did a month for some months, in the unit of the action; an amount of 0 is known not to be."""

    who: str
    action: str
    toward: str
    first: str
    last: str
    amount: float
    source: str


def acts() -> tuple[Act, ...]:
    """All acts on record, by actor, action, addressee and month, those that go on unchanged as one."""
    found = (*_dated(), *_from_series())
    ordered = sorted(found, key=lambda act: (act.who, act.action, act.toward, act.first))
    return tuple(_joined(ordered))


def _dated() -> Iterator[Act]:
    for row in load("acts").to_dict("records"):
        who, action, toward, first, last = (str(row[key]) for key in ("actor", "action", "target", *MONTHS))
        source = f"{row['source']}{'; ' if row['note'] else ''}{row['note']}"
        yield Act(who, action, toward, first, last, float(row["value"]), source)


def _from_series() -> Iterator[Act]:
    monthly = load("monthly")
    for names, (action, note) in FROM_SERIES.items():
        rows = monthly[monthly["series"].isin(names)]
        sums: pd.DataFrame = rows.groupby(["actor", "target", "month"], as_index=False)[["value"]].sum()
        source = f"{' and '.join(names)} of the monthly series; {note}"
        for row in sums.to_dict("records"):
            who, toward, month = (str(row[key]) for key in ("actor", "target", "month"))
            value = float(row["value"])
            amount = USD_PER_EUR * value if action == "send_aid" else value
            yield Act(who, action, toward or who, month, month, round(amount, 4), source)


def _joined(ordered: Iterable[Act]) -> Iterator[Act]:
    last: Act | None = None
    for act in ordered:
        if last is not None and act == replace(last, first=act.first, last=act.last) and _follows(last.last, act.first):
            last = replace(last, last=act.last)
        else:
            if last is not None:
                yield last
            last = act
    if last is not None:
        yield last


def _follows(month: str, other: str) -> bool:
    return month_of(1, month) == other


def script() -> str:
    """The script as TOML: a row for each act, or for what is known not to have happened."""
    head = HEAD.format(title=TITLE, summary=SUMMARY)
    return "\n".join([head, "order = [", *(f"    {{ {_written(act)} }}," for act in acts()), "]", ""])


def _written(act: Act) -> str:
    # What is promised is all there is: own reasons of that month are left out, so that sizes are those on record.
    amount = {} if act.amount == 0.0 else {"amount": f"{act.amount:g}"}
    row = {key: json.dumps(getattr(act, key)) for key in ("who", "action", "toward")} | amount | {"never": "true"}
    row |= {key: json.dumps(month) for key, month in _months(act).items()} | {"source": json.dumps(act.source)}
    return ", ".join(f"{key} = {value}" for key, value in row.items())


def _months(act: Act) -> dict[str, str]:
    return {"month": act.first} if act.first == act.last else {"from": act.first, "until": act.last}

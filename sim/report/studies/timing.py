"""The tale of timing: what a month of delay costs, and what a ramp, a dose and a coalition do; maps of the effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.delay import OF_DELAY
from sim.lab.analyses.theories import way
from sim.lab.study import Results
from sim.report.studies.arms import in_order
from sim.report.studies.pictures import Heat, Heats
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import named, number, signed, title_of

QUESTION = "How soon and how strongly must it be done, how fast, and with whom: what does each month of delay cost?"
TOLD = 2
"""Outcomes that stand in the line of an action."""
FULL = 3.0
"""Smallest differences of interest at which a colour is full at the earliest."""
NOTE = (
    "Difference to the baseline; colours are full at the largest of a panel, or at three smallest differences of "
    "interest; bold where it is beyond one with two thirds or more."
)

LIMITS = (
    (
        "A window that ends",
        "Outcomes are measured over the same months whenever actions start: a later start has fewer of them to work "
        "in. What a delay costs is therefore also what those months would have brought.",
    ),
    (
        "Who joins",
        "Whoever keeps out gives nothing of what is promised under the action, and goes on by its own reasons. A ramp "
        "comes on top of the months in which each promise grows by itself.",
    ),
)

Row = Mapping[Any, Any]


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    actions, delay = list(results.study.facts["actions"]), in_order(results.table(OF_DELAY))
    seen = results.table(OF_COMPARED)
    usual = _usual(results)
    own = delay[_where(delay, usual) & (delay["matters"] == "yes") & (delay["headline"] == "yes")]
    by = {action: own[own["action"] == action] for action in actions}
    return Tale(
        title="How soon, how fast, how strongly, with whom",
        question=QUESTION,
        verdict=tuple(_line(results, action, by[action], seen) for action in actions),
        sections=tuple(_section(results, action, by[action], seen) for action in actions),
        pictures=tuple(
            heats for action in actions if len(by[action]) for heats in _maps(results, action, by[action], seen)
        ),
        limits=LIMITS,
    )


def _usual(results: Results) -> dict[str, Any]:
    """The combination that is looked at where one of the others varies: fastest, as sourced, the first coalition."""
    facts = results.study.facts
    level = min(facts["levels"], key=lambda one: abs(one - 1.0))
    return {"ramp": facts["ramps"][0], "level": level, "joins": facts["joins"][0]}


def _where(table: pd.DataFrame, factors: Mapping[str, Any]) -> pd.Series:
    every = pd.Series(True, index=table.index)
    for name, value in factors.items():
        every &= table[name] == value
    return every


def _name(row: Row) -> str:
    return named(str(row["outcome"]), str(row["theatre"]))


def _line(results: Results, action: str, rows: pd.DataFrame, seen: pd.DataFrame) -> str:
    """What there is to say of one action, on the outcomes that it moves most."""
    if rows.empty:
        return f"{title_of(results, action)}: nothing is shown to move beyond what matters, however soon."
    size = (rows["at_first"].abs() / rows["least"]).sort_values(ascending=False, kind="stable")
    told = [_cost(results, row, seen) for row in rows.loc[size.index[:TOLD]].to_dict("records")]
    more = f" ({len(rows) - TOLD} more move)" if len(rows) > TOLD else ""
    return f"{title_of(results, action)}: {'; '.join(told)}{more}."


def _cost(results: Results, row: Row, seen: pd.DataFrame) -> str:
    """What a delay, a ramp and a smaller coalition cost, in words."""
    lost = -float(row["per_month"]) * np.sign(float(row["at_first"]))
    half = (float(row["high"]) - float(row["low"])) / 2.0
    said = f"{_name(row)} {signed(row['at_first'], 2)} at once"
    sure = lost > half
    said += (
        f", each month of delay costs {number(lost, 2)} (±{number(half, 2)}) of it"
        if sure
        else ", no clear cost of delay"
    )
    others = {"over {} months": ("ramp", results.study.facts["ramps"][1:]), "{} alone": ("joins", _others(results))}
    for form, (factor, values) in others.items():
        for value in values[:1]:
            said += f", {form.format(str(value).replace('+', ' and '))} {_share(results, row, seen, factor, value)}"
    return said


def _others(results: Results) -> list[str]:
    return list(results.study.facts["joins"][1:])


def _share(results: Results, row: Row, seen: pd.DataFrame, factor: str, value: object) -> str:
    """What is left of the effect where one factor is another."""
    at = {**_usual(results), "action": row["action"], "outcome": row["outcome"], factor: value}
    found = seen[_where(seen, {**at, "start": results.study.facts["starts"][0]})]["difference"]
    return f"{float(found.iloc[0]) / float(row['at_first']):.0%}" if len(found) and row["at_first"] else "–"


def _section(results: Results, action: str, rows: pd.DataFrame, seen: pd.DataFrame) -> Section:
    told, facts = rows.to_dict("records"), results.study.facts
    columns = {
        "outcome": [_name(row) for row in told],
        "at once": [signed(row["at_first"], 2) for row in told],
        "a month": [f"{signed(r['per_month'], 2)} ±{number((r['high'] - r['low']) / 2.0, 2)}" for r in told],
        "lost": [f"{row['lost']:.1%}" for row in told],
    }
    for name, factor, values in (("ramp", "ramp", facts["ramps"][1:]), ("alone", "joins", _others(results))):
        if values:
            columns[name] = [_share(results, row, seen, factor, values[0]) for row in told]
    note = "A month: what each month of delay changes, with half its 95 % interval; lost: as a share."
    note += f" Ramp: what is left over {facts['ramps'][1]} months." if len(facts["ramps"]) > 1 else ""
    note += f" Alone: {_others(results)[0]}." if _others(results) else ""
    return Section(
        title_of(results, action),
        pd.DataFrame(columns),
        note if told else "Nothing is shown to move beyond what matters; what is open stands in delay.csv.",
    )


def _maps(results: Results, action: str, rows: pd.DataFrame, seen: pd.DataFrame) -> list[Heats]:
    """Start by intensity; and, where there is more than one of either, ramp and coalition by start."""
    facts, usual, own = results.study.facts, _usual(results), seen[seen["action"] == action]
    strongly = own[_where(own, {"ramp": usual["ramp"], "joins": usual["joins"]})]
    told, starts = rows.to_dict("records"), tuple(f"{start:g}" for start in facts["starts"])
    levels = tuple(f"{level:g}" for level in facts["levels"])
    panels = tuple(_heat(row, strongly, ["start"], "level") for row in told)
    title, ends = f"{title_of(results, action)}: how soon and how ", ("smaller", "larger")
    axes = "months of delay", "intensity"
    found = [Heats(f"timing_{action}", f"{title}strongly", starts, levels, *axes, panels, ends, NOTE)]
    if len(facts["joins"]) * len(facts["ramps"]) > 1:
        level = _ordered(results, own[own["level"] == usual["level"]])
        down = tuple(_in_time(joins, ramp) for joins in facts["joins"] for ramp in facts["ramps"])
        panels = tuple(_heat(row, level, ["joins", "ramp"], "start") for row in told)
        title += f"fast, and with whom, at intensity {usual['level']:g}"
        found.append(Heats(f"joining_{action}", title, down, starts, "", axes[0], panels, ends, NOTE))
    return found


def _in_time(joins: str, ramp: int) -> str:
    return f"{joins}, at once" if ramp == 1 else f"{joins}, over {ramp}"


def _ordered(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in which coalitions stand in the order in which they were named."""
    return rows.assign(joins=pd.Categorical(rows["joins"], list(results.study.facts["joins"]), ordered=True))


def _heat(row: Row, rows: pd.DataFrame, down: list[str], across: str) -> Heat:
    own = rows[rows["outcome"] == row["outcome"]]
    clear = own.assign(clear=own["reading"].fillna("").map(way).isin(["larger", "smaller"]))
    values, strong = (
        clear.pivot(index=down, columns=across, values=what).sort_index().to_numpy() for what in ("difference", "clear")
    )
    numbers = values.astype(float)
    words = np.array([[signed(value, 2) for value in line] for line in numbers], dtype=object)
    shades = numbers / max(FULL * float(row["least"]), float(np.abs(numbers).max()))
    return Heat(f"{_name(row)} ({row['unit']})", shades, words, strong.astype(bool))

"""The sections of the report that answer: first stage, each action, all in short, ranks, what turns it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pandas as pd

from sim.report.html import cell, table
from sim.report.sweep import telling
from sim.report.sweep.findings import titled
from sim.report.sweep.told import Told

INTERVALS = (
    "Intervals of 95 % are of the mean. Shaded: with at least two thirds larger, or smaller, than the smallest "
    "difference of interest, over parameter sets and with the luck of single runs taken out."
)


def sections_of(told: Told) -> Iterator[str]:
    """The sections, the first stage first."""
    yield f"<h2>What was done</h2>\n{_table(telling.first_stage(told))}"
    yield f"<h2>In short</h2>\n{_table(telling.in_short(told))}\n{_said(telling.SHORT, telling.under(told))}"
    yield f"<h2>What each action changes</h2>\n<p>{INTERVALS}</p>"
    yield from (_action(told, action) for action in told.actions)
    yield f"<h2>Which mix</h2>\n{_table(telling.ranks(told))}\n{_said(telling.REGRET)}{_list(telling.across(told))}"


def _action(told: Told, action: str) -> str:
    parts = [f"<h3>{escape(titled(action))}</h3>", _table(telling.changes(told, action))]
    if lines := telling.doses(told, action):
        parts.append(f"<p>With the dose:</p>\n{_list(lines)}")
    return "\n".join([*parts, f"<p>What turns it:</p>\n{_list(telling.turning(told, action))}"])


def _said(*texts: str) -> str:
    return f"<p>{_marked(' '.join(texts))}</p>"


def _marked(text: str) -> str:
    """Marks of emphasis and code as HTML."""
    for mark, tag in (("*", "em"), ("`", "code")):
        parts = (text if mark == "`" else escape(text)).split(mark)
        text = "".join(part if place % 2 == 0 else f"<{tag}>{part}</{tag}>" for place, part in enumerate(parts))
    return text


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_marked(line)}</li>' for line in lines)}</ul>"


def _table(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "<p>Nothing to tell.</p>"
    texts = ([cell(str(value), kind=_kind(str(value))) for value in row] for row in rows.itertuples(index=False))
    return table(map(str, rows.columns), texts)


def _kind(value: str) -> str:
    clear = value.removeprefix("probably ") in ("larger", "smaller")
    return "clear" if clear else "none" if value in ("none", "no difference that matters", "no run differs") else ""

"""The tale of the ablation: what brings the patterns of the record about, as far as switching it off can tell."""

from __future__ import annotations

from functools import partial

import pandas as pd

from sim.lab.study import Results
from sim.report.history.figures import ablation
from sim.report.studies.pictures import Own
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import few, listed, readable

QUESTION = "What brings the patterns of the record about: which are lost when one thing is switched off?"
CLEAR = 0.05
"""Change of a share from which on it is told, where its interval leaves out zero."""
CAUSES = 3


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    table = results.table(results.study.analyses[0])
    title, moved = "What each switch does to the patterns of the record", _moved(table)
    return Tale(
        title="Ablation",
        question=QUESTION,
        verdict=(_together(table), *(_line(rows) for _, rows in table.groupby("pattern", sort=False))),
        sections=(_section(moved),),
        pictures=(Own("ablation", title, partial(ablation, table, title)),),
        limits=(
            (
                "One at a time",
                "Switches are turned one by one: what two bring about together, either of them alone may hide.",
            ),
        ),
    )


def _moved(table: pd.DataFrame) -> pd.DataFrame:
    clear = (table["low"] > 0.0) | (table["high"] < 0.0)
    moved = table[clear & (table["difference"].abs() >= CLEAR)]
    return moved.sort_values("difference", key=lambda values: -values.abs(), kind="stable")


def _together(table: pd.DataFrame) -> str:
    on = table[table["kind"] == "none"]
    missed = [readable(str(name)).lower() for name in on.loc[on["verdict"] == "missed", "pattern"]]
    counts = table.loc[table["verdict"] == "lost", ["kind", "switched"]].drop_duplicates()
    held = int((on["verdict"] == "held").sum())
    said = f"With everything on {held} of {len(on)} patterns hold" + (f" ({listed(missed)} do not)" if missed else "")
    switches = len(table[["kind", "switched"]].drop_duplicates()) - 1
    return f"{said}; {len(counts)} of {switches} switches lose one or more."


def _line(rows: pd.DataFrame) -> str:
    """What a pattern hangs on, the strongest first."""
    moved = _moved(rows)
    causes = [f"{row.share_switched:.0%} with {row.kind} {row.switched}" for row in moved.itertuples()]
    head = f"{readable(str(rows['pattern'].iloc[0]))}: {rows['share_on'].iloc[0]:.0%} with everything on"
    return f"{head}; {few(causes, CAUSES) or 'no switch moves it'}."


def _section(moved: pd.DataFrame) -> Section:
    shown = moved[moved["verdict"].isin(["lost", "gained"])]
    table = pd.DataFrame(
        {
            "switched": shown["switched"].to_list(),
            "pattern": shown["pattern"].to_list(),
            "on": shown["share_on"].map("{:.0%}".format).to_list(),
            "off": shown["share_switched"].map("{:.0%}".format).to_list(),
            "verdict": shown["verdict"].to_list(),
        }
    )
    return Section("What is lost, and what is gained", table, "" if len(shown) else "Nothing is lost or gained.")

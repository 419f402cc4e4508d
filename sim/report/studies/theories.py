"""The tale of theories: which conclusions hold whoever is right, which hang on a side, and which are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.conclusions import CONDITIONAL, OF_CONCLUSIONS, ROBUST
from sim.lab.study import Results
from sim.model.theories import THEORIES
from sim.report.studies.arms import in_order, map_of
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import few, listed, named, readable, signed, title_of
from sim.report.sweep.maps import Map

QUESTION = "Which conclusions hold whichever theory is right, which hang on a side, and which are open?"


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    table = results.table(OF_CONCLUSIONS)
    told = in_order(table[table["headline"] == "yes"]).fillna({"way": "", "on": "", "turned_by": ""})
    actions = list(results.study.facts["actions"])
    cells = int(told[["larger", "smaller", "none", "open"]].iloc[0].sum()) if len(told) else 0
    return Tale(
        title="Rival theories",
        question=QUESTION,
        verdict=(_together(results, told, cells), *(_line(results, action, _of(told, action)) for action in actions)),
        sections=tuple(_section(results, action, _of(told, action)) for action in actions),
        pictures=(_summary(results, told, actions), *(_cells(results, action) for action in actions)),
        limits=(
            (
                "Only rivals that are there",
                f"Crossed are {listed(_sides(name) for name in results.study.facts['crossed'])}: {cells} combinations. "
                "A conclusion that holds under all of them may still hang on a rule to which there is no rival here.",
            ),
            (
                "What counts as the same way",
                "A reading is larger or smaller where the expected difference lies beyond the smallest difference of "
                "interest with two thirds or more, none where it does not with 90 %, else open. What goes one way "
                "under a side, and is open and less than half as large under the others, hangs on it too. More "
                "replicates turn open readings into others.",
            ),
        ),
    )


def _of(told: pd.DataFrame, action: str) -> pd.DataFrame:
    return told[told["action"] == action]


def _sides(theory: str) -> str:
    return f"{readable(theory).lower()} ({', '.join(THEORIES[theory].choices)})"


def _names(rows: pd.DataFrame) -> list[str]:
    return [named(*pair) for pair in rows[["outcome", "theatre"]].itertuples(index=False, name=None)]


def _together(results: Results, told: pd.DataFrame, cells: int) -> str:
    robust, turned = told[told["conclusion"] == ROBUST], told[told["conclusion"] == CONDITIONAL]
    moving = int((robust["way"] != "none").sum())
    on = turned["on"].str.split("+").explode().value_counts()
    most = f", most often on {readable(str(on.index[0])).lower()} ({int(on.iloc[0])})" if len(on) else ""
    return (
        f"Of {len(told)} conclusions under {cells} combinations of sides, {moving} that something changes and "
        f"{len(robust) - moving} that nothing does are robust; {len(turned)} are conditional{most}; "
        f"{len(told) - len(robust) - len(turned)} are open."
    )


def _line(results: Results, action: str, rows: pd.DataFrame) -> str:
    robust, turned = rows[rows["conclusion"] == ROBUST], rows[rows["conclusion"] == CONDITIONAL]
    parts = []
    for way in ("larger", "smaller"):
        names = _names(robust[robust["way"] == way])
        parts += [f"robustly {way}: {few(names)}"] if names else []
    for name, row in list(zip(_names(turned), turned.to_dict("records"), strict=True))[:2]:
        parts.append(f"{name}: {row['turned_by']}")
    more = f" ({len(turned) - 2} more are conditional)" if len(turned) > 2 else ""
    return f"{title_of(results, action)}: {'; '.join(parts) or 'nothing is robust, and nothing turns'}{more}."


def _section(results: Results, action: str, rows: pd.DataFrame) -> Section:
    shown = rows[(rows["conclusion"] == CONDITIONAL) | ((rows["conclusion"] == ROBUST) & (rows["way"] != "none"))]
    table = pd.DataFrame(
        {
            "outcome": _names(shown),
            "conclusion": [_conclusion(row) for row in shown.to_dict("records")],
            "+": shown["larger"].to_list(),
            "0": shown["none"].to_list(),
            "-": shown["smaller"].to_list(),
            "?": shown["open"].to_list(),
            "lowest": shown["lowest"].map(lambda value: signed(value, 2)).to_list(),
            "highest": shown["highest"].map(lambda value: signed(value, 2)).to_list(),
        }
    )
    head = "Combinations in which it is larger (+), none (0), smaller (-), open (?). " if len(shown) else ""
    rest = f"{head}{len(rows) - len(shown)} others are open, or robustly none."
    return Section(title_of(results, action), table, rest)


def _conclusion(row: Mapping[Any, Any]) -> str:
    """The conclusion in a few letters: the way where it is robust, else what it hangs on."""
    if row["conclusion"] == ROBUST:
        return str(row["way"])
    on = str(row["on"]).split("+")
    return f"on {on[0].replace('_', ' ')}" if len(on) == 1 else f"on {len(on)} theories"


def _summary(results: Results, told: pd.DataFrame, actions: list[str]) -> Map:
    """Outcomes by actions: in how many combinations the difference matters, and the conclusion in a letter."""
    firsts = told.drop_duplicates("outcome")
    cells = told[["larger", "smaller", "none", "open"]].sum(axis=1)
    net = told.assign(net=(told["larger"] - told["smaller"]) / cells, word=told.apply(_word, axis=1))
    shades, words = (
        net.pivot(index="outcome", columns="action", values=what).reindex(index=firsts["outcome"], columns=actions)
        for what in ("net", "word")
    )
    note = (
        "Colour: share of combinations under which the outcome is larger (purple) less that under which it is smaller "
        "(orange). Bold +, −, 0: the same way under all. Letters: the theories on which it hangs (initials). ?: open."
    )
    return Map(
        "conclusions",
        "What each action changes, whichever theory is right",
        tuple(_names(firsts)),
        tuple(title_of(results, action) for action in actions),
        shades.to_numpy(float),
        words.fillna("").to_numpy(object),
        np.isin(words.fillna("").to_numpy(str), ["+", "−", "0"]),
        ("smaller", "larger"),
        note,
    )


def _word(row: pd.Series) -> str:
    if row["conclusion"] == ROBUST:
        return {"larger": "+", "smaller": "−", "none": "0"}[row["way"]]
    if row["conclusion"] != CONDITIONAL:
        return "?"
    return ", ".join("".join(word[0] for word in name.split("_")) for name in str(row["on"]).split("+")).upper()


def _cells(results: Results, action: str) -> Map:
    """Outcomes by combinations of sides, for one action."""
    table = results.table(OF_COMPARED)
    title = f"{title_of(results, action)} under every combination of sides"
    return map_of(table[table["action"] == action], f"theories_{action}", title, lambda arm: arm.partition(" | ")[2])

"""The tale of contested signs: which effects keep their sign when many move at once, and what explains the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.lab.analyses.flips import OF_EXPLAINED, OF_FLIPS
from sim.lab.study import Results
from sim.report.studies.arms import in_order
from sim.report.studies.limits import Limit
from sim.report.studies.pictures import Heat, Heats
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import few, named, readable, signed, title_of
from sim.report.sweep.maps import Map

QUESTION = "When all coefficients of disputed sign move at once: which effects flip, and which of them explain it?"
DRAWN = 9
"""Flipping effects that are drawn by the two parameters that explain most."""
ROWS, WORTH = 16, 0.02
"""Parameters that stand in the map, at most, and what they explain, at least."""


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    facts, table = results.study.facts, results.table(OF_FLIPS)
    told = in_order(table[table["headline"] == "yes"])
    flips = told[told["flips"] == "yes"]
    actions = list(facts["actions"])
    return Tale(
        title="Contested signs together",
        question=QUESTION,
        verdict=(
            _together(results, told, flips),
            *(_line(results, action, told[told["action"] == action]) for action in actions),
        ),
        sections=tuple(_section(results, action, flips[flips["action"] == action]) for action in actions),
        pictures=(_map(results, flips, actions), _corners(results, flips)) if len(flips) else (),
        limits=_limits(results),
    )


def _limits(results: Results) -> tuple[Limit, ...]:
    facts, by = results.study.facts, ", drawn from their priors independently of each other."
    if facts["method"] == "foldover":
        by = (
            f", each at {facts['reach']:g} times its lowest or highest declared value. Corners are more extreme than "
            "any one of them is likely to be: shares of settings are a test, no probabilities."
        )
    explained = (
        "Shares are of the variance between settings with luck taken out, each parameter for itself. What all together "
        "do not explain are interactions, and curves that a parameter at two places cannot show."
    )
    moved = f"{len(facts['contested'])} parameters moved at once, by the method {facts['method']}{by}"
    return ("How far they move", moved), ("What explains", explained)


def _together(results: Results, told: pd.DataFrame, flips: pd.DataFrame) -> str:
    sets = results.plan.replicates // results.plan.draws
    firsts = flips["first"].value_counts()
    named_first = few([f"{name} ({count})" for name, count in firsts.items()], 3)
    most = f" Named first most often: {named_first}." if len(firsts) else ""
    return (
        f"In {sets} settings of {len(results.study.facts['contested'])} contested parameters {len(flips)} of "
        f"{len(told)} effects on headline outcomes flip: beyond what matters on either side in a tenth of settings or "
        f"more.{most}"
    )


def _line(results: Results, action: str, rows: pd.DataFrame) -> str:
    flips = rows[rows["flips"] == "yes"]
    firm = rows[(rows["flips"] != "yes") & (rows[["larger", "smaller"]].max(axis=1) >= 2.0 / 3.0)]
    ways = np.where(firm["larger"] > firm["smaller"], "larger", "smaller")
    named_firm = [f"{_name(row)} ({way})" for way, (_, row) in zip(ways, firm.iterrows(), strict=True)]
    turned = [f"{_name(row)} with {row['first']}" for _, row in flips.iterrows()]
    parts = [f"keep their way in two thirds of settings: {few(named_firm)}"] if named_firm else []
    parts += [f"flip: {few(turned)}"] if turned else []
    return f"{title_of(results, action)}: {'; '.join(parts) or 'nothing flips, and nothing moves in most settings'}."


def _name(row: pd.Series) -> str:
    return named(str(row["outcome"]), str(row["theatre"]))


def _section(results: Results, action: str, flips: pd.DataFrame) -> Section:
    table = pd.DataFrame(
        {
            "outcome": [_name(row) for _, row in flips.iterrows()],
            "more": flips["larger"].map("{:.0%}".format).to_list(),
            "less": flips["smaller"].map("{:.0%}".format).to_list(),
            "explained most by": flips["first"].to_list(),
            "share": flips["first_explains"].map("{:.0%}".format).to_list(),
        }
    )
    note = "Share of settings in which the difference is beyond what matters. The second parameter stands in flips.csv."
    return Section(title_of(results, action), table, note if len(flips) else "Nothing flips.")


def _map(results: Results, flips: pd.DataFrame, actions: list[str]) -> Map:
    """Parameters by actions: what each explains of the effects that flip, on the average, and which way it turns."""
    every = results.table(OF_EXPLAINED).merge(flips[["action", "outcome"]], on=["action", "outcome"])
    every = every.assign(way=every["explains"] * np.sign(every["change"]))
    shares, ways = (
        every.pivot_table(index="parameter", columns="action", values=what, aggfunc="mean").reindex(columns=actions)
        for what in ("explains", "way")
    )
    most = shares.fillna(0.0).max(axis=1).sort_values(ascending=False, kind="stable")
    order = most.index[: max(int((most.head(ROWS) >= WORTH).sum()), 1)]
    values = shares.reindex(order).to_numpy(float)
    words = [["" if not np.isfinite(value) else f"{value:.0%}" for value in row] for row in values]
    return Map(
        "explained",
        "What explains the effects that flip",
        tuple(readable(str(name)) for name in order),
        tuple(title_of(results, action) for action in actions),
        ways.reindex(order).to_numpy(float),
        np.array(words, dtype=object),
        values >= 0.25,
        ("lowers", "raises"),
        "Share of the variance between settings that goes with a parameter alone, mean over the headline outcomes on "
        "which the action's effect flips; bold from a quarter on. Colour: whether it raises the difference where it "
        "stands high. An empty column: nothing flips.",
    )


def _corners(results: Results, flips: pd.DataFrame) -> Heats:
    """The effects that flip most, by the two parameters that explain most of each."""
    both = flips.assign(both=flips[["larger", "smaller"]].min(axis=1))
    most = both.sort_values("both", ascending=False, kind="stable")
    return Heats(
        "corners",
        "Where effects flip: by the two parameters that explain most",
        ("low", "high"),
        ("low", "high"),
        "first",
        "second",
        tuple(_corner(results, row) for _, row in most.head(DRAWN).iterrows()),
        ("smaller", "larger"),
        "Mean difference in the settings in which both stand so; colours are full at three smallest differences of "
        "interest, bold beyond one.",
    )


def _corner(results: Results, row: pd.Series) -> Heat:
    values = np.array([[row[f"{one}_{other}"] for other in ("low", "high")] for one in ("low", "high")], dtype=float)
    sizes = values / float(row["least"])
    title = f"{title_of(results, str(row['action']))}: {_name(row)}"
    first, second = (readable(str(row[name])).lower() for name in ("first", "second"))
    words = np.array([[signed(value, 2) for value in line] for line in values], dtype=object)
    return Heat(title, sizes / 3.0, words, np.abs(sizes) >= 1.0, first, second)

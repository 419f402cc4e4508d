"""The tale of sensitivity: what most moves each outcome, and what decides the effect of each action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from sim.lab.crossed import LEVEL
from sim.lab.study import Results
from sim.report.studies.pictures import Own
from sim.report.studies.swings import Bars, Shares, draw_shares, draw_swings
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import listed, named, title_of
from sim.report.sweep.findings import readable

MORRIS_FILE, SOBOL_FILE = "sensitivity_morris.csv", "sensitivity_sobol.csv"
QUESTION = "On which parameters do the outcomes hang, and on which does it hang what an action changes?"
PANELS, LONGEST = 6, 8
"""Panels of a figure of swings, and bars in each."""
NOISY = 0.5
"""Share of luck in a variance from which on little is said of what else makes it."""


def tell(results: Results) -> Tale:
    """The tale of finished results, from their tables alone."""
    screened, shares = (results.table(one) for one in results.study.analyses)
    actions = tuple(results.study.facts["actions"])
    return Tale(
        title="What the answer hangs on",
        question=QUESTION,
        verdict=tuple(_verdict(results, screened, shares, actions)),
        sections=tuple(_sections(results, screened, shares, actions)),
        pictures=tuple(_pictures(results, shares, actions)),
        limits=tuple(_limits(results, shares)),
    )


def _verdict(results: Results, screened: pd.DataFrame, shares: pd.DataFrame, actions: Sequence[str]) -> Iterator[str]:
    levels = _largest(shares, LEVEL)
    levels = levels[levels["luck"].fillna(0.0) < NOISY]
    if len(levels):
        often = levels["parameter"].value_counts()
        lead = f"{readable(str(often.index[0]))} is what most moves {often.iloc[0]} of {len(levels)} headline outcomes"
        others = f"{len(often)} of {results.study.facts['parameters_moved']} parameters lead in any of them"
        yield f"{lead} that are not mostly luck; {others}."
    still = _still(screened)
    if still:
        yield f"{still} of {results.study.facts['parameters_moved']} parameters move no headline outcome at all."
    yield from (_hangs(results, shares, action) for action in actions)


def _hangs(results: Results, shares: pd.DataFrame, action: str) -> str:
    """What the effects of an action hang on."""
    rows, head = _largest(shares, action), title_of(results, action)
    told = rows[rows["luck"].fillna(0.0) < NOISY]
    if not len(told):
        why = (
            "no parameter changes any of its effects" if not len(rows) else "what differs between points is mostly luck"
        )
        return f"{head}: {why}."
    often = told["parameter"].value_counts()
    leading = [f"{readable(str(name))} ({count})" for name, count in often.head(3).items()]
    said = f"{head}: its effects hang most on {listed(leading)}"
    turned = int(((told["at_low"] > 0.0) != (told["at_high"] > 0.0)).sum())
    turn = f"; {turned} of them turn{'s' * (turned == 1)} sign with it" if turned else ""
    return f"{said}, in brackets how many of {len(told)} that are not mostly luck{turn}."


def _largest(shares: pd.DataFrame, action: str) -> pd.DataFrame:
    """Of each outcome that moves, the row of the parameter with the largest total share."""
    rows = shares[(shares["action"] == action) & (shares["sd"] > 0.0) & shares["total"].notna()]
    return rows.loc[rows.groupby("outcome", sort=False)["total"].idxmax()] if len(rows) else rows


def _still(screened: pd.DataFrame) -> int:
    sizes = screened[screened["action"] == LEVEL].groupby("parameter")["mu_star"].max()
    return int((sizes == 0.0).sum())


def _sections(
    results: Results, screened: pd.DataFrame, shares: pd.DataFrame, actions: Sequence[str]
) -> Iterator[Section]:
    theatres = {one.name: one.theatre for one in results.outcomes}
    for action in (LEVEL, *actions):
        every = _largest(shares, action)
        rows = every[every["luck"].fillna(0.0) < NOISY]
        title = "What most moves each outcome" if action == LEVEL else f"What decides: {title_of(results, action)}"
        table = pd.DataFrame(
            {
                "outcome": [named(one, theatres[one]) for one in rows["outcome"]],
                "parameter": rows["parameter"].map(readable).to_list(),
                "has a part in": [
                    f"{min(total, 1.0):.0%} ±{min(half, 1.0):.0%}"
                    for total, half in zip(rows["total"], rows["total_half_width"], strict=True)
                ],
                "luck": rows["luck"].map(lambda one: "" if pd.isna(one) else f"{one:.0%}").to_list(),
            }
        )
        note = "Of the variance between points: the share that the parameter has a part in, and what is luck. "
        left = f"Of {len(every) - len(rows)} more it is mostly luck." if len(every) > len(rows) else ""
        yield Section(title, table, (note * bool(len(table)) + left).strip() or "Nothing moves.")


def _pictures(results: Results, shares: pd.DataFrame, actions: Sequence[str]) -> Iterator[Own]:
    theatres = {one.name: one.theatre for one in results.outcomes}
    named_outcomes = {name: named(name, theatre) for name, theatre in theatres.items()}
    for action in (LEVEL, *actions):
        rows = shares[(shares["action"] == action) & (shares["sd"] > 0.0)]
        if not len(rows):
            continue
        what = "each outcome" if action == LEVEL else f"the effect of: {title_of(results, action)}"
        name = "levels" if action == LEVEL else action
        bars = tuple(_bars(rows, named_outcomes))
        yield Own(f"tornado_{name}", f"What moves {what}", partial(draw_swings, f"What moves {what}", bars))
        cells = _cells(rows, named_outcomes)
        yield Own(f"shares_{name}", f"Shares of the variance of {what}", partial(draw_shares, cells, what))


def _bars(rows: pd.DataFrame, names: dict[str, str]) -> Iterator[Bars]:
    """Panels for those outcomes of which parameters explain most beside luck."""
    told = rows.groupby("outcome", sort=False)["luck"].first().fillna(0.0)
    for outcome in told.sort_values(kind="stable").index[:PANELS]:
        own = rows[rows["outcome"] == outcome]
        size = (own["at_high"] - own["at_low"]).abs()
        own = own.loc[size.sort_values(ascending=False).index[:LONGEST]]
        columns = (own[column].to_numpy(float) for column in ("at_low", "at_high"))
        unit, mean = str(own["unit"].iloc[0]), float(own["mean"].iloc[0])
        yield Bars(names[outcome], unit, mean, tuple(own["parameter"].map(readable)), *columns)


def _cells(rows: pd.DataFrame, names: dict[str, str]) -> Shares:
    table = rows.pivot(index="outcome", columns="parameter", values="total").clip(0.0, 1.0)
    table = table.loc[list(dict.fromkeys(rows["outcome"]))]
    table = table[table.mean().sort_values(ascending=False).index]
    noisy = set(rows.loc[rows["luck"] >= NOISY, "outcome"])
    return Shares(
        tuple(names[one] + " (mostly luck)" * (one in noisy) for one in table.index),
        tuple(map(readable, table.columns)),
        table.to_numpy(),
    )


def _limits(results: Results, shares: pd.DataFrame) -> Iterator[tuple[str, str]]:
    second = results.study.facts["second_stage"]
    chosen = shares["parameter"].nunique()
    yield (
        "Two stages",
        f"Morris' trajectories go over {results.study.facts['parameters_moved']} parameters; shares of variance are "
        f"told of the {chosen} that move most, from {second['histories']:,} more histories in which all others have "
        "their declared values: they are shares of what these parameters make, not of all uncertainty. A distribution "
        "is as the prior has it, not as the months on record narrow it.",
    )
    noise = shares.drop_duplicates(["action", "outcome"])["luck"].dropna()
    middle = f"{np.median(noise):.0%}" if len(noise) else "an unknown share"
    yield (
        "Luck",
        "Points share their luck, which cancels where it does the same in all of them; what is left counts as variance "
        f"and inflates total shares. Between points it is {middle} of the variance in the middle of all targets, and "
        f"more than {NOISY:.0%} in {int((noise > NOISY).sum())} of {len(noise)}: there more --replicates tell more.",
    )
    if results.study.facts["history"] == "script":
        yield (
            "The past",
            "Rows that differ in a parameter play the months on record as a script and are not held to how these "
            "ended: part of what a parameter moves is where the world stands when actions begin.",
        )

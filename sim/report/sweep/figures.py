"""Which figures there are and what stands in each, as plain data: so they can be drawn in other processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import Array
from sim.lab.designs import BASELINE
from sim.model.measures import Outcome
from sim.report.sweep.findings import Findings, label, readable, titled, unit_of

FOLLOWED = (
    "provocations",
    "rounds_delivered",
    "territory",
    "partnership_tie",
    "alliance_credibility",
    "outside_information",
)
"""Series whose courses are drawn, by theatre where they are followed by theatre."""

MOST_SIGNS = 9
"""Effects drawn of those that turn with a contested parameter."""


@dataclass(frozen=True, eq=False)
class Panel:
    """One panel: its title, the unit of what it shows, and the rows of a table behind it."""

    title: str
    unit: str
    table: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Effects:
    """What each action changes, a panel per outcome that any moves; `still` names the others."""

    name: str
    title: str
    actions: tuple[str, ...]
    panels: tuple[Panel, ...]
    still: str


@dataclass(frozen=True, eq=False)
class Interactions:
    """A map of outcomes by pairs of actions, in standard deviations of the baseline; `clear` ones are beyond doubt."""

    name: str
    title: str
    outcomes: tuple[str, ...]
    pairs: tuple[str, ...]
    values: Array
    clear: npt.NDArray[np.bool_]
    still: str


@dataclass(frozen=True, eq=False)
class Courses:
    """The course of one series, a panel per mix beside the baseline; the actions begin in turn `start`."""

    name: str
    title: str
    heading: str
    unit: str
    baseline: pd.DataFrame
    panels: tuple[Panel, ...]
    start: int


@dataclass(frozen=True)
class Turn:
    """Where an effect turns with a parameter, its value elsewhere, and whether that is beyond doubt."""

    parameter: str
    default: float
    at: float
    sure: bool


@dataclass(frozen=True, eq=False)
class Signs:
    """Effects that turn with a contested parameter, a panel for each turn."""

    name: str
    title: str
    panels: tuple[Panel, ...]
    turns: tuple[Turn, ...]


Picture = Effects | Interactions | Courses | Signs


def pictures(findings: Findings) -> Iterator[Picture]:
    """All figures of a sweep."""
    for theatre in findings.theatres:
        for headline, suffix in ((True, ""), (False, "_more")):
            outcomes = findings.headlines(theatre, headline)
            title = f"Main effects of the actions, {titled(theatre)}{'' if headline else ', further outcomes'}"
            if outcomes:
                yield main_effects(findings, outcomes, f"main_effects_{theatre}{suffix}", title)
    if len(findings.actions) > 1:
        yield interactions(findings)
    for series in drawn_series(findings):
        yield courses(findings, series)


def drawn_series(findings: Findings) -> list[str]:
    """Series to draw: of those in `FOLLOWED` all that ever move."""
    means = findings.courses.groupby("series", sort=False)["mean"]
    spans = means.max() - means.min()
    return [s for f in FOLLOWED for s in spans.index if (s == f or s.startswith(f"{f}_")) and spans[s] > 0.0]


def main_effects(findings: Findings, outcomes: list[Outcome], name: str, title: str) -> Effects:
    """What each action changes in some outcomes."""
    effects = findings.of_kind("main")
    moved, still = _parted(outcomes, effects, "No run differs in")
    panels = (Panel(label(o), unit_of(o), effects[effects["outcome"] == o.name]) for o in moved)
    return Effects(name, title, tuple(map(titled, findings.actions)), tuple(panels), still)


def _parted(outcomes: list[Outcome], effects: pd.DataFrame, nothing: str) -> tuple[list[Outcome], str]:
    """The outcomes in which anything differs, and a line that names the others."""
    seen = effects[effects[["difference", "low_corrected", "high_corrected"]].fillna(0.0).ne(0.0).any(axis=1)]
    moved = [outcome for outcome in outcomes if outcome.name in set(seen["outcome"])]
    still = ", ".join(_with_theatre(outcome) for outcome in outcomes if outcome not in moved)
    return moved, f"{nothing}: {still}." if still else ""


def _with_theatre(outcome: Outcome) -> str:
    place = "" if outcome.theatre == "global" else f" ({titled(outcome.theatre)})"
    return f"{label(outcome)}{place}"


def interactions(findings: Findings) -> Interactions:
    """Half the difference of differences of all pairs of actions, in standard deviations of the baseline."""
    effects, title = findings.of_kind("interaction"), "Interactions of pairs of actions on headline outcomes"
    outcomes, still = _parted(findings.headlines(), effects, "No interaction in any replicate")
    pairs = list(dict.fromkeys(effects["mix"]))
    spreads = np.array([[float(findings.level(BASELINE, o.name)["standard_deviation"])] for o in outcomes]).reshape(
        -1, 1
    )
    low, values, high = (
        _pivoted(effects, c, outcomes, pairs) for c in ("low_corrected", "difference", "high_corrected")
    )
    scaled = np.divide(values, spreads, out=np.full_like(values, np.nan), where=spreads > 0.0)
    named = ("\nx ".join(map(titled, pair.split(" x "))) for pair in pairs)
    shown, clear = tuple(map(_with_theatre, outcomes)), (low > 0.0) | (high < 0.0)
    return Interactions("interactions", title, shown, tuple(named), scaled, clear, still)


def _pivoted(effects: pd.DataFrame, values: str, outcomes: list[Outcome], pairs: list[str]) -> Array:
    """One column of the effects as an array of outcomes by pairs."""
    table = effects.pivot(index="outcome", columns="mix", values=values)
    return table.reindex(index=[o.name for o in outcomes], columns=pairs).to_numpy(float)


def courses(findings: Findings, series: str) -> Courses:
    """The course of one series under the baseline, each action and all actions."""
    table = findings.courses[findings.courses["series"] == series]
    unit, start = str(table["unit"].iloc[0]), int(findings.manifest["levers_from"])
    panels = (Panel(titled(mix), unit, table[table["mix"] == mix]) for mix in findings.mixes[1:])
    title = f"Course of {readable(series).lower()} under the baseline, each action and all actions"
    baseline = table[table["mix"] == BASELINE]
    return Courses(f"course_{series}", title, _followed(table), unit, baseline, tuple(panels), start)


def _followed(table: pd.DataFrame) -> str:
    """The series of a table of courses, and its theatre, in plain words."""
    series, theatre = str(table["series"].iloc[0]), str(table["theatre"].iloc[0])
    place = "" if theatre == "global" else f", {titled(theatre)}"
    return f"{readable(series.removesuffix(f'_{theatre}'))}{place}"


def sign_changes(effects: pd.DataFrame, turning: pd.DataFrame) -> Signs:
    """The effects that turn with a contested parameter, the surest first."""
    drawn = turning.head(MOST_SIGNS)
    panels = tuple(_sign(effects, turn) for _, turn in drawn.iterrows())
    turns = zip(drawn["parameter"], drawn["default"], drawn["turns_at"], drawn["sure"], strict=True)
    named = (Turn(readable(name), float(default), float(at), sure == "yes") for name, default, at, sure in turns)
    return Signs("sign_changes", "Where a contested sign turns a conclusion", panels, tuple(named))


def _sign(effects: pd.DataFrame, turn: pd.Series) -> Panel:
    same = (effects[["parameter", "action", "outcome"]] == turn[["parameter", "action", "outcome"]]).all(axis=1)
    outcome = readable(str(turn["outcome"]).removesuffix(f"_{turn['theatre']}"))
    place = "" if turn["theatre"] == "global" else f", {titled(str(turn['theatre']))}"
    return Panel(f"{titled(str(turn['action']))}:\n{outcome}{place}", str(turn["unit"]), effects[same])

"""What figures and pages are made from: the tables of one finished experiment, and how its names and numbers read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from sim.model.measures import Outcome
from sim.report.sweep.told import Told
from sim.scenarios.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Findings:
    """Tables of a sweep: effects, levels, courses, and the manifest's facts.

    `mixes` are those whose levels and courses are shown: the baseline, each action alone, all actions. `told` holds the
    tables of the answer, `levels_of_mixes` the intensities of the actions in each mix.
    """

    scenario: Scenario
    outcomes: Sequence[Outcome]
    actions: tuple[str, ...]
    mixes: tuple[str, ...]
    effects: pd.DataFrame
    levels: pd.DataFrame
    courses: pd.DataFrame
    manifest: Mapping[str, Any]
    told: Told = field(default_factory=lambda: Told({}))
    levels_of_mixes: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of_kind(self, kind: str) -> pd.DataFrame:
        """Effects of one kind."""
        return self.effects[self.effects["kind"] == kind]

    def level(self, mix: str, outcome: str) -> Mapping[str, Any]:
        """The level of one outcome in one mix, as in the table of levels."""
        return self._levels[mix, outcome]

    @cached_property
    def _levels(self) -> dict[tuple[str, str], dict[Any, Any]]:
        return {(row["mix"], row["outcome"]): row for row in self.levels.to_dict("records")}

    def headlines(self, theatre: str | None = None, headline: bool = True) -> list[Outcome]:
        """Outcomes of a theatre, or of all: the headline ones, or the others."""
        return [o for o in self.outcomes if o.headline is headline and theatre in (None, o.theatre)]

    @property
    def theatres(self) -> list[str]:
        """All theatres that have outcomes, in the order of the outcomes."""
        return list(dict.fromkeys(outcome.theatre for outcome in self.outcomes))


def readable(name: str) -> str:
    """A name in plain words."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def titled(name: str) -> str:
    """The name of an action or a theatre, as names are written."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split("_"))


def label(outcome: Outcome) -> str:
    """An outcome in plain words, without the theatre that stands elsewhere."""
    return readable(outcome.name.removesuffix(f"_{outcome.theatre}"))


def unit_of(outcome: Outcome) -> str:
    """The unit of an outcome's mean over runs."""
    return "share of runs" if outcome.binary else outcome.quantity.unit


def number(value: float, digits: int = 3) -> str:
    """A number with a few significant digits, plain where that is short; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    text = f"{value:,.{places}f}" if places <= 6 else f"{value:.{digits - 1}e}"
    return text.replace("-", "−")


def signed(value: float, digits: int = 3) -> str:
    """A difference with its sign."""
    return f"+{number(value, digits)}" if value > 0.0 else number(value, digits)

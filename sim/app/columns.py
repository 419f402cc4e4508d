"""Which outcomes the first screen shows, in plain words, and which way the brief wishes each to go."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sim.app.contract_answer import ColumnTold
from sim.model.measures import Outcome
from sim.model.outcomes import outcomes_of
from sim.report.wording import condition
from sim.scenarios.scenario import Scenario

WAR, ELSEWHERE, ANYWHERE = 0, -1, None
"""In which theatre: that of the war, the other one, or none."""


class Shown(NamedTuple):
    """An outcome that matters to a reader: what it is about, what it is called, where, and what the brief wishes."""

    group: str
    label: str
    outcome: str
    theatre: int | None
    wish: Literal["less", "more", ""]


SHOWN = (
    Shown("War in {place}", "Land the attacker holds", "territory_mean", WAR, "less"),
    Shown("War in {place}", "Months of fighting", "months_of_fighting", WAR, "less"),
    Shown("Risk in {place}", "A new war", "war_by_the_end", ELSEWHERE, "less"),
    Shown("Risk in {place}", "Armed disputes a year", "disputes_a_year", ELSEWHERE, "less"),
    Shown("Risk in {place}", "Provocations a year", "provocations_a_year", ELSEWHERE, "less"),
    Shown("The partnership", "How deep it is", "partnership_tie_mean", ANYWHERE, "less"),
    Shown("The partnership", "Rounds it delivers a year", "rounds_delivered_a_year", WAR, "less"),
    Shown("Weapons programme", "Technology received", "technology_transfers_a_year", ANYWHERE, "less"),
    Shown("Weapons programme", "How far it is", "weapons_programme_mean", ANYWHERE, "less"),
    Shown("The hedger", "Distance to the partners", "hedger_distance_mean", ANYWHERE, "more"),
    Shown("Cost", "USD bn a year", "outlay_a_year", ANYWHERE, ""),
)


class Column(NamedTuple):
    """An outcome of a scenario as it is shown."""

    shown: Shown
    outcome: Outcome
    place: str

    @property
    def told(self) -> ColumnTold:
        """The column as the page is told it."""
        quantity = self.outcome.quantity
        return {
            "outcome": self.outcome.name,
            "group": self.shown.group.format(place=self.place),
            "label": self.shown.label,
            "unit": quantity.unit,
            "share": self.outcome.binary or quantity.unit in ("share", "probability"),
            "meaning": quantity.meaning,
            "source": quantity.source,
            "least": self.outcome.least.size if self.outcome.least else 0.0,
            "wish": self.shown.wish,
        }


def columns_of(scenario: Scenario) -> list[Column]:
    """The columns of a scenario, without those of which it has no outcome."""
    known = {outcome.name: outcome for outcome in outcomes_of(scenario.cast)}
    found = []
    for shown in SHOWN:
        theatre = "" if shown.theatre is None else scenario.cast.theatres[shown.theatre]
        names = (f"{shown.outcome}_{theatre}", shown.outcome)
        outcome = next((known[name] for name in names if name in known), None)
        if outcome is not None:
            found.append(Column(_named(shown, scenario), outcome, condition(theatre).title()))
    return found


def _named(shown: Shown, scenario: Scenario) -> Shown:
    """The hedger by its own name, where there is just one."""
    hedgers = scenario.cast.holding("hedger")
    one = shown.group == "The hedger" and len(hedgers) == 1
    return shown._replace(group=scenario.cast.titles[hedgers[0]]) if one else shown

"""Which series are drawn as small multiples, how they are summed, and what differences of them matter."""

from __future__ import annotations

from functools import lru_cache

from sim.app.bands import summed
from sim.app.contract import ChartTold
from sim.app.recorded import recorded
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.report.wording import condition
from sim.scenarios.scenario import Scenario

EACH = {
    "provocations": "Provocations",
    "launches": "Missile launches",
    "disputes": "Armed disputes",
    "new_war": "A new war",
    "hostility": "Mutual suspicion",
}
"""Series and titles, drawn once for each theatre."""

WAR = {
    "rounds_delivered": "Rounds from partners",
    "guest_troops": "Partner's troops at the front",
    "territory": "Land held by the attacker",
    "rounds_for_defenders": "Rounds for the defender",
    "weariness_of_defenders": "Defender's weariness",
    "ceasefire": "A ceasefire holds",
}
"""The same, drawn for the theatre of the war."""

ORDER = {
    "partnership_tie": "Depth of the partnership",
    "owed_to_client": "Owed to the client",
    "technology_transfers": "Technology transfers",
    "weapons_programme": "Weapons programme",
    "institutions": "Sanctions regime",
    "hedger_distance": "The hedger's distance",
    "alliance_credibility": "Alliance credibility",
    "outside_information": "Reached from outside",
    "disaffection": "Private disagreement",
}
"""The same, drawn for the order as a whole."""


READ_AS = {
    "new_war": "war_by_the_end",
    "hostility": "peak_hostility",
    "launches": "provocations_a_year",
    "weariness_of_defenders": "weariness_mean",
    "ceasefire": "war_is_settled",
}
"""The outcome whose smallest difference of interest a series has, where it is not its own mean or sum a year."""


@lru_cache(maxsize=4)
def charts_of(case: Scenario) -> list[ChartTold]:
    """The small multiples of a scenario, by theatre."""
    found = [_drawn(case, column, title, "order") for column, title in ORDER.items()]
    for number, theatre in enumerate(reversed(case.cast.theatres)):
        war = WAR if theatre == case.cast.theatres[0] else {}
        found += [_drawn(case, column, title, theatre) for column, title in war.items()]
        each = list(EACH.items())[0 if not number or len(case.cast.theatres) == 1 else 2 :]
        found += [_drawn(case, column, title, theatre, f"_{theatre}") for column, title in each]
    return found


def _drawn(case: Scenario, series: str, title: str, theatre: str, ending: str = "") -> ChartTold:
    quantity = recorded_series(case.cast)[series + ending]
    months = summed(series, quantity)
    span = {1: "", 12: ", last 12 months", 0: ", since the start"}[months]
    unit = "share of histories" if quantity.unit == "0 or 1" else quantity.unit
    points, record = recorded(case, series, months)
    return {
        "column": series + ending,
        "title": title,
        "theatre": condition(theatre).title() if theatre != "order" else "The wider order",
        "unit": f"{unit}{span}",
        "months": months,
        "binary": quantity.unit == "0 or 1",
        "low": quantity.low,
        "high": quantity.high,
        "meaning": quantity.meaning,
        "least": _least(case, series, ending, months),
        "points": points,
        "record": record,
    }


def _least(case: Scenario, series: str, ending: str, months: int) -> float:
    """The smallest difference that matters: that of the outcome which is read off the series."""
    known = {one.name: one.least.size for one in outcomes_of(case.cast) if one.least}
    stems = (READ_AS.get(series, ""), f"{series}_mean", f"{series}_a_year")
    least = next((known[name] for stem in stems for name in (f"{stem}{ending}", stem) if name in known), 0.0)
    # What is summed since the start may differ as much in every year.
    return least if months else least * (case.turns - case.levers_from) / MONTHS_A_YEAR

"""Which series are drawn as small multiples, how they are summed, and the recorded history behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.app.bands import over_months, summed
from sim.app.contract import ChartTold, Recorded
from sim.base.paths import CONFIGS, read_toml
from sim.evidence.tables import load
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
        "points": list(_points(case, series, months)),
    }


def _points(case: Scenario, column: str, months: int) -> Iterator[Recorded]:
    """Recorded history behind a series; empty where the record gives no figure."""
    records = read_toml(CONFIGS / "map" / "records.toml")
    if column not in records or case.start_month != records["start_month"]:
        return
    record = records[column]
    rows = load("monthly")
    chosen = rows[
        (rows.series == record["series"]) & (rows.actor == record["actor"]) & (rows.target == record["target"])
    ]
    chosen = chosen[chosen.actor.isin(case.cast.names)].sort_values("turn")
    values = over_months(record["scale"] * chosen[["low", "value", "high"]].to_numpy(dtype=float), months or 1)
    for turn, row in zip(chosen.turn, np.round(values, 3).tolist(), strict=True):
        yield Recorded(int(turn), *(None if value != value else value for value in row))

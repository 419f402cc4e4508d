"""Which series are drawn as small multiples, how they are summed, and the recorded history behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.app.contract import ChartTold, Recorded
from sim.app.ensemble import over_months, summed
from sim.base.paths import CONFIGS, read_toml
from sim.evidence.tables import load
from sim.model.series import recorded_series
from sim.report.wording import condition
from sim.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Chart:
    """One small multiple: a series and its title."""

    column: str
    title: str


EACH = (
    Chart("provocations", "Provocations"),
    Chart("launches", "Missile launches"),
    Chart("disputes", "Armed disputes"),
    Chart("new_war", "A new war"),
    Chart("hostility", "Mutual suspicion"),
)
"""Drawn once for each theatre."""

WAR = (
    Chart("rounds_delivered", "Rounds from partners"),
    Chart("guest_troops", "Partner's troops at the front"),
    Chart("territory", "Land held by the attacker"),
    Chart("rounds_for_defenders", "Rounds for the defender"),
    Chart("weariness_of_defenders", "Defender's weariness"),
    Chart("ceasefire", "A ceasefire holds"),
)
"""Drawn for the theatre of the war."""

ORDER = (
    Chart("partnership_tie", "Depth of the partnership"),
    Chart("owed_to_client", "Owed to the client"),
    Chart("technology_transfers", "Technology transfers"),
    Chart("weapons_programme", "Weapons programme"),
    Chart("institutions", "Sanctions regime"),
    Chart("hedger_distance", "The hedger's distance"),
    Chart("alliance_credibility", "Alliance credibility"),
    Chart("outside_information", "Reached from outside"),
    Chart("disaffection", "Private disagreement"),
)
"""Drawn for the order as a whole."""


def charts_of(case: Scenario) -> list[ChartTold]:
    """The small multiples of a scenario, by theatre."""
    found = [_drawn(case, chart, "order", "") for chart in ORDER]
    for number, theatre in enumerate(reversed(case.cast.theatres)):
        war = WAR if theatre == case.cast.theatres[0] else ()
        found += [_drawn(case, chart, theatre, "") for chart in war]
        each = EACH if not number or len(case.cast.theatres) == 1 else EACH[2:]
        found += [_drawn(case, chart, theatre, f"_{theatre}") for chart in each]
    return found


def _drawn(case: Scenario, chart: Chart, theatre: str, ending: str) -> ChartTold:
    column = chart.column + ending
    quantity = recorded_series(case.cast)[column]
    months = summed(chart.column, quantity)
    span = {1: "", 12: ", last 12 months", 0: ", since the start"}[months]
    unit = "share of histories" if quantity.unit == "0 or 1" else quantity.unit
    return {
        "column": column,
        "title": chart.title,
        "theatre": condition(theatre).title() if theatre != "order" else "The wider order",
        "unit": f"{unit}{span}",
        "months": months,
        "binary": quantity.unit == "0 or 1",
        "low": quantity.low,
        "high": quantity.high,
        "meaning": quantity.meaning,
        "points": list(_points(case, chart.column, months)),
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

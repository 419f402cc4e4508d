"""Tables of the scenarios, and of the record beside what simulated histories show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.evidence.fact_scores import facts_table
from sim.evidence.record import record
from sim.odd.grid import code, grid
from sim.scenarios.scenario import Scenario, Shock, load_scenario, scenario_names

HISTORIES, SEED = 400, 1
"""How many histories, and under which seed, are played for the table of facts."""


def scenarios() -> str:
    """Every scenario that ships with the project."""
    rows = (_scenario(load_scenario(name)) for name in scenario_names())
    return grid(
        ("scenario", "what it is", "months", "turns", "levers act from turn", "actors", "possible orders"), rows
    )


def _scenario(one: Scenario) -> tuple[object, ...]:
    months = f"{one.start_month} to {one.month(one.turns - 1)}"
    return code(one.name), one.summary, months, one.turns, one.levers_from, one.cast.size, len(one.cast.slots)


def casts() -> str:
    """Who plays in each scenario, in which role, in which relations; the same cast stands once."""
    tables: dict[str, str] = {}
    for one in map(load_scenario, scenario_names()):
        tables.setdefault(_cast(one), one.title)
    return "\n\n".join(f"#### {title}\n\n{table}" for table, title in tables.items())


def _cast(scenario: Scenario) -> str:
    cast = scenario.cast
    groups = (f"{name} ({', '.join(cast.names[i] for i in members)})" for name, members in cast.groups.items())
    rows = (
        (cast.names[i], cast.titles[i], cast.roles[i], cast.homes[i], _related(scenario, i)) for i in range(cast.size)
    )
    return grid(("actor", "name", "role", "home", "relations"), rows) + f"\n\nGroups: {', '.join(groups)}."


def _related(scenario: Scenario, actor: int) -> str:
    cast = scenario.cast
    kept = ((kind, [cast.names[j] for j in others[actor]]) for kind, others in cast.relations.items())
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kept if names)


def calendar() -> str:
    """What history feeds in, dated."""
    scenarios_of: dict[Shock, list[str]] = {}
    for scenario in map(load_scenario, scenario_names()):
        for shock in scenario.shocks:
            scenarios_of.setdefault(shock, []).append(scenario.name)
    rows = (
        (code(s.variable), s.actor, _when(s.first, s.last, s.months), f"{s.value:g}", s.source, ", ".join(names))
        for s, names in scenarios_of.items()
    )
    return grid(("variable", "actor", "months", "value", "source", "scenarios"), rows)


def _when(first: str, last: str, months: tuple[int, ...]) -> str:
    return f"each year, month {' and '.join(map(str, months))}" if months else f"{first} to {last}"


def facts() -> str:
    """Each pattern of the record beside what histories in the default parameters show of it."""
    scenario = load_scenario()
    past = record(case_of(scenario), Draws(SEED, range(HISTORIES)), scenario.levers_from)
    rows = (_fact(row) for row in facts_table(past).to_dict("records"))
    return grid(("pattern of the record", "tolerated", "model", "5 to 95 %", "agree", "met", "remark"), rows)


def _fact(row: Mapping[Any, Any]) -> tuple[object, ...]:
    tolerated = f"{_tolerated(row['tolerance_low'], row['tolerance_high'])} {row['unit']}"
    if row["status"] == "not modelled":
        return row["statement"], tolerated, "", "", "", "not modelled", row["remark"]
    spread = "" if np.isnan(row["low_90"]) else f"{_shown(row['low_90'])} to {_shown(row['high_90'])}"
    agree = f"{row['within']:.0%}" if spread else ""
    return row["statement"], tolerated, _shown(row["median"]), spread, agree, row["met"], row["remark"]


def _tolerated(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    return f"from {low:g}" if np.isnan(high) else f"to {high:g}" if np.isnan(low) else f"{low:g} to {high:g}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"

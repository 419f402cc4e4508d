"""Tables of the scenarios, and of the record beside what simulated histories show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.declare import Array
from sim.history.facts import FACTS, NEVER, Fact
from sim.history.past import record
from sim.odd.grid import code, grid
from sim.paths import CONFIGS
from sim.scenario import Scenario, load_scenario, scenario_names

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
    """Who plays in each scenario, in which role, in which relations."""
    played = [load_scenario(name) for name in scenario_names()]
    return "\n\n".join(f"#### {one.title}\n\n{_cast(one)}" for one in played)


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
    rows = (
        (code(s.variable), s.actor, _when(s.first, s.last, s.months), f"{s.value:g}", s.source, scenario.name)
        for scenario in map(load_scenario, scenario_names())
        for s in scenario.shocks
    )
    return grid(("variable", "actor", "months", "value", "source", "scenario"), rows)


def _when(first: str, last: str, months: tuple[int, ...]) -> str:
    return f"each year, month {' and '.join(map(str, months))}" if months else f"{first} to {last}"


def facts() -> str:
    """Each pattern of the record beside what histories in the default parameters show of it."""
    scenario = load_scenario()
    past = record(scenario, scenario.parameters, range(HISTORIES), SEED, scenario.levers_from)
    known = {row["name"]: row for row in pd.read_csv(CONFIGS / "evidence" / "facts.csv").to_dict("records")}
    rows = (_fact(known[name], fact, fact.measure(past)) for name, fact in FACTS.items() if name in known)
    head = ("pattern of the record", "read off a history as", "tolerated", "model", "5 to 95 %", "agree", "verdict")
    return grid(head, rows)


def _fact(known: dict[Any, Any], fact: Fact, values: Array) -> tuple[object, ...]:
    low, high = (
        (-np.inf if np.isnan(known["low"]) else known["low"]),
        (np.inf if np.isnan(known["high"]) else known["high"]),
    )
    middle = float(values.mean() if fact.share else np.median(values))
    verdict = "met" if low <= middle <= high else "missed"
    tolerated = f"{_tolerated(low, high)} {known['unit']}"
    read = " ".join((fact.measure.__doc__ or "").split())
    if fact.share:
        return known["statement"], read, tolerated, f"{middle:.3g}", "", "", verdict
    spread = " to ".join(_shown(float(value)) for value in np.quantile(values, (0.05, 0.95)))
    agree = f"{np.mean((low <= values) & (values <= high)):.0%}"
    return known["statement"], read, tolerated, _shown(middle), spread, agree, verdict


def _tolerated(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    return f"from {low:g}" if high == np.inf else f"to {high:g}" if low == -np.inf else f"{low:g} to {high:g}"


def _shown(value: float) -> str:
    return "never" if value == NEVER else f"{value:.3g}"

"""What the page is told once of a scenario: cast, declarations, reasons, passages, charts, map; nothing of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.app.charts import charts_of
from sim.app.choice import Choice, sources_of
from sim.app.frame import MOVABLE, MOVERS
from sim.app.geometry import map_of
from sim.app.kinds import KINDS, kind_of
from sim.base.quantities import Quantity
from sim.inputs.parameters import Parameters
from sim.inputs.sources import Sources, load_sources
from sim.model.mechanisms import MECHANISMS
from sim.model.policy import Reason
from sim.model.series import recorded_series
from sim.model.series.order import coalition
from sim.model.slots import Slot
from sim.model.world import VARIABLES
from sim.report.wording import ALONE, ORDER, called, capital, condition, labelled
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names

RECOMMENDED = "recommended"
"""Section of the brief whose levers the page offers."""


def setup(choice: Choice) -> dict[str, Any]:
    """All declarations that the page needs for one scenario, as plain data."""
    case, sources, parameters = load_scenario(choice.scenario), load_sources(), choice.parameters()
    reasons = _reasons(case)
    return {
        "choice": choice.link(),
        "sources": sources_of(choice.scenario),
        "scenarios": scenario_names(),
        "title": case.title,
        "summary": case.summary,
        "months": [case.month(turn) for turn in range(case.turns)],
        "projection": case.levers_from,
        "actors": [_actor(case, i) for i in range(case.cast.size)],
        "kinds": [{"name": kind.name, "label": kind.label, "dash": kind.dash, "loud": kind.loud} for kind in KINDS],
        "slots": [_slot(case, parameters, slot) for slot in case.cast.slots],
        "reasons": [{"name": condition(r.name), "doctrine": r.doctrine, "source": r.source} for r in reasons],
        "contributions": list(_contributions(case, reasons)),
        "rationality": float(np.ravel(parameters["rationality"])[0]),
        "passages": {key: asdict(passage) for key, passage in sources.passages.items()},
        "works": {key: work.line for key, work in sources.works.items()},
        "variables": {name: _quantity(q) for name, q in VARIABLES.items() if q.kind != "fixed" and q.of != "slot"},
        "movable": MOVABLE,
        "mechanisms": [_mechanism(name) for name in MOVERS],
        "series": {name: _quantity(q) for name, q in recorded_series(case.cast).items()},
        "charts": charts_of(case),
        "levers": [_lever(case, name, sources) for name in case.parameters.levers if _offered(case, name, sources)],
        "map": map_of(case.cast),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {**asdict(quantity), "label": capital(condition(quantity.name))}


def _mechanism(name: str) -> dict[str, str]:
    found = next(mechanism for mechanism in MECHANISMS if mechanism.name == name)
    return {"name": name, "meaning": found.meaning, "source": found.source}


def _reasons(case: Scenario) -> list[Reason]:
    found = {why.name: why for policy in case.cast.policies for rule in policy.rules for why in rule.reasons}
    return list(found.values())


def _contributions(case: Scenario, reasons: list[Reason]) -> Iterator[tuple[int, int]]:
    """Slot and reason of each contribution, in the order in which a frame lists them."""
    place = {why.name: i for i, why in enumerate(reasons)}
    for number, slot in enumerate(case.cast.slots):
        yield from ((number, place[why.name]) for why in slot.rule.reasons)


def _actor(case: Scenario, i: int) -> dict[str, Any]:
    cast = case.cast
    return {
        "name": cast.names[i],
        "title": cast.titles[i],
        "called": called(cast.titles[i]),
        "role": condition(cast.roles[i]),
        "doctrine": case.cast.policies[i].doctrine,
        "side": _side(case, i),
        "home": cast.homes[i],
    }


def _side(case: Scenario, i: int) -> str:
    """Whether an actor is one of the partners, on the recommending side, or neither."""
    if case.cast.relations["partners"][i]:
        return "partners"
    return "coalition" if i in coalition(case.cast) or i in case.cast.defenders else "between"


def _slot(case: Scenario, parameters: Parameters, slot: Slot) -> dict[str, Any]:
    cast, rule = case.cast, slot.rule
    alone = slot.actor == slot.target
    said = ALONE.get(slot.action, ORDER[slot.action]) if alone else ORDER[slot.action]
    return {
        "actor": slot.actor,
        "target": slot.target,
        "action": slot.action.value,
        "unit": cast.actions[slot.action].unit,
        "kind": kind_of(slot.action),
        "deed": capital(said[1].format(b=called(cast.titles[slot.target]))),
        "fact": said[0].format(b=called(cast.titles[slot.target])),
        "relation": slot.relation,
        "base": float(np.ravel(parameters[rule.base_rate])[0]),
        "base_rate": condition(rule.base_rate),
        "base_why": case.parameters.declared[rule.base_rate].meaning,
        "base_source": case.parameters.declared[rule.base_rate].passage,
    }


def _offered(case: Scenario, lever: str, sources: Sources) -> bool:
    passage = sources.passages.get(case.parameters.declared[lever].passage)
    return passage is not None and passage.section == RECOMMENDED


def _lever(case: Scenario, name: str, sources: Sources) -> dict[str, Any]:
    row = case.parameters.declared[name]
    return {
        "name": name,
        "label": labelled(name, case.cast.titles),
        "meaning": row.meaning,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "passage": row.passage,
        "said": sources.passages[row.passage].paraphrase,
        "cost": row.cost,
    }

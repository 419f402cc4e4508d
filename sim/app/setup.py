"""What the page is told once of a scenario: cast, declarations, reasons, passages, charts, map; nothing of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from sim.app.answer import actions_of
from sim.app.charts import charts_of
from sim.app.choice import Choice, sources_of
from sim.app.contract import ActionTold, ActorTold, Contributed, LeverTold, PromiseTold, Setup, SlotTold, VariableTold
from sim.app.frame import MOVABLE
from sim.app.geometry import map_of
from sim.app.kinds import kind_of, kinds_of
from sim.base.quantities import Quantity
from sim.inputs.actions import ActionRow
from sim.inputs.parameters import Parameters
from sim.inputs.promises import Promise
from sim.inputs.sources import Sources, load_sources
from sim.model.mechanisms import MECHANISMS
from sim.model.policy import Reason
from sim.model.series.order import coalition
from sim.model.slots import Slot
from sim.model.world import VARIABLES
from sim.report.wording import called, capital, condition, labelled
from sim.scenarios.scenario import Scenario, scenario_names

MOST = 2.0
"""Highest intensity that the page offers: twice an action as its source describes it."""


def setup(choice: Choice) -> Setup:
    """All declarations that the page needs for one scenario, as plain data."""
    played, sources = choice.case(), load_sources()
    case, parameters = played.scenario, played.parameters
    reasons = _reasons(case)
    return {
        "sources": sources_of(choice.scenario),
        "scenarios": scenario_names(),
        "title": case.title,
        "summary": case.summary,
        "months": [case.month(turn) for turn in range(case.turns)],
        "projection": case.levers_from,
        "actors": [_actor(case, i) for i in range(case.cast.size)],
        "kinds": [{"label": row.kind, "dash": row.dash, "loud": row.loud} for row in kinds_of(case.cast.actions)],
        "slots": [_slot(case, parameters, slot) for slot in case.cast.slots],
        "reasons": [{"name": condition(why.name), "doctrine": why.doctrine, "source": why.source} for why in reasons],
        "contributions": list(_contributions(case, reasons)),
        "rationality": float(np.ravel(parameters["rationality"])[0]),
        "passages": {
            key: {"section": one.section, "paraphrase": one.paraphrase} for key, one in sources.passages.items()
        },
        "works": {key: work.line for key, work in sources.works.items()},
        "variables": {name: _variable(VARIABLES[name]) for name in MOVABLE if VARIABLES[name].kind != "fixed"},
        "movable": MOVABLE,
        "mechanisms": [{"name": one.name, "meaning": one.meaning} for one in MECHANISMS],
        "charts": charts_of(case),
        "levers": [_lever(case, name, sources) for name in actions_of(case)],
        "actions": [_action(row) for row in case.cast.actions.values()],
        "map": map_of(case.cast),
    }


def _variable(q: Quantity) -> VariableTold:
    label = capital(condition(q.name))
    return {"label": label, "meaning": q.meaning, "unit": q.unit, "low": q.low, "high": q.high, "of": q.of}


def _reasons(case: Scenario) -> list[Reason]:
    found = {why.name: why for policy in case.cast.policies for rule in policy.rules for why in rule.reasons}
    return list(found.values())


def _contributions(case: Scenario, reasons: list[Reason]) -> Iterator[Contributed]:
    """Slot and reason of each contribution, in the order in which a frame lists them."""
    place = {why.name: i for i, why in enumerate(reasons)}
    for number, slot in enumerate(case.cast.slots):
        yield from (Contributed(number, place[why.name]) for why in slot.rule.reasons)


def _actor(case: Scenario, i: int) -> ActorTold:
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


def _side(case: Scenario, i: int) -> Literal["partners", "coalition", "between"]:
    """Whether an actor is one of the partners, on the recommending side, or neither."""
    if case.cast.relations["partners"][i]:
        return "partners"
    return "coalition" if i in coalition(case.cast) or i in case.cast.defenders else "between"


def _slot(case: Scenario, parameters: Parameters, slot: Slot) -> SlotTold:
    cast, rule = case.cast, slot.rule
    row, whom = cast.actions[slot.action], None if slot.actor == slot.target else called(cast.titles[slot.target])
    return {
        "actor": slot.actor,
        "target": slot.target,
        "action": slot.action.value,
        "unit": row.unit,
        "kind": kind_of(cast.actions, slot.action),
        "deed": capital(row.told(whom, several=True)),
        "fact": row.told(whom, several=False),
        "relation": slot.relation,
        "base": float(np.ravel(parameters[rule.base_rate])[0]),
        "base_why": case.parameters.declared[rule.base_rate].meaning,
        "base_source": case.parameters.declared[rule.base_rate].passage,
    }


def _lever(case: Scenario, name: str, sources: Sources) -> LeverTold:
    row = case.parameters.declared[name]
    return {
        "name": name,
        "label": row.title or labelled(name, case.cast.titles),
        "meaning": row.meaning,
        "low": row.low,
        "high": MOST,
        "dose": row.dose,
        "dose_unit": row.dose_unit,
        "source": row.source,
        "recommended": row.recommended,
        "passage": row.passage,
        "said": sources.passages[row.passage].paraphrase,
        "promises": [_promise(case, one) for one in case.parameters.promises if one.lever == name],
    }


def _action(row: ActionRow) -> ActionTold:
    addressed = "{b}" in row.words[1]
    return {
        "name": row.name,
        "deed": capital(row.told("…", several=True)) if addressed else capital(row.words[1]),
        "alone": capital((row.alone or row.words)[1]) if row.alone or not addressed else "",
        "addressed": addressed,
        "unit": row.unit,
        "sized": row.amount == "size",
        "usual": row.notable or 1.0,
    }


def _promise(case: Scenario, one: Promise) -> PromiseTold:
    titles = {name: called(title) for name, title in zip(case.cast.names, case.cast.titles, strict=True)}
    return {
        "who": titles[one.who],
        "action": condition(one.action),
        "toward": "" if one.toward == one.who else titles[one.toward],
        "amount": one.amount,
        "unit": case.cast.actions[one.action].unit if case.cast.actions[one.action].amount == "size" else "orders",
        "ramp": one.ramp,
        "chance": one.chance,
        "source": one.source,
    }

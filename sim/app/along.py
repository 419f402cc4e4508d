"""Curves played while one looks: an action alone at several doses, or from several months on."""

from __future__ import annotations

from sim.app.answer import actions_of
from sim.app.plan import Plan, planned
from sim.base.errors import known_or_bad
from sim.inputs.parameters import Step
from sim.scenarios.scenario import Scenario

DOSES = (0.25, 0.5, 1.0, 1.5, 2.0)
STARTS = (0, 6, 12, 24, 36)
"""Months after the turn from which actions may act."""


def along(kind: str, scenario: Scenario, action: str) -> list[tuple[float, Plan]]:
    """Where the points of a curve lie, by dose or by the turn in which the action begins, and the plan of each."""
    known_or_bad(action, actions_of(scenario), "curve", "action", "an action of the scenario")
    known_or_bad(kind, ("dose", "timing"), "curve", "kind", "a kind of curve")
    begin, dose = scenario.levers_from, scenario.parameters.declared[action].dose
    if kind == "dose":
        return [(level * dose, planned([Step(begin, action, level)])) for level in DOSES]
    turns = [begin + start for start in STARTS if begin + start < scenario.turns]
    return [(float(turn), planned([Step(turn, action, 1.0)])) for turn in turns]

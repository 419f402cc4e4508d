"""The answer where there is no finished sweep: each action alone at its dose, played over the page's many histories."""

from __future__ import annotations

import numpy as np

from sim.app.answer import actions_of
from sim.app.cells import plain
from sim.app.choice import Choice
from sim.app.contract_answer import Cell, Example
from sim.app.ensemble import ensemble
from sim.app.plan import Plan, planned
from sim.base.arrays import Run
from sim.base.errors import known_or_bad
from sim.inputs.parameters import Step
from sim.scenarios.scenario import Scenario

BINS = 24
"""Bins of a distribution, at most."""


def at_its_dose(scenario: Scenario, action: str) -> Plan:
    """The plan in which one action is taken at its dose, from when levers act."""
    known_or_bad(action, actions_of(scenario), "answer", "action", "an action of the scenario")
    return planned([Step(scenario.levers_from, action, 1.0)])


def cells(choice: Choice, replicates: int) -> list[Cell]:
    """What the plan of a choice changes, in the order of the columns."""
    return ensemble(choice.undone(), replicates).cells(choice.plan)


def example(choice: Choice, replicates: int, outcome: str) -> Example:
    """What the plan of a choice changes in one outcome, history by history."""
    many, measured = ensemble(choice.undone(), replicates).compared(choice.plan)
    found = {one.name: (without, under) for one, without, under in measured}
    without, under = found[known_or_bad(outcome, found, "answer", "outcome", "an outcome")]
    differences = under - without
    ran = np.isfinite(differences)
    middle = float(differences[ran].mean()) if ran.any() else 0.0
    counts, edges = np.histogram(differences[ran], bins=_edges(differences[ran]))
    nearest = int(np.argmin(np.where(ran & (differences != 0.0), np.abs(differences - middle), np.inf)))
    step = choice.plan.steps[0]
    return {
        "action": step.lever,
        "outcome": outcome,
        "edges": [plain(edge) or 0.0 for edge in edges],
        "counts": counts.tolist(),
        "mean": middle,
        "replicate": int(many.draws.replicates[nearest]),
        "without": float(without[nearest]),
        "under": float(under[nearest]),
        "month": choice.played.month(step.turn),
    }


def _edges(differences: Run) -> list[float]:
    """Edges of bins of equal width, one of them at nothing."""
    low, high = (min(differences.min(), 0.0), max(differences.max(), 0.0)) if len(differences) else (0.0, 0.0)
    width = (high - low) / BINS or 1.0
    first, last = int(np.floor(low / width)), max(int(np.ceil(high / width)), 1)
    return [width * number for number in range(first, last + 1)]

"""Crossed tables: every point of a design without any action, and once more with each action alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.errors import BadInput
from sim.lab.plan import Plan
from sim.lab.rows import Rows
from sim.lab.sampled import Sampled
from sim.lab.table import Table, read_points
from sim.model.measures import Outcome
from sim.scenarios.scenario import Scenario

LEVEL = "none"
"""Stands where an action stands for no action: what an outcome is, not what an action changes."""

Targets = Mapping[tuple[str, str], Array]
"""Values at the points of a design by action and outcome: the outcome itself, or what the action changes of it."""


@dataclass(frozen=True, eq=False)
class Crossed:
    """A design and the actions that each of its points is played with, one at a time."""

    design: Sampled
    actions: tuple[str, ...]

    def table(self, scenario: Scenario) -> Table:
        """The table that is played: the design without any action, then with each of them."""
        points = self.design.table
        for name in self.actions:
            if name in points:
                raise BadInput("--over", "name", name, f"no action that is played by itself: {', '.join(self.actions)}")
        arms = [points.assign(**{a: float(a == one) for a in self.actions}) for one in (LEVEL, *self.actions)]
        return read_points(pd.concat(arms, ignore_index=True), scenario)

    def targets(self, table: Table, plan: Plan, parts: Rows, outcomes: Sequence[Outcome]) -> tuple[Targets, Targets]:
        """What came of some outcomes, and what half the replicates say of them."""
        arrays, scenario = parts.arrays(), plan.origin.load()
        names = [one.name for one in plan.measured(scenario.cast)]
        back, places = np.argsort(table.order), [names.index(one.name) for one in outcomes]
        means, half = (self._by_target(arrays[kind][places][:, back], outcomes) for kind in ("means", "half"))
        return means, half

    def _by_target(self, values: Array, outcomes: Sequence[Outcome]) -> Targets:
        """Values (outcome, arm and point) by target: of actions what they change at each point."""
        arms = values.reshape(len(outcomes), 1 + len(self.actions), -1)
        found = {(LEVEL, one.name): arms[place, 0] for place, one in enumerate(outcomes)}
        for number, action in enumerate(self.actions, 1):
            found |= {(action, one.name): arms[place, number] - arms[place, 0] for place, one in enumerate(outcomes)}
        return found

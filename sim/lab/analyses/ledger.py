"""What is counted of promised orders: asked, kept, given, arrived, held by a ceiling; by year, order, arm and run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.kernel.choice import WORTH_LOADING, kernel_for
from sim.engine.simulate import simulate
from sim.engine.step import Turn, noted
from sim.inputs.parameters import Numbers
from sim.inputs.promises import AMOUNT
from sim.lab.past import Past
from sim.lab.plan import Plan
from sim.model.decisions import Orders
from sim.model.mechanisms.flows import delivered, offered
from sim.model.pairs import Index
from sim.model.slots import Slot, Slots
from sim.model.world import World
from sim.scenarios.scenario import Scenario

ASKED, KEPT, GIVEN, ARRIVED, HELD, MONTHS = range(6)
"""What is counted of each possible order, by year and run."""

SHORT = 1e-9
"""Share of a promise that may be missing without its being at a ceiling: rounding."""


@dataclass(frozen=True)
class Counted:
    """Which possible orders are looked at: those that are promised and all others of the same toward the same."""

    entries: tuple[tuple[int, Slot], ...]

    @classmethod
    def of(cls, slots: Slots) -> Counted:
        """Those of a cast."""
        aimed = {(slots[one.number].action, slots[one.number].target) for one in slots.promised}
        return cls(tuple((number, slot) for number, slot in enumerate(slots) if (slot.action, slot.target) in aimed))

    def others(self, row: int) -> list[int]:
        """The rows of the orders by which others do the same toward the same."""
        number, mine = self.entries[row]
        same = (mine.action, mine.target)
        return [r for r, (n, slot) in enumerate(self.entries) if n != number and (slot.action, slot.target) == same]

    @cached_property
    def numbers(self) -> list[int]:
        """Their numbers among all possible orders."""
        return [number for number, _ in self.entries]

    def flows(self, world: World, orders: Orders, p: Numbers, *, arrived: bool) -> Array:
        """What goes out, or arrives, under each of them in a turn, shape (order, run)."""
        flow = delivered if arrived else offered
        actions = dict.fromkeys(slot.action for _, slot in self.entries)
        by_slot = {number: row for a in actions for number, row in flow(world, orders, p, a).items()}
        return np.stack([by_slot[number] for number in self.numbers])


def years_of(scenario: Scenario, plan: Plan) -> list[str]:
    """The calendar year of each turn in which the actions act."""
    return [scenario.month(turn)[:4] for turn in range(plan.start, plan.turns)]


def ledger(plan: Plan, arms: Sequence[int], replicates: Index, past: Past | None) -> Array:
    """What is counted of replicates under arms that are alike: (what, year, order, arm, replicate), sums over months.

    They go on from the `past` that they share, if any. Not a number where a rule fails in any run: a sweep goes on
    without.
    """
    scenario = plan.origin.load()
    numbers, runs = np.tile(replicates, len(arms)), np.repeat(list(arms), len(replicates))
    case = plan.case(scenario, runs.tolist(), numbers)
    counted, years = Counted.of(case.cast.slots), years_of(scenario, plan)
    begun, draws = plan.stand(scenario, case, runs, numbers, past), Draws(plan.seed, plan.luck(numbers))
    found = np.zeros((6, len(set(years)), len(counted.entries), len(numbers)))
    try:
        kernel = kernel_for(case, WORTH_LOADING, flows_of)
        for turn in simulate(case, draws, start=begun, until=plan.turns, kernel=kernel, unseen=True):
            if turn.number >= plan.start:
                year = int(years[turn.number - plan.start]) - int(years[0])
                found[:, year] += month_of(turn, counted)
    except Exception:  # whatever a rule may raise: why the run failed stands in the table of runs
        found[...] = np.nan
    return found.reshape(*found.shape[:3], len(arms), len(replicates))


def flows_of(world: World, orders: Orders, p: Numbers) -> Array:
    """What is noted of a turn: for each order that is looked at what is kept, goes out, and arrives, (row, run)."""
    counted = Counted.of(world.cast.slots)
    given, arrived = (counted.flows(world, orders, p, arrived=one) for one in (False, True))
    return np.concatenate([orders.promised[counted.numbers], given, arrived])


def month_of(turn: Turn, counted: Counted) -> Array:
    """What is counted of a turn, shape (what, order, run)."""
    kept, given, arrived = noted(turn, flows_of).reshape(3, len(counted.entries), -1)
    asked, row_of = np.zeros_like(kept), {number: row for row, number in enumerate(counted.numbers)}
    for one in turn.before.cast.slots.promised:
        asked[row_of[one.number]] = one.reads(AMOUNT, turn.p)
    held = (kept > 0.0) & (given < kept * (1.0 - SHORT))
    return np.array([asked, kept, given, arrived, held, kept > 0.0])

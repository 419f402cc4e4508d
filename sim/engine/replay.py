"""One history kept whole: every world, every order with its reasons, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.engine.simulate import moments
from sim.engine.step import begin
from sim.inputs.parameters import Numbers, Parameters
from sim.model.actors import Slot
from sim.model.decisions import Contribution, Orders, Rule
from sim.model.legality import legal
from sim.model.perception import Sight
from sim.model.world import World
from sim.scenarios.scenario import Scenario

Progress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


@dataclass(frozen=True, eq=False)
class Month:
    """One turn of one history: the world that all decided on, the orders, the world after."""

    turn: int
    label: str
    start: World
    orders: Orders
    end: World
    numbers: Numbers

    @cached_property
    def contributions(self) -> dict[int, list[Contribution]]:
        """What each reason added to each order, by slot, in the order of the rule's reasons."""
        found: dict[int, list[Contribution]] = {}
        for one in self.orders.contributions or ():
            found.setdefault(one.slot, []).append(one)
        return found


@dataclass(frozen=True, eq=False)
class Replay:
    """One history: replicate `replicate` under `seed`, with all its months."""

    scenario: Scenario
    parameters: Parameters
    replicate: int
    seed: int
    months: tuple[Month, ...]

    @cached_property
    def given(self) -> Array:
        """Which order was given when, 0 or 1, shape (turn, slot)."""
        return np.array([month.orders.given[:, 0] for month in self.months])

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """For each possible order the rule of its actor's policy."""
        found = [{(r.action, r.toward): r for r in policy.rules} for policy in self.scenario.policies]
        return tuple(found[s.actor][s.action, s.relation] for s in self.scenario.cast.slots)

    def conditions(self, month: Month, number: int) -> dict[str, float]:
        """What must hold for an order to be legal, and how far each condition held that month (0 to 1)."""
        slot, dice = self.scenario.cast.slots[number], Dice(self.seed, [self.replicate])
        dice.turn = month.turn
        me, other = Sight(month.start, slot.actor, month.numbers, dice).toward(slot.relation)
        row = self.scenario.cast.related(slot.actor, slot.relation).index(slot.target)
        named = (*self.scenario.cast.actions[slot.action].legality, *self.rules[number].only_if)
        return {name: _at(legal(name, me, other, month.numbers), row) for name in named}

    def slots_of(self, actor: int) -> Iterator[tuple[int, Slot]]:
        """The possible orders of one actor, with their numbers."""
        rows = self.scenario.cast.rows_of[actor]
        return zip(range(rows.start, rows.stop), self.scenario.cast.slots[rows], strict=True)


def _at(value: Array, row: int) -> float:
    rows = np.atleast_2d(value)
    return float(rows[min(row, len(rows) - 1), 0])


def replay(
    scenario: Scenario,
    parameters: Parameters,
    replicate: int = 0,
    seed: int = 1,
    turns: int | None = None,
    progress: Progress | None = None,
) -> Replay:
    """Play one history with every reason's contribution kept; `progress` hears of turns done and in all."""
    total = scenario.turns if turns is None else turns
    months = []
    for month in _months(scenario, parameters, replicate, seed, total):
        months.append(month)
        if progress is not None:
            progress(len(months), total)
    return Replay(scenario, parameters, replicate, seed, tuple(months))


def _months(scenario: Scenario, parameters: Parameters, replicate: int, seed: int, turns: int) -> Iterator[Month]:
    before, dice = scenario.world(1), Dice(seed, [replicate])
    played = moments(scenario, parameters, [replicate], seed, turns, explain=True)
    for turn, moment in enumerate(played):
        start = begin(before, scenario, dice)
        yield Month(turn, scenario.month(turn), start, moment.orders, moment.world, parameters.at(turn))
        before = moment.world

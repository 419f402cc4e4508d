"""The only place that knows the order of a turn: the calendar, decisions, the world's answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.inputs.parameters import Numbers
from sim.model.changes import At, Change, Mechanism
from sim.model.decisions import Orders, decide
from sim.model.mechanisms import MECHANISMS
from sim.model.world import FLOWS, VARIABLES, World
from sim.scenarios.scenario import Scenario

SCHEDULE = (
    "calendar: dated shocks of the month are fed in",
    "decide: every actor weighs its reasons on the same world, and its draws decide",
    "resolve: every mechanism answers to the same world and the same orders, and the changes add",
    "hold: every variable is held within its declared bounds",
)
"""The order of a turn, in words."""


@dataclass
class Ledger:
    """What moved each variable this turn, mechanism by mechanism, and how often a bound held one."""

    moved: dict[tuple[str, str], Change] | None = None
    held: dict[str, int] = field(default_factory=dict)


def begin(world: World, scenario: Scenario, dice: Dice) -> World:
    """The world with this month's calendar fed in."""
    dice.turn = world.turn
    return world.changed(**scenario.calendar(world.turn))


def play_turn(world: World, scenario: Scenario, p: Numbers, dice: Dice, explain: bool = False) -> tuple[World, Orders]:
    """One month: the world at the start of the next turn, and the orders that led there."""
    world = begin(world, scenario, dice)
    orders = Orders.blank(world.cast, world.front.shape[0], explain)
    for actor, policy in enumerate(scenario.policies):
        decide(actor, policy, world, p, dice, orders)
    return resolve(world, orders, p, dice), orders


def resolve(
    world: World,
    orders: Orders,
    p: Numbers,
    dice: Dice,
    mechanisms: Iterable[Mechanism] = MECHANISMS,
    ledger: Ledger | None = None,
) -> World:
    """The world's answer to the orders: all mechanisms read the same world, and what they change adds up."""
    orders.worked.clear()  # what an earlier call worked out may not hold under other numbers
    after: dict[str, Array] = {name: np.zeros_like(world[name]) for name in FLOWS}
    for mechanism in sorted(mechanisms, key=lambda m: m.name):
        for name, change in mechanism.answer(world, orders, p, dice).items():
            if name not in after:
                after[name] = world[name].copy()
            _add(after[name], change)
            if ledger is not None and ledger.moved is not None:
                ledger.moved[mechanism.name, name] = change
    for name, value in after.items():
        _hold(name, value, ledger)
    return world.changed(world.turn + 1, **after)


def _add(variable: Array, change: Change) -> None:
    """Add a change to a variable, in place."""
    if isinstance(change, At):
        change.add_to(variable)
    else:
        variable += change


def _hold(name: str, value: Array, ledger: Ledger | None) -> None:
    """Hold a variable within its declared bounds, in place, and count where that was needed."""
    quantity = VARIABLES[name]
    if quantity.low <= value.min() and value.max() <= quantity.high:
        return
    if ledger is not None:
        outside = int(np.count_nonzero((value < quantity.low) | (value > quantity.high)))
        ledger.held[name] = ledger.held.get(name, 0) + outside
    np.maximum(value, quantity.low, out=value)
    np.minimum(value, quantity.high, out=value)

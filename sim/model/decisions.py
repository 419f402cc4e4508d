"""Reason, policy, and how reasons become an order.

The probability of an order is logistic(rationality x (base rate + sum of reasons)): binary quantal response
(McKelvey & Palfrey 1995). Rationality 0 is a coin toss, infinity a threshold. What is not legal is never ordered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.arrays import Array, Value, logistic
from sim.base.draws import Dice
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.legality import legal
from sim.model.perception import Side, Sight
from sim.model.world import World

Weigh = Callable[[Side, Side, Numbers], Value]


@dataclass(frozen=True)
class Reason:
    """One cited sentence of doctrine: it adds log-odds for or against an action."""

    name: str
    source: str
    doctrine: str
    weigh: Weigh

    def __call__(self, me: Side, other: Side, p: Numbers) -> Value:
        """The log-odds that this condition adds, one number or one per target and run."""
        return self.weigh(me, other, p)


def reason(source: str) -> Callable[[Weigh], Reason]:
    """Declare a reason: its name is the condition, its docstring the doctrine, `source` its passage."""

    def declare(weigh: Weigh) -> Reason:
        function: Any = weigh
        return Reason(function.__name__, source, " ".join((function.__doc__ or "").split()), weigh)

    return declare


@dataclass(frozen=True)
class Rule:
    """When an actor takes one action toward one relation: a base rate and its reasons."""

    action: Action
    toward: str
    base_rate: str
    reasons: tuple[Reason, ...]
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """What a role may do, and why."""

    role: str
    doctrine: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Contribution:
    """What one reason added to the log-odds of one order."""

    slot: int
    rule: Rule
    reason: Reason
    log_odds: Array


@dataclass(eq=False)
class Orders:
    """The orders of one turn while they are filled: one row per possible order, one column per run."""

    log_odds: Array
    probability: Array
    draw: Array
    given: Array
    size: Array
    contributions: list[Contribution] | None = field(default=None)
    worked: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def blank(cls, cast: Cast, runs: int, explain: bool = False) -> Orders:
        """No orders yet; with `explain`, every reason's contribution will be kept."""
        shape = (len(cast.slots), runs)
        log_odds, probability, draw, given = (np.zeros(shape) for _ in range(4))
        return cls(log_odds, probability, draw, given, np.ones(shape), [] if explain else None)


def decide(actor: int, policy: Policy, world: World, p: Numbers, dice: Dice, orders: Orders) -> None:
    """Fill in the actor's own rows of the orders; everyone decides on the same world."""
    rows = world.cast.rows_of[actor]
    allowed = np.ones_like(orders.given[rows])
    sight = Sight(world, actor, p, dice)
    start = rows.start
    for rule in policy.rules:
        stop = start + len(world.cast.related(actor, rule.toward))
        if stop > start:
            own = slice(start, stop)
            _weigh(rule, sight, orders, own, allowed[start - rows.start : stop - rows.start])
        start = stop
    sight.close()
    orders.draw[rows] = dice(world.cast.order_places[actor])
    orders.probability[rows] = logistic(p.rationality * orders.log_odds[rows]) * allowed
    orders.given[rows] = orders.draw[rows] < orders.probability[rows]
    _size(actor, world, p, dice, orders)


def _size(actor: int, world: World, p: Numbers, dice: Dice, orders: Orders) -> None:
    """How large each order of aid is relative to the budget: lognormal with mean 1, a new draw every month."""
    slots, places = world.cast.aid_of[actor]
    if len(slots):
        orders.size[slots] = np.exp(p.aid_spread * dice.normal(places) - 0.5 * p.aid_spread**2)


def _weigh(rule: Rule, sight: Sight, orders: Orders, own: slice, allowed: Array) -> None:
    me, other = sight.toward(rule.toward)
    log_odds = orders.log_odds[own]
    log_odds[...] = sight.p[rule.base_rate]
    for why in rule.reasons:
        adds = why(me, other, sight.p)
        log_odds += adds
        if orders.contributions is not None:
            _keep(orders.contributions, rule, why, own.start, np.broadcast_to(adds, log_odds.shape))
    for condition in (*sight.world.cast.actions[rule.action].legality, *rule.only_if):
        allowed *= legal(condition, me, other, sight.p)


def _keep(kept: list[Contribution], rule: Rule, why: Reason, start: int, adds: Array) -> None:
    for row, log_odds in enumerate(adds):
        kept.append(Contribution(start + row, rule, why, np.array(log_odds)))

"""How reasons become an order.

The probability of an order is logistic(rationality x (base rate + sum of reasons)): binary quantal response
(McKelvey & Palfrey 1995). Rationality 0 is a coin toss, infinity a threshold. What is not legal is never ordered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Run, SlotRun, TargetRun, exp, logistic, whether
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.legality import legal
from sim.model.perception import Perception
from sim.model.policy import Reason, Rule
from sim.model.promises import PromisedSlot
from sim.model.slots import Block
from sim.model.world import World


@dataclass(frozen=True)
class Contribution:
    """What one reason added to the log-odds of one order."""

    reason: Reason
    log_odds: Run


@dataclass(eq=False)
class Orders:
    """The orders of one turn while they are filled: one row per possible order, one column per run.

    `own` is 1 where reasons alone gave the order; `promised` is the amount a month, in the action's own unit, that is
    promised and kept, 0 elsewhere; `issued` is 1 where either gave it, and `noticed` how much the order weighs in what
    others see, remember and answer: 1 where reasons gave it, less where a promise is small. `contributions` holds for
    each order what the reasons of its rule added, where an explanation was asked for.
    """

    log_odds: SlotRun
    probability: SlotRun
    draw: SlotRun
    own: SlotRun
    promised: SlotRun
    issued: SlotRun
    noticed: SlotRun
    size: SlotRun
    contributions: tuple[list[Contribution], ...]

    def forget_reasons(self) -> None:
        """Let go of what reasons added: whoever keeps many turns rarely needs it."""
        for kept in self.contributions:
            kept.clear()

    @classmethod
    def blank(cls, world: World) -> Orders:
        """No orders yet."""
        slots = world.cast.slots
        log_odds, probability, draw, own, promised, issued, noticed, size = (world.zeros(len(slots)) for _ in range(8))
        return cls(log_odds, probability, draw, own, promised, issued, noticed, size + 1.0, tuple([] for _ in slots))


def decide(world: World, p: Numbers, draws: TurnDraws, *, explain: bool = False) -> Orders:
    """The orders of all actors, each decided on the same world under its policy."""
    slots, orders = world.cast.slots, Orders.blank(world)
    allowed = np.ones_like(orders.issued)
    for actor, blocks in enumerate(slots.blocks_of):
        perception = Perception(world, actor, p, draws)
        for block in blocks:
            _weigh(block, perception, orders, allowed[block.rows], explain=explain)
        perception.close()
    orders.draw[...] = draws(slots.keys)
    orders.probability[...] = logistic(p.rationality * orders.log_odds) * allowed
    kept = [one for one in slots.promised if one.only or not one.idle(p)]
    for one in kept:
        orders.probability[one.number] *= 1.0 - one.barred(p)
    orders.own[...] = orders.draw < orders.probability
    orders.issued[...] = orders.own
    orders.noticed[...] = orders.own
    for one in kept:
        _keep(one, p, orders, allowed[one.number])
    _size(world, p, draws, orders)
    return orders


def _keep(one: PromisedSlot, p: Numbers, orders: Orders, allowed: Run) -> None:
    """A promised order is given where its own draw lies below the chance that it is kept, and it is legal."""
    kept = whether(orders.draw[one.number] < one.likely(p) * allowed)
    orders.promised[one.number] = kept * one.amount(p)
    orders.issued[one.number] = np.maximum(orders.own[one.number], kept)
    orders.noticed[one.number] = np.maximum(orders.own[one.number], kept * one.weight(p))


def _size(world: World, p: Numbers, draws: TurnDraws, orders: Orders) -> None:
    """How large each order of aid is relative to the budget: lognormal with mean 1, a new draw every month."""
    slots, keys = world.cast.slots.aid
    if len(slots):
        orders.size[slots] = exp(p.aid_spread * draws.normal(keys) - 0.5 * p.aid_spread**2)


def _weigh(block: Block, perception: Perception, orders: Orders, allowed: TargetRun, *, explain: bool) -> None:
    me, other = perception.toward(block.rule.toward)
    log_odds = orders.log_odds[block.rows]
    log_odds[...] = perception.p[block.rule.base_rate]
    for why in block.rule.reasons:
        adds = why(me, other, perception.p)
        log_odds += adds
        if explain:
            for kept, one in zip(orders.contributions[block.rows], np.broadcast_to(adds, log_odds.shape), strict=True):
                kept.append(Contribution(why, np.array(one)))
    for condition in conditions_of(perception.world.cast, block.rule):
        allowed *= legal(condition, me, other, perception.p)


def conditions_of(cast: Cast, rule: Rule) -> tuple[str, ...]:
    """What must hold for an order under a rule to be legal."""
    return (*cast.actions[rule.action].legality, *rule.only_if)


def conditions_met(world: World, p: Numbers, draws: TurnDraws, number: int) -> dict[str, float]:
    """How far each condition of an order held in the first run, 0 to 1."""
    slot = world.cast.slots[number]
    me, other = Perception(world, slot.actor, p, draws).toward(slot.relation)
    row = world.cast.related(slot.actor, slot.relation).index(slot.target)
    return {name: _at(legal(name, me, other, p), row) for name in conditions_of(world.cast, slot.rule)}


def _at(value: TargetRun, row: int) -> float:
    rows = np.atleast_2d(value)
    return float(rows[min(row, len(rows) - 1), 0])

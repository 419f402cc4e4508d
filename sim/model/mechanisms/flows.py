"""What the orders of a turn move, worked out once and read by several mechanisms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.arrays import ActorRun, Array, Run, SlotRun, positive, share
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders
from sim.model.mechanisms.fighting import fire
from sim.model.pairs import Entries, Index
from sim.model.world import World, once

BySlot = dict[int, Run]


def given_by(world: World, orders: Orders, action: Action) -> ActorRun:
    """How many orders of an action each actor gave, as much as each is noticed."""
    return once(world, f"{action}:given by", lambda: _noticed(world, orders, action, 1))


def given_toward(world: World, orders: Orders, action: Action) -> ActorRun:
    """How many orders of an action were aimed at each actor, as much as each is noticed."""
    return once(world, f"{action}:given toward", lambda: _noticed(world, orders, action, 2))


def _noticed(world: World, orders: Orders, action: Action, column: int) -> ActorRun:
    sums = world.blank()
    for entry in world.cast.slots.of[action]:
        sums[entry[column]] += orders.noticed[entry[0]]
    return sums


def _summed(orders: SlotRun, incidence: tuple[Index, Array]) -> ActorRun:
    # Orders are 0 or 1, so that a matrix product sums them exactly in whatever order it likes.
    slots, matrix = incidence
    summed: ActorRun = matrix @ orders[slots]
    return summed


def sent(orders: Orders, slot: int, usual: Run) -> Run:
    """The larger of what reasons send, where they gave the order, and of what is promised and kept."""
    larger: Run = np.maximum(orders.own[slot] * usual, orders.promised[slot])
    return larger


def within(wanted: BySlot, slots: Sequence[int], ceiling: Run) -> BySlot:
    """What one actor wants to send, all of it cut in the same proportion where together it passes a ceiling."""
    asked = np.zeros_like(ceiling)
    for slot in slots:
        asked += wanted[slot]
    cut: Run = np.where(asked > ceiling, share(ceiling, asked), 1.0)
    return {slot: wanted[slot] * cut for slot in slots}


def own_given(world: World, orders: Orders, action: Action) -> ActorRun:
    """How many orders of an action each actor gave for its own reasons."""
    return once(world, f"{action}:own", lambda: _summed(orders.own, world.cast.slots.givers[action]))


def offered_rounds(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Rounds that senders part with, by slot, before anybody accepts them."""
    return once(world, "rounds offered", lambda: _offered_rounds(world, orders, p))


def _offered_rounds(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Rounds that senders part with: reasons send output and a share of what stands above the stock target.

    A promise reaches down to the target; what transport carries bounds both.
    """
    slots, own = world.cast.slots.of[Action.SUPPLY_MUNITIONS], own_given(world, orders, Action.SUPPLY_MUNITIONS)
    above = world.munitions_stock + world.munitions_output - world.munitions_reserve
    for actor in (*world.cast.attackers, *world.cast.defenders):
        above[actor] = above[actor] - fire(world, actor, p)
    ceiling = np.minimum(positive(above), world.transport_cap * (1.0 - world.border_closed))
    drawn = world.munitions_output + p.stock_drawdown * positive(above - world.munitions_output)
    usual = np.minimum(drawn, ceiling) / np.maximum(own, 1.0)
    return _bounded({slot: sent(orders, slot, usual[i]) for slot, i, _ in slots}, slots, ceiling)


def _bounded(wanted: BySlot, slots: Entries, ceiling: ActorRun) -> BySlot:
    """What all want to send, each actor within its ceiling."""
    found: BySlot = {}
    for actor in sorted({i for _, i, _ in slots}):
        found |= within(wanted, [slot for slot, i, _ in slots if i == actor], ceiling[actor])
    return found


def room_in_store(world: World, p: Numbers) -> ActorRun:
    """Rounds that each belligerent still takes this month: until its stores hold some months of need."""
    room = world.blank()
    for actor in (*world.cast.attackers, *world.cast.defenders):
        kept = world.munitions_stock[actor] + world.munitions_output[actor] - fire(world, actor, p)
        room[actor] = positive(p.store_months * world.firing_need[actor] - kept)
    return room


def _accepted_rounds(world: World, p: Numbers, offers: BySlot) -> BySlot:
    """Rounds that receivers take: all that is offered while there is room in store, else a part of each, pro rata."""
    slots, room = world.cast.slots.of[Action.SUPPLY_MUNITIONS], room_in_store(world, p)
    shipped: BySlot = {}
    for receiver in sorted({j for _, _, j in slots}):
        to_it = [slot for slot, _, j in slots if j == receiver]
        shipped |= within(offers, to_it, room[receiver])
    return shipped


def _men(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Thousand men sent: by tranches, or as promised; who is available and the agreed ceiling bound them."""
    slots, own = world.cast.slots.of[Action.SEND_TROOPS], own_given(world, orders, Action.SEND_TROOPS)
    ceiling = np.minimum(world.troops_available, positive(p.guest_ceiling - world.troops_deployed))
    usual = np.minimum(ceiling, p.troop_tranche) / np.maximum(own, 1.0)
    return _bounded({slot: sent(orders, slot, usual[i]) for slot, i, _ in slots}, slots, ceiling)


def _aid(world: World, orders: Orders) -> BySlot:
    """USD bn of aid: a share of the budget by luck, or as promised; a shut border stops it in proportion."""
    open_border = 1.0 - world.border_closed
    return {
        slot: sent(orders, slot, orders.size[slot] * world.aid_budget[i]) * open_border[i] * open_border[j]
        for slot, i, j in world.cast.slots.of[Action.SEND_AID]
    }


def _technology(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Military technology handed over, in shares of a programme: a step, or as promised."""
    step = world.zeros() + p.technology_step
    return {slot: sent(orders, slot, step) for slot, _, _ in world.cast.slots.of[Action.TRANSFER_TECHNOLOGY]}


def _hours(world: World, orders: Orders) -> BySlot:
    """Hours a day on the air: what a broadcaster usually sends, or as promised."""
    return {slot: sent(orders, slot, world.broadcast_hours[i]) for slot, i, _ in world.cast.slots.of[Action.BROADCAST]}


def shipments(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Rounds put on the way and accepted, by slot."""
    return once(world, "shipments", lambda: _accepted_rounds(world, p, offered_rounds(world, orders, p)))


def troop_movements(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Thousand men sent, by slot."""
    return once(world, "troops", lambda: _men(world, orders, p))


def aid(world: World, orders: Orders, p: Numbers) -> BySlot:
    """USD bn of aid that arrives, by slot."""
    return once(world, "aid", lambda: _aid(world, orders))


def technology(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Military technology handed over, by slot, in shares of a programme."""
    return once(world, "technology", lambda: _technology(world, orders, p))


def hours_on_air(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Hours a day that are broadcast, by slot."""
    return once(world, "hours", lambda: _hours(world, orders))


OFFERED = {Action.SUPPLY_MUNITIONS: offered_rounds}
"""What goes out under an action of which receivers may not take all."""

DELIVERED = {
    Action.SUPPLY_MUNITIONS: shipments,
    Action.SEND_TROOPS: troop_movements,
    Action.SEND_AID: aid,
    Action.TRANSFER_TECHNOLOGY: technology,
    Action.BROADCAST: hours_on_air,
}
"""What arrives under each action of which promises say how large an order is."""


def offered(world: World, orders: Orders, p: Numbers, action: Action) -> BySlot:
    """What goes out under the orders of an action, by slot, before acceptance; of others than these, the orders."""
    return OFFERED[action](world, orders, p) if action in OFFERED else delivered(world, orders, p, action)


def delivered(world: World, orders: Orders, p: Numbers, action: Action) -> BySlot:
    """What of it is accepted and arrives, by slot."""
    if action in DELIVERED:
        return DELIVERED[action](world, orders, p)
    return {slot: orders.issued[slot] for slot, _, _ in world.cast.slots.of[action]}

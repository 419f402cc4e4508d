"""What the orders of a turn move, worked out once and read by several mechanisms."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, Array, Run, positive, share
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders
from sim.model.derived import guests_of
from sim.model.pairs import Index
from sim.model.world import World, once

BySlot = dict[int, Run]


def given_by(world: World, orders: Orders, action: Action) -> ActorRun:
    """How many orders of an action each actor gave."""
    return once(world, f"{action}:given by", lambda: _given(orders, world.cast.slots.givers[action]))


def given_toward(world: World, orders: Orders, action: Action) -> ActorRun:
    """How many orders of an action were aimed at each actor."""
    return once(world, f"{action}:given toward", lambda: _given(orders, world.cast.slots.receivers[action]))


def _given(orders: Orders, incidence: tuple[Index, Array]) -> ActorRun:
    # Orders are 0 or 1, so that a matrix product sums them exactly in whatever order it likes.
    slots, matrix = incidence
    summed: ActorRun = matrix @ orders.issued[slots]
    return summed


def fire(world: World, actor: int, p: Numbers) -> Run:
    """Rounds fired this month: the front's need or what the store releases, whichever is less; none in a ceasefire."""
    wanted = np.minimum(p.stores_release * world.munitions_stock[actor], world.firing_need[actor])
    fired: Run = wanted * (1.0 - world.ceasefire)
    return fired


def shipments(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Rounds put on the way, by slot: stock above reserve, what transport carries and what is asked bound them."""
    return once(world, "shipments", lambda: _shipments(world, orders, p))


def _shipments(world: World, orders: Orders, p: Numbers) -> BySlot:
    slots = world.cast.slots.of[Action.SUPPLY_MUNITIONS]
    asked = given_by(world, orders, Action.SUPPLY_MUNITIONS)
    spare = positive(world.munitions_stock - world.munitions_reserve)
    for actor in (*world.cast.attackers, *world.cast.defenders):
        spare[actor] = positive(spare[actor] - fire(world, actor, p))
    able = np.minimum(spare, world.transport_cap * (1.0 - world.border_closed)) / np.maximum(asked, 1.0)
    offers = {slot: orders.issued[slot] * able[i] for slot, i, _ in slots}
    gaps = world.firing_need * world.munitions_shortfall
    shipped: BySlot = {}
    for receiver in sorted({j for _, _, j in slots}):
        to_it = [slot for slot, _, j in slots if j == receiver]
        offered = np.zeros_like(gaps[receiver])
        for slot in to_it:
            offered += offers[slot]
        accepted = np.minimum(share(gaps[receiver], offered), 1.0)
        shipped |= {slot: offers[slot] * accepted for slot in to_it}
    return shipped


def troop_movements(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Thousand men sent, by slot: bounded by who is available, by the tranche and by the agreed ceiling."""
    return once(world, "troops", lambda: _troop_movements(world, orders, p))


def _troop_movements(world: World, orders: Orders, p: Numbers) -> BySlot:
    asked = np.maximum(given_by(world, orders, Action.SEND_TROOPS), 1.0)
    moved: BySlot = {}
    for slot, i, _ in world.cast.slots.of[Action.SEND_TROOPS]:
        room = positive(p.guest_ceiling - world.troops_deployed[i])
        able = np.minimum(np.minimum(world.troops_available[i], room), p.troop_tranche) / asked[i]
        moved[slot] = orders.issued[slot] * able
    return moved


def aid(world: World, orders: Orders) -> BySlot:
    """USD bn of aid that arrives, by slot: a share of the budget by luck; a shut border stops it in proportion."""
    return once(world, "aid", lambda: _aid(world, orders))


def _aid(world: World, orders: Orders) -> BySlot:
    open_border = 1.0 - world.border_closed
    return {
        slot: orders.issued[slot] * orders.size[slot] * world.aid_budget[i] * open_border[i] * open_border[j]
        for slot, i, j in world.cast.slots.of[Action.SEND_AID]
    }


def technology(world: World, orders: Orders, p: Numbers) -> BySlot:
    """Military technology handed over, by slot, in shares of a programme."""
    step = p.technology_step
    slots = world.cast.slots.of[Action.TRANSFER_TECHNOLOGY]
    return once(world, "technology", lambda: {slot: orders.issued[slot] * step for slot, _, _ in slots})


def force(world: World, p: Numbers, *, attackers: bool) -> tuple[Run, Run]:
    """Rounds fired and thousand men at the front on one side of the war, guests included."""
    rounds, men = world.zeros(), world.zeros()
    for actor in world.cast.attackers if attackers else world.cast.defenders:
        rounds += fire(world, actor, p)
        men += world.troops_deployed[actor]
    for guest in guests_of(world, attackers=attackers):
        men += world.troops_deployed[guest]
    return rounds, men

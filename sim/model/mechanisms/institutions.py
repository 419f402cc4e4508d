"""Institutions: shields and open breaches wear them down, monitoring coalitions mend them slowly."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.world import World


@mechanism(source="D3", changes=("institutions",))
def institutions(world: World, orders: Orders, p: Numbers, dice: Dice) -> Changes:
    """Vetoes and trade in embargoed arms erode the regime; listings and minilateral steps restore it."""
    worn = p.shield_wears * _sum(world, orders, Action.SHIELD) + p.breach_wears * _breaches(world, orders)
    worn = worn + p.test_wears * _sum(world, orders, Action.TEST_NUCLEAR)
    upheld = p.listing_mends * _sum(world, orders, Action.SANCTION) + p.partnership_mends * _sum(
        world, orders, Action.PARTNER
    )
    return {"institutions": upheld * (1.0 - world.institutions) - worn * world.institutions}


def _sum(world: World, orders: Orders, action: Action) -> Array:
    count = np.zeros_like(world.front)
    for slot, _, _ in world.cast.slots_of[action]:
        count += orders.given[slot]
    return count


def _breaches(world: World, orders: Orders) -> Array:
    """Arms, men and technology that pass between partners of whom one is under sanctions."""
    count = np.zeros_like(world.front)
    for slot, i, j in world.cast.embargoed_trades:
        count += orders.given[slot] * np.maximum(world.isolation[i], world.isolation[j])
    return count

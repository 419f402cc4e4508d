"""Book-keeping: what is remembered of the acts of a month, and how they score."""

from __future__ import annotations

import numpy as np

from sim.base.draws import Dice
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.world import World


@mechanism(source="P2", changes=("memory",))
def remembering(world: World, orders: Orders, p: Numbers, dice: Dice) -> Changes:
    """Each kind of act is remembered as its fading frequency: 1 if done every month, halved some months after."""
    return {"memory": p.memory_speed * (orders.given - world.memory)}


@mechanism(source="P3", changes=("conflict", "cooperation"))
def scoring(world: World, orders: Orders, p: Numbers, dice: Dice) -> Changes:
    """Every order is coded twice, toward its receiver and toward the receiver's rivals; sums are kept apart.

    A mean of the two would rate arms shipments as peace.
    """
    conflict, cooperation = np.zeros_like(world.conflict), np.zeros_like(world.conflict)
    for theatre, action, slots in world.cast.slots_by_theatre:
        given = np.add.reduce(orders.given[slots], axis=0)
        row = world.cast.actions[action]
        for score, weight in ((row.score, 1.0), (row.third_party_score, p.third_party_weight)):
            scored = conflict if score < 0.0 else cooperation
            scored[theatre] += abs(score) * weight * given
    return {"conflict": conflict, "cooperation": cooperation}

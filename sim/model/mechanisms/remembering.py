"""Book-keeping: what is remembered of the acts of a month, and how they score."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.base.arrays import total
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.pairs import Index
from sim.model.world import World


@mechanism(source="P2", changes=("memory",))
def remembering(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Each kind of act is remembered as its fading frequency: 1 if done every month, halved some months after."""
    return {"memory": p.memory_speed * (orders.noticed - world.memory)}


@mechanism(source="P3", changes=("conflict", "cooperation"))
def scoring(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Every order is coded twice, toward its receiver and toward the receiver's rivals; sums are kept apart.

    A mean of the two would rate arms shipments as peace.
    """
    conflict, cooperation = (world.zeros(len(world.cast.theatres)) for _ in range(2))
    for theatre, action, slots in slots_by_theatre(world.cast):
        given = total(orders.noticed[slots], orders.noticed[0])
        row = world.cast.actions[action]
        for score, weight in ((row.score, 1.0), (row.third_party_score, p.third_party_weight)):
            scored = conflict if score < 0.0 else cooperation
            scored[theatre] += abs(score) * weight * given
    return {"conflict": conflict, "cooperation": cooperation}


@lru_cache(maxsize=8)
def slots_by_theatre(cast: Cast) -> tuple[tuple[int, Action, Index], ...]:
    """The slots of each action in each theatre, as (theatre, action, slots)."""
    found: dict[tuple[int, Action], list[int]] = {}
    for number, slot in enumerate(cast.slots):
        found.setdefault((cast.theatre_of_pair(slot.actor, slot.target), slot.action), []).append(number)
    return tuple((theatre, action, np.array(slots)) for (theatre, action), slots in sorted(found.items()))

"""Institutions: shields, open breaches and tests wear them down; who watches may uphold or replace them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.base.arrays import Run
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import monitoring
from sim.model.world import World


@mechanism(
    source="D3",
    changes=("institutions",),
)
def institutions(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Vetoes and trade in embargoed arms erode the regime; a coalition that watches it restores or displaces it.

    Whether a club of the like-minded upholds what the Council no longer does, or gives everyone leave to choose a
    forum, is disputed (Drezner 2009; Morse & Keohane 2014): the sign is contested.
    """
    worn = p.shield_wears * _sum(world, orders, Action.SHIELD) + p.breach_wears * _breaches(world, orders)
    worn = worn + p.test_wears * _sum(world, orders, Action.TEST_NUCLEAR)
    watched = p.monitoring_mends * monitoring(world, p)
    return {"institutions": watched * (1.0 - world.institutions) - worn * world.institutions}


def _sum(world: World, orders: Orders, action: Action) -> Run:
    count = world.zeros()
    for slot, _, _ in world.cast.slots.of[action]:
        count += orders.noticed[slot]
    return count


def _breaches(world: World, orders: Orders) -> Run:
    """Arms, men and technology that pass between partners of whom one is under sanctions."""
    count = world.zeros()
    for slot, i, j in embargoed_trades(world.cast):
        count += orders.noticed[slot] * np.maximum(world.isolation[i], world.isolation[j])
    return count


@lru_cache(maxsize=8)
def embargoed_trades(cast: Cast) -> tuple[tuple[int, int, int], ...]:
    """Possible orders of arms, men or know-how between partners: (slot, from, to)."""
    kinds = (Action.SUPPLY_MUNITIONS, Action.SEND_TROOPS, Action.TRANSFER_TECHNOLOGY)
    partners = cast.relations["partners"]
    return tuple((s, i, j) for kind in kinds for s, i, j in cast.slots.of[kind] if j in partners[i])

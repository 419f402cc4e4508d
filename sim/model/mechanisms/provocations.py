"""Provocations: an order becomes a burst whose size remembers the months before."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, log
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import FLOOR
from sim.model.mechanisms.flows import sent
from sim.model.world import World


@mechanism(source="T1", changes=("launches", "border_incidents", "incidents", "nuclear_tests"))
def provocations(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """A provocation ordered is one occasion and a geometric number of further ones, more after busy months.

    The hurdle (ordered or not), the geometric tail and its memory make counts overdispersed, as the negative
    binomial with k about 0.71 that monthly counts since 2012 follow. A promise of provocations says how many.
    """
    counts = {name: world.blank() for name in ("launches", "border_incidents", "nuclear_tests")}
    against = PairAccumulator(world.cast.pairs.rivals, world)
    extra = draws(world.cast.actor_keys("salvo"))
    for slot, i, j in world.cast.slots.of[Action.PROVOKE]:
        tail = p.launch_tail if i == j else p.border_tail
        burst = 1.0 + np.minimum(_geometric(extra[i], tail * world.memory[slot]), p.salvo_ceiling)
        occasions = sent(orders, slot, burst)
        counts["launches" if i == j else "border_incidents"][i] += occasions
        against.add(i, j, occasions)
    for slot, i, _ in world.cast.slots.of[Action.TEST_NUCLEAR]:
        counts["nuclear_tests"][i] += orders.issued[slot]
    return {**counts, "incidents": against.done()}


def _geometric(draw: Run, mean: Run) -> Run:
    """A geometric count from 0 with this mean, by inversion of one uniform draw."""
    held = np.maximum(mean, FLOOR)
    count: Run = np.floor(log(draw) / log(held / (1.0 + held)))
    return count

"""Accords: each is signed once, few are left after many, and what is not renewed lapses."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import positive
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.world import World


@mechanism(source="R4", changes=("accords",))
def accords(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """A step taken by either side signs one accord of the pair, as long as there is something left to agree on.

    An accord does nothing by itself. It opens what two can learn to do together, a seat among those who watch the
    sanctions, and a claim to share burdens (formal institutions of alignments: Morrow 2000; Wallander 2000).
    """
    signed = PairAccumulator(world.cast.pairs.linked, world)
    signed.along(world, orders, Action.PARTNER)
    now = signed.of(world.accords)
    left = np.minimum(positive(p.accord_ceiling - now), 1.0)
    signed.by = np.minimum(signed.by, 1.0) * left - p.accords_lapse * now
    return {"accords": signed.done()}

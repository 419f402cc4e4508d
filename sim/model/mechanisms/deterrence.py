"""Deterrence: what each challenger faces, how allies learn to fight together, and what broken promises cost."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import USE_OF_FORCE
from sim.model.mechanisms.balance import conventional, nuclear
from sim.model.mechanisms.flows import given_by
from sim.model.world import World


@mechanism(
    source="R2",
    changes=("deterrence", "interoperability", "integrity"),
)
def deterrence(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Forces on the spot, credible help and nuclear weapons deter: 1 - (1 - conventional)(1 - nuclear).

    The balance that counts is the local one, with resolve and the credibility of allies (Huth and Russett 1984;
    Zagare and Kilgour 2000). What a challenger wants is no part of it: that stands in the hazard of disputes.
    """
    change = PairAccumulator(world.cast.pairs.rivals, world)
    faced = 1.0 - (1.0 - conventional(world, p, change.pairs)) * (1.0 - nuclear(world, p, change.pairs))
    change.by += p.deterrence_speed * (faced - change.of(world.deterrence))
    return {
        "deterrence": change.done(),
        "interoperability": _interoperability(world, orders, p).done(),
        "integrity": _integrity(world, orders, p, draws),
    }


def _interoperability(world: World, orders: Orders, p: Numbers) -> PairAccumulator:
    """Exercises, shared intelligence and work under accords build it as far as treaty and accords reach; it fades."""
    change = PairAccumulator(world.cast.pairs.companions, world)
    used = PairAccumulator(change.pairs, world)
    exercised = np.minimum(given_by(world, orders, Action.EXERCISE), 1.0)
    used.by += exercised[change.pairs.who] * exercised[change.pairs.whom]
    used.along(world, orders, Action.SHARE_INTELLIGENCE, p.intelligence_as_exercise)
    signed = change.of(world.accords)
    opened = signed / (signed + p.accords_half_open)
    used.by += p.accord_as_exercise * opened
    reach = np.maximum(change.of(world.treaty), p.reach_without_accords + (1.0 - p.reach_without_accords) * opened)
    now = change.of(world.interoperability)
    change.by += p.interoperability_gain * used.by * np.maximum(reach - now, 0.0) - p.interoperability_decay * now
    return change


def _integrity(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> ActorRun:
    """A promise called in last month by a use of force and not kept costs reputation; time mends it slowly."""
    change = p.integrity_mends * (p.integrity_norm - world.integrity)
    luck = draws(world.cast.actor_keys("promise"))
    for i, others in enumerate(world.cast.relations["allies"]):
        for j in others:
            called = world.zeros()
            for rival in world.cast.rivals_of(j):
                called = np.maximum(called, world.dispute_rung[j, rival] >= USE_OF_FORCE)
            broken = called * (luck[i] > p.promises_kept) * world.treaty[i, j]
            change[i] -= p.broken_promise * broken * world.integrity[i]
    return change

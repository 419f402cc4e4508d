"""Deterrence: capability x resolve x credibility, less what the challenger has to gain from change."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, PairRun, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import USE_OF_FORCE
from sim.model.mechanisms.flows import given_by
from sim.model.world import World


@mechanism(
    source="R2",
    changes=("deterrence", "interoperability", "integrity"),
)
def deterrence(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Local balance, resolve and the credibility of allies deter; dissatisfaction with what is undoes it."""
    change = PairAccumulator(world.cast.pairs.rivals, world)
    change.by += p.deterrence_speed * (_deterred(world, p, change) - change.of(world.deterrence))
    return {
        "deterrence": change.done(),
        "interoperability": _interoperability(world, orders, p).done(),
        "integrity": _integrity(world, orders, p, draws),
    }


def _deterred(world: World, p: Numbers, rivals: PairAccumulator) -> PairRun:
    """The level toward which deterrence of each challenger by each rival moves (Zagare & Kilgour 2000)."""
    challenger, defender = rivals.pairs.who, rivals.pairs.whom
    strength = _strength(world, p)[defender]
    capability = share(strength, strength + world.military_spending[challenger])
    resolve = (1.0 - p.weariness_saps_resolve * world.weariness)[defender]
    cooperation = (1.0 - p.closeness_deters + p.closeness_deters * _closeness(world))[defender]
    return np.clip(capability * resolve * cooperation - p.dissatisfaction * world.hardship[challenger], 0.0, 1.0)


def _strength(world: World, p: Numbers) -> ActorRun:
    """Own power and that of allies bound by treaty, as far as their help is credible and on the spot."""
    strength = world.military_spending * np.ones_like(world.weariness)
    for defender, allies in enumerate(world.cast.relations["allies"]):
        for ally in allies:
            credible = world.interoperability[ally, defender] * world.integrity[ally] * p.promises_kept
            backing = world.military_spending[ally] * world.treaty[ally, defender] * credible
            strength[defender] += p.distance_discount * backing
    return strength


def _closeness(world: World) -> ActorRun:
    """How well each actor can fight together with those at its side: the mean over allies and group fellows."""
    mean = world.blank()
    for actor, fellows in enumerate(world.cast.fellows):
        for fellow in fellows:
            mean[actor] += world.interoperability[actor, fellow] / len(fellows)
    return mean


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

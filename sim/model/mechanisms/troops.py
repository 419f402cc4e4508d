"""Troops: raised, sent, fallen, brought home. Men are conserved: only recruitment adds to them."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import at_war, guests_of, recruits
from sim.model.mechanisms.fighting import belligerents, loss_rate
from sim.model.mechanisms.flows import troop_movements
from sim.model.world import World


@mechanism(
    source="P2",
    changes=("troops_available", "troops_deployed", "troops_lost", "troops_fallen", "troops_sent", "weariness"),
)
def troops(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Men go to the front as they are raised or sent, and fall to the enemy's power: to its fire and its men."""
    sent = world.blank()
    for slot, i, _ in world.cast.slots.of[Action.SEND_TROOPS]:
        sent[i] += troop_movements(world, orders, p)[slot]
    fallen = _casualties(world, p)
    to_front = _to_front(world, p, sent) - _homeward(world, p)
    return {
        "troops_available": recruits(world, p) - sent - to_front,
        "troops_deployed": sent + to_front - fallen,
        "troops_lost": fallen,
        "troops_fallen": fallen,
        "troops_sent": sent,
        "weariness": _weariness(world, p, fallen),
    }


def _to_front(world: World, p: Numbers, sent: ActorRun) -> ActorRun:
    """A belligerent fills its front from those available, no faster than it can train and move them."""
    missing = positive(world.troops_wanted - world.troops_deployed)
    pace = p.front_feed * world.recruitment
    return np.minimum(np.minimum(missing, pace), world.troops_available - sent) * at_war(world, p)


def _homeward(world: World, p: Numbers) -> ActorRun:
    """Guests go home while a ceasefire holds."""
    result = world.blank()
    for attackers in (True, False):
        for guest in guests_of(world, attackers=attackers):
            result[guest] = p.homecoming * world.troops_deployed[guest] * world.ceasefire
    return result


def _casualties(world: World, p: Numbers) -> ActorRun:
    """What each loses of its men; guests in proportion to their number."""
    fallen = world.blank()
    for attackers in (True, False):
        rate = loss_rate(world, p, attackers=attackers)
        for member in (*belligerents(world, attackers=attackers), *guests_of(world, attackers=attackers)):
            fallen[member] = rate * world.troops_deployed[member]
    return fallen


def _weariness(world: World, p: Numbers, fallen: ActorRun) -> ActorRun:
    """Weariness grows with the fallen relative to the men who can be raised, and wears off (Mueller 1973)."""
    gain = p.weariness_per_loss * share(fallen, np.maximum(world.manpower, fallen)) * (1.0 - world.weariness)
    return gain - p.weariness_relief * world.weariness

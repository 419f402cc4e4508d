"""Troops: raised, sent, fallen, brought home. Men are conserved: only recruitment adds to them."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import at_war, guests_of
from sim.model.mechanisms.flows import force, troop_movements
from sim.model.world import World


@mechanism(
    source="P2",
    changes=("troops_available", "troops_deployed", "troops_lost", "troops_sent", "weariness"),
)
def troops(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Men go to the front as they are raised or sent, and fall by Lanchester's law of aimed fire."""
    sent = world.blank()
    for slot, i, _ in world.cast.slots.of[Action.SEND_TROOPS]:
        sent[i] += troop_movements(world, orders, p)[slot]
    fallen = _casualties(world, p)
    raised = world.recruitment * at_war(world, p)
    to_front = _to_front(world, p, sent) - _homeward(world, p)
    return {
        "troops_available": raised - sent - to_front,
        "troops_deployed": sent + to_front - fallen,
        "troops_lost": fallen,
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
    """Each side loses in proportion to the enemy's men, the defender less; guests in proportion to their number."""
    fallen = world.blank()
    for attackers in (True, False):
        hosts = world.cast.attackers if attackers else world.cast.defenders
        _, own = force(world, p, attackers=attackers)
        _, enemy = force(world, p, attackers=not attackers)
        cover = 1.0 if attackers else 1.0 / p.defence_advantage
        rate = np.minimum(share(p.lethality * cover * enemy, own), p.casualty_ceiling) * (1.0 - world.ceasefire)
        for member in (*hosts, *guests_of(world, attackers=attackers)):
            fallen[member] = rate * world.troops_deployed[member]
    return fallen


def _weariness(world: World, p: Numbers, fallen: ActorRun) -> ActorRun:
    """Weariness grows with the fallen relative to the men the front asks for, and wears off."""
    gain = p.weariness_per_loss * share(fallen, np.maximum(world.troops_wanted, fallen)) * (1.0 - world.weariness)
    return gain - p.weariness_relief * world.weariness

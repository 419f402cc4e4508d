"""Munitions: made, shipped, lost on the way, fired. Rounds are conserved to rounding."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import at_war
from sim.model.mechanisms.flows import fire, given_by, shipments
from sim.model.world import World


@mechanism(
    source="D2",
    changes=(
        "munitions_stock",
        "munitions_output",
        "firing_need",
        "munitions_shortfall",
        "rounds_fired",
        "rounds_shipped",
        "rounds_received",
        "rounds_lost",
    ),
)
def munitions(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Stocks grow by output and arrivals and shrink by firing and shipping; what is shipped arrives or is lost."""
    fired, shipped, received, lost = world.blank(), world.blank(), world.blank(), world.blank()
    for slot, i, j in world.cast.slots.of[Action.SUPPLY_MUNITIONS]:
        rounds = shipments(world, orders, p)[slot]
        shipped[i] += rounds
        lost[i] += rounds * p.transit_loss
        received[j] += rounds * (1.0 - p.transit_loss)
    for actor in (*world.cast.attackers, *world.cast.defenders):
        fired[actor] = fire(world, actor, p)
    stock = world.munitions_output - fired - shipped + received
    output = _mobilised(world, orders, p)
    return {
        "munitions_stock": stock,
        "munitions_output": output,
        "firing_need": _need(world, p),
        "munitions_shortfall": _shortfall(world, p, stock, output) - world.munitions_shortfall,
        "rounds_fired": fired,
        "rounds_shipped": shipped,
        "rounds_received": received,
        "rounds_lost": lost,
    }


def _mobilised(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """Output rises toward capacity with one's own shortfall, or with orders from a partner."""
    ordered = np.minimum(given_by(world, orders, Action.SUPPLY_MUNITIONS), 1.0)
    pull = np.maximum(world.munitions_shortfall, ordered)
    return p.mobilisation * pull * positive(world.munitions_capacity - world.munitions_output)


def _need(world: World, p: Numbers) -> ActorRun:
    """A front that cannot be fed learns to fire less; the need never rises again."""
    supply = world.munitions_output + world.munitions_stock / p.planning_horizon + world.rounds_received
    unmet = 1.0 - np.minimum(share(supply, world.firing_need), 1.0)
    return -p.need_adaptation * unmet * world.firing_need * at_war(world, p)


def _shortfall(world: World, p: Numbers, stock_change: ActorRun, output_change: ActorRun) -> ActorRun:
    """Share of next month's need that output and stores spread over the horizon will not cover."""
    stock = positive(world.munitions_stock + stock_change)
    supply = world.munitions_output + output_change + stock / p.planning_horizon
    covered = np.minimum(share(supply, world.firing_need), 1.0)
    return (1.0 - covered) * at_war(world, p)

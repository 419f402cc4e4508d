"""Munitions: made, bought, shipped, lost on the way, fired; drones beside them. Rounds are conserved to rounding."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import MILLIONS_A_BILLION
from sim.model.derived import at_war, hampered
from sim.model.mechanisms.fighting import belligerents, drones, feeds, fire, side_fire
from sim.model.mechanisms.flows import aid, given_by, shipments
from sim.model.world import World


@mechanism(
    source="D2",
    changes=(
        "munitions_stock",
        "munitions_output",
        "munitions_shortfall",
        "arms_on_order",
        "rounds_fired",
        "rounds_shipped",
        "rounds_received",
        "rounds_bought",
        "rounds_lost",
    ),
)
def munitions(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Stocks grow by output, purchases and arrivals, and shrink by firing and shipping; output follows the pull.

    Money given to a belligerent pays for rounds that come with a delay; whoever runs short also buys from outside.
    """
    fired, shipped, received, lost = world.blank(), world.blank(), world.blank(), world.blank()
    for slot, i, j in world.cast.slots.of[Action.SUPPLY_MUNITIONS]:
        rounds = shipments(world, orders, p)[slot]
        shipped[i] += rounds
        lost[i] += rounds * p.transit_loss
        received[j] += rounds * (1.0 - p.transit_loss)
    for actor in (*world.cast.attackers, *world.cast.defenders):
        fired[actor] = fire(world, actor, p)
    due = p.order_pace * world.arms_on_order
    bought = due + world.outside_rounds * world.munitions_shortfall * at_war(world, p)
    stock = world.munitions_output + bought - fired - shipped + received
    output = _mobilised(world, orders, p)
    return {
        "munitions_stock": stock,
        "munitions_output": output,
        "munitions_shortfall": _shortfall(world, p, stock, output) - world.munitions_shortfall,
        "arms_on_order": _ordered(world, orders, p) - due,
        "rounds_fired": fired,
        "rounds_shipped": shipped,
        "rounds_received": received,
        "rounds_bought": bought,
        "rounds_lost": lost,
    }


def _ordered(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """Rounds that this month's money pays for: a share of what a belligerent is given."""
    given = world.blank()
    fighting = (*world.cast.attackers, *world.cast.defenders)
    for slot, _, j in world.cast.slots.of[Action.SEND_AID]:
        if j in fighting:
            given[j] += aid(world, orders, p)[slot]
    return given * p.aid_buys_rounds * MILLIONS_A_BILLION / p.price_of_purchases


def _mobilised(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """Output rises toward what plants can reach with one's own shortfall or a partner's orders.

    Poor makers reach less, unless pay, oil and machines come from others; what stood higher falls back.
    """
    ordered = np.minimum(given_by(world, orders, Action.SUPPLY_MUNITIONS), 1.0)
    pull = np.maximum(world.munitions_shortfall, ordered)
    reach = world.munitions_capacity * (1.0 - hampered(world, p))
    gap = reach - world.munitions_output
    return p.mobilisation * (pull * positive(gap) - positive(-gap))


def _shortfall(world: World, p: Numbers, stock_change: ActorRun, output_change: ActorRun) -> ActorRun:
    """Share of next month's need that output and stores spread over the horizon will not cover."""
    stock = positive(world.munitions_stock + stock_change)
    supply = world.munitions_output + output_change + stock / p.planning_horizon
    return share(positive(world.firing_need - supply), world.firing_need) * at_war(world, p)


@mechanism(
    source="D2",
    changes=("firing_need", "drone_output"),
)
def front_needs(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The guns ask for fire that answers the enemy's, and learn to do with less; drones spread toward capacity.

    An arms race at the front (Richardson 1960): each side's need follows the other's fire, an attacker's by more than
    one for one, and is held by barrels, by what drones do instead, and by fatigue where it cannot be fed. Drones
    spread like any innovation, as a logistic curve (Bass 1969).
    """
    wanted, unmet = world.blank(), world.blank()
    for attackers, ratio in ((True, p.attack_ratio), (False, p.defence_ratio)):
        sides = belligerents(world, attackers=attackers)
        lost = 0.5 - world.front if attackers else world.front - 0.5
        asked = ratio * side_fire(world, p, attackers=not attackers) * positive(1.0 + p.ground_calls_fire * lost)
        for actor in sides:
            wanted[actor] = positive(asked / len(sides) - drones(world, actor, p))
            unmet[actor] = positive(world.firing_need[actor] - feeds(world, actor, p))
    change = p.need_speed * (np.minimum(wanted, world.fire_ceiling) - world.firing_need) - p.need_adaptation * unmet
    filled = share(world.drone_output, np.broadcast_to(world.drone_capacity, world.drone_output.shape))
    growth = p.drone_spread * world.drone_output * (1.0 - filled)
    return {"firing_need": change * at_war(world, p), "drone_output": growth * at_war(world, p)}

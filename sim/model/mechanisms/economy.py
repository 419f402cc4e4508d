"""Economy and sanctions: listings add up, evasion takes them away, hardship and isolation follow."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, Run, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.derived import at_war, inputs_at_hand, monitoring, sanctioned_share
from sim.model.lately import acts_toward
from sim.model.mechanisms.flows import aid
from sim.model.world import World


def sanctions_busting(world: World, p: Numbers) -> ActorRun:
    """Share of sanctions evaded: a black knight *and* commercial partners are needed (Early & Spice 2011)."""
    knight = np.minimum(acts_toward(world, Action.SHIELD), 1.0)
    commerce = world.trade_share * (1.0 - world.border_closed)
    return p.busting * knight * commerce


def unwatched(world: World, p: Numbers) -> Run:
    """How much of evasion stays: a coalition that watches catches some of it, or teaches it new ways (Early 2015)."""
    return positive(1.0 - p.monitoring_catches * monitoring(world, p))


def pressure(world: World, p: Numbers) -> ActorRun:
    """Pressure of sanctions on each actor after evasion and diversion."""
    stays = unwatched(world, p)
    kept = positive(1.0 - sanctions_busting(world, p) * stays)
    return positive(sanctioned_share(world, p) * world.institutions * kept - p.diversion * stays)


@mechanism(
    source="S4",
    changes=("sanctions", "hardship", "aid_need", "isolation"),
)
def economy(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Sanctions, lost trade, repression and war bring hardship, aid relieves it; need and isolation follow."""
    levels = PairAccumulator(world.cast.pairs.linked, world)
    levels.by -= p.sanctions_decay * levels.of(world.sanctions)
    listed = PairAccumulator(levels.pairs, world)
    listed.along(world, orders, Action.SANCTION, p.sanction_step, back=False)
    levels.by += listed.by * (1.0 - levels.of(world.sanctions))
    relief = _relief(world, orders, p)
    strain = (
        world.frailty
        + p.sanctions_bite * pressure(world, p)
        + p.trade_hardship * (1.0 - inputs_at_hand(world, p))
        + p.repression_costs * positive(world.repression - p.repression_base)
        + p.war_hardship * at_war(world, p)
    )
    hardship = np.clip(strain - relief, 0.0, 1.0)
    need = np.clip(world.hardship * (1.0 + p.isolation_need * world.isolation) - relief, 0.0, 1.0)
    friends = p.friends_matter * np.minimum(acts_toward(world, Action.TALK), 1.0)
    apart = np.clip(p.isolation_scale * sanctioned_share(world, p) * (1.0 - friends), 0.0, 1.0)
    return {
        "sanctions": levels.done(),
        "hardship": p.economy_speed * (hardship - world.hardship),
        "aid_need": p.economy_speed * (need - world.aid_need),
        "isolation": p.economy_speed * (apart - world.isolation),
    }


def _relief(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """What aid takes off hardship: a year's worth relative to the economy, with diminishing returns."""
    arrived = world.blank()
    for slot, _, j in world.cast.slots.of[Action.SEND_AID]:
        arrived[j] += aid(world, orders, p)[slot]
    yearly = share(MONTHS_A_YEAR * arrived, np.broadcast_to(world.economy, arrived.shape))
    return p.aid_relief * yearly / (yearly + p.aid_half_relief)

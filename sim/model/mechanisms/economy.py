"""Economy and sanctions: listings add up, evasion takes them away, hardship and isolation follow."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array, share
from sim.base.draws import Dice
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, Pairwise, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.derived import VIEWS, acts_toward, at_war, view
from sim.model.mechanisms.flows import aid
from sim.model.world import World


def sanctions_busting(world: World, p: Numbers) -> Array:
    """Share of sanctions evaded: a black knight *and* commercial partners are needed (Early & Spice 2011)."""
    knight = np.minimum(acts_toward(world, Action.SHIELD), 1.0)
    commerce = world.trade_share * (1.0 - world.border_closed)
    return p.busting * knight * commerce


@view("share", 0, 1, "S4")
def sanctioned_share(world: World, p: Numbers) -> Array:
    """Share of the senders' economies whose sanctions an actor bears, weighted by their level."""
    senders = sorted({i for i, targets in enumerate(world.cast.relations["targets"]) if targets})
    whole = sum(float(world.economy[i, 0]) for i in senders)
    borne = np.zeros_like(world.hardship)
    for i in senders:
        for j in world.cast.relations["targets"][i]:
            borne[j] += world.economy[i] / max(whole, 1.0) * world.sanctions[i, j]
    return borne


def pressure(world: World, p: Numbers) -> Array:
    """Pressure of sanctions on each actor after evasion and diversion, shape (actor, run)."""
    felt = VIEWS["sanctioned_share"].of(world, p) * world.institutions * (1.0 - sanctions_busting(world, p))
    return np.maximum(felt - p.diversion, 0.0)


@mechanism(source="S4", changes=("sanctions", "hardship", "aid_need", "isolation"))
def economy(world: World, orders: Orders, p: Numbers, dice: Dice) -> Changes:
    """Sanctions, a shut border and war bring hardship, aid and trade relieve it; need and isolation follow."""
    levels = Pairwise(world.cast.linked, world.front.shape[0])
    levels.by -= p.sanctions_decay * levels.of(world.sanctions)
    listed = Pairwise(levels.pairs, world.front.shape[0])
    listed.along(world, orders, Action.SANCTION, p.sanction_step, back=False)
    levels.by += listed.by * (1.0 - levels.of(world.sanctions))
    relief = _relief(world, orders, p)
    strain = (
        world.frailty
        + p.sanctions_bite * pressure(world, p)
        + p.closure_hardship * world.border_closed
        + p.war_hardship * at_war(world, p)
    )
    hardship = np.clip(strain - relief, 0.0, 1.0)
    need = np.clip(world.hardship * (1.0 + p.isolation_need * world.isolation) - relief, 0.0, 1.0)
    friends = p.friends_matter * np.minimum(acts_toward(world, Action.TALK), 1.0)
    apart = np.clip(p.isolation_scale * VIEWS["sanctioned_share"].of(world, p) * (1.0 - friends), 0.0, 1.0)
    return {
        "sanctions": levels.done(),
        "hardship": p.economy_speed * (hardship - world.hardship),
        "aid_need": p.economy_speed * (need - world.aid_need),
        "isolation": p.economy_speed * (apart - world.isolation),
    }


def _relief(world: World, orders: Orders, p: Numbers) -> Array:
    """What aid takes off hardship: a year's worth relative to the economy, with diminishing returns."""
    arrived = np.zeros_like(world.hardship)
    for slot, _, j in world.cast.slots_of[Action.SEND_AID]:
        arrived[j] += aid(world, orders)[slot]
    yearly = share(MONTHS_A_YEAR * arrived, np.broadcast_to(world.economy, arrived.shape))
    return p.aid_relief * yearly / (yearly + p.aid_half_relief)

"""Domestic politics: governments come and go, and quarrels at home hold up aid, where the calendar leaves it open."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import government
from sim.model.world import World


@mechanism(source="R1", changes=("government_line", "aid_paused"))
def politics(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Elections and falls bring governments of another line, and blocks of aid begin and end, as hazards.

    The past is fed in as dated facts; from where politics are open the share of elections that change hands and the
    share of months with blocked aid take their place. Leaders who come from another camp change foreign policy
    (Mattes, Leeds & Matsumura 2016); a harder line is blocked less, a softer one more.
    """
    new = world.government_line + _another(world, p, draws)
    closed = world.politics_open <= 0.0
    return {
        "government_line": np.where(closed, world.hawkish_government, new) - world.government_line,
        "aid_paused": _blocked(world, p, draws) - world.aid_paused,
    }


def _another(world: World, p: Numbers, draws: TurnDraws) -> ActorRun:
    """By how much the line changes: all the way to a new draw in the month in which power changes hands."""
    by_vote = np.maximum(world.handover, world.election * p.power_changes_hands)
    falls = draws(world.cast.actor_keys("government")) < by_vote + p.government_falls
    line = np.clip(p.line_spread * draws.normal(world.cast.actor_keys("line")), -1.0, 1.0)
    change: ActorRun = falls * (line - world.government_line)
    return change


def _blocked(world: World, p: Numbers, draws: TurnDraws) -> ActorRun:
    """1 where aid is held up next month: a block that has begun, or one that has not ended."""
    luck = draws(world.cast.actor_keys("block"))
    begins = luck < p.block_begins * world.politics_open * (1.0 - government(world, p))
    lasts = (luck >= p.block_ends) * (world.politics_open > 0.0)
    return np.where(world.aid_paused > 0.0, lasts, begins)

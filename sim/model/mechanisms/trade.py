"""Trade: what the first commercial partner sells and buys, and how far plants can run on it."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import commerce, inputs_at_hand
from sim.model.mechanisms.economy import pressure
from sim.model.world import World


@mechanism(source="C1", changes=("trade", "munitions_output"))
def trade(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Trade follows the partner's favour and the border; plants without inputs and components run slower.

    What a partner lets pass by decree and what passes without it are told apart by 2018, when Beijing enforced the
    embargo it had signed. Who trades asymmetrically is exposed (Hirschman 1945).
    """
    within = world.munitions_capacity * _running(world, p)
    return {
        "trade": p.trade_speed * (_passing(world, p) - world.trade),
        "munitions_output": -p.plants_stall * positive(world.munitions_output - within),
    }


def _passing(world: World, p: Numbers) -> ActorRun:
    """Trade toward which this month's favour and border lead."""
    volume = world.blank()
    for slot, k, i in commerce(world.cast):
        shut = p.closure_stops_trade * np.maximum(world.border_closed[i], world.border_closed[k])
        favoured = p.trade_without_favour + (1.0 - p.trade_without_favour) * world.memory[slot]
        volume[i] += world.usual_trade[i] * favoured * (1.0 - shut)
    return volume


def _running(world: World, p: Numbers) -> ActorRun:
    """Share of capacity that imported inputs and components under embargo leave to plants."""
    fed = 1.0 - p.output_needs_inputs * (1.0 - inputs_at_hand(world, p))
    running: ActorRun = fed * positive(1.0 - p.embargo_slows_plants * pressure(world, p))
    return running

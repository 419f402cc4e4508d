"""Society: information spreads from outside and among people, repression answers, attitudes follow slowly."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, positive
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.lately import acts_toward
from sim.model.mechanisms.flows import given_toward, hours_on_air
from sim.model.world import World


@mechanism(
    source="R5c",
    changes=("outside_information", "disaffection", "repression", "regime_security"),
)
def society(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Reach spreads as Bass (1969) has it, against repression; private disaffection follows by thresholds."""
    closed = world.closedness
    reach = world.outside_information
    from_outside = _heard(world, orders, p) + p.border_leak * (1.0 - world.border_closed)
    spread = (from_outside + p.word_of_mouth * reach) * (1.0 - reach) - p.jamming * world.repression * reach
    return {
        "outside_information": closed * spread,
        "repression": closed * p.crackdown_speed * (_crackdown(world, p) - world.repression),
        "disaffection": closed * p.attitude_speed * (_persuaded(world, p, draws) - world.disaffection),
        "regime_security": closed * p.regime_speed * (_secure(world, orders, p) - world.regime_security),
    }


def _heard(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """What this month's broadcasts add: it saturates in the hours a day that jamming lets through."""
    hours = world.blank()
    for slot, _, j in world.cast.slots.of[Action.BROADCAST]:
        hours[j] += hours_on_air(world, orders, p)[slot]
    heard = hours * positive(1.0 - p.hours_jammed * world.repression)
    return p.radio_reach * heard / (heard + p.hours_half_reach)


def _crackdown(world: World, p: Numbers) -> ActorRun:
    """Repression rises with what gets through and with those who no longer agree (Davenport 2007)."""
    answer = p.crackdown * world.outside_information + p.crackdown_on_doubt * world.disaffection
    return np.minimum(p.repression_base + answer, 1.0)


def _persuaded(world: World, p: Numbers, draws: TurnDraws) -> ActorRun:
    """Share whose threshold is passed by what they have heard and suffered (Granovetter 1978; Kuran 1991)."""
    heard = p.information_weight * world.outside_information + p.hardship_weight * world.hardship
    seen = heard + p.conformity * world.disaffection
    return draws.below((seen - p.threshold_mean) / p.threshold_spread)


def _secure(world: World, orders: Orders, p: Numbers) -> ActorRun:
    """Partners' aid, technology and cover make a regime safer, hardship and disaffection less safe."""
    backing = np.minimum(
        given_toward(world, orders, Action.SEND_AID)
        + given_toward(world, orders, Action.TRANSFER_TECHNOLOGY)
        + acts_toward(world, Action.SHIELD),
        p.backing_ceiling,
    )
    level = p.regime_base + p.backing_secures * backing + p.repression_secures * world.repression
    level = level - p.disaffection_unsettles * world.disaffection - p.hardship_unsettles * world.hardship
    return np.clip(level, 0.0, 1.0)

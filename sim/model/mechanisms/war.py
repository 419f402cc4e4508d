"""War: weapons and men make power, power moves the front, weariness may freeze it."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, Value, logistic
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import FLOOR, NEARLY_ZERO, SMALLEST
from sim.model.derived import acts_toward
from sim.model.mechanisms.flows import force
from sim.model.world import World


def fighting_power(rounds: Run, men: Run, weight: Value, substitution: Value) -> Run:
    """Power of W rounds and M men, (a W^r + (1-a) M^r)^(1/r): at r = -1 complements, near 0 Cobb-Douglas."""
    log_rounds, log_men = np.log(np.maximum(rounds, FLOOR)), np.log(np.maximum(men, FLOOR))
    r = np.where(np.abs(substitution) < NEARLY_ZERO, NEARLY_ZERO, substitution)
    mixed = weight * np.exp(r * log_rounds) + (1.0 - weight) * np.exp(r * log_men)
    power: Run = np.exp(np.log(np.maximum(mixed, SMALLEST)) / r)
    return power


def contest_success(own: Run, enemy: Run, decisiveness: Value) -> Run:
    """Chance that `own` prevails over `enemy`, own^k / (own^k + enemy^k): one half at parity, for every k."""
    edge = np.log(np.maximum(own, FLOOR)) - np.log(np.maximum(enemy, FLOOR))
    return logistic(decisiveness * edge)


@mechanism(
    source="R1",
    changes=("front", "ceasefire"),
)
def war(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The front moves with the chance of success less one half; a weary war may freeze, and a frozen one thaw."""
    if not world.cast.attackers:
        return {}
    power = [
        fighting_power(*force(world, p, attackers=side), p.weapons_weight, p.substitution) for side in (True, False)
    ]
    success = contest_success(power[0], power[1] * p.defence_advantage, p.decisiveness)
    noise = draws.normal(world.cast.keys("front"))[0]
    advance = p.front_speed * (success - 0.5) + p.front_noise * noise
    draw = draws(world.cast.keys("ceasefire"))[0]
    freezes = (draw < logistic(_settlement(world, p))) * (1.0 - world.ceasefire)
    thaws = (draw > 1.0 - p.ceasefire_breaks) * world.ceasefire
    return {"front": advance * (1.0 - world.ceasefire), "ceasefire": freezes - thaws}


def _settlement(world: World, p: Numbers) -> Run:
    """Log-odds that the guns fall silent: weariness presses for it, expected aid may put it off or hasten it.

    Aid tells both sides that power will shift; who expects to gain waits (Powell 2006). The sign is contested.
    """
    weary = world.zeros()
    aided = world.zeros()
    for actor in (*world.cast.attackers, *world.cast.defenders):
        weary += world.weariness[actor]
    for actor in world.cast.defenders:
        aided += acts_toward(world, Action.SUPPLY_MUNITIONS)[actor]
    return p.settlement_rate + p.weariness_settles * weary - p.aid_to_war_length * aided

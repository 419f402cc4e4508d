"""What the two sides of the war bring to the front: fire, men, the power they make, and what they cost the enemy."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, Value, exp, log, logistic, share
from sim.inputs.parameters import Numbers
from sim.model.definitions import FLOOR, NEARLY_ZERO, SMALLEST
from sim.model.derived import guests_of
from sim.model.world import World, once


def fighting_power(rounds: Run, men: Run, weight: Value, substitution: Value) -> Run:
    """Power of W rounds and M men, (a W^r + (1-a) M^r)^(1/r): at r = -1 complements, near 0 Cobb-Douglas."""
    log_rounds, log_men = log(np.maximum(rounds, FLOOR)), log(np.maximum(men, FLOOR))
    r = np.where(np.abs(substitution) < NEARLY_ZERO, NEARLY_ZERO, substitution)
    mixed = weight * exp(r * log_rounds) + (1.0 - weight) * exp(r * log_men)
    power: Run = exp(log(np.maximum(mixed, SMALLEST)) / r)
    return power


def contest_success(own: Run, enemy: Run, decisiveness: Value) -> Run:
    """Chance that `own` prevails over `enemy`, own^k / (own^k + enemy^k): one half at parity, for every k."""
    edge = log(np.maximum(own, FLOOR)) - log(np.maximum(enemy, FLOOR))
    return logistic(decisiveness * edge)


def belligerents(world: World, *, attackers: bool) -> tuple[int, ...]:
    """Those whose war it is, on one side."""
    return world.cast.attackers if attackers else world.cast.defenders


def feeds(world: World, actor: int, p: Numbers) -> Run:
    """Rounds that can reach the guns this month: output, last month's arrivals, and what the stores release."""
    stock = world.munitions_stock[actor]
    arrived = np.minimum(world.rounds_received[actor] + world.rounds_bought[actor], stock)
    fed: Run = world.munitions_output[actor] + arrived + p.stores_release * (stock - arrived)
    return fed


def fire(world: World, actor: int, p: Numbers) -> Run:
    """Rounds fired this month: the front's need or what can reach the guns, whichever is less; none in a ceasefire."""
    fired: Run = np.minimum(feeds(world, actor, p), world.firing_need[actor]) * (1.0 - world.ceasefire)
    return fired


def drones(world: World, actor: int, p: Numbers) -> Run:
    """What an actor's drones are worth in rounds."""
    worth: Run = p.drone_in_rounds * world.drone_output[actor]
    return worth


def expected_fire(world: World, actor: int, p: Numbers) -> Run:
    """Rounds a month that a planner counts on: output, arrivals as of late, orders due, and stores over the horizon."""
    coming = world.rounds_received[actor] + p.order_pace * world.arms_on_order[actor]
    lasting = world.munitions_output[actor] + coming + world.munitions_stock[actor] / p.planning_horizon
    expected: Run = np.minimum(lasting, world.firing_need[actor])
    return expected


def side_fire(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Fire of one side this month in rounds, drones with their worth; none in a ceasefire."""
    return once(world, f"fire of {attackers}", lambda: _side_fire(world, p, attackers))


def _side_fire(world: World, p: Numbers, attackers: bool) -> Run:
    rounds = world.zeros()
    for actor in belligerents(world, attackers=attackers):
        rounds += fire(world, actor, p) + drones(world, actor, p) * (1.0 - world.ceasefire)
    return rounds


def side_men(world: World, *, attackers: bool) -> Run:
    """Thousand men at the front on one side, guests included."""
    men = world.zeros()
    for member in (*belligerents(world, attackers=attackers), *guests_of(world, attackers=attackers)):
        men += world.troops_deployed[member]
    return men


def power(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Fighting power of one side this month."""
    return once(world, f"power of {attackers}", lambda: _power(world, p, attackers))


def _power(world: World, p: Numbers, attackers: bool) -> Run:
    rounds, men = side_fire(world, p, attackers=attackers), side_men(world, attackers=attackers)
    return fighting_power(rounds, men, p.weapons_weight, p.substitution)


def expected_power(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Fighting power that one side can count on over the planning horizon, with the men it has."""
    rounds = world.zeros()
    for actor in belligerents(world, attackers=attackers):
        rounds += expected_fire(world, actor, p) + drones(world, actor, p)
    return fighting_power(rounds, side_men(world, attackers=attackers), p.weapons_weight, p.substitution)


def losses(world: World, p: Numbers, enemy: Run, *, attackers: bool) -> Run:
    """Thousand men that one side loses a month to an enemy of this power; attackers lie more open to it.

    Lanchester (1916) has losses follow the enemy's strength; here strength is power, fire and men together, so that
    shells kill. No side loses more than a ceiling of those at the front.
    """
    exposed = p.exposure if attackers else 1.0
    men = side_men(world, attackers=attackers)
    return np.minimum(p.lethality * exposed * enemy, p.casualty_ceiling * men)


def loss_rate(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Share of its men that one side loses this month; none in a ceasefire."""
    enemy = power(world, p, attackers=not attackers)
    fallen = losses(world, p, enemy, attackers=attackers)
    return share(fallen, side_men(world, attackers=attackers)) * (1.0 - world.ceasefire)

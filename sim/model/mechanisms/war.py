"""War: power moves the front, and the war goes on while fighting promises one side more than it costs."""

from __future__ import annotations

from sim.base.arrays import Run, exp
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.mechanisms.fighting import contest_success, expected_power, power
from sim.model.mechanisms.war_ends import Outlook, answer_of_war
from sim.model.world import World


@mechanism(
    source="R1",
    changes=("front", "ceasefire", "peace"),
)
def war(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """A contest of power moves the front (Hirshleifer 1989), less the farther the attack has come from its base.

    Strength fades with distance (Boulding 1962), so that fronts settle between the ends of what is contested. The war
    ends by conquest, by exhaustion, or on terms that both prefer to fighting on; a ceasefire may break.
    """
    if not world.cast.attackers:
        return {}
    now = [power(world, p, attackers=side) for side in (True, False)]
    ahead = [expected_power(world, p, attackers=side) for side in (True, False)]
    outlook = Outlook(_success(world, p, *now), _success(world, p, *ahead))
    return answer_of_war(world, p, draws, outlook)


def _success(world: World, p: Numbers, attack: Run, defence: Run) -> Run:
    """The attackers' chance of success: one half where power, terrain and distance balance."""
    distance = exp(p.strength_gradient * (world.front - 0.5))
    return contest_success(attack, defence * p.defence_advantage * distance, p.decisiveness)

"""A rival law of war: attrition. The front moves with what each side loses relative to what it can replace."""

from __future__ import annotations

from sim.base.arrays import Run, total
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import recruits
from sim.model.mechanisms.fighting import belligerents, contest_success, expected_power, losses, power
from sim.model.mechanisms.war_ends import Outlook, answer_of_war
from sim.model.world import World


@mechanism(
    source="R1",
    changes=("front", "ceasefire", "peace"),
)
def war(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The front follows attrition: it moves toward the side that loses more than it can replace.

    Losses follow the enemy's power as in Lanchester (1916); who replaces them keeps the line (Epstein 1985), and
    ground falls to who is worn down, not to who is the stronger in a month (Biddle 2004 on what mass alone buys).
    """
    if not world.cast.attackers:
        return {}
    now = [power(world, p, attackers=side) for side in (True, False)]
    ahead = [expected_power(world, p, attackers=side) for side in (True, False)]
    return answer_of_war(world, p, draws, Outlook(_success(world, p, *now), _success(world, p, *ahead)))


def _success(world: World, p: Numbers, attack: Run, defence: Run) -> Run:
    """The attackers' chance of success: one half where both sides wear down equally fast."""
    defenders_wear = losses(world, p, attack, attackers=False) / _replaced(world, p, attackers=False)
    attackers_wear = losses(world, p, defence, attackers=True) / _replaced(world, p, attackers=True)
    return contest_success(defenders_wear, attackers_wear, p.decisiveness)


def _replaced(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Thousand men that one side can raise a month beside a thousand that come in any case."""
    raised = recruits(world, p)
    return 1.0 + total((raised[i] for i in belligerents(world, attackers=attackers)), world.front)

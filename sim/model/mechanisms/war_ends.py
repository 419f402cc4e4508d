"""How a war ends, whatever law moves its front: conquest, exhaustion, terms; and how a ceasefire breaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Run, logistic, total
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes
from sim.model.derived import manpower_left
from sim.model.mechanisms.fighting import belligerents
from sim.model.world import World


@dataclass(frozen=True)
class Outlook:
    """The attackers' chance of success in a month: now, and with what both sides can count on."""

    now: Run
    ahead: Run


def answer_of_war(world: World, p: Numbers, draws: TurnDraws, outlook: Outlook) -> Changes:
    """How the front moves and whether the guns fall silent, are taken up again, or rest for good.

    While it is fought, a war ends by conquest where the front has come to an end of what is contested, or by the
    exhaustion of a side, which then gives up a share of what it still holds. Else it may freeze where both are ready
    to settle. A ceasefire breaks the likelier the less ready they are, or hardens into peace.
    """
    fought = 1.0 - world.ceasefire
    advance = p.front_speed * (outlook.now - 0.5) + p.front_noise * draws.normal(world.cast.keys("front"))[0]
    draw, end = (draws(world.cast.keys(name))[0] for name in ("ceasefire", "peace"))
    gives_up = [_exhaustion(world, p, attackers=side) for side in (True, False)]
    attackers_spent = (end < gives_up[0]) * fought
    defenders_spent = (end > 1.0 - gives_up[1]) * fought * (1.0 - attackers_spent)
    dictated = p.dictated_terms * (defenders_spent * (1.0 - world.front) - attackers_spent * world.front)
    over = np.maximum(np.maximum(attackers_spent, defenders_spent), _conquest(world, p) * fought)
    ready = _readiness(world, p, outlook)
    freezes = (draw < logistic(p.settlement_rate + ready)) * fought
    thaws = (draw > 1.0 - logistic(p.ceasefire_breaks - ready)) * world.ceasefire * (1.0 - world.peace)
    hardens = (end < p.peace_hardens) * world.ceasefire * (1.0 - thaws)
    return {
        "front": advance * fought + dictated,
        "ceasefire": np.maximum(freezes, over) - thaws,
        "peace": np.maximum(over, hardens) * (1.0 - world.peace),
    }


def _conquest(world: World, p: Numbers) -> Run:
    """1 where all that is contested is held by one side, but for a margin: nothing is left to fight over."""
    taken = (world.front >= 1.0 - p.conquest_margin) * 1.0
    over: Run = np.maximum(taken, (world.front <= p.conquest_margin) * 1.0)
    return over


def _exhaustion(world: World, p: Numbers, *, attackers: bool) -> Run:
    """Chance that a side gives up this month: weariness against the men it has left to raise."""
    sides, left = belligerents(world, attackers=attackers), manpower_left(world, p)
    spent = total((world.weariness[i] - left[i] for i in sides), world.front) / max(len(sides), 1)
    return logistic(p.exhaustion_rate + p.exhaustion_weight * spent)


def _readiness(world: World, p: Numbers, outlook: Outlook) -> Run:
    """How ready the less ready side is to settle at the present line, in log-odds.

    Each compares fighting on with settling (Fearon 1995): what the front promises it over the horizon against what
    weariness and hardship make the fighting cost; battle itself teaches both what to expect (Slantchev 2003). What is
    expected to shift in future, by arms on order or stores that run out, may keep the side that would gain or the side
    that would lose from an agreement (Powell 2006): that weight may be of either sign.
    """
    promised = p.war_horizon * p.front_speed * (outlook.ahead - 0.5)
    shift = np.abs(outlook.ahead - outlook.now) * (1.0 - world.ceasefire)
    side_by_side = [
        _cost(world, p, attackers=side) - p.prospects_weight * gain
        for side, gain in ((True, promised), (False, -promised))
    ]
    return np.minimum(side_by_side[0], side_by_side[1]) - p.shift_delays * shift


def _cost(world: World, p: Numbers, *, attackers: bool) -> Run:
    """What fighting on costs one side, in log-odds: the mean over those whose war it is."""
    sides = belligerents(world, attackers=attackers)
    felt = p.weariness_settles * world.weariness + p.hardship_settles * world.hardship
    return total((felt[i] for i in sides), world.front) / max(len(sides), 1)

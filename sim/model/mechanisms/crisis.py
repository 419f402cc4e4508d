"""A crisis: demand, answer, escalate, hold or back down, month by month, with a memory of how far it has climbed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import PairRun, Run, TheatreRun, logistic
from sim.base.draws import TurnDraws
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, SparseUpdate
from sim.model.definitions import DISPLAY, THREAT, USE_OF_FORCE, WAR
from sim.model.world import World


@dataclass(frozen=True)
class Motives:
    """Log-odds of every ordered pair of possible challengers, (pair, run).

    To `begin` a dispute this month; beyond what a step asks for, to `climb` one; and to `yield_` in it.
    """

    begin: PairRun
    climb: PairRun
    yield_: PairRun


@dataclass(frozen=True)
class Step:
    """What happens in a crisis this month, for each ordered pair (pair, run): levels, and 0 or 1."""

    level: PairRun
    opened: PairRun
    climbed: PairRun
    yielded: PairRun
    closed: PairRun


def crises(world: World, p: Numbers, draws: TurnDraws, motives: Motives) -> Changes:
    """A month of all crises under these motives.

    Whoever opens one makes a demand. From then on either side may raise it by a level, hold, or back down; it ends
    when one side yields, when both let it rest, or in war. To back down after a climb costs reputation abroad and
    security at home, the more the higher it stood, so that a crisis binds those who are in it (audience costs: Fearon
    1994; autocrats have audiences too: Weeks 2008). Severity is the highest level reached.
    """
    step = _step(world, p, draws, motives)
    pairs = world.cast.pairs.challenges
    reached = step.closed * (step.level + step.climbed)
    open_now = _either(world, np.maximum(step.opened, np.where(step.level > 0.0, 1.0, 0.0)))
    since = world.months_since_dispute[pairs.who, pairs.whom]
    moved = step.opened * THREAT + step.climbed - reached
    return {
        "crisis": SparseUpdate(pairs.who, pairs.whom, moved),
        "dispute_rung": SparseUpdate(pairs.who, pairs.whom, np.maximum(reached, reached[pairs.reverse])),
        "months_since_dispute": SparseUpdate(pairs.who, pairs.whom, np.where(open_now > 0.0, -since, 1.0)),
        "integrity": -p.audience_cost * _humbled(world, step) * world.integrity,
        "regime_security": -p.humiliation * _humbled(world, step) * world.regime_security,
        "theatre_war": _theatre_war(world, p, reached, draws(world.cast.keys("war_ends"))[0]),
    }


def _either(world: World, of_first: PairRun) -> PairRun:
    """The larger of what holds of a pair and of its reverse."""
    held: PairRun = np.maximum(of_first, of_first[world.cast.pairs.challenges.reverse])
    return held


def _step(world: World, p: Numbers, draws: TurnDraws, motives: Motives) -> Step:
    pairs = world.cast.pairs.challenges
    level = world.crisis[pairs.who, pairs.whom]
    under_way = np.where(level > 0.0, 1.0, 0.0)
    stands = np.maximum(level, level[pairs.reverse])
    raises = (draws(world.cast.pair_keys("escalates", pairs)) < logistic(_asked(p, stands) + motives.climb)) * 1.0
    climbed = under_way * np.maximum(raises, raises[pairs.reverse])
    bound = p.audience_binds * (stands - THREAT)
    gives_in = (draws(world.cast.pair_keys("yields", pairs)) < logistic(motives.yield_ - bound)) * 1.0
    rests = (draws(world.cast.pair_keys("rests", pairs)) < p.crisis_rests) * 1.0
    yielded = gives_in * _either(world, under_way) * (1.0 - _either(world, climbed))
    closed = under_way * np.maximum(np.maximum(yielded, yielded[pairs.reverse]), (1.0 - climbed) * rests)
    closed = np.maximum(closed, climbed * (level + 1.0 >= WAR))
    return Step(level, _opened(world, draws(pairs.keys), motives.begin), climbed, yielded, closed)


def _opened(world: World, draw: PairRun, log_odds: PairRun) -> PairRun:
    """Who opens a crisis; where both sides would, the one whose luck is further below its odds does."""
    pairs, odds = world.cast.pairs.challenges, logistic(log_odds)
    wants, luck = (draw < odds) * 1.0, draw / odds
    first = 1.0 - wants[pairs.reverse] * (luck[pairs.reverse] < luck)
    quiet = 1.0 - _either(world, np.where(world.crisis[pairs.who, pairs.whom] > 0.0, 1.0, 0.0))
    return wants * first * quiet


def _asked(p: Numbers, stands: PairRun) -> PairRun:
    """Log-odds of the next step of one side before any motive: to a display, to force, to war."""
    low = np.where(stands >= DISPLAY, p.step_to_force, p.step_to_display)
    asked: PairRun = np.where(stands >= USE_OF_FORCE, p.step_to_war, low)
    return asked


def _humbled(world: World, step: Step) -> PairRun:
    """How much each actor has backed down this month, from 1/4 for a threat to 3/4 after force."""
    pairs = world.cast.pairs.challenges
    height = (np.maximum(step.level, step.level[pairs.reverse]) - 1.0) / (WAR - 1.0)
    summed = world.blank()
    for row, (who, _) in enumerate(pairs.row_of):
        summed[who] += step.yielded[row] * height[row]
    return np.minimum(summed, 1.0)


def _theatre_war(world: World, p: Numbers, reached: PairRun, draw: Run) -> TheatreRun:
    """A dispute that reaches war starts one in its theatre; a war that is under way may end."""
    begun = world.zeros(len(world.cast.theatres))
    for (i, j), row in world.cast.pairs.challenges.row_of.items():
        theatre = world.cast.theatre_of_pair(i, j)
        begun[theatre] = np.maximum(begun[theatre], reached[row] >= WAR)
    ended = (draw < p.war_ends) * world.theatre_war
    return np.maximum(begun, world.theatre_war - ended) - world.theatre_war

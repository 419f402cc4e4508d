"""Belief and spiral: what the other does is evidence of what it is."""

from __future__ import annotations

from sim.base.arrays import PairRun, log_odds, logistic
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.mechanisms.flows import given_by
from sim.model.world import World


@mechanism(source="T1", changes=("hostility",))
def belief(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Each rival updates by Bayes' rule on exercises, arms, provocations and talks, and fades to a prior.

    An exercise in its announced season says less than one out of season. In log-odds the rule is one addition:
    logit(m') = logit(m) + ln(q_aggressive / q_peaceful) for each act seen (Jervis 1976; Kydd 1997).
    """
    change = PairAccumulator(world.cast.pairs.rivals, world)
    now = change.of(world.hostility)
    updated = logistic(log_odds(now) + _evidence(world, orders, p, change))
    change.by += updated - now + p.belief_fades * (p.belief_prior - now)
    return {"hostility": change.done()}


def _evidence(world: World, orders: Orders, p: Numbers, change: PairAccumulator) -> PairRun:
    """Log-likelihood ratio of what each rival was seen to do this month."""
    displays = given_by(world, orders, Action.PROVOKE) + p.nuclear_test_evidence * given_by(
        world, orders, Action.TEST_NUCLEAR
    )
    arms = given_by(world, orders, Action.SEND_TROOPS) + given_by(world, orders, Action.TRANSFER_TECHNOLOGY)
    arms = arms + given_by(world, orders, Action.SUPPLY_MUNITIONS)
    told = p.provocation_evidence * displays + p.arms_evidence * arms
    aimed = PairAccumulator(change.pairs, world)
    aimed.along(world, orders, Action.EXERCISE, p.exercise_evidence, back=False)
    aimed.by *= 1.0 - p.announced_discount * world.exercise_season[change.pairs.who]
    aimed.along(world, orders, Action.TALK, -p.talk_evidence, back=False)
    return told[change.pairs.whom] + aimed.by[change.pairs.reverse]

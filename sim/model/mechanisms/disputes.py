"""Disputes: who challenges whom and how far it goes, by deterrence or, in a rival theory, by a spiral of fear."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import PairRun, exp
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, Mechanism, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import USE_OF_FORCE
from sim.model.lately import recent_acts
from sim.model.mechanisms.balance import conventional, helpers, nuclear
from sim.model.mechanisms.crisis import Motives, crises
from sim.model.pairs import Pair
from sim.model.world import World

CHANGES = ("crisis", "dispute_rung", "months_since_dispute", "integrity", "regime_security", "theatre_war")


@mechanism(source="T1", changes=CHANGES)
def disputes(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """What a challenger wants and fears stands against the deterrence that it faces itself.

    Directional, for each ordered pair: hostility, dissatisfaction and hardship of the one that would begin, against
    conventional and nuclear deterrence by the other and its allies (Huth and Russett 1984; Zagare and Kilgour 2000).
    A patron at one's back may embolden or restrain; two arsenals make war less likely and may make small disputes
    likelier (stability and instability: Snyder 1965; Jervis 1984).
    """
    return crises(world, p, draws, _of_deterrence(world, p)) if len(world.cast.pairs.challenges) else {}


@mechanism(source="T1", changes=CHANGES)
def disputes_by_spiral(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The other side's measures are read as a threat: fear on both sides begins disputes and drives them up.

    Hostility of either side adds, and so do the other's superiority, with all its allies' help, and exercises of
    both: what the deterrence theory takes for a reason to stay quiet is here the reason to strike before it is too
    late (Jervis 1976; Kydd 1997; Glaser 1997). That nuclear weapons hold both back from war is common to the two.
    """
    return crises(world, p, draws, _of_fear(world, p)) if len(world.cast.pairs.challenges) else {}


SPIRAL = Mechanism(
    "disputes", disputes_by_spiral.source, disputes_by_spiral.meaning, CHANGES, disputes_by_spiral.answer
)
"""The rival theory in the place of the mechanism of disputes."""


def _of_deterrence(world: World, p: Numbers) -> Motives:
    pairs = world.cast.pairs.challenges
    i, j = pairs.who, pairs.whom
    feared = world.hostility[i, j] - 0.5
    deterred = world.deterrence[i, j] - 0.5
    armed = nuclear(world, p, pairs)
    both_armed = np.minimum(armed, armed[pairs.reverse])
    wanted = p.dissatisfaction * world.isolation[i] + p.hardship_to_dispute * (world.hardship[i] - 0.5)
    begin = _occasion(world, p) + p.hostility_to_dispute * feared + wanted + p.backing_emboldens * _backed(world)
    climb = p.hostility_to_severity * feared - p.deterrence_to_severity * deterred
    return Motives(
        begin - p.deterrence_to_dispute * deterred + p.nuclear_instability * both_armed,
        climb - p.nuclear_caution * armed * _at_the_brink(world),
        p.crisis_yields + p.deterrence_to_yield * deterred,
    )


def _of_fear(world: World, p: Numbers) -> Motives:
    pairs = world.cast.pairs.challenges
    i, j = pairs.who, pairs.whom
    feared = world.hostility[i, j] + world.hostility[j, i] - 1.0
    outmatched = conventional(world, p, pairs) - 0.5
    armed = nuclear(world, p, pairs)
    exercised = _between(world, Action.EXERCISE, pairs.row_of)
    begin = _occasion(world, p) + p.hostility_to_dispute * feared + p.insecurity_to_dispute * outmatched
    return Motives(
        begin + p.exercise_to_dispute * (exercised + exercised[pairs.reverse]),
        p.hostility_to_severity * feared
        + p.insecurity_to_severity * outmatched
        - p.nuclear_caution * armed * _at_the_brink(world),
        p.crisis_yields - p.hostility_to_severity * feared,
    )


def _occasion(world: World, p: Numbers) -> PairRun:
    """What both theories hold: a recent dispute, provocations and talks between the two; log-odds of each month."""
    pairs = world.cast.pairs.challenges
    recent = exp(-world.months_since_dispute[pairs.who, pairs.whom] / p.dispute_memory)
    talks = _between(world, Action.TALK, pairs.row_of)
    provoked = _between(world, Action.PROVOKE, pairs.row_of) + _at_home(world)[pairs.who]
    return (
        p.dispute_rate
        + p.dispute_begets_dispute * recent
        + p.provocation_to_dispute * (provoked + provoked[pairs.reverse])
        - p.talks_to_dispute * (talks + talks[pairs.reverse])
    )


def _between(world: World, action: Action, listed: dict[Pair, int]) -> PairRun:
    """Fading memory of an act from the first of each pair toward the second."""
    return np.stack([recent_acts(world, action, [i], [j])[0] for i, j in listed])


def _at_home(world: World) -> PairRun:
    """Fading memory of each actor's displays that are aimed at nobody by name."""
    shown = world.blank()
    for slot, i, j in world.cast.slots.of[Action.PROVOKE]:
        shown[i] += world.memory[slot] * float(i == j)
    return shown


def _at_the_brink(world: World) -> PairRun:
    """1 where the next step of a crisis between the two would be war."""
    pairs = world.cast.pairs.challenges
    level = world.crisis[pairs.who, pairs.whom]
    brink: PairRun = np.where(np.maximum(level, level[pairs.reverse]) >= USE_OF_FORCE, 1.0, 0.0)
    return brink


def _backed(world: World) -> PairRun:
    """How firmly the first of each pair has a patron or ally at its back against the second: treaty times tie."""
    pairs = world.cast.pairs.challenges
    firmest = world.zeros(len(pairs))
    for row, (who, whom) in enumerate(pairs.row_of):
        for ally in helpers(world.cast, who, whom):
            firmest[row] = np.maximum(firmest[row], world.treaty[ally, who] * world.tie[ally, who])
    return firmest

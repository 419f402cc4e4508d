"""Disputes: they come in clusters, climb a ladder, and very few become war."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import PairRun, Run, TheatreRun, logistic
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, SparseUpdate, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import THREAT, WAR
from sim.model.derived import acts_by, recent_acts
from sim.model.world import World


@mechanism(
    source="T1",
    changes=("dispute_rung", "months_since_dispute", "theatre_war"),
)
def disputes(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The odds of a dispute rise with a recent one, hostility and provocation and fall with deterrence and talks."""
    pairs = world.cast.pairs.disputants
    if not len(pairs):
        return {}
    i, j = pairs.who, pairs.whom
    onset = draws(pairs.keys) < logistic(_onset(world, p))
    rung = onset * _rung(world, p, draws(world.cast.pair_keys("severity", pairs)))
    since = world.months_since_dispute[i, j]
    reset = np.where(onset, -since, 1.0)
    both = (np.concatenate([i, j]), np.concatenate([j, i]))
    return {
        "dispute_rung": SparseUpdate(*both, np.concatenate([rung, rung])),
        "months_since_dispute": SparseUpdate(*both, np.concatenate([reset, reset])),
        "theatre_war": _theatre_war(world, p, rung, draws(world.cast.keys("war_ends"))[0]),
    }


def _mutual_hostility(world: World) -> PairRun:
    """The side that is more hostile decides."""
    i, j = world.cast.pairs.disputants.who, world.cast.pairs.disputants.whom
    return np.maximum(world.hostility[i, j], world.hostility[j, i])


def _weaker_deterrence(world: World) -> PairRun:
    """The side that is deterred less decides."""
    i, j = world.cast.pairs.disputants.who, world.cast.pairs.disputants.whom
    return np.minimum(world.deterrence[i, j], world.deterrence[j, i])


def _onset(world: World, p: Numbers) -> PairRun:
    """Log-odds of a dispute this month; state dependence dominates."""
    i, j = world.cast.pairs.disputants.who, world.cast.pairs.disputants.whom
    recent = np.exp(-world.months_since_dispute[i, j] / p.dispute_memory)
    provoked = acts_by(world, Action.PROVOKE)
    return (
        p.dispute_rate
        + p.dispute_begets_dispute * recent
        + p.hostility_to_dispute * (_mutual_hostility(world) - 0.5)
        - p.deterrence_to_dispute * _weaker_deterrence(world)
        + p.provocation_to_dispute * (provoked[i] + provoked[j])
        - p.talks_to_dispute * _talks(world)
    )


def _talks(world: World) -> PairRun:
    rows = []
    for i, j in world.cast.pairs.disputants.row_of:
        rows.append(recent_acts(world, Action.TALK, [i], [j])[0] + recent_acts(world, Action.TALK, [j], [i])[0])
    return np.stack(rows)


def _rung(world: World, p: Numbers, draw: PairRun) -> PairRun:
    """Hostility level by an ordered logit: base shares 2 / 37 / 60 / 0.8 %, shifted by hostility and deterrence."""
    shift = p.hostility_to_severity * (_mutual_hostility(world) - 0.5)
    shift = shift - p.deterrence_to_severity * (_weaker_deterrence(world) - 0.5)
    rung = np.full_like(draw, THREAT)
    for cut in (p.cut_display, p.cut_force, p.cut_war):
        rung += draw > 1.0 - logistic(shift - cut)
    return rung


def _theatre_war(world: World, p: Numbers, rung: PairRun, draw: Run) -> TheatreRun:
    """A dispute that reaches war starts one in its theatre; a war that is under way may end."""
    begun = world.zeros(len(world.cast.theatres))
    for (i, j), row in world.cast.pairs.disputants.row_of.items():
        theatre = world.cast.theatre_of_pair(i, j)
        begun[theatre] = np.maximum(begun[theatre], rung[row] >= WAR)
    ended = (draw < p.war_ends) * world.theatre_war
    return np.maximum(begun, world.theatre_war - ended) - world.theatre_war

"""Ties: they grow with use, decay to an affinity floor, are loosened by wedges and bound by treaties."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.base.arrays import PairRun, Run, exp, positive, share
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.changes import Changes, PairAccumulator, SparseUpdate, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import GOLDSTEIN_SCALE, MONTHS_A_YEAR
from sim.model.derived import commerce
from sim.model.mechanisms.economy import pressure
from sim.model.mechanisms.flows import aid, given_by, shipments, technology
from sim.model.world import World


@mechanism(
    source="P2",
    changes=("tie", "dependence", "treaty"),
)
def ties(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Commitment grows with joint acts and shrinks with opposed ones, fades to affinity, and may become a treaty."""
    return {
        "tie": _tie(world, orders, p),
        "dependence": _dependence(world, orders, p),
        "treaty": _treaty(world, orders, p),
    }


def affinity(world: World, p: Numbers, pairs: PairAccumulator) -> PairRun:
    """The floor to which an unused tie decays: it falls with the distance of UN voting."""
    points = world.affinity_point
    distance = np.abs(points[pairs.pairs.who] - points[pairs.pairs.whom])
    floor: PairRun = p.affinity_ceiling * exp(-distance / p.affinity_scale)
    return floor


def _tie(world: World, orders: Orders, p: Numbers) -> SparseUpdate:
    change = PairAccumulator(world.cast.pairs.linked, world)
    now = change.of(world.tie)
    joint, opposed = (PairAccumulator(change.pairs, world) for _ in range(2))
    for action, row in world.cast.actions.items():
        if row.tie == "binds":
            joint.along(world, orders, action, row.score / GOLDSTEIN_SCALE)
        elif row.tie == "loosens":
            opposed.along(world, orders, action, -row.score / GOLDSTEIN_SCALE)
    change.by += p.tie_gain * joint.by * (1.0 - now) - p.tie_loss * opposed.by * now
    change.by += p.tie_decay * (affinity(world, p, change) - now)
    _embarrassments(world, orders, p, change)
    _wedges(world, orders, p, change)
    _minilaterals(world, orders, p, change)
    _common_pressure(world, p, change)
    return change.done()


def _embarrassments(world: World, orders: Orders, p: Numbers, change: PairAccumulator) -> None:
    """Displays and tests cost the favour of an ally that is no partner in them: it has to answer for its ward."""
    partners, allies = world.cast.relations["partners"], world.cast.relations["allies"]
    for action in (Action.PROVOKE, Action.TEST_NUCLEAR):
        cost = -p.tie_loss * world.cast.actions[action].score / GOLDSTEIN_SCALE
        for slot, i, _ in world.cast.slots.of[action]:
            for k in (ally for ally in allies[i] if ally not in partners[i]):
                change.both(i, k, -cost * orders.noticed[slot] * world.tie[i, k])


def _wedges(world: World, orders: Orders, p: Numbers, change: PairAccumulator) -> None:
    """An offer from across the divide loosens a tie or rewards it: the sign is contested."""
    for slot, k, i in world.cast.slots.of[Action.TALK]:
        if k in world.cast.rivals_of(i) or k in world.cast.relations["interlocutors"][i]:
            for j in associates_of(world.cast, i):
                if j != k:
                    change.both(i, j, p.dialogue_to_tie * orders.noticed[slot] * world.tie[i, j])


@lru_cache(maxsize=64)
def associates_of(cast: Cast, actor: int) -> tuple[int, ...]:
    """Partners, clients and those who count the actor among theirs."""
    named = {*cast.relations["partners"][actor], *cast.relations["clients"][actor]}
    counted = {
        other for kind in ("partners", "clients") for other in range(cast.size) if actor in cast.relations[kind][other]
    }
    return tuple(sorted(named | counted))


def _minilaterals(world: World, orders: Orders, p: Numbers, change: PairAccumulator) -> None:
    """Accords among its rivals may drive the hedger closer to its clients: the sign is contested."""
    steps = given_by(world, orders, Action.PARTNER)
    for i, clients in enumerate(world.cast.relations["clients"]):
        for j in clients if world.cast.relations["rivals"][i] else ():
            for k in world.cast.relations["rivals"][i]:
                change.add(i, j, p.minilateral_to_hedger_tie * steps[k] * (1.0 - world.tie[i, j]))


def _common_pressure(world: World, p: Numbers, change: PairAccumulator) -> None:
    """Sanctions can bind the sanctioned together: the sign is contested."""
    felt = pressure(world, p)
    for i, others in enumerate(world.cast.relations["partners"]):
        for j in others:
            change.add(i, j, p.sanctions_to_tie * felt[i] * felt[j] * (1.0 - world.tie[i, j]))


def _dependence(world: World, orders: Orders, p: Numbers) -> SparseUpdate:
    """Who receives comes to depend on who gives, and less on others; unused dependence fades."""
    change = PairAccumulator(world.cast.pairs.linked, world)
    received = PairAccumulator(change.pairs, world)
    for slot, i, j in world.cast.slots.of[Action.SEND_AID]:
        received.add(j, i, share(MONTHS_A_YEAR * aid(world, orders, p)[slot], world.economy[j] * p.dependence_scale))
    for slot, i, j in world.cast.slots.of[Action.SUPPLY_MUNITIONS]:
        received.add(j, i, share(shipments(world, orders, p)[slot], world.firing_need[j]))
    for slot, i, j in world.cast.slots.of[Action.TRANSFER_TECHNOLOGY]:
        received.add(j, i, technology(world, orders, p)[slot] * p.technology_dependence)
    for _, k, i in commerce(world.cast):
        received.add(i, k, share(MONTHS_A_YEAR * world.trade[i], world.economy[i] * p.dependence_scale))
    used = np.minimum(received.by, 1.0)
    now = change.of(world.dependence)
    change.by += p.dependence_speed * (used * (1.0 - now) - p.dependence_fades * now)
    return change.done()


def _treaty(world: World, orders: Orders, p: Numbers) -> SparseUpdate:
    """Two partners whose tie is deep enough turn an accord into a defence treaty."""
    change = PairAccumulator(world.cast.pairs.linked, world)
    for i, others in enumerate(world.cast.relations["partners"]):
        for j in (other for other in others if i < other or i not in world.cast.relations["partners"][other]):
            deep = np.minimum(world.tie[i, j], world.tie[j, i]) >= p.treaty_tie
            signed = _accord(world, orders, i, j) * deep
            change.both(i, j, signed * positive(1.0 - world.treaty[i, j]))
    return change.done()


def _accord(world: World, orders: Orders, i: int, j: int) -> Run:
    """1 where either side takes a step toward an accord."""
    step = world.zeros()
    for who, whom in ((i, j), (j, i)):
        for slot in world.cast.slots.between.get((Action.PARTNER, who, whom), ()):
            step = np.maximum(step, orders.noticed[slot])
    return step

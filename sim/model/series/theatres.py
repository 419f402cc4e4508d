"""What is followed in each theatre: provocations, disputes, hostility, acts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.base.arrays import ActorRun, Run, TheatreRun
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders
from sim.model.definitions import USE_OF_FORCE
from sim.model.measures import mean, series
from sim.model.world import World


def _by_home(world: World, values: ActorRun) -> TheatreRun:
    result = np.zeros_like(world.conflict)
    for actor, home in enumerate(world.cast.homes):
        if home in world.cast.theatres:
            result[world.cast.theatres.index(home)] += values[actor]
    return result


def _over_disputants(world: World, per_pair: Callable[[int, int], Run]) -> TheatreRun:
    result = np.zeros_like(world.conflict)
    for i, j in world.cast.pairs.disputants.row_of:
        result[world.cast.theatre_of_pair(i, j)] += per_pair(i, j)
    return result


@series("occasions", 0, 2000, "T1", of="theatre")
def provocations(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Missile launch occasions and nuclear tests at home, and incidents staged where the two rivals meet."""
    result = _by_home(world, world.launches + world.nuclear_tests)
    for i, j in world.cast.pairs.rivals.row_of:
        result[world.cast.theatre_of_pair(i, j)] += world.incidents[i, j]
    return result


@series("occasions", 0, 2000, "T1", of="theatre")
def launches(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Missile launch occasions."""
    return _by_home(world, world.launches)


@series("tests", 0, 100, "D4", of="theatre")
def nuclear_tests(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Nuclear tests."""
    return _by_home(world, world.nuclear_tests)


@series("disputes", 0, 2000, "T1", of="theatre")
def disputes(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Militarised disputes that began."""
    return _over_disputants(world, lambda i, j: (world.dispute_rung[i, j] > 0.0) * 1.0)


@series("disputes", 0, 2000, "T1", of="theatre")
def forceful_disputes(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Militarised disputes that began and reached the use of force."""
    return _over_disputants(world, lambda i, j: (world.dispute_rung[i, j] >= USE_OF_FORCE) * 1.0)


@series("0 or 1", 0, 1, "T1", of="theatre")
def new_war(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Whether a war other than the one at the start is under way."""
    return world.theatre_war


@series("probability", 0, 1, "T1", of="theatre")
def hostility(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Mean belief among rivals that the other is aggressive."""
    rivals: list[list[Run]] = [[] for _ in world.cast.theatres]
    for i, j in world.cast.pairs.rivals.row_of:
        rivals[world.cast.theatre_of_pair(i, j)].append(world.hostility[i, j])
    return np.stack([mean(rows, world.front) for rows in rivals])


@series("Goldstein points", 0, 10_000, "P3", of="theatre")
def conflict(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Sum of conflictual acts, toward receivers and third parties."""
    return world.conflict


@series("Goldstein points", 0, 10_000, "P3", of="theatre")
def cooperation(world: World, orders: Orders, p: Numbers) -> TheatreRun:
    """Sum of cooperative acts, toward receivers and third parties."""
    return world.cooperation

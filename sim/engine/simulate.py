"""The loop: runs played turn by turn, from the start or from a checkpoint. Whatever watches them is an observer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, Run
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.step import Kernel, Turn, step
from sim.engine.trajectory import ClipCounter, Follower, Observer, SeriesFollower, trajectory_of
from sim.model.decisions import Orders
from sim.model.measures import Trajectory
from sim.model.outcomes import outcomes_of
from sim.model.series import SERIES
from sim.model.world import World
from sim.scenarios.scenario import Scenario

BLOCK = 512
"""Runs played together: small enough that the arrays of a turn stay in cache."""


class Checkpoint(NamedTuple):
    """Where runs stand before a turn is played. Draws are named, so that nothing else has to be known to go on."""

    turn: int
    world: World

    @classmethod
    def after(cls, turn: Turn) -> Checkpoint:
        """Where runs stand after a turn."""
        return cls(turn.after.turn, turn.after)

    def part(self, rows: slice) -> Checkpoint:
        """The checkpoint of some of the runs."""
        return Checkpoint(self.turn, self.world.part(rows))


def simulate(
    case: Case,
    draws: Draws,
    *,
    start: Checkpoint | None = None,
    until: int | None = None,
    observers: Sequence[Observer] = (),
    kernel: Kernel = step,
    explain: bool = False,
) -> Iterator[Turn]:
    """Play the runs whose `draws` these are, turn by turn, up to turn `until` (the scenario's end if None).

    A `start` may have been reached under another intervention; parameters of one number per run follow the draws.
    """
    world = case.start(len(draws)) if start is None else case.take_up(start.world)
    for turn in range(world.turn, case.turns if until is None else until):
        played = kernel(world, case, case.parameters.at(turn), draws, explain=explain)
        for observer in observers:
            observer.on(played)
        world = played.after
        yield played


def follow(
    case: Case,
    draws: Draws,
    followers: Sequence[Follower],
    *,
    start: Checkpoint | None = None,
    until: int | None = None,
    observers: Sequence[Observer] = (),
    kernel: Kernel = step,
) -> Trajectory:
    """Play runs to the end; the trajectory of what was followed."""
    for _ in simulate(case, draws, start=start, until=until, observers=(*followers, *observers), kernel=kernel):
        pass
    return trajectory_of(case, followers, 0 if start is None else start.turn)


@dataclass(frozen=True)
class Block:
    """What is measured of some runs: outcomes (run,), of which some may be `undefined`, and the series behind."""

    replicates: npt.NDArray[np.int64]
    outcomes: dict[str, Run]
    trajectory: Trajectory
    clipped: Mapping[str, int] = field(default_factory=dict)
    undefined: frozenset[str] = frozenset()

    @property
    def failed(self) -> dict[int, str]:
        """Why each run that has a number that is not finite failed, by its place in the block."""
        failed: dict[int, str] = {}
        for name, values in self.outcomes.items():
            if name not in self.undefined:
                for run in np.flatnonzero(~np.isfinite(values)):
                    failed.setdefault(int(run), f"{name} is not finite")
        return failed

    @property
    def failures(self) -> dict[int, str]:
        """Why a replicate failed, by its number."""
        return {int(self.replicates[run]): reason for run, reason in self.failed.items()}

    @property
    def series(self) -> Mapping[str, Array]:
        """The series: (turn, run), or (turn, theatre, run)."""
        return self.trajectory.series


def play_block(case: Case, draws: Draws, until: int | None = None, kernel: Kernel = step) -> Block:
    """Play runs to the end and measure them; a run with a number that is not finite is marked as failed."""
    counter = ClipCounter()
    trajectory = follow(case, draws, [SeriesFollower()], until=until, observers=[counter], kernel=kernel)
    seen = trajectory.window(min(case.scenario.levers_from, trajectory.turns - 1))
    measured = {outcome.name: outcome.measure(seen) for outcome in outcomes_of(case.cast)}
    return Block(draws.replicates, measured, trajectory, dict(counter.clipped), undefined(case.scenario))


def play(
    case: Case, draws: Draws, until: int | None = None, block: int = BLOCK, kernel: Kernel = step
) -> Iterator[Block]:
    """Play any number of runs in blocks; what each run does never depends on the block it sits in."""
    for first in range(0, len(draws), block):
        rows = slice(first, first + block)
        yield play_block(case.part(rows), draws.part(rows), until, kernel)


@lru_cache(maxsize=16)
def undefined(scenario: Scenario) -> frozenset[str]:
    """Outcomes that a scenario has not: they are about a group that nobody is in, and are no number in any run."""
    world, blank, p = scenario.world(1), Orders.blank(scenario.cast, 1), scenario.parameters.at(0)
    series = {name: np.array([entry.read(world, blank, p)]) for name, entry in SERIES.items()}
    month = Trajectory(scenario.cast, scenario.start_month, scenario.parameters, series=series)
    return frozenset(one.name for one in outcomes_of(scenario.cast) if not np.isfinite(one.measure(month)).all())

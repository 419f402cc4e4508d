"""The loop: runs played turn by turn, from the start or from a checkpoint. Whatever watches them is an observer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, Run
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.memory import Memory
from sim.engine.step import Kernel, Turn, step
from sim.engine.trajectory import ClipCounter, FiniteWatch, Follower, Last, Observer, followers_of, trajectory_of
from sim.engine.triggers import Watch, fired
from sim.model.decisions import Orders
from sim.model.measures import Outcome, Trajectory
from sim.model.outcomes import outcomes_of
from sim.model.world import World
from sim.scenarios.scenario import Scenario

BLOCK = 512
"""Runs played together: small enough that the arrays of a turn stay in cache."""


class Checkpoint(NamedTuple):
    """Where runs stand before a turn is played. Draws are named, so that nothing else has to be known to go on.

    `memory` is what triggers know; without it their windows begin to fill.
    """

    turn: int
    world: World
    memory: Memory | None = None

    @classmethod
    def after(cls, turn: Turn) -> Checkpoint:
        """Where runs stand after a turn."""
        return cls(turn.after.turn, turn.after, turn.memory)

    def part(self, rows: slice) -> Checkpoint:
        """The checkpoint of some of the runs."""
        return Checkpoint(self.turn, self.world.part(rows), self.memory and self.memory.part(rows))


def simulate(
    case: Case,
    draws: Draws,
    *,
    start: Checkpoint | None = None,
    until: int | None = None,
    observers: Sequence[Observer] = (),
    kernel: Kernel | None = None,
    explain: bool = False,
    unseen: bool = False,
) -> Iterator[Turn]:
    """Play the runs whose `draws` these are, turn by turn, up to turn `until` (the scenario's end if None).

    A `start` may have been reached under another intervention; parameters of one number per run follow the draws.
    Without a `kernel` the compiled turn plays where it can be had; orders are explained, and variables held,
    by the arrays. Where the worlds between the first and the last are `unseen` by whoever asks, a kernel may play
    months ahead: observers look at the same variables every month. Raises `BadInput` for numbers that are neither one
    nor one per run.
    """
    _check_lengths(case, len(draws))
    world = case.start(len(draws)) if start is None else case.take_up(start.world)
    turns = range(world.turn, case.turns if until is None else until)
    play = step if explain or case.held else kernel or kernel_for(case, len(draws) * len(turns))
    if unseen and hasattr(play, "until"):
        play = play.until(turns.stop, looked_at=any(getattr(one, "looks", True) for one in observers))
    watch = Watch(len(draws), start.memory if start else None) if case.triggers else None
    for turn in turns:
        numbers = watch.numbers(case, turn) if watch else case.parameters.at(turn)
        played = play(world, case, numbers, draws, explain=explain)
        played = watch.see(played, case) if watch else played
        for observer in observers:
            observer.on(played)
        world = played.after
        yield played


def _check_lengths(case: Case, runs: int) -> None:
    steps = ((step.lever, step.value) for step in case.parameters.schedule.steps)
    lines = ((f"{one.name}.{name}", value) for one in case.triggers for name, value in one.numbers.items())
    for name, value in (*case.parameters.overrides.items(), *steps, *lines):
        if np.size(value) not in (1, runs):
            raise BadInput("parameters", name, f"{np.size(value)} numbers", f"one, or one for each of {runs} runs")


def follow(
    case: Case,
    draws: Draws,
    followers: Sequence[Follower],
    *,
    start: Checkpoint | None = None,
    until: int | None = None,
    observers: Sequence[Observer] = (),
    kernel: Kernel | None = None,
) -> Trajectory:
    """Play runs to the end; the trajectory of what was followed."""
    watching = (*followers, *observers)
    for _ in simulate(case, draws, start=start, until=until, observers=watching, kernel=kernel, unseen=True):
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
    broken: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def failed(self) -> dict[int, str]:
        """Why each run that has a number that is not finite failed, by its place in the block."""
        failed = dict(self.broken)
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


def play_block(
    case: Case,
    draws: Draws,
    until: int | None = None,
    kernel: Kernel | None = None,
    measures: Sequence[Outcome] = (),
    start: Checkpoint | None = None,
    past: Trajectory | None = None,
) -> Block:
    """Play runs to the end, or on from a `start`, and measure their outcomes, and `measures` besides.

    Of what lies before the start outcomes see the `past`. A run with a number that is not finite is marked as failed.
    Besides outcomes it is told when triggers acted (`sim.engine.triggers.fired`).
    """
    counter, watch, last, measured = ClipCounter(), FiniteWatch(), Last(), (*outcomes_of(case.cast), *measures)
    followers = followers_of(case.cast, measured)
    later = follow(case, draws, followers, start=start, until=until, observers=[counter, watch, last], kernel=kernel)
    trajectory = later if past is None else past.then(later)
    found = {one.name: one.within(trajectory, case.scenario.levers_from) for one in measured}
    if last.memory is not None:
        found |= fired(last.memory, case.turns if until is None else until)
    return Block(
        draws.replicates, found, trajectory, dict(counter.clipped), undefined(case.scenario, measured), watch.broken
    )


def play(
    case: Case,
    draws: Draws,
    until: int | None = None,
    block: int = BLOCK,
    kernel: Kernel | None = None,
    measures: Sequence[Outcome] = (),
) -> Iterator[Block]:
    """Play any number of runs in blocks; what each run does never depends on the block it sits in."""
    for first in range(0, len(draws), block):
        rows = slice(first, first + block)
        yield play_block(case.part(rows), draws.part(rows), until, kernel, measures)


@lru_cache(maxsize=16)
def undefined(scenario: Scenario, measures: tuple[Outcome, ...]) -> frozenset[str]:
    """Measures that a scenario has not: they are about a group that nobody is in, and are no number in any run.

    Found on a run in which nothing happens.
    """
    case = Case(scenario, scenario.parameters)
    world, followers = scenario.world(1), followers_of(scenario.cast, measures)
    still = Turn(scenario.start_month, world, Orders.blank(world), world, scenario.parameters.at(0), {}, {})
    for _ in range(max((one.window[1] for one in measures if one.window), default=1)):
        for follower in followers:
            follower.on(still)
    nothing = trajectory_of(case, followers)
    return frozenset(one.name for one in measures if not np.isfinite(one.within(nothing, 0)).all())

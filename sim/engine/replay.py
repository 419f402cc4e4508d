"""One history kept whole: every world, every order with its reasons, turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import simulate
from sim.engine.step import Turn
from sim.engine.trajectory import SeriesFollower, trajectory_of
from sim.model.actors import Cast
from sim.model.decisions import conditions_met
from sim.model.measures import Trajectory
from sim.model.slots import Slot

Progress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


@dataclass(frozen=True, eq=False)
class Replay:
    """One history: replicate `replicate` under `seed`, with all its turns and the reasons of its orders."""

    case: Case
    replicate: int
    seed: int
    turns: tuple[Turn, ...]

    @property
    def cast(self) -> Cast:
        """Who plays."""
        return self.case.cast

    @cached_property
    def issued(self) -> Array:
        """Which order was given when, 0 or 1, shape (turn, slot)."""
        return np.array([turn.orders.issued[:, 0] for turn in self.turns])

    @cached_property
    def trajectory(self) -> Trajectory:
        """The series of this one run."""
        follower = SeriesFollower()
        for turn in self.turns:
            follower.on(turn)
        return trajectory_of(self.case, [follower])

    def conditions(self, turn: Turn, number: int) -> dict[str, float]:
        """What must hold for an order to be legal, and how far each condition held that month (0 to 1)."""
        return conditions_met(turn.before, turn.p, Draws(self.seed, [self.replicate]).at(turn.number), number)

    def slots_of(self, actor: int) -> Iterator[tuple[int, Slot]]:
        """The possible orders of one actor, with their numbers."""
        rows = self.cast.slots.rows_of[actor]
        return zip(range(rows.start, rows.stop), self.cast.slots[rows], strict=True)


def replay(
    case: Case, replicate: int = 0, seed: int = 1, turns: int | None = None, progress: Progress | None = None
) -> Replay:
    """Play one history with every reason's contribution kept; `progress` hears of turns done and in all."""
    played: list[Turn] = []
    for turn in simulate(case, Draws(seed, [replicate]), until=turns, explain=True):
        played.append(turn)
        if progress is not None:
            progress(len(played), case.turns if turns is None else turns)
    return Replay(case, replicate, seed, tuple(played))

"""One history kept whole: every world, every order with its reasons, turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.base.draws import Draws
from sim.base.given import whole
from sim.engine.interventions import Case
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.step import Turn
from sim.engine.trajectory import FiniteGuard, SeriesFollower, trajectory_of
from sim.model.actors import Cast
from sim.model.decisions import conditions_met
from sim.model.measures import Trajectory
from sim.model.slots import Slot

Progress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


@dataclass(frozen=True, eq=False)
class Replay:
    """One history: replicate `replicate` under `seed`, with its turns and the reasons of its orders.

    Where it goes on from a checkpoint, `past` is what was followed before its turns.
    """

    case: Case
    replicate: int
    seed: int
    turns: tuple[Turn, ...]
    past: Trajectory | None = None

    @property
    def cast(self) -> Cast:
        """Who plays."""
        return self.case.cast

    def turn(self, number: int) -> Turn:
        """The turn of a number; raise `BadInput` for one that is not among them."""
        first = self.turns[0].number
        return self.turns[whole(number, "history", "turn", first, first + len(self.turns) - 1) - first]

    @cached_property
    def issued(self) -> npt.NDArray[np.bool_]:
        """Which order was given when, from turn 0 on, shape (turn, slot)."""
        own = np.array([turn.orders.issued[:, 0] > 0.0 for turn in self.turns])
        before = None if self.past is None else self.past.issued
        return own if before is None else np.concatenate([before[..., 0], own])

    @cached_property
    def trajectory(self) -> Trajectory:
        """The series of this one run and its orders, from turn 0 on."""
        follower = SeriesFollower()
        for turn in self.turns:
            follower.on(turn)
        later = trajectory_of(self.case, [follower], self.turns[0].number)
        return replace(later if self.past is None else self.past.then(later), issued=self.issued[..., None])

    def conditions(self, turn: Turn, number: int) -> dict[str, float]:
        """What must hold for an order to be legal, and how far each condition held that month (0 to 1)."""
        return conditions_met(turn.before, turn.p, Draws(self.seed, [self.replicate]).at(turn.number), number)

    def slots_of(self, actor: int) -> Iterator[tuple[int, Slot]]:
        """The possible orders of one actor, with their numbers."""
        rows = self.cast.slots.rows_of[actor]
        return zip(range(rows.start, rows.stop), self.cast.slots[rows], strict=True)


def replay(
    case: Case,
    replicate: int = 0,
    seed: int = 1,
    turns: int | None = None,
    progress: Progress | None = None,
    start: Checkpoint | None = None,
    past: Trajectory | None = None,
) -> Replay:
    """Play one history with every reason's contribution kept; `progress` hears of turns done and in all.

    It may go on from a `start`, before which lies the `past`. Raises `FloatingPointError` for a number that is not
    finite.
    """
    played: list[Turn] = []
    draws, guard = Draws(seed, [replicate]), FiniteGuard()
    for turn in simulate(case, draws, start=start, until=turns, observers=[guard], explain=True):
        played.append(turn)
        if progress is not None:
            progress(turn.after.turn, case.turns if turns is None else turns)
    return Replay(case, replicate, seed, tuple(played), past)

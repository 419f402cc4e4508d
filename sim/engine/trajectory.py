"""Observers: whatever watches runs while they are played, and the trajectory that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, Run
from sim.engine.interventions import Case
from sim.engine.memory import Memory
from sim.engine.step import Turn
from sim.model.actors import Cast
from sim.model.derived import DERIVED
from sim.model.measures import Outcome, Trajectory
from sim.model.pairs import PairList
from sim.model.series import SERIES
from sim.model.world import VARIABLES


class Observer(Protocol):
    """Something that is shown every turn as it is played.

    One that has the attribute `looks`, which is false, looks at series and orders only, not at the worlds of turns.
    """

    def on(self, turn: Turn) -> None:
        """Take note of a turn."""
        ...


class Follower(Protocol):
    """An observer of which a part of a trajectory remains."""

    def on(self, turn: Turn) -> None:
        """Take note of a turn."""
        ...

    def into(self, trajectory: Trajectory) -> Trajectory:
        """The trajectory with what was followed."""
        ...


class SeriesFollower:
    """Follows every series."""

    looks = False

    def __init__(self) -> None:
        self.turns: list[Mapping[str, Array]] = []

    def on(self, turn: Turn) -> None:
        """Read every series off the turn."""
        self.turns.append(turn.series())

    def into(self, trajectory: Trajectory) -> Trajectory:
        """The trajectory with the series: (turn, run), or (turn, theatre, run)."""
        return replace(trajectory, series={name: np.array([one[name] for one in self.turns]) for name in SERIES})


class OrderFollower:
    """Follows which orders were given."""

    looks = False

    def __init__(self) -> None:
        self.rows: list[npt.NDArray[np.bool_]] = []

    def on(self, turn: Turn) -> None:
        """Keep the orders of the turn."""
        self.rows.append(turn.orders.issued > 0.0)

    def into(self, trajectory: Trajectory) -> Trajectory:
        """The trajectory with the orders: (turn, slot, run)."""
        return replace(trajectory, issued=np.array(self.rows))


class VariableFollower:
    """Follows variables and views of the world after each turn; those of pairs at the pairs of a list."""

    def __init__(self, names: Iterable[str] = (), at_pairs: Mapping[str, PairList] | None = None) -> None:
        self.pairs = dict(at_pairs or {})
        self.rows: dict[str, list[Array]] = {name: [] for name in (*names, *self.pairs)}

    def on(self, turn: Turn) -> None:
        """Keep the variables after the turn."""
        for name, rows in self.rows.items():
            rows.append(self._read(turn, name))

    def _read(self, turn: Turn, name: str) -> Array:
        if name in self.pairs:
            return turn.after.at(name, self.pairs[name].who, self.pairs[name].whom)
        return DERIVED[name](turn.after, turn.p) if name in DERIVED else turn.after[name]

    def into(self, trajectory: Trajectory) -> Trajectory:
        """The trajectory with the variables: (turn, actor, run) or (turn, pair, run)."""
        found = {name: np.array(rows) for name, rows in self.rows.items()}
        return replace(trajectory, variables={**trajectory.variables, **found})


class ClipCounter:
    """Counts how often a bound held a variable back."""

    looks = False

    def __init__(self) -> None:
        self.clipped: Counter[str] = Counter()

    def on(self, turn: Turn) -> None:
        """Add up the turn's."""
        self.clipped.update(turn.clipped)


class Last:
    """Keeps what triggers remember after the last turn; nothing where there are none."""

    looks = False

    def __init__(self) -> None:
        self.memory: Memory | None = None

    def on(self, turn: Turn) -> None:
        """Take the newest."""
        self.memory = turn.memory


class FiniteWatch:
    """Looks once a turn for numbers that are not finite, with which every comparison is false without a word.

    `broken` says of each run in which there is one what it was first, and when.
    """

    looks = False

    def __init__(self) -> None:
        self.broken: dict[int, str] = {}

    def on(self, turn: Turn) -> None:
        """Look at all that a turn may have changed."""
        arrays = [turn.after[name] for name in CHANGING] if turn.sound is None else [turn.sound]
        if not all(np.isfinite(values).all() for values in arrays):
            for name in CHANGING:
                self._note(name, turn)

    def _note(self, name: str, turn: Turn) -> None:
        broken = ~np.isfinite(turn.after[name])
        every = np.broadcast_to(broken, (*broken.shape[:-1], turn.after.runs))
        for run in np.flatnonzero(every.reshape(-1, turn.after.runs).any(axis=0)).tolist():
            self.broken.setdefault(run, f"{name} is not finite after {turn.month}")


class FiniteGuard(FiniteWatch):
    """Raises `FloatingPointError` after a turn that leaves a number that is not finite: what, and after which month.

    For whoever keeps no list of runs that failed: what is played together is lost together, unless it is told apart.
    """

    def on(self, turn: Turn) -> None:
        """Look at all that a turn may have changed."""
        super().on(turn)
        for reason in self.broken.values():
            raise FloatingPointError(reason)


CHANGING = tuple(name for name, quantity in VARIABLES.items() if quantity.kind not in ("fixed", "calendar"))
"""Variables that a turn may change."""

AT_PAIRS = {"treaty": "partners", "dispute_rung": "disputants"}
"""Variables of pairs that measures look at, and the pairs at which."""


def followers_of(cast: Cast, measures: Iterable[Outcome]) -> list[Follower]:
    """What has to be followed for these measures: series, or the variables they name and all orders with them."""
    asked = list(measures)
    names = list(dict.fromkeys(name for one in asked for name in one.follows))
    found: list[Follower] = [] if all(one.follows for one in asked) else [SeriesFollower()]
    if names:
        at_pairs = {name: getattr(cast.pairs, AT_PAIRS[name]) for name in names if name in AT_PAIRS}
        found += [OrderFollower(), VariableFollower([n for n in names if n not in at_pairs], at_pairs)]
    return found


def columns_of(turn: Turn) -> dict[str, Run]:
    """The recorded series of one turn by column, those by theatre once for each."""
    columns: dict[str, Run] = {}
    for name, values in turn.series().items():
        if SERIES[name].quantity.of == "theatre":
            columns |= {f"{name}_{t}": values[i] for i, t in enumerate(turn.after.cast.theatres)}
        else:
            columns[name] = values
    return columns


def trajectory_of(case: Case, followers: Sequence[Follower], first: int = 0) -> Trajectory:
    """The trajectory of what was followed from turn `first` on."""
    trajectory = Trajectory(case.cast, case.scenario.start_month, case.parameters, first)
    for follower in followers:
        trajectory = follower.into(trajectory)
    return trajectory

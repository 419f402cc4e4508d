"""The past that arms have in common: where runs stand when levers begin to act, kept as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Array
from sim.engine.interventions import Case
from sim.engine.memory import Memory
from sim.engine.simulate import Checkpoint
from sim.evidence.record import as_arrays, from_arrays
from sim.model.measures import Trajectory
from sim.model.pairs import Index
from sim.model.world import VARIABLES, World, shape_of

WORLD, SERIES, KEPT, SEEN = "world", "series", "kept.", "seen."
"""How the arrays of a past are called: the world at its end, all series, what outcomes and what triggers look at."""

MOVING = tuple(name for name, quantity in VARIABLES.items() if quantity.kind not in ("fixed", "calendar"))
"""Variables that differ from run to run: all others are as the scenario has them."""


@dataclass(frozen=True)
class Past:
    """Pasts by their numbers, which rise: arrays whose last axis is the past, and why one failed ("" if not)."""

    numbers: Index
    arrays: Mapping[str, Array]
    reasons: tuple[str, ...]

    def of(self, numbers: Index) -> Past:
        """The pasts with these numbers, each as often as it is asked for; series are left out."""
        rows = np.searchsorted(self.numbers, numbers)
        arrays = {name: values[..., rows] for name, values in self.arrays.items() if name != SERIES}
        return Past(numbers, arrays, tuple(self.reasons[row] for row in rows))

    def checkpoint(self, case: Case, turn: int) -> Checkpoint:
        """Where the runs of a case stand at a turn."""
        return Checkpoint(turn, unpacked(case, turn, self.arrays[WORLD]), self._memory())

    def _memory(self) -> Memory:
        seen = {name.removeprefix(SEEN): values for name, values in self.arrays.items() if name.startswith(SEEN)}
        months = min((len(values) for values in seen.values()), default=0)
        return Memory(tuple({name: values[month] for name, values in seen.items()} for month in range(months)))

    def trajectory(self, case: Case, first: int) -> Trajectory | None:
        """What was followed from turn `first` on and is still looked at; None where nothing is."""
        kept = {name.removeprefix(KEPT): values for name, values in self.arrays.items() if name.startswith(KEPT)}
        return replace(from_arrays(case, kept), first=first) if kept else None


def packed(world: World) -> Array:
    """What moves in a world as one array (row, run)."""
    return np.concatenate([_whole(world[name], world.runs).reshape(-1, world.runs) for name in MOVING])


def _whole(values: Array, runs: int) -> Array:
    return np.broadcast_to(values, (*values.shape[:-1], runs))


def unpacked(case: Case, turn: int, rows: Array) -> World:
    """The world of a case whose rows these are."""
    runs, first, found = rows.shape[1], 0, dict[str, Array]()
    for name in MOVING:
        shape = shape_of(VARIABLES[name], case.cast)
        last = first + int(np.prod(shape, dtype=np.int64))
        found[name] = rows[first:last].reshape(*shape, runs).copy()
        first = last
    return case.start(runs).changed(turn, **found)


def arrays_of(past: Trajectory, world: World, first: int, watched: int = 0) -> dict[str, Array]:
    """The arrays of a past; what outcomes look at is kept from turn `first` on, and of series the last `watched`."""
    series = np.array([values for _, values in past.columns()])
    kept = as_arrays(past.window(first)) if first < past.turns else {}
    seen = {f"{SEEN}{name}": values[-watched:] for name, values in past.series.items()} if watched else {}
    return {WORLD: packed(world), SERIES: series} | seen | {f"{KEPT}{name}": values for name, values in kept.items()}

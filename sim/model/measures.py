"""What a measure is: a series followed through a run, an outcome read off its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, total
from sim.base.quantities import Quantity
from sim.inputs.parameters import Numbers, Parameters
from sim.model.actors import Cast
from sim.model.decisions import Orders
from sim.model.world import World

Read = Callable[[World, Orders, Numbers], Array]


@dataclass(frozen=True)
class Series:
    """One number a turn: of the whole world, shape (run,), or by theatre, shape (theatre, run)."""

    quantity: Quantity
    read: Read


SERIES: dict[str, Series] = {}
"""Every series, by name, in declared order."""


def series(unit: str, low: float, high: float, source: str, of: str = "world") -> Callable[[Read], Read]:
    """Declare a series: its name is the function's, its meaning the docstring."""

    def declare(read: Read) -> Read:
        meaning = " ".join((read.__doc__ or "").split())
        SERIES[read.__name__] = Series(Quantity(read.__name__, meaning, unit, source, low, high, of, "series"), read)
        return read

    return declare


def mean(rows: list[Array], like: Array) -> Array:
    """Mean of rows, 0 where there are none."""
    return total(rows, like) / max(len(rows), 1)


def partner_pairs(world: World) -> list[tuple[int, int]]:
    """Ordered pairs of partners."""
    return [(i, j) for i, others in enumerate(world.cast.relations["partners"]) for j in others]


def listeners(world: World) -> list[int]:
    """Closed societies into which someone broadcasts."""
    return sorted({j for others in world.cast.relations["listeners"] for j in others})


@dataclass(frozen=True)
class History:
    """The series of many runs: each (turn, run) or (turn, theatre, run), with the window that outcomes look at."""

    series: Mapping[str, Array]
    first: int
    parameters: Parameters

    def __getitem__(self, name: str) -> Array:
        """A series within the window, shape (turn, run) or (turn, theatre, run)."""
        return self.series[name][self.first :]

    @property
    def months(self) -> int:
        """Number of turns in the window."""
        return len(next(iter(self.series.values()))) - self.first


Measure = Callable[[History], Array]
ABROAD = "global"


@dataclass(frozen=True)
class Outcome:
    """One number per run: what it means, in which theatre, and how it is measured."""

    quantity: Quantity
    theatre: str
    measure: Measure
    headline: bool = False
    binary: bool = False

    @property
    def name(self) -> str:
        """Column name: the outcome's, with its theatre where there is one for each."""
        return self.quantity.name


_OUTCOMES: dict[str, tuple[Quantity, str, Callable[..., Array], bool, bool]] = {}


def outcome(
    unit: str, low: float, high: float, source: str, of: str, *, headline: bool = False, binary: bool = False
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Declare an outcome of `each` theatre, of the `war`, or of the `order` as a whole."""

    def declare(measure: Callable[..., Array]) -> Callable[..., Array]:
        meaning = " ".join((measure.__doc__ or "").split())
        quantity = Quantity(measure.__name__, meaning, unit, source, low, high, of, "outcome")
        _OUTCOMES[measure.__name__] = (quantity, of, measure, headline, binary)
        return measure

    return declare


def outcomes_of(cast: Cast) -> tuple[Outcome, ...]:
    """The outcomes of a scenario: those of each theatre once for each, those of the war in its theatre."""
    found: list[Outcome] = []
    for quantity, of, measure, headline, binary in _OUTCOMES.values():
        if of == "each":
            for number, theatre in enumerate(cast.theatres):
                named = replace(quantity, name=f"{quantity.name}_{theatre}")
                found.append(Outcome(named, theatre, _in_theatre(measure, number), headline, binary))
        else:
            place = cast.war_theatre if of == "war" else ABROAD
            found.append(Outcome(quantity, place, measure, headline, binary))
    return tuple(found)


def _in_theatre(measure: Callable[..., Array], number: int) -> Measure:
    return lambda history: measure(history, number)


def average(values: Array) -> Array:
    """Mean over turns, summed turn by turn so that it never depends on how many runs there are."""
    mean: Array = sum_over_turns(values) / len(values)
    return mean


def sum_over_turns(values: Array) -> Array:
    """Sum over turns, one turn after another."""
    return total(values, values[0])


def first_passage(reached: npt.NDArray[np.bool_]) -> Array:
    """Months until a condition first holds; the length of the window where it never does."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0), len(reached)).astype(np.float64)


def recorded_series(cast: Cast) -> dict[str, Quantity]:
    """Columns of a run's series: those by theatre once for each, as name_theatre."""
    columns: dict[str, Quantity] = {}
    for name, entry in SERIES.items():
        if entry.quantity.of == "theatre":
            for theatre in cast.theatres:
                columns[f"{name}_{theatre}"] = replace(entry.quantity, name=f"{name}_{theatre}")
        else:
            columns[name] = entry.quantity
    return columns

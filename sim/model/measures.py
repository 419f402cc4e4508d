"""What a measure is: a series followed turn by turn, and an outcome or a fact read off the trajectory of many runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, Run, TurnRun, total
from sim.base.months import turn_of
from sim.base.quantities import Quantity
from sim.inputs.actions import Action
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


def series(unit: str, low: float, high: float, source: str, of: str = "world") -> Callable[[Read], Series]:
    """Declare a series: its name is the function's, its meaning the docstring."""

    def declare(read: Read) -> Series:
        meaning = " ".join((read.__doc__ or "").split())
        return Series(Quantity(read.__name__, meaning, unit, source, low, high, of, "series"), read)

    return declare


def nobody(like: Array) -> Array:
    """Not a number: what is measured of a group that nobody is in."""
    return np.full_like(like, np.nan)


def mean(rows: Sequence[Array], like: Array) -> Array:
    """Mean of rows, not a number where there are none: an empty group has no mean."""
    return total(rows, like) / len(rows) if rows else nobody(like)


def listeners(cast: Cast) -> list[int]:
    """Closed societies into which someone broadcasts."""
    return sorted({j for others in cast.relations["listeners"] for j in others})


@dataclass(frozen=True, eq=False)
class Trajectory:
    """What was followed through many runs, from turn `first` on; the last axis is the run.

    `series` are (turn, run) or (turn, theatre, run); `issued` says which order was given, (turn, slot, run);
    `variables` of actors are (turn, actor, run), of pairs (turn, pair, run). What was not followed is not there.
    """

    cast: Cast
    start_month: str
    parameters: Parameters
    first: int = 0
    series: Mapping[str, Array] = field(default_factory=dict)
    issued: npt.NDArray[np.bool_] | None = None
    variables: Mapping[str, Array] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        """A series, shape (turn, run) or (turn, theatre, run)."""
        return self.series[name]

    @property
    def _any(self) -> Array | npt.NDArray[np.bool_]:
        if self.issued is not None:
            return self.issued
        return next(iter((*self.series.values(), *self.variables.values())))

    @property
    def turns(self) -> int:
        """Number of turns."""
        return len(self._any)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self._any.shape[-1])

    def window(self, first: int, last: int | None = None) -> Trajectory:
        """The same runs from turn `first` up to `last`, counted from the start of the scenario."""
        end = self.first + self.turns if last is None else last
        rows = slice(max(first - self.first, 0), max(end - self.first, 0))
        return replace(
            self,
            first=self.first + rows.start,
            series={name: values[rows] for name, values in self.series.items()},
            issued=None if self.issued is None else self.issued[rows],
            variables={name: values[rows] for name, values in self.variables.items()},
        )

    def then(self, later: Trajectory) -> Trajectory:
        """What was followed of the same runs here and, from where this ends, in another trajectory; its parameters."""
        series, variables = (
            {name: np.concatenate([values, after[name]]) for name, values in before.items() if name in after}
            for before, after in ((self.series, later.series), (self.variables, later.variables))
        )
        orders = None if self.issued is None or later.issued is None else np.concatenate([self.issued, later.issued])
        return Trajectory(self.cast, self.start_month, later.parameters, self.first, series, orders, variables)

    def columns(self) -> Iterator[tuple[str, TurnRun]]:
        """The series by column, those by theatre once for each."""
        for name, values in self.series.items():
            if values.ndim == 2:
                yield name, values
            else:
                yield from ((f"{name}_{theatre}", values[:, i]) for i, theatre in enumerate(self.cast.theatres))

    def year(self, year: int) -> slice:
        """The turns of a calendar year that were followed, as rows."""
        first = turn_of(f"{year}-01", self.start_month) - self.first
        return slice(max(first, 0), max(min(first + 12, self.turns), 0))

    def orders(
        self, action: Action, givers: Iterable[int] | None = None, receivers: Iterable[int] | None = None
    ) -> TurnRun:
        """How many orders of an action were given a turn; not a number if nobody gives or gets."""
        if self.issued is None:
            raise ValueError("the orders were not followed")
        who = set(range(self.cast.size) if givers is None else givers)
        whom = set(range(self.cast.size) if receivers is None else receivers)
        rows = [slot for slot, i, j in self.cast.slots.of[action] if i in who and j in whom]
        counts: TurnRun = self.issued[:, rows].sum(axis=1).astype(np.float64)
        return counts if who and whom else nobody(counts)

    def of(self, variable: str, actors: Iterable[int]) -> TurnRun:
        """A variable summed over actors; not a number where there is none of them."""
        rows, values = list(actors), self.variables[variable]
        return total((values[:, i] for i in rows), values[:, 0]) if rows else nobody(values[:, 0])


Measure = Callable[[Trajectory], Run]
ABROAD = "global"


@dataclass(frozen=True)
class Least:
    """The smallest difference of interest, in the unit of an outcome, and why a smaller one does not matter.

    It takes the place of zero where a difference is read: whether a treatment is worth while is another question than
    whether it does anything at all (the minimal important difference of Jaeschke 1989).
    """

    size: float
    why: str


@dataclass(frozen=True)
class Outcome:
    """One number per run: what it means, in which theatre, and how it is measured.

    `least` is its smallest difference of interest, where it has one. It looks at series unless it `follows` variables,
    and orders with them; it is measured from the turn on at which levers may act, unless it has a `window` of its own,
    from a first turn up to a last.
    """

    quantity: Quantity
    theatre: str
    measure: Measure
    headline: bool = False
    binary: bool = False
    follows: tuple[str, ...] = ()
    window: tuple[int, int] | None = None
    least: Least | None = None

    @property
    def name(self) -> str:
        """Column name: the outcome's, with its theatre where there is one for each."""
        return self.quantity.name

    def within(self, trajectory: Trajectory, levers_from: int) -> Run:
        """The outcome of each run in its window of a whole trajectory."""
        last = trajectory.first + trajectory.turns - 1
        return self.measure(trajectory.window(*(self.window or (min(levers_from, last), None))))


@dataclass(frozen=True)
class Declared:
    """An outcome as it is declared: `of` each theatre, of the `war`, or of the `order` as a whole."""

    quantity: Quantity
    measure: Callable[..., Run]
    headline: bool = False
    binary: bool = False
    least: Least | None = None

    def __call__(self, trajectory: Trajectory, *theatre: int) -> Run:
        """The outcome of each run."""
        return self.measure(trajectory, *theatre)


def outcome(
    unit: str,
    low: float,
    high: float,
    source: str,
    of: str,
    *,
    least: Least | None = None,
    headline: bool = False,
    binary: bool = False,
) -> Callable[[Callable[..., Run]], Declared]:
    """Declare an outcome of `each` theatre, of the `war`, or of the `order` as a whole."""

    def declare(measure: Callable[..., Run]) -> Declared:
        meaning = " ".join((measure.__doc__ or "").split())
        quantity = Quantity(measure.__name__, meaning, unit, source, low, high, of, "outcome")
        return Declared(quantity, measure, headline, binary, least)

    return declare


def in_theatres(declared: Iterable[Declared], cast: Cast) -> tuple[Outcome, ...]:
    """Outcomes of a cast: those of each theatre once for each, those of the war in its theatre."""
    found: list[Outcome] = []
    for one in declared:
        if one.quantity.of == "each":
            for number, theatre in enumerate(cast.theatres):
                named = replace(one.quantity, name=f"{one.quantity.name}_{theatre}")
                found.append(_outcome(one, theatre, partial(_of_theatre, one, number), named))
        else:
            war = one.quantity.of == "war"
            measure = no_war if war and not cast.attackers else one
            found.append(_outcome(one, cast.war_theatre if war else ABROAD, measure, one.quantity))
    return tuple(found)


def _outcome(one: Declared, theatre: str, measure: Measure, named: Quantity) -> Outcome:
    return Outcome(named, theatre, measure, one.headline, one.binary, least=one.least)


def no_war(trajectory: Trajectory) -> Run:
    """What is measured of the war where there is none: not a number."""
    return np.full(trajectory.runs, np.nan)


def _of_theatre(declared: Declared, number: int, trajectory: Trajectory) -> Run:
    return declared(trajectory, number)


def average(values: TurnRun) -> Run:
    """Mean over turns, summed turn by turn so that it never depends on how many runs there are."""
    mean: Run = sum_over_turns(values) / len(values)
    return mean


def sum_over_turns(values: Array) -> Array:
    """Sum over turns, one turn after another."""
    return total(values, values[0])


def first_passage(reached: TurnRun, never: float | None = None) -> Run:
    """Turn at which what is 1 or 0 is first 1, counted from the first; `never` (the number of turns) where it is not.

    Not a number where `reached` is not one.
    """
    came = reached == 1.0
    first = np.where(came.any(axis=0), came.argmax(axis=0), len(reached) if never is None else never)
    return np.where(np.isnan(reached).any(axis=0), np.nan, first)

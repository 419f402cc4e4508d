"""Where the numbers of a world stand: one row for each number of a variable, one column for each run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.model.actors import Cast
from sim.model.pairs import Index
from sim.model.world import VARIABLES, shape_of


@dataclass(frozen=True)
class Rows:
    """The rows of one variable or series, and its shape without the run axis."""

    first: int
    shape: tuple[int, ...]

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return math.prod(self.shape)

    @cached_property
    def places(self) -> Index:
        """The numbers of the rows, from 0 on."""
        return np.arange(self.count)

    @cached_property
    def slice(self) -> slice:
        """The rows as a slice."""
        return slice(self.first, self.first + self.count)


def in_rows(shapes: dict[str, tuple[int, ...]]) -> dict[str, Rows]:
    """Rows for things of these shapes, one after another."""
    rows, first = {}, 0
    for name, shape in shapes.items():
        rows[name] = Rows(first, shape)
        first += rows[name].count
    return rows


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of a cast's variables: those that change, and those that the calendar feeds in."""

    cast: Cast

    def _rows(self, *kinds: str) -> dict[str, Rows]:
        return in_rows({name: shape_of(q, self.cast) for name, q in VARIABLES.items() if q.kind in kinds})

    @cached_property
    def state(self) -> dict[str, Rows]:
        """Stocks and flows."""
        return self._rows("stock", "flow")

    @cached_property
    def calendar(self) -> dict[str, Rows]:
        """What history feeds in."""
        return self._rows("calendar")

    @cached_property
    def traits(self) -> tuple[str, ...]:
        """Variables that never change: the compiled turn has their values built in."""
        return tuple(name for name, quantity in VARIABLES.items() if quantity.kind == "fixed")


def rows_in(rows: dict[str, Rows]) -> int:
    """How many rows there are in all."""
    return sum(one.count for one in rows.values())

"""Months of some runs as code plays them: a few runs through several months at once, while they lie in the cache.

Months may be played ahead of being asked for, as long as the numbers in force stay the same. Of these only results are
kept, and those rows of the state that somebody looks at; a world between is played again should somebody ask for more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Keys
from sim.engine.kernel.buffers import Buffer, address, aligned
from sim.engine.kernel.emit import CHUNK
from sim.engine.kernel.program import Program
from sim.engine.kernel.stage import Stage
from sim.model.pairs import Index

AHEAD = 8
"""Months that are played at once, at most: of each the results of all runs are held."""

TOGETHER = 8
"""Chunks that are played through several months before others: few enough for the processor's cache."""


class Kept:
    """Some rows of the state after a month, by their numbers: (row, run)."""

    def __init__(self, numbers: Index, rows: int, chunks: int) -> None:
        self.numbers, self.buffer = numbers, Buffer(len(numbers), chunks)
        self.places = np.full(rows, -1)
        self.places[numbers] = np.arange(len(numbers))

    def take(self, state: Array, first: int) -> None:
        """Keep the rows of some chunks, from one on."""
        np.take(state, self.numbers, axis=1, out=self.buffer.values[first : first + len(state)], mode="clip")


@dataclass(eq=False)
class Live:
    """The rows of the state at a turn that may change: there, or kept, or played again when somebody asks."""

    play: Callable[[], Buffer]
    kept: Kept | None = None

    @cached_property
    def buffer(self) -> Buffer:
        """The rows."""
        return self.play()

    def read(self, numbers: Index, runs: int) -> Array:
        """Some of the rows: (row, run)."""
        if self.kept is not None and (places := self.kept.places[numbers]).min(initial=0) >= 0:
            return self.kept.buffer.read(places, runs)
        return self.buffer.read(numbers, runs)


@dataclass(frozen=True, eq=False)
class Found:
    """Where rows of the state stand: what they were at first, if some stay so; the places and numbers of the others."""

    still: Array | None
    places: Index
    numbers: Index

    def read(self, live: Live, runs: int) -> Array:
        """The rows, those that change as they are now."""
        if self.still is None:
            return live.read(self.numbers, runs)
        values = self.still.copy()
        if len(self.numbers):
            values[self.places] = live.read(self.numbers, runs)
        return values


@dataclass(eq=False)
class Month:
    """What a month is played with: its calendar and the keys of its draws; and where its results go, (row, run).

    Rows of the state after it are `kept` where somebody looks at them.
    """

    calendar: Array
    keys: Keys
    result: Array
    kept: Kept | None = None

    @cached_property
    def addresses(self) -> tuple[int, int, int]:
        """Where these lie."""
        return address(self.calendar), address(self.keys), address(self.result)


class Months:
    """Plays months of the runs of a block, between a buffer of rows that change and another."""

    def __init__(self, program: Program, which: Buffer, still: Buffer) -> None:
        self.program, self.which, self.still = program, which, still
        self.chunks = which.chunks
        # Rows as long as a power of two would crowd in the same lines of cache.
        self.width = (self.chunks + 1) * CHUNK
        self.stage = Stage(program.plan.turn, program.turn, self.chunks)
        self.rows = len(program.plan.live)
        self.spare = [Buffer(self.rows, min(TOGETHER, self.chunks)) for _ in range(2)]

    @property
    def most(self) -> int:
        """How many months may be played at once: where NumPy is called between, all runs have to wait for it."""
        return AHEAD if len(self.stage.stretches) == 1 else 1

    def results(self) -> Array:
        """Room for the results of a month."""
        return aligned(self.program.plan.result_rows * self.width).reshape(-1, self.width)

    def keep(self, months: Iterable[Month], found: Iterable[Found]) -> None:
        """Let rows that somebody has looked at be kept of some months."""
        numbers = np.unique(np.concatenate([np.zeros(0, np.int64), *(one.numbers for one in found)]))
        for month in months if len(numbers) else ():
            month.kept = Kept(numbers, self.rows, self.chunks)

    def play(self, start: Buffer, months: Sequence[Month], parameters: Buffer) -> Buffer:
        """Play months from a start; gives the rows at their end."""
        end = Buffer(self.rows, self.chunks)
        together = TOGETHER if len(months) > 1 else self.chunks
        for first in range(0, self.chunks, together):
            self._play(start, end, months, parameters, range(first, min(first + together, self.chunks)))
        return end

    def _play(self, start: Buffer, end: Buffer, months: Sequence[Month], parameters: Buffer, chunks: range) -> None:
        before, first = start.place(chunks.start), chunks.start
        apart = int(parameters.chunks > 1)
        fixed = parameters.place(first * apart), self.still.place(first), self.which.place(first)
        for number, month in enumerate(months, start=1):
            last = number == len(months)
            after = end.place(first) if last else self.spare[number % 2].address
            calendar, keys, result = month.addresses
            rows = before, fixed[1], after, fixed[0], calendar, keys, fixed[2]
            self.stage.run(*rows, result + first * CHUNK * 8, len(chunks), self.width, apart)
            if month.kept is not None and not last:
                month.kept.take(self.spare[number % 2].values[: len(chunks)], first)
            before = after

"""A block: runs that are played together by a program, and the worlds and orders that look up in its rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast as as_type

import numpy as np

from sim.base.arrays import Array, PairRun
from sim.base.draws import Draws, Keys, StreamKeys
from sim.engine.interventions import Case
from sim.engine.kernel.buffers import Buffer
from sim.engine.kernel.emit import CHUNK
from sim.engine.kernel.layout import Layout, Rows, rows_in
from sim.engine.kernel.months import Found, Live, Month, Months
from sim.engine.kernel.program import Program
from sim.engine.kernel.stage import Stage
from sim.engine.kernel.trace import Place
from sim.engine.step import Turn
from sim.inputs.parameters import Numbers, same
from sim.model.actors import Cast
from sim.model.decisions import Orders, decide
from sim.model.pairs import Index
from sim.model.world import VARIABLES, Scene, World


@lru_cache(maxsize=16)
def hashed(places: tuple[Place, ...], seed: int) -> Keys:
    """The keys of the places of draws under a seed: (place,)."""
    keys = (StreamKeys(name, ((who, whom),)).hashed(seed)[0, 0] for name, who, whom in places)
    return np.fromiter(keys, np.uint64, len(places))


@dataclass(eq=False)
class Played:
    """A month that is played already: what it began with, what it was played with, and what comes after."""

    turn: int
    before: Live
    p: Numbers
    calendar: Mapping[str, Array]
    result: Array
    after: Live


class Block:
    """Runs that are played together: their draws, and the buffers in which a turn works."""

    def __init__(self, program: Program, world: World, draws: Draws) -> None:
        self.program, self.draws, self.layout = program, draws, Layout(world.cast)
        self.first, self.runs = world, len(draws)
        plan, self.chunks = program.plan, -(-self.runs // CHUNK)
        self.live_of, self.still_of = (_numbers(rows, rows_in(self.layout.state)) for rows in (plan.live, plan.still))
        self.becomes = dict(plan.becomes)
        self.found: dict[tuple[str, bytes], Found] = {}
        self.places = hashed(plan.places, draws.seed)
        which, still = Buffer(1, self.chunks), Buffer(len(plan.still), self.chunks)
        which.write(slice(1), draws.runs.view(np.float64)[None])
        self._pack(world, still, self.still_of)
        self.months = Months(program, which, still)
        self.parameters = Buffer(len(plan.parameters) + plan.settled, 1)
        self.numbers = Stage(plan.numbers, program.numbers, 1)
        self.in_force: Numbers | None = None
        self.ready: deque[Played] = deque()

    def packed(self) -> PackedWorld:
        """The world that the block begins with, in rows."""
        live = Buffer(len(self.program.plan.live), self.chunks)
        self._pack(self.first, live, self.live_of)
        world = PackedWorld.of(self.first.cast, self.first.turn, self, Live(lambda: live), {})
        world.__dict__.update(self.first.variables())
        return world

    def _pack(self, world: World, buffer: Buffer, numbers: Index) -> None:
        """Put rows of a world where their numbers say."""
        for name, rows in self.layout.state.items():
            own = numbers[rows.slice]
            some = np.flatnonzero(own >= 0)
            if len(some):
                values = world[name].reshape(rows.count, -1)[some]
                buffer.write(own[some], np.broadcast_to(values, (len(some), self.runs)))

    def turn(self, world: PackedWorld, case: Case, p: Numbers, ahead: int) -> Turn:
        """Play one month, or find it played; so many may be played ahead."""
        if not self.ready or not self._goes_on(self.ready[0], world, p):
            self.ready = deque(self._play(world, case, p, ahead))
        return self._turn(world, case, self.ready.popleft())

    def _goes_on(self, played: Played, world: PackedWorld, p: Numbers) -> bool:
        """Whether a month that is played is the one that is asked for."""
        return played.turn == world.turn and played.before is world.live and played.p is p

    def _play(self, world: PackedWorld, case: Case, p: Numbers, ahead: int) -> Iterator[Played]:
        """Months from a world on, as long as the same numbers are in force."""
        self._take(p)
        turns = [world.turn]
        while len(turns) < min(ahead, self.months.most) and case.parameters.at(turns[-1] + 1) is p:
            turns.append(turns[-1] + 1)
        calendars = [case.calendar(turn) for turn in turns]
        months = [self._month(turn, calendar) for turn, calendar in zip(turns, calendars, strict=True)]
        self.months.keep(months[:-1], self.found.values())
        end, before = self.months.play(world.live.buffer, months, self.parameters), world.live
        for number, (turn, calendar, month) in enumerate(zip(turns, calendars, months, strict=True), start=1):
            last = number == len(turns)
            after = Live((lambda: end) if last else partial(self._again, world.live, p, months[:number]), month.kept)
            yield Played(turn, before, p, calendar, month.result, after)
            before = after

    def _month(self, turn: int, calendar: Mapping[str, Array]) -> Month:
        fed = np.concatenate([calendar[name].reshape(-1) for name in self.layout.calendar])
        return Month(fed, self.draws.at(turn).keys(self.places), self.months.results())

    def _again(self, start: Live, p: Numbers, months: Sequence[Month]) -> Buffer:
        """The rows after some months, which are played once more."""
        self._take(p)
        return self.months.play(
            start.buffer, [Month(m.calendar, m.keys, self.months.results()) for m in months], self.parameters
        )

    def _take(self, p: Numbers) -> None:
        """Set the numbers in force; most of the time they are those of the turn before."""
        if self.in_force is p:
            return
        self._make_room(p)
        before, now = vars(self.in_force or Numbers({})), vars(p)
        names = enumerate(self.program.plan.parameters)
        changed = {row: now[name] for row, name in names if name not in before or not same(before[name], now[name])}
        single = [row for row, value in changed.items() if not np.ndim(value)]
        self.parameters.values[:, single] = np.array([changed[row] for row in single])[:, None]
        several = [row for row, value in changed.items() if np.ndim(value)]
        if several:
            values = [np.broadcast_to(changed[row], self.runs) for row in several]
            self.parameters.write(np.array(several), np.array(values))
        self.in_force = p
        nowhere, parameters, chunks = self.months.still.address, self.parameters.address, self.parameters.chunks
        rows = (nowhere, nowhere, nowhere, parameters, nowhere, nowhere, nowhere, nowhere)
        self.numbers.run(*rows, chunks, self.months.width, int(chunks > 1))

    def _make_room(self, p: Numbers) -> None:
        """Parameters stand once for all chunks, until one of them is a number per run."""
        if self.parameters.chunks > 1 or not any(np.ndim(p[name]) for name in self.program.plan.parameters):
            return
        once, self.parameters = self.parameters, Buffer(self.parameters.values.shape[1], self.chunks)
        self.parameters.values[...] = once.values
        self.numbers = Stage(self.program.plan.numbers, self.program.numbers, self.chunks)

    def _turn(self, world: PackedWorld, case: Case, played: Played) -> Turn:
        plan, shown = self.program.plan, played.result[:, : self.runs]
        first, last = plan.series_rows, plan.series_rows + plan.orders
        end = last + len(plan.clipped)
        held = shown[last:end].sum(axis=1).tolist()
        before = world.in_month(played.calendar)
        return Turn(
            case.scenario.month(world.turn),
            before,
            IssuedOrders.of(shown[first:last], partial(weighed, before, played.p, self.draws)),
            PackedWorld.of(world.cast, world.turn + 1, self, played.after, played.calendar),
            played.p,
            {name: int(count) for name, count in zip(plan.clipped, held, strict=True) if count},
            {},
            partial(_recorded, plan.series, shown[:first]),
            sound=shown[-1],
            noted=shown[end:-1] if plan.noted else None,
        )

    def variable(self, name: str, live: Live) -> Array:
        """A variable of the state, put together from rows that change and rows that do not."""
        rows = self.layout.state[name]
        return self.rows(name, rows.places, live).reshape(*rows.shape, self.runs)

    def rows(self, name: str, places: Index, live: Live) -> Array:
        """Some places of a variable of the state: (place, run)."""
        key = name, places.tobytes()
        if key not in self.found:
            self.found[key] = self._found(name, places)
        return self.found[key].read(live, self.runs)

    def _found(self, name: str, places: Index) -> Found:
        rows = self.layout.state[name]
        numbers = self.live_of[rows.first + places]
        changes = np.flatnonzero(numbers >= 0)
        if len(changes) == len(places):
            return Found(None, changes, numbers)
        still = np.empty((len(places), self.runs))
        still[...] = self.first[name].reshape(rows.count, -1)[places]
        for place, row in enumerate((rows.first + places).tolist()):
            if row in self.becomes:
                still[place] = self.becomes[row]
        return Found(still, changes, numbers[changes])


def _numbers(rows: Sequence[int], count: int) -> Index:
    """For each of so many rows its number among some, -1 where it is none of them."""
    numbers = np.full(count, -1)
    numbers[list(rows)] = np.arange(len(rows))
    return numbers


def weighed(world: World, p: Numbers, draws: Draws) -> Orders:
    """The orders of a turn with all that they were weighed by, as the arrays decide them."""
    with np.errstate(over="ignore"):
        return decide(Scene.of(world), p, draws.at(world.turn))


def _recorded(rows: Mapping[str, Rows], shown: Array) -> SeriesRows:
    return SeriesRows(rows, shown.copy())  # kept when somebody asks for them


class SeriesRows(Mapping[str, Array]):
    """The series of a turn: rows of its results that are looked up when somebody asks for them."""

    def __init__(self, rows: Mapping[str, Rows], shown: Array) -> None:
        self.rows, self.shown = rows, shown

    def __getitem__(self, name: str) -> Array:
        where = self.rows[name]
        return self.shown[where.slice] if where.shape else self.shown[where.first]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class PackedWorld(World):
    """A world whose variables are looked up in rows when somebody asks for them."""

    block: Block
    live: Live
    calendar: Mapping[str, Array]

    @classmethod
    def of(cls, cast: Cast, turn: int, block: Block, live: Live, calendar: Mapping[str, Array]) -> PackedWorld:
        """The world of a block at a turn."""
        world = object.__new__(cls)
        world.__dict__.update(cast=cast, turn=turn, block=block, live=live, calendar=calendar)
        return world

    def __getattr__(self, name: str) -> Array:
        if name not in VARIABLES:
            raise AttributeError(name)
        kind = VARIABLES[name].kind
        if kind == "fixed":
            value = self.block.first[name]
        else:
            value = self.calendar[name] if kind == "calendar" else self.block.variable(name, self.live)
        self.__dict__[name] = value
        return value

    def at(self, name: str, who: Index, whom: Index) -> PairRun:
        """A variable of pairs at some of them, of which only these are looked up."""
        known = name in self.__dict__ or VARIABLES[name].kind in ("fixed", "calendar")
        if known:
            return super().at(name, who, whom)
        return self.block.rows(name, who * self.block.layout.state[name].shape[1] + whom, self.live)

    def in_month(self, calendar: Mapping[str, Array]) -> PackedWorld:
        """The same world in a month, of which this is the calendar."""
        world = object.__new__(PackedWorld)
        world.__dict__.update(self.__dict__, calendar=calendar)
        for name in calendar:
            world.__dict__.pop(name, None)
        return world

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.block.runs

    def __reduce__(self) -> Any:
        return _unpacked, (self.cast, self.turn, self.variables())


def _unpacked(cast: Cast, turn: int, variables: dict[str, Array]) -> World:
    return World(cast, turn, **as_type("dict[str, Any]", variables))


class IssuedOrders(Orders):
    """The orders of a compiled turn: which were given; what they were weighed by is worked out if somebody asks."""

    weigh: Callable[[], Orders]

    @classmethod
    def of(cls, issued: Array, weigh: Callable[[], Orders]) -> IssuedOrders:
        """Orders of which this is known: (slot, run), 0 or 1; and how to weigh them again."""
        orders = object.__new__(cls)
        orders.issued, orders.weigh = issued, weigh
        return orders

    def __getattr__(self, name: str) -> Any:
        if name not in Orders.__dataclass_fields__:
            raise AttributeError(name)
        weighed = self.weigh()
        self.__dict__.update({part: getattr(weighed, part) for part in Orders.__dataclass_fields__})
        return self.__dict__[name]

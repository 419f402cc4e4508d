"""The compiled turn as a kernel: it plays the runs of a block through the program, and gives turns like `step`.

What a turn leaves is not unpacked: worlds and orders of a compiled turn look up in its rows what somebody asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, cast as as_type

import numpy as np

from sim.base.arrays import Array, PairRun
from sim.base.draws import Draws, Keys, StreamKeys
from sim.engine.interventions import Case
from sim.engine.kernel.buffers import Buffer, Found, address, aligned
from sim.engine.kernel.emit import CHUNK
from sim.engine.kernel.graph import Untraceable
from sim.engine.kernel.layout import Layout, Rows, rows_in
from sim.engine.kernel.program import Program, fingerprint, is_kept, program_of
from sim.engine.kernel.stage import Stage
from sim.engine.kernel.trace import Place
from sim.engine.step import Turn, step
from sim.inputs.parameters import Numbers, same
from sim.model.actors import Cast
from sim.model.decisions import Orders, decide
from sim.model.pairs import Index
from sim.model.world import VARIABLES, Scene, World


class CompiledTurn:
    """A kernel for the cases of one structure; what it cannot do, explain an order, the arrays do."""

    def __init__(self, case: Case, program: Program) -> None:
        self.program = program
        self.traits = {name: case.start(1)[name] for name in Layout(case.cast).traits}

    def __call__(self, world: World, case: Case, p: Numbers, draws: Draws, *, explain: bool = False) -> Turn:
        """Play one month of the runs whose `draws` these are."""
        block = world.block if isinstance(world, PackedWorld) and world.block.program is self.program else None
        if explain or (block is None and not self._fits(world)):
            return step(world, case, p, draws, explain=explain)
        if block is None or block.draws is not draws:
            block = Block(self.program, world, draws)
            world = block.pack(world)
        return block.turn(as_type("PackedWorld", world), case, p)

    def _fits(self, world: World) -> bool:
        """Whether the world has the traits that are built into the code."""
        return all(np.array_equal(world[name], held) for name, held in self.traits.items())


_known: dict[str, CompiledTurn | str] = {}


def is_compiled(case: Case) -> bool:
    """Whether the turn of a case lies compiled in memory or on disk, or is known not to be possible."""
    return fingerprint(case) in _known or is_kept(case)


def compiled_turn(case: Case) -> CompiledTurn | str:
    """The compiled turn of a case, traced and compiled once for each structure; or the reason why there is none."""
    key = fingerprint(case)
    if key not in _known:
        try:
            _known[key] = CompiledTurn(case, program_of(case))
        except Untraceable as reason:
            _known[key] = str(reason)
    return _known[key]


@lru_cache(maxsize=16)
def hashed(places: tuple[Place, ...], seed: int) -> Keys:
    """The keys of the places of draws under a seed: (place,)."""
    keys = (StreamKeys(name, ((who, whom),)).hashed(seed)[0, 0] for name, who, whom in places)
    return np.fromiter(keys, np.uint64, len(places))


class Block:
    """Runs that are played together: their draws, and the buffers in which a turn works."""

    def __init__(self, program: Program, world: World, draws: Draws) -> None:
        self.program, self.draws, self.layout = program, draws, Layout(world.cast)
        plan = program.plan
        self.runs = len(draws)
        self.chunks = -(-self.runs // CHUNK)
        # Rows as long as a power of two would crowd in the same lines of cache.
        self.width = (self.chunks + 1) * CHUNK
        self.live_of = np.full(rows_in(self.layout.state), -1)
        self.live_of[list(plan.live)] = np.arange(len(plan.live))
        self.found: dict[tuple[int, ...], Found] = {}
        self.traits = {name: world[name] for name in self.layout.traits}
        self.places = hashed(plan.places, draws.seed)
        self.which = self._buffer(1)
        self.which.write(slice(1), draws.runs.view(np.float64)[None])
        self.parameters = Buffer(len(plan.parameters) + plan.settled, 1)
        self.in_force: Numbers | None = None
        self.still = self._buffer(rows_in(self.layout.state))
        self.numbers = Stage(plan.numbers, program.numbers, 1)
        self.turns = Stage(plan.turn, program.turn, self.chunks)

    def _buffer(self, rows: int) -> Buffer:
        return Buffer(rows, self.chunks)

    def pack(self, world: World) -> PackedWorld:
        """A world of these runs in rows."""
        for name, rows in self.layout.state.items():
            values = world[name].reshape(rows.count, -1)
            self.still.write(rows.slice, np.broadcast_to(values, (rows.count, self.runs)))
        live = self._buffer(len(self.program.plan.live))
        live.values[...] = self.still.values[:, self.program.plan.live]
        calendar = {name: world[name] for name in self.layout.calendar}
        return PackedWorld.of(world.cast, world.turn, self, live, calendar)

    def turn(self, world: PackedWorld, case: Case, p: Numbers) -> Turn:
        """Play one month."""
        self._take(p)
        plan, month = self.program.plan, case.calendar(world.turn)
        calendar = np.concatenate([month[name].reshape(-1) for name in self.layout.calendar])
        keys = self.draws.at(world.turn).keys(self.places)
        after, result = self._buffer(len(plan.live)), aligned(plan.result_rows * self.width)
        rows = (world.live.address, self.still.address, after.address, self.parameters.address)
        self.turns.run(
            *rows, *map(address, (calendar, keys, self.which.values)), address(result), self.width, self._apart
        )
        return self._turn(world, case, p, month, after, result.reshape(-1, self.width)[:, : self.runs])

    def _take(self, p: Numbers) -> None:
        """Set the numbers in force; most of the time they are those of the turn before."""
        if self.in_force is p:
            return
        self._make_room(p)
        for row, name in enumerate(self.program.plan.parameters):
            value = p[name]
            if self.in_force is None or not same(self.in_force[name], value):
                if np.ndim(value):
                    self.parameters.write(slice(row, row + 1), np.broadcast_to(value, (1, self.runs)))
                else:
                    self.parameters.values[:, row] = value
        self.in_force = p
        nowhere, parameters = self.still.address, self.parameters.address
        rows = (nowhere, nowhere, nowhere, parameters, nowhere, nowhere, nowhere, nowhere)
        self.numbers.run(*rows, self.width, self._apart)

    @property
    def _apart(self) -> int:
        """Whether parameters differ from chunk to chunk, 1 or 0."""
        return int(self.parameters.chunks > 1)

    def _make_room(self, p: Numbers) -> None:
        """Parameters stand once for all chunks, until one of them is a number per run."""
        if self._apart or not any(np.ndim(p[name]) for name in self.program.plan.parameters):
            return
        once, self.parameters = self.parameters, Buffer(self.parameters.values.shape[1], self.chunks)
        self.parameters.values[...] = once.values
        self.numbers = Stage(self.program.plan.numbers, self.program.numbers, self.chunks)

    def _turn(
        self, world: PackedWorld, case: Case, p: Numbers, month: Mapping[str, Array], after: Buffer, shown: Array
    ) -> Turn:
        plan = self.program.plan
        first, last = plan.series_rows, plan.series_rows + plan.orders
        held = shown[last:].sum(axis=1).tolist()
        before = PackedWorld.of(world.cast, world.turn, self, world.live, month)
        return Turn(
            case.scenario.month(world.turn),
            before,
            IssuedOrders.of(shown[first:last], partial(weighed, before, p, self.draws)),
            PackedWorld.of(world.cast, world.turn + 1, self, after, month),
            p,
            {name: int(count) for name, count in zip(plan.clipped, held, strict=True) if count},
            {},
            SeriesRows(plan.series, shown[:first].copy()),
        )

    def variable(self, name: str, live: Buffer) -> Array:
        """A variable of the state, put together from rows that change and rows that do not."""
        rows = self.layout.state[name]
        return self.rows(range(rows.first, rows.first + rows.count), live).reshape(*rows.shape, self.runs)

    def at(self, name: str, who: Index, whom: Index, live: Buffer) -> PairRun:
        """A variable of pairs at some of them: only their rows are read."""
        rows = self.layout.state[name]
        return self.rows(rows.first + who * rows.shape[1] + whom, live)

    def rows(self, rows: Sequence[int] | Index, live: Buffer) -> Array:
        """Some rows of the state: (row, run)."""
        key = tuple(rows)
        if key not in self.found:
            self.found[key] = self._found(np.array(key, dtype=np.int64))
        return self.found[key].read(live, self.runs)

    def _found(self, rows: Index) -> Found:
        numbers = self.live_of[rows]
        changes = np.flatnonzero(numbers >= 0)
        still = None if len(changes) == len(rows) else self.still.read(rows, self.runs)
        return Found(still, changes, numbers[changes])


def weighed(world: World, p: Numbers, draws: Draws) -> Orders:
    """The orders of a turn with all that they were weighed by, as the arrays decide them."""
    with np.errstate(over="ignore"):
        return decide(Scene.of(world), p, draws.at(world.turn))


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
    live: Buffer
    calendar: Mapping[str, Array]

    @classmethod
    def of(cls, cast: Cast, turn: int, block: Block, live: Buffer, calendar: Mapping[str, Array]) -> PackedWorld:
        """The world of a block at a turn."""
        world = object.__new__(cls)
        world.__dict__.update(cast=cast, turn=turn, block=block, live=live, calendar=calendar)
        return world

    def __getattr__(self, name: str) -> Array:
        if name not in VARIABLES:
            raise AttributeError(name)
        kind = VARIABLES[name].kind
        if kind == "fixed":
            value = self.block.traits[name]
        else:
            value = self.calendar[name] if kind == "calendar" else self.block.variable(name, self.live)
        self.__dict__[name] = value
        return value

    def at(self, name: str, who: Index, whom: Index) -> PairRun:
        """A variable of pairs at some of them, of which only these are looked up."""
        known = name in self.__dict__ or VARIABLES[name].kind in ("fixed", "calendar")
        return super().at(name, who, whom) if known else self.block.at(name, who, whom, self.live)

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

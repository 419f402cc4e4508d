"""What a mechanism returns: changes that add, either to a whole variable or at some of its places."""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from sim.base.arrays import Array, MatrixRun, PairRun, Run, Value
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders
from sim.model.pairs import Index, PairList
from sim.model.world import VARIABLES, World


@dataclass(frozen=True)
class SparseUpdate:
    """A change at some pairs only: each pair stands once."""

    who: Index
    whom: Index
    by: PairRun

    def add_to(self, variable: MatrixRun) -> None:
        """Add the change to a variable of pairs, in place."""
        variable[self.who, self.whom] += self.by


Change = Array | SparseUpdate
Changes = Mapping[str, Change]
Answer = Callable[[World, Orders, Numbers, TurnDraws], Changes]


@dataclass(frozen=True)
class Mechanism:
    """One cited way in which the world answers, and the only variables that it may change."""

    name: str
    source: str
    meaning: str
    changes: tuple[str, ...]
    answer: Answer

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The variables that it reads, in declared order."""
        looked = looked_at(self.answer)
        return tuple(name for name in VARIABLES if name in looked)

    def __reduce__(self) -> tuple[Any, ...]:  # pickled by where it is declared, as functions are
        return _declared, (self.answer.__module__, self.name)


def _declared(module: str, name: str) -> Mechanism:
    found: Mechanism = getattr(import_module(module), name)
    return found


def mechanism(source: str, changes: tuple[str, ...]) -> Callable[[Answer], Mechanism]:
    """Declare a mechanism: its name is the function's, its meaning the docstring."""

    def declare(answer: Answer) -> Mechanism:
        function: Any = answer
        meaning = " ".join((function.__doc__ or "").split())
        return Mechanism(function.__name__, source, meaning, changes, answer)

    return declare


def looked_at(rule: Callable[..., Any]) -> set[str]:
    """The attributes that the code of a rule names: of worlds, sides, numbers and actions; and of all that it calls."""
    return _looked_at(rule, set())


def _looked_at(rule: Any, seen: set[FunctionType]) -> set[str]:
    function = getattr(rule, "derive", rule)
    if not isinstance(function, FunctionType) or function in seen or not function.__module__.startswith("sim.model"):
        return set()
    seen.add(function)
    found = [one for code in _codes(function.__code__) for one in dis.get_instructions(code)]
    called = (function.__globals__.get(one.argval) for one in found if one.opname == "LOAD_GLOBAL")
    looked = {one.argval for one in found if one.opname in ("LOAD_ATTR", "LOAD_METHOD")}
    return looked.union(*(_looked_at(other, seen) for other in called))


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


class PairAccumulator:
    """A change of a pair variable while it is put together: zero for every pair of a list."""

    def __init__(self, pairs: PairList, world: World) -> None:
        self.pairs = pairs
        self.by = world.zeros(len(pairs))

    def add(self, i: int, j: int, by: Run) -> None:
        """Add to the pair from `i` to `j`, if the list knows it."""
        row = self.pairs.row_of.get((i, j))
        if row is not None:
            self.by[row] += by

    def both(self, i: int, j: int, by: Run) -> None:
        """Add to the pair in both directions."""
        self.add(i, j, by)
        self.add(j, i, by)

    def along(self, world: World, orders: Orders, action: Action, weight: Value = 1.0, *, back: bool = True) -> None:
        """Add `weight` for every order of an action, to the pair it runs along and, with `back`, to its reverse."""
        for batch in self.pairs.batches(world.cast.slots.of[action]):
            given = weight * orders.noticed[batch.slots]
            self.by[batch.there] += given
            if back:
                self.by[batch.back] += given

    def of(self, variable: MatrixRun) -> PairRun:
        """The variable at the listed pairs."""
        return variable[self.pairs.who, self.pairs.whom]

    def done(self) -> SparseUpdate:
        """The finished change."""
        return SparseUpdate(self.pairs.who, self.pairs.whom, self.by)

"""Promises: orders that somebody promised for some months, and what is promised in a month.

A *commitment* is a promise that is scaled by the intensity of a lever and counts its months from the lever's start; a
*script* is a list of promises that no lever scales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from sim.base.arrays import Value
from sim.inputs.action import Action

AMOUNT, CHANCE, NEVER, UNIT_COST = "amount", "chance", "never", "unit cost"
"""What is known of the promises of a month: what each of these is at each place, under `number_at`."""

Place = tuple[str, str, str]
"""Who, what, toward whom: where promises meet. Whoever addresses nobody is its own addressee."""


def number_at(what: str, place: Place) -> str:
    """The name under which a number about a place stands among the numbers of a turn."""
    return f"{what} {':'.join(place)}"


@dataclass(frozen=True)
class Promise:
    """An order that is promised: who, what, toward whom, and how much a month in the action's own unit.

    It holds in turns `first` to `last`, to the end if None, and grows to its amount over `ramp` months. Each month it
    is adopted and kept with a `chance`. With `never` reasons give no such order meanwhile. One with a `lever` is scaled
    by its intensity, and its turns count from the month in which the lever begins to act.
    """

    who: str
    action: Action
    toward: str
    amount: float = 0.0
    first: int = 0
    last: int | None = None
    ramp: int = 1
    chance: float = 1.0
    never: bool = False
    lever: str = ""
    unit_cost: float = 0.0
    source: str = ""

    @property
    def place(self) -> Place:
        """Who, what, toward whom."""
        return self.who, self.action, self.toward

    def at(self, month: Value) -> Value:
        """The share of the amount that is promised in a month, counted as `first` is."""
        grown = np.clip((month - self.first + 1.0) / self.ramp, 0.0, 1.0)
        return grown if self.last is None else grown * (np.asarray(month) <= self.last)


class Levers(Protocol):
    """Whoever knows how strongly levers act."""

    def intensity(self, lever: str, turn: int) -> Value:
        """How strongly a lever acts at a turn."""
        ...

    def begins(self, lever: str) -> Value:
        """The turn in which a lever begins to act."""
        ...


@dataclass(frozen=True, eq=False)
class Promises:
    """All that is promised in a scenario under an intervention; `at` says what that comes to in a turn."""

    rows: tuple[Promise, ...] = ()
    _known: dict[tuple[object, ...], Mapping[str, Value]] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[Promise]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def also(self, others: Iterable[Promise]) -> Promises:
        """These and others."""
        return Promises((*self.rows, *others))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places at which anything is promised."""
        return tuple(self._by_place)

    @cached_property
    def _by_place(self) -> dict[Place, tuple[Promise, ...]]:
        table: dict[Place, tuple[Promise, ...]] = {}
        for one in self.rows:
            table[one.place] = (*table.get(one.place, ()), one)
        return table

    @cached_property
    def _levers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.lever for one in self.rows if one.lever))

    def at(self, turn: int, levers: Levers) -> Mapping[str, Value]:
        """What is promised at a turn, by `number_at`; each a number or one number per run.

        Amounts add, the largest chance counts, and one promise never to do it by oneself is enough.
        """
        acting = {name: (levers.intensity(name, turn), levers.begins(name)) for name in self._levers}
        key = (turn, *(value for pair in acting.values() for value in pair))
        if any(isinstance(value, np.ndarray) for value in key):
            return self._numbers(turn, acting)
        if key not in self._known:
            self._known[key] = self._numbers(turn, acting)
        return self._known[key]

    def _numbers(self, turn: int, acting: Mapping[str, tuple[Value, Value]]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for place, rows in self._by_place.items():
            promised = [(one, _promised(one, turn, acting)) for one in rows]
            amount = sum((one.amount * share for one, share in promised), start=0.0)
            cost = sum((one.unit_cost * one.amount * share for one, share in promised), start=0.0)
            found[number_at(AMOUNT, place)] = amount
            found[number_at(CHANCE, place)] = _largest(
                one.chance * (one.amount * share > 0.0) for one, share in promised
            )
            found[number_at(NEVER, place)] = _largest(float(one.never) * (share > 0.0) for one, share in promised)
            found[number_at(UNIT_COST, place)] = np.divide(cost, np.where(amount > 0.0, amount, 1.0))
        return {name: value if np.ndim(value) else float(value) for name, value in found.items()}


def _promised(one: Promise, turn: int, acting: Mapping[str, tuple[Value, Value]]) -> Value:
    """The share of its amount that a promise comes to at a turn."""
    intensity, begins = acting.get(one.lever, (1.0, 0))
    return intensity * one.at(turn - begins)


def _largest(values: Iterable[Any]) -> Value:
    largest: Value = 0.0
    for value in values:
        largest = np.maximum(largest, value)
    return largest

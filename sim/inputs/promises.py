"""Promises: orders that somebody promised for some months, and what is promised in a month.

A *commitment* is a promise that is scaled by the intensity of a lever and counts its months from the lever's start; a
*script* is a list of promises that no lever scales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

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
        if not isinstance(month, np.ndarray):
            over = self.last is not None and month > self.last
            return 0.0 if over else min(max((month - self.first + 1.0) / self.ramp, 0.0), 1.0)
        grown = np.clip((month - self.first + 1.0) / self.ramp, 0.0, 1.0)
        return grown if self.last is None else grown * (month <= self.last)


class Levers(Protocol):
    """Whoever knows how strongly levers act."""

    def intensity(self, lever: str, turn: int) -> Value:
        """How strongly a lever acts at a turn."""
        ...

    def begins(self, lever: str) -> Value:
        """The turn in which a lever begins to act."""
        ...


Known = dict[tuple[object, ...], dict[str, Value]]
"""What has been worked out for some levers before, so that months that are alike share their numbers."""

Acting = tuple[Value, Value]
"""How strongly a lever acts, and in which month of its own it is."""

Term = tuple[Promise, Value]
"""A promise, and what scales it this month: the intensity of its lever times its share."""


@dataclass(frozen=True, eq=False)
class Promises:
    """All that is promised in a scenario under an intervention; `at` says what that comes to in a turn."""

    rows: tuple[Promise, ...] = ()

    def __iter__(self) -> Iterator[Promise]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def also(self, others: Iterable[Promise]) -> Promises:
        """These and others."""
        return Promises((*self.rows, *others))

    def without(self, absent: Sequence[str]) -> Promises:
        """These, but that what some actors promise under levers comes to nothing; its places stay."""
        rows = (replace(r, amount=0.0, never=False) if r.lever and r.who in absent else r for r in self.rows)
        return Promises(tuple(rows))

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
    def _scaled(self) -> dict[Place, tuple[Promise, ...]]:
        """The places at which some promise hangs on a lever."""
        return {place: rows for place, rows in self._by_place.items() if any(one.lever for one in rows)}

    def at(self, turn: int, levers: Levers, known: Known) -> dict[str, Value]:
        """What is promised at a turn, by `number_at`; each a number or one number per run.

        Amounts add, the largest chance counts, and one promise never to do it by oneself is enough. `known` belongs to
        the levers: the same numbers come as the same objects.
        """
        found = dict(self._scripted(turn))
        levers_of = dict.fromkeys(lever for spans in self._spans.values() for lever in spans)
        acting = {
            one: (levers.intensity(one, turn), turn - levers.begins(one)) if one else (1.0, turn) for one in levers_of
        }
        for place, spans in self._spans.items():
            now = {lever: _held(acting[lever], span) for lever, span in spans.items()}
            if any(isinstance(month, np.ndarray) for _, month in now.values()):
                found |= _numbers(place, _terms(self._scaled[place], now))
                continue
            key = (place, *((id(x) if isinstance(x, np.ndarray) else x, month) for x, month in now.values()))
            if key not in known:
                known[key] = self._alike(place, now, known)
            found |= known[key]
        return found

    @cached_property
    def _spans(self) -> dict[Place, dict[str, tuple[int, int]]]:
        """At each place, of each lever: before which month nothing is promised, from which on nothing changes."""
        return {place: _spans(rows) for place, rows in self._scaled.items()}

    def _alike(self, place: Place, acting: Mapping[str, Acting], known: Known) -> dict[str, Value]:
        """What is promised at a place, the same object where levers and shares are."""
        rows, strengths = self._scaled[place], [id(x) if isinstance(x, np.ndarray) else x for x, _ in acting.values()]
        key = (place, *strengths, *(one.at(acting[one.lever][1]) for one in rows), "shares")
        if key not in known:
            known[key] = _numbers(place, _terms(rows, acting))
        return known[key]

    @cached_property
    def _by_turn(self) -> dict[int, dict[str, Value]]:
        return {}

    def _scripted(self, turn: int) -> dict[str, Value]:
        """What is promised where no lever has a say."""
        if turn not in self._by_turn:
            numbers: dict[str, Value] = {}
            for place, rows in self._by_place.items():
                if place not in self._scaled:
                    numbers |= _numbers(place, [(one, one.at(turn)) for one in rows])
            self._by_turn[turn] = numbers
        return self._by_turn[turn]


def _terms(rows: Iterable[Promise], acting: Mapping[str, Acting]) -> list[Term]:
    return [(one, acting[one.lever][0] * one.at(acting[one.lever][1])) for one in rows]


def _spans(rows: Iterable[Promise]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for one in rows:
        low, high = spans.get(one.lever, (one.first - 1, 0))
        settled = one.first + one.ramp - 1 if one.last is None else one.last + 1
        spans[one.lever] = min(low, one.first - 1), max(high, settled)
    return spans


def _held(acting: Acting, span: tuple[int, int]) -> Acting:
    """How strongly a lever acts, in the month of its own that it is in, as far as that matters."""
    strength, month = acting
    return strength, month if isinstance(month, np.ndarray) else min(max(month, span[0]), span[1])


def _numbers(place: Place, terms: Sequence[Term]) -> dict[str, Value]:
    """The numbers of one place, given what scales each promise there."""
    terms = [(one, scale) for one, scale in terms if isinstance(scale, np.ndarray) or scale != 0.0]
    amount: Value = 0.0
    cost: Value = 0.0
    chance: Value = 0.0
    never: Value = 0.0
    for one, scale in terms:
        amount, cost = amount + one.amount * scale, cost + one.unit_cost * one.amount * scale
        chance = np.maximum(chance, one.chance * (one.amount * scale > 0.0))
        never = np.maximum(never, float(one.never) * (scale > 0.0))
    unit_cost = np.divide(cost, np.where(amount > 0.0, amount, 1.0))
    found = dict(zip((AMOUNT, CHANCE, NEVER, UNIT_COST), (amount, chance, never, unit_cost), strict=True))
    return {
        number_at(what, place): v if isinstance(v, np.ndarray) and v.ndim else float(v) for what, v in found.items()
    }

"""The possible orders of a cast: who, what, toward whom, under which rule; and their lookups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import StreamKeys
from sim.inputs.actions import Action
from sim.inputs.promises import Place
from sim.model.pairs import Index
from sim.model.policy import Rule
from sim.model.promises import PROMISED_ONLY, PromisedSlot


@dataclass(frozen=True)
class Slot:
    """One possible order: who, what, toward whom (oneself where an act has no addressee), and the rule it is under."""

    actor: int
    action: Action
    target: int
    relation: str
    rule: Rule


@dataclass(frozen=True)
class Block:
    """The possible orders under one rule of one actor: their rows, one for each target."""

    actor: int
    rule: Rule
    rows: slice
    targets: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Slots(Sequence[Slot]):
    """All possible orders, by actor, then in the order of its policy's rules; `blocks` is the one walk over them.

    `places` are those at which orders may be promised, `sized` the actions of which a promise says how
    large they are, each with the size that is notable.
    """

    names: tuple[str, ...]
    blocks: tuple[Block, ...]
    actions: tuple[Action, ...]
    places: tuple[Place, ...] = ()
    sized: Mapping[Action, float] = field(default_factory=dict)

    @cached_property
    def promised(self) -> tuple[PromisedSlot, ...]:
        """The orders that may be promised: at each place the first of its possible orders."""
        return tuple(self._promised(place) for place in self.places)

    def _promised(self, place: Place) -> PromisedSlot:
        who, action, toward = place
        number = self.between[Action(action), self.names.index(who), self.names.index(toward)][0]
        only = self[number].rule.base_rate == PROMISED_ONLY
        return PromisedSlot(number, place, action not in self.sized, only, self.sized.get(Action(action), 0.0))

    @cached_property
    def _all(self) -> tuple[Slot, ...]:
        return tuple(
            Slot(block.actor, block.rule.action, target, block.rule.toward, block.rule)
            for block in self.blocks
            for target in block.targets
        )

    @overload
    def __getitem__(self, number: int) -> Slot: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Slot, ...]: ...
    def __getitem__(self, number: int | slice) -> Slot | tuple[Slot, ...]:
        return self._all[number]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._all)

    @cached_property
    def of(self) -> dict[Action, tuple[tuple[int, int, int], ...]]:
        """For each action its possible orders as (slot, actor, target)."""
        return {
            action: tuple((n, slot.actor, slot.target) for n, slot in enumerate(self) if slot.action == action)
            for action in self.actions
        }

    @cached_property
    def between(self) -> dict[tuple[Action, int, int], tuple[int, ...]]:
        """The slots of an action from one actor toward another."""
        table: dict[tuple[Action, int, int], tuple[int, ...]] = {}
        for number, slot in enumerate(self):
            key = (slot.action, slot.actor, slot.target)
            table[key] = (*table.get(key, ()), number)
        return table

    @cached_property
    def blocks_of(self) -> tuple[tuple[Block, ...], ...]:
        """For each actor its blocks."""
        return tuple(tuple(b for b in self.blocks if b.actor == actor) for actor in range(len(self.names)))

    @cached_property
    def rows_of(self) -> tuple[slice, ...]:
        """For each actor the rows of the orders that are its own."""
        return tuple(
            slice(blocks[0].rows.start, blocks[-1].rows.stop) if blocks else slice(0, 0) for blocks in self.blocks_of
        )

    @cached_property
    def keys(self) -> StreamKeys:
        """The named places of the orders' draws."""
        return StreamKeys("order", tuple(self._place(slot) for slot in self))

    @cached_property
    def aid(self) -> tuple[Index, StreamKeys]:
        """The slots of aid, and the named places of the draws of their sizes."""
        slots = [number for number, _, _ in self.of[Action.SEND_AID]]
        return np.array(slots, dtype=np.int64), StreamKeys("aid", tuple(self._place(self[n]) for n in slots))

    def _place(self, slot: Slot) -> tuple[str, str]:
        return f"{self.names[slot.actor]}:{slot.action}:{slot.relation}", self.names[slot.target]

    @cached_property
    def givers(self) -> dict[Action, tuple[Index, Array]]:
        """For each action its slots, and the 0-1 matrix (actor, slot) of who gives them."""
        return {action: self._incidence(action, 1) for action in self.actions}

    def _incidence(self, action: Action, column: int) -> tuple[Index, Array]:
        entries = self.of[action]
        matrix = np.zeros((len(self.names), len(entries)))
        for row, entry in enumerate(entries):
            matrix[entry[column], row] = 1.0
        return np.array([entry[0] for entry in entries], dtype=np.int64), matrix

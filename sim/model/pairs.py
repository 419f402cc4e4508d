"""Lists of pairs of actors, and the orders that run along them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.base.draws import StreamKeys

Index = npt.NDArray[np.int64]
Pair = tuple[int, int]
Entries = tuple[tuple[int, int, int], ...]
"""Orders as (slot, from, to)."""


@dataclass(frozen=True, eq=False)
class EdgeBatch:
    """Orders that run along different pairs of a list: slot, and the row of the pair there and back."""

    slots: Index
    there: Index
    back: Index


@dataclass(frozen=True, eq=False)
class PairList:
    """A list of pairs: `who` and `whom` index actors, `keys` names them for draws."""

    who: Index
    whom: Index
    keys: StreamKeys
    _batches: dict[Entries, tuple[EdgeBatch, ...]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.who)

    @cached_property
    def row_of(self) -> dict[Pair, int]:
        """Where each pair stands in the list."""
        return {pair: row for row, pair in enumerate(zip(self.who.tolist(), self.whom.tolist(), strict=True))}

    @cached_property
    def reverse(self) -> Index:
        """For each pair the row of its reverse; every list but that of disputants holds both directions."""
        return np.array([self.row_of[j, i] for i, j in self.row_of], dtype=np.int64)

    def batches(self, entries: Entries) -> tuple[EdgeBatch, ...]:
        """The orders that run between listed pairs, in batches in which no pair stands twice."""
        if entries not in self._batches:
            self._batches[entries] = tuple(self._batch(batch) for batch in self._apart(entries))
        return self._batches[entries]

    def _apart(self, entries: Entries) -> list[dict[Pair, int]]:
        batches: list[dict[Pair, int]] = []
        for slot, i, j in entries:
            if (i, j) in self.row_of and (j, i) in self.row_of:
                batch = next((known for known in batches if (i, j) not in known), None)
                if batch is None:
                    batch = {}
                    batches.append(batch)
                batch[i, j] = slot
        return batches

    def _batch(self, slots: dict[Pair, int]) -> EdgeBatch:
        there = [self.row_of[pair] for pair in slots]
        back = [self.row_of[pair[1], pair[0]] for pair in slots]
        return EdgeBatch(np.array(list(slots.values())), np.array(there), np.array(back))


@dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of a cast that anything happens between."""

    names: tuple[str, ...]
    relations: Mapping[str, tuple[tuple[int, ...], ...]]
    groups: Mapping[str, tuple[int, ...]]
    sides: tuple[tuple[int, ...], tuple[int, ...]]

    def _both_ways(self, kinds: Iterable[str]) -> set[Pair]:
        """Pairs that stand in any of these relations, in either direction."""
        return {
            pair
            for kind in kinds
            for i, others in enumerate(self.relations[kind])
            for j in others
            for pair in ((i, j), (j, i))
        }

    @cached_property
    def linked(self) -> PairList:
        """All ordered pairs that stand in any relation, in either direction."""
        return self._listed("linked", {(i, j) for i, j in self._both_ways(self.relations) if i != j})

    @cached_property
    def rivals(self) -> PairList:
        """All ordered pairs of rivals."""
        return self._listed("rivals", self._both_ways(("rivals", "enemies", "neighbours")))

    @cached_property
    def partners(self) -> PairList:
        """All ordered pairs of partners, from the one that names the other."""
        return self._listed("partners", {(i, j) for i, others in enumerate(self.relations["partners"]) for j in others})

    @cached_property
    def allied(self) -> PairList:
        """Ordered pairs of allies and of fellows in a group: those who can learn to fight together."""
        fellows = {(i, j) for members in self.groups.values() for i in members for j in members if i != j}
        return self._listed("allies", self._both_ways(("allies",)) | fellows)

    @cached_property
    def companions(self) -> PairList:
        """Ordered pairs that may learn to fight together: allies, fellows in a group, those who court each other."""
        return self._listed("companions", set(self.allied.row_of) | self._both_ways(("courted",)))

    @cached_property
    def disputants(self) -> PairList:
        """Unordered pairs of rivals that are not openly at war: where a dispute may break out."""
        return self._listed("disputes", {(i, j) for i, j in self.rivals.row_of if i < j and not self._at_war(i, j)})

    @cached_property
    def challenges(self) -> PairList:
        """Ordered pairs of rivals that are not openly at war: who may challenge whom."""
        return self._listed("challenges", {pair for pair in self.rivals.row_of if not self._at_war(*pair)})

    def _at_war(self, i: int, j: int) -> bool:
        return len({side for side in self.sides for actor in (i, j) if actor in side}) == 2

    def _listed(self, name: str, pairs: set[Pair]) -> PairList:
        # Draws are named by the pair's names in alphabetical order, so that the order of actors never matters.
        listed = sorted(pairs)
        named = tuple((self.names[i], self.names[j]) for i, j in listed)
        ordered = tuple((min(p), max(p)) for p in named) if name == "disputes" else named
        who = np.array([i for i, _ in listed], dtype=np.int64)
        whom = np.array([j for _, j in listed], dtype=np.int64)
        return PairList(who, whom, StreamKeys(name, ordered))

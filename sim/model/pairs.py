"""Lists of pairs, and the orders that run along them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.base.draws import Places

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PairList:
    """A list of pairs: `who` and `whom` index actors, `places` names them for draws."""

    who: Index
    whom: Index
    places: Places

    def __len__(self) -> int:
        return len(self.who)

    @cached_property
    def row_of(self) -> dict[tuple[int, int], int]:
        """Where each pair stands in the list."""
        return {pair: row for row, pair in enumerate(zip(self.who.tolist(), self.whom.tolist(), strict=True))}

    @cached_property
    def reverse(self) -> Index:
        """For each pair the row of its reverse; every list but that of disputants holds both directions."""
        return np.array([self.row_of[j, i] for i, j in self.row_of], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Lane:
    """Orders that run along different pairs of a list: slot, and the row of the pair there and back."""

    slots: Index
    there: Index
    back: Index


def lanes_of(pairs: PairList, entries: tuple[tuple[int, int, int], ...]) -> tuple[Lane, ...]:
    """Orders, as (slot, from, to), sorted into lanes; those outside the list are left out."""
    lanes: list[dict[tuple[int, int], int]] = []
    for slot, i, j in entries:
        if (i, j) in pairs.row_of and (j, i) in pairs.row_of:
            lane = next((known for known in lanes if (i, j) not in known), None)
            if lane is None:
                lane = {}
                lanes.append(lane)
            lane[i, j] = slot
    return tuple(_lane(pairs, lane) for lane in lanes)


def _lane(pairs: PairList, lane: dict[tuple[int, int], int]) -> Lane:
    there = [pairs.row_of[pair] for pair in lane]
    back = [pairs.row_of[pair[1], pair[0]] for pair in lane]
    return Lane(np.array(list(lane.values())), np.array(there), np.array(back))

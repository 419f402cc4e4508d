"""Fold-over: a two-level fractional design over many parameters, as a sampler of sets.

The columns of a Hadamard matrix, and the same with all signs turned (Box and Wilson 1951): every main effect is clear
of every interaction of two. Each parameter stands at a share of its lowest or highest declared value, so that one whose
range spans zero has either sign in half of the sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from sim.base.arrays import Array, Value
from sim.inputs.parameters import Parameter
from sim.model.pairs import Index


@dataclass(frozen=True)
class FoldOver:
    """Sets in which each parameter stands at `reach` times its lowest or its highest value."""

    parameters: tuple[Parameter, ...]
    reach: float
    source: ClassVar[str] = "fold-over"

    @property
    def sets(self) -> int:
        """How many sets there are; further numbers begin anew."""
        return len(signs(len(self.parameters)))

    def draw(self, numbers: Index) -> dict[str, Value]:
        """The sets with these numbers."""
        high = signs(len(self.parameters))[numbers % self.sets] > 0.0
        ends = ((one.name, self.reach * one.low, self.reach * one.high) for one in self.parameters)
        return {name: np.where(high[:, place], top, bottom) for place, (name, bottom, top) in enumerate(ends)}


@lru_cache(maxsize=8)
def signs(factors: int) -> Array:
    """The design for so many factors, shape (set, factor), of 1 and -1."""
    from scipy.linalg import hadamard  # a third of a second that nothing else needs

    size = 1 << max(factors, 1).bit_length()
    columns = np.asarray(hadamard(size), dtype=np.float64)[:, 1 : factors + 1]
    return np.concatenate([columns, -columns])

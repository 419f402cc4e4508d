"""What triggers remember between two months: what was seen lately, which act, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.base.arrays import Array, Run

NEVER = float("inf")


class Memory(NamedTuple):
    """The series of the last months, the newest last, and how triggers and their levers stand, one number per run.

    By trigger: whether it is `on`, the turn in which it was so `first`, and in how many `turns`; by lever the turn in
    which it has `begun` to act. What has not happened happened in turn `NEVER`.
    """

    months: tuple[Mapping[str, Array], ...] = ()
    on: Mapping[str, Run] = {}
    first: Mapping[str, Run] = {}
    turns: Mapping[str, Run] = {}
    begun: Mapping[str, Run] = {}

    def part(self, rows: slice) -> Memory:
        """The memory of some of the runs."""
        months = tuple({name: month[name][..., rows] for name in month} for month in self.months)
        return Memory(months, *({name: one[rows] for name, one in table.items()} for table in self[1:]))

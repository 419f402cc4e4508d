"""What a quantity is: the one description of a number, from which everything else about it derives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.arrays import Array
from sim.base.given import each, real

ROLES = ("key", "lever", "uncertainty", "constant", "outcome", "note")
"""What a column does in its table: it names the row, was set, was drawn, stood still, came out, or is a remark."""


@dataclass(frozen=True)
class Quantity:
    """The one description of a number: what it means, in which unit, within which bounds, and why."""

    name: str
    meaning: str
    unit: str
    source: str
    low: float
    high: float
    of: str = "world"
    kind: str = "stock"
    whole: bool = False

    @property
    def role(self) -> str:
        """What it does as a column: one of `ROLES`; whatever the model computes is an outcome."""
        return self.kind if self.kind in ROLES else "outcome"

    def check(self, value: Any, where: str | Path, key: str) -> float:
        """Give `value` as a float, or raise `BadInput` naming file, key, unit and bounds."""
        return real(value, where, key, self.low, self.high, self.unit)

    def check_each(self, values: Any, where: str | Path, key: str) -> Array:
        """The same for one number for each run."""
        return each(values, where, key, self.low, self.high, self.unit)

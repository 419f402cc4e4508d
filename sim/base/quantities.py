"""What a quantity is: the one description of a number, from which everything else about it derives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput


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

    def check(self, value: Any, where: str | Path, key: str) -> float:
        """Give `value` as a float, or raise `BadInput` naming file, key, unit and bounds."""
        expected = f"a number from {self.low:g} to {self.high:g} ({self.unit})"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput(where, key, value, expected)
        if not self.low <= value <= self.high:
            raise BadInput(where, key, value, expected)
        return float(value)

"""What a quantity is, and what is said when an input is wrong. Everything else about a number derives from here."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Numbers of many runs at once; the last axis is the run."""

Value = Array | float
"""A number, or one number per run."""

DIMENSIONS = ("actor", "pair", "slot", "theatre", "world")


class BadInput(Exception):
    """A user's mistake, told in one line: file, key, value, what was expected, known alternatives."""

    def __init__(
        self,
        where: str | Path,
        key: str,
        value: object,
        expected: str,
        known: Iterable[str] = (),
    ) -> None:
        self.where, self.key, self.value = str(where), key, value
        self.expected, self.known = expected, tuple(known)
        super().__init__(self.line())

    def __reduce__(self) -> tuple[Any, ...]:
        return BadInput, (self.where, self.key, self.value, self.expected, self.known)

    def line(self) -> str:
        """The message as one line of characters that a terminal can show."""
        text = f"{self.where}: {_short(self.key)} = {_short(repr(self.value))}: expected {self.expected}"
        plain = " ".join((text + self._alternatives()).split())
        return "".join(c if c.isprintable() else "?" for c in plain)

    def _alternatives(self) -> str:
        if not self.known:
            return ""
        close = difflib.get_close_matches(str(self.value), self.known, n=3)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        listed = ", ".join(_short(name) for name in self.known[:40]) + (", ..." if len(self.known) > 40 else "")
        return f"{hint}; known: {listed}"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


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


def known_or_bad(name: str, known: Iterable[str], where: str | Path, key: str, what: str) -> str:
    """Give `name` if it is among `known`, else raise `BadInput` listing them."""
    names = tuple(known)
    if name not in names:
        raise BadInput(where, key, name, what, names)
    return name

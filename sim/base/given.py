"""Numbers that are given: one rule for every way in, be it the shell, a file, Python, Mesa or a table of sets.

Whole numbers may be of any integer type and real numbers of any real type; truth values, text and what is no number are
none of them, and a fraction is no whole number.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.errors import BadInput


def own(value: Any) -> Any:
    """A number of whatever library as Python's own, in lists and tables too; anything else as it is."""
    if isinstance(value, np.ndarray | np.bool_):
        return own(value.tolist())
    if isinstance(value, list | tuple):
        return tuple(own(one) for one in value)
    if isinstance(value, Mapping):
        return {key: own(one) for key, one in value.items()}
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return value
    try:
        return int(value) if isinstance(value, Integral) else float(value)
    except (ArithmeticError, ValueError):  # a fraction beyond what a number can be, or a signal of `decimal`
        return value


def whole(value: Any, where: str | Path, key: str, low: int, high: int) -> int:
    """The value as a whole number within its bounds; raise `BadInput` if it is none."""
    given = own(value)
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise BadInput(where, key, _shown(value), f"a whole number from {low} to {high}")
    return given


def real(value: Any, where: str | Path, key: str, low: float, high: float, unit: str = "") -> float:
    """The value as a number within its bounds; raise `BadInput` if it is none."""
    given = own(value)
    if isinstance(given, bool) or not isinstance(given, int | float) or not low <= given <= high:
        expected = f"a number from {low:g} to {high:g}{f' ({unit})' if unit else ''}"
        raise BadInput(where, key, _shown(value), expected)
    return float(given)


def each(values: Any, where: str | Path, key: str, low: float, high: float, unit: str = "") -> Array:
    """Numbers within bounds, one for each run; raise `BadInput` if they are none."""
    array = np.asarray(values)
    if array.ndim != 1 or not array.size or array.dtype.kind not in "iuf":
        raise BadInput(where, key, f"{array.dtype} of shape {array.shape}", "a number, or a list of one for each run")
    for extreme in (array.min(), array.max()):  # what is no number is the extreme of both
        if not low <= extreme <= high:
            real(extreme, where, key, low, high, unit)
    return np.asarray(array, dtype=np.float64)


def _shown(value: Any) -> Any:
    """A value as it is told: NumPy's numbers as plain ones."""
    return value.item() if isinstance(value, np.generic) else value

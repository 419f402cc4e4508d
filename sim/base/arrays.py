"""The few formulas that several rooms share. All act element by element, so that blocks of runs never matter."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Numbers of any shape. Of runs, the run is the last axis, and as short as 1 where all runs are the same."""

Run = Array
"""A number for each run: (run,)."""

ActorRun = Array
"""A row for each actor: (actor, run)."""

MatrixRun = Array
"""From each actor toward each: (from, to, run)."""

PairRun = Array
"""A row for each pair of a list: (pair, run)."""

TargetRun = Array
"""A row for each target of an order, or one for all of them: (target or 1, run)."""

SlotRun = Array
"""A row for each possible order: (slot, run)."""

TheatreRun = Array
"""A row for each theatre: (theatre, run)."""

TurnRun = Array
"""A row for each turn: (turn, run)."""

Turn = Array
"""A number for each turn: (turn,)."""

ArmRun = Array
"""A row for each arm of an experiment: (arm, run)."""

ContrastRun = Array
"""A row for each comparison of arms: (contrast, run)."""

OutcomeRun = Array
"""A row for each outcome: (outcome, run)."""

PlaceRun = Array
"""A row for each named place of a draw: (place, run)."""

Value = Array | float
"""A number, or one for each run; of what a reason adds, one for each target and run."""


def exp(exponents: Value) -> Array:
    """The exponential function of numbers, with the bits of the C library on every processor.

    Those of `np.exp` are others where a processor has AVX-512, and a history would hang on the machine that plays it.
    """
    made: Array | None = _by_python(math.exp, exponents)
    return _special().inv_boxcox(exponents, 0.0) if made is None else made


def log(numbers: Value) -> Array:
    """The natural logarithm of numbers, with the bits of the C library on every processor, as `exp`."""
    made: Array | None = _by_python(math.log, numbers)
    return _special().xlogy(1.0, numbers) if made is None else made


def _by_python(function: Callable[[float], float], values: Value) -> Array | None:
    """The same, for a rehearsal that need not wait for SciPy; None where that is there, or for symbols and infinity."""
    if "scipy.special" in sys.modules or type(values) not in (np.ndarray, np.float64, float):
        return None
    try:
        return np.vectorize(function, otypes=[np.float64])(values)[()]  # type: ignore[no-any-return]
    except (ArithmeticError, ValueError):
        return None


@lru_cache(maxsize=1)
def _special() -> Any:
    from scipy import special

    return special


def logistic(log_odds: Array) -> Array:
    """Probability from log-odds: 1 / (1 + e^-z)."""
    result = exp(np.negative(log_odds))  # e^1000 is infinite here, and 1 / (1 + infinity) is 0, as it should be
    result += 1.0
    np.reciprocal(result, out=result)
    return result


def log_odds(probability: Value) -> Value:
    """Log-odds of a probability, held off 0 and 1."""
    held = np.clip(probability, 1e-6, 1 - 1e-6)
    odds: Array = log(held / (1.0 - held))
    return odds


def positive(value: Value) -> Array:
    """The value where it is above zero, else zero."""
    return np.maximum(value, 0.0)


def whether(condition: npt.NDArray[np.bool_], *about: Array) -> Array:
    """1 where the condition holds, 0 where it does not; not a number where what it is `about` is none."""
    result = condition.astype(np.float64)
    for values in about:
        result = np.where(np.isnan(values), np.nan, result)
    return result


def highest(values: Array) -> Array:
    """The largest value over the first axis."""
    peak: Array = values.max(axis=0)
    return peak


def share(part: Array, whole: Array) -> Array:
    """Part of whole, 0 where the whole is nothing."""
    return np.divide(part, whole, out=np.zeros(np.broadcast_shapes(np.shape(part), np.shape(whole))), where=whole > 0)


def total(rows: Iterable[Array], like: Array) -> Array:
    """Sum rows one by one: unlike `np.sum`, the order of additions is the same for one run as for many."""
    result = np.zeros_like(like)
    for row in rows:
        result += row
    return result

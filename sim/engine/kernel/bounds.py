"""Between what a value must lie, given between what its operands lie: what allows an operation to be left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Protocol

EXP, LOG = "sim.base.arrays.exp", "sim.base.arrays.log"
"""The full names of the functions that rules take."""

Interval = tuple[float, float]
ANYTHING: Interval = (-math.inf, math.inf)
"""No bounds are known, and the value may be no number at all."""

COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "differs")
"""Operations of which the result is 1 where they hold and 0 where they do not."""


class Bounded(Protocol):
    """A node: what it is worked out by and from, and between what it lies."""

    op: str
    args: tuple[Any, ...]
    low: float
    high: float


def finite(node: Bounded) -> bool:
    """Whether a node can be neither infinite nor no number, in a world of finite numbers."""
    return math.isfinite(node.low) and math.isfinite(node.high)


def number(node: Bounded) -> bool:
    """Whether a node is surely a number, though it may be infinite."""
    return node.low > -math.inf or node.high < math.inf


def _is_zero(node: Bounded) -> bool:
    return node.op == "constant" and bool(node.args[0] == 0.0)


def _sure(*nodes: Bounded) -> bool:
    return all(number(node) for node in nodes)


def _sums(a: Bounded, b: Bounded, sign: float) -> Interval:
    low, high = a.low + (b.low if sign > 0 else -b.high), a.high + (b.high if sign > 0 else -b.low)
    return ANYTHING if math.isnan(low) or math.isnan(high) or not _sure(a, b) else (low, high)


def _products(a: Bounded, b: Bounded) -> Interval:
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    sure = _sure(a, b) and not any(math.isnan(end) for end in ends)
    return (min(ends), max(ends)) if sure and (finite(a) or finite(b) or min(a.low, b.low) > 0) else ANYTHING


def _quotients(a: Bounded, b: Bounded) -> Interval:
    if not _sure(a, b) or b.low <= 0.0 <= b.high or not (finite(a) or finite(b)):
        return ANYTHING
    ends = [x / y for x in (a.low, a.high) for y in (b.low, b.high)]
    return ANYTHING if any(math.isnan(end) for end in ends) else (min(ends), max(ends))


def _larger(a: Bounded, b: Bounded) -> Interval:
    return (max(a.low, b.low), max(a.high, b.high)) if _sure(a, b) else ANYTHING


def _smaller(a: Bounded, b: Bounded) -> Interval:
    return (min(a.low, b.low), min(a.high, b.high)) if _sure(a, b) else ANYTHING


def _either(condition: Bounded, one: Bounded, other: Bounded) -> Interval:
    guarded = _guarded_quotient(condition, one)
    low, high = guarded or (one.low, one.high)
    sure = _sure(other) and (guarded is not None or _sure(one))
    return (min(low, other.low), max(high, other.high)) if sure else ANYTHING


def _guarded_quotient(condition: Bounded, one: Bounded) -> Interval | None:
    """Bounds of a / b where it is chosen only if b > 0: finite, since no b above 0 is small enough to overflow."""
    if one.op != "divide" or condition.op != "greater" or not _is_zero(condition.args[1]):
        return None
    part, whole = one.args
    if whole is not condition.args[0] or not finite(part):
        return None
    return (0.0 if part.low >= 0.0 else -LARGEST, LARGEST)


LARGEST = 1e300
"""Beyond every number that a share of two numbers of the model can be."""


def _exp(x: float) -> float:
    return math.exp(x) if x < 700.0 else math.inf


def _magnitude(node: Bounded) -> Interval:
    if not _sure(node):
        return ANYTHING
    ends = sorted((abs(node.low), abs(node.high)))
    return (0.0 if node.low <= 0.0 <= node.high else ends[0], ends[1])


def _logarithm(node: Bounded) -> Interval:
    return (math.log(node.low), math.log(node.high)) if finite(node) and node.low > 0.0 else ANYTHING


BOUNDS: Mapping[str, Callable[..., Interval]] = {
    "add": lambda a, b: _sums(a, b, 1.0),
    "subtract": lambda a, b: _sums(a, b, -1.0),
    "multiply": _products,
    "divide": _quotients,
    "maximum": _larger,
    "minimum": _smaller,
    "at_least": _larger,
    "at_most": _smaller,
    "negative": lambda a: (-a.high, -a.low),
    "absolute": _magnitude,
    "floor": lambda a: (a.low - 1.0, a.high) if _sure(a) else ANYTHING,
    "choose": _either,
    EXP: lambda a: (_exp(a.low) * 0.999, _exp(a.high) * 1.001) if _sure(a) else ANYTHING,
    LOG: _logarithm,
    "scipy.special.ndtr": lambda a: (0.0, 1.0) if _sure(a) else ANYTHING,
    "scipy.special.ndtri": lambda a: (-9.0, 9.0) if a.low > 0.0 and a.high < 1.0 else ANYTHING,
    **{name: lambda a, b: (0.0, 1.0) for name in COMPARISONS},
}
"""Between what the result of an operation lies, given its operands."""

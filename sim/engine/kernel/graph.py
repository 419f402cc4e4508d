"""The graph of a turn: one node for each number that is worked out, each written once however often it is used.

A node is an operation on other nodes. Equal operations are the same node, so that what several rules have in common is
worked out once; constants are folded, and for every node an interval is known in which its value must lie, so that
`0 * x` may be dropped where `x` cannot be infinite. The arithmetic that remains is that of the rules, in their order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from sim.engine.kernel.bounds import ANYTHING, BOUNDS, EXP, LOG, Interval, finite, number

INPUTS = ("state", "calendar", "parameter", "draw", "constant")
"""Nodes that nothing has to be worked out for."""


class Untraceable(Exception):
    """A rule that cannot be compiled, and why."""


class Node:
    """One number of every run: an operation on other nodes, or an input with its row as only argument."""

    __slots__ = ("args", "graph", "high", "low", "number", "op")

    def __init__(self, graph: Graph, op: str, args: tuple[Any, ...], number: int, interval: Interval) -> None:
        self.graph, self.op, self.args, self.number = graph, op, args, number
        self.low, self.high = interval

    @property
    def value(self) -> float | None:
        """The value of a constant; None for anything else."""
        return self.args[0] if self.op == "constant" else None

    @property
    def operands(self) -> tuple[Node, ...]:
        """The nodes that this one is worked out from."""
        return () if self.op in INPUTS else self.args

    def settle(self, op: str, row: int) -> None:
        """Make the node an input: it has been worked out beforehand and stands in a row."""
        self.op, self.args = op, (row,)

    def __bool__(self) -> bool:
        if self.op != "constant":
            raise Untraceable("it branches on a number of a run; use np.where or a product with a condition")
        return bool(self.args[0])

    def __float__(self) -> float:
        if self.op != "constant":
            raise Untraceable("it asks for the value of a number that differs between runs")
        return float(self.args[0])

    __int__ = __index__ = __float__


class Graph:
    """All nodes of a turn, in an order in which each comes after what it needs."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[tuple[Any, ...], Node] = {}

    def entry(self, op: str, row: int, interval: Interval) -> Node:
        """An input: its kind, the row it is read from, and between what it lies."""
        return self._kept(op, (row,), (op, row), interval)

    def constant(self, value: float) -> Node:
        """A number that is the same in every run and turn."""
        held = float(value)
        interval = ANYTHING if math.isnan(held) else (held, held)
        return self._kept("constant", (held,), ("constant", repr(held)), interval)

    def make(self, op: str, *operands: Node | float) -> Node:
        """The node of an operation: folded, simplified, or one that is known already, where that can be."""
        nodes = tuple(node if isinstance(node, Node) else self.constant(node) for node in operands)
        if all(node.op == "constant" for node in nodes):
            return self.constant(_folded(op, [node.args[0] for node in nodes]))
        simpler = SIMPLER[op](self, *nodes) if op in SIMPLER else None
        if simpler is not None:
            return simpler
        interval = BOUNDS[op](*nodes) if op in BOUNDS else ANYTHING
        return self._kept(op, nodes, (op, *(node.number for node in nodes)), interval)

    def _kept(self, op: str, args: tuple[Any, ...], key: tuple[Any, ...], interval: Interval) -> Node:
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = Node(self, op, args, len(self.nodes), interval)
            self.nodes.append(node)
        return node


def _choose(condition: Any, one: Any, other: Any) -> Any:
    return one if condition != 0.0 else other


DIRECT: Mapping[str, Callable[..., Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "at_least": lambda x, low: np.clip(x, low, np.inf),
    "at_most": lambda x, high: np.clip(x, -np.inf, high),
    "negative": np.negative,
    "absolute": np.absolute,
    "floor": np.floor,
    "sqrt": np.sqrt,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "differs": lambda a, b: (a < b) | (a > b),
    "choose": _choose,
}
"""Operations that the machine does itself; every other is a function, called by its full name."""


def function_named(name: str) -> Callable[..., Any]:
    """The function that an operation which is not direct stands for: of NumPy, SciPy or `sim.base.arrays`."""
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function)  # type: ignore[no-any-return]


def _folded(op: str, values: Sequence[float]) -> float:
    function = DIRECT.get(op) or function_named(op)
    with np.errstate(all="ignore"):
        return float(function(*(np.float64(value) for value in values)))


def _is(node: Node, value: float) -> bool:
    return node.op == "constant" and bool(node.args[0] == value)


def _add(graph: Graph, a: Node, b: Node) -> Node | None:
    return b if _is(a, 0.0) else a if _is(b, 0.0) else None


def _subtract(graph: Graph, a: Node, b: Node) -> Node | None:
    return a if _is(b, 0.0) else None


def _multiply(graph: Graph, a: Node, b: Node) -> Node | None:
    for one, other in ((a, b), (b, a)):
        if _is(one, 1.0):
            return other
        if _is(one, 0.0) and finite(other):
            return graph.constant(0.0)
    return None


def _divide(graph: Graph, a: Node, b: Node) -> Node | None:
    if _is(b, 1.0):
        return a
    nowhere_zero = number(b) and (b.low > 0.0 or b.high < 0.0)
    return graph.constant(0.0) if _is(a, 0.0) and nowhere_zero else None


def _maximum(graph: Graph, a: Node, b: Node) -> Node | None:
    if a is b or (number(a) and number(b) and a.low >= b.high):
        return a
    return b if number(a) and number(b) and b.low >= a.high else None


def _minimum(graph: Graph, a: Node, b: Node) -> Node | None:
    if a is b or (number(a) and number(b) and a.high <= b.low):
        return a
    return b if number(a) and number(b) and b.high <= a.low else None


def _negative(graph: Graph, a: Node) -> Node | None:
    return a.args[0] if a.op == "negative" else None


def _chosen(graph: Graph, condition: Node, one: Node, other: Node) -> Node | None:
    if condition.op == "constant":
        return one if condition.args[0] != 0.0 else other
    return one if one is other else None


def _exp(graph: Graph, exponents: Node, power: Node) -> Node | None:
    return graph.make(EXP, exponents) if _is(power, 0.0) else None


def _log(graph: Graph, factor: Node, numbers: Node) -> Node | None:
    return graph.make(LOG, numbers) if _is(factor, 1.0) else None


def _compared(always: Callable[[Node, Node], bool], never: Callable[[Node, Node], bool]) -> Callable[..., Node | None]:
    def simpler(graph: Graph, a: Node, b: Node) -> Node | None:
        if not (number(a) and number(b)):
            return None
        return graph.constant(1.0) if always(a, b) else graph.constant(0.0) if never(a, b) else None

    return simpler


SIMPLER: Mapping[str, Callable[..., Node | None]] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "maximum": _maximum,
    "minimum": _minimum,
    "at_least": _maximum,
    "at_most": _minimum,
    "negative": _negative,
    "choose": _chosen,
    "less": _compared(lambda a, b: a.high < b.low, lambda a, b: a.low >= b.high),
    "less_equal": _compared(lambda a, b: a.high <= b.low, lambda a, b: a.low > b.high),
    "greater": _compared(lambda a, b: a.low > b.high, lambda a, b: a.high <= b.low),
    "greater_equal": _compared(lambda a, b: a.low >= b.high, lambda a, b: a.high < b.low),
    "scipy.special.inv_boxcox": _exp,
    "scipy.special.xlogy": _log,
}
"""What an operation comes to where that can be said beforehand; the sign of a zero is not looked at."""

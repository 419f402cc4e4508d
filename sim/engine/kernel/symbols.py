"""Symbols: arrays of nodes that rules take for numbers. Whatever NumPy is asked to do with them is written down.

NumPy hands every operation on such an array over (`__array_ufunc__`, `__array_function__`), so that rules are played
on symbols as they stand. What they would have done to one number of each run becomes a node of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sim.engine.kernel.graph import DIRECT, Graph, Node, Untraceable

NAMES = {function: name for name, function in DIRECT.items() if isinstance(function, np.ufunc)}
"""The direct operations by the function of NumPy that a rule calls."""

Rewritten = Callable[..., Node]
REWRITTEN: dict[Any, Rewritten] = {
    np.clip: lambda graph, x, low, high: graph.make("at_most", graph.make("at_least", x, low), high),
    np.square: lambda graph, x: graph.make("multiply", x, x),
    np.reciprocal: lambda graph, x: graph.make("divide", 1.0, x),
    np.positive: lambda graph, x: x,
    np.logical_and: lambda graph, x, y: graph.make("multiply", x, y),
    np.bitwise_and: lambda graph, x, y: graph.make("multiply", x, y),
    np.logical_or: lambda graph, x, y: graph.make("maximum", x, y),
    np.bitwise_or: lambda graph, x, y: graph.make("maximum", x, y),
    np.logical_not: lambda graph, x: graph.make("equal", x, 0.0),
    np.invert: lambda graph, x: graph.make("equal", x, 0.0),
    np.isnan: lambda graph, x: graph.make("not_equal", x, x),
}
"""Functions that are other operations in other words; a condition is 0 or 1."""

REDUCED = {np.add: 0.0, np.maximum: None, np.minimum: None, np.multiply: 1.0}
"""What may be taken over the first axis, one row after another, and what it starts from."""


ARRANGING = (np.shape, np.ndim, np.size, np.reshape, np.ravel, np.transpose, np.moveaxis, np.expand_dims, np.squeeze)
"""Functions that only put elements in another order."""


class Symbols(np.ndarray[Any, Any]):
    """An array whose elements are nodes of a graph; the run axis is as long as 1."""

    graph: Graph

    def __array_finalize__(self, other: Any) -> None:
        if other is not None and hasattr(other, "graph"):
            self.graph = other.graph

    def __array_ufunc__(self, ufunc: np.ufunc, method: Any, *inputs: Any, **kwargs: Any) -> Any:
        """Write down what a ufunc would have worked out."""
        if method == "reduce":
            return self._reduced(ufunc, inputs[0], kwargs.get("axis", 0))
        if method != "__call__":
            raise Untraceable(f"it uses np.{ufunc.__name__}.{method}")
        if ufunc is np.matmul:
            return self._product(*inputs)
        result = self._written(ufunc, inputs)
        if kwargs.get("where", True) is not True:
            result = self._each("choose", kwargs["where"], result, kwargs["out"][0])
        return self._put(result, kwargs.get("out"))

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        """Write down what another function of NumPy would have made."""
        made = MADE.get(function)
        if made is None and function not in ARRANGING:
            raise Untraceable(f"it uses np.{function.__name__}, which the kernel does not know")
        if made is None:
            return super().__array_function__(function, types, args, options)
        return made(self.graph, *args, **{name: one for name, one in options.items() if name not in ("like", "dtype")})

    def astype(self, *_: Any, **__: Any) -> Any:
        """The same: a condition is the number 0 or 1 already."""
        return self

    def _written(self, function: Any, operands: Sequence[Any]) -> Symbols:
        graph = self.graph
        if function is np.power:
            return _squared(graph, *operands)
        if function in REWRITTEN:
            return symbols(graph, _broadcast(lambda *values: REWRITTEN[function](graph, *values), operands))
        return self._each(NAMES.get(function) or _full_name(function), *operands)

    def _each(self, op: str, *operands: Any) -> Symbols:
        return symbols(self.graph, _broadcast(lambda *values: self.graph.make(op, *values), operands))

    def _put(self, result: Symbols, out: Any) -> Any:
        """The result, written into `out` where that can hold it; a plain array cannot, and is replaced by its name."""
        if out is None or not isinstance(out[0], Symbols):
            return result
        out[0].view(np.ndarray)[...] = result
        return out[0]

    def _reduced(self, function: Any, rows: Any, axis: Any) -> Any:
        if function not in REDUCED or axis not in (0, (0,)):
            raise Untraceable(f"it takes np.{function.__name__}.reduce, or not over the first axis")
        start, listed = REDUCED[function], list(rows)
        result = listed.pop(0) if start is None else symbols(self.graph, np.full(rows.shape[1:], start))
        for row in listed:
            result = function(result, row)
        return result

    def _product(self, matrix: Any, values: Any) -> Symbols:
        """A matrix of zeros and ones times orders: the order of additions does not matter, they are counts."""
        if isinstance(matrix, Symbols) or not np.isin(matrix, (0.0, 1.0)).all():
            raise Untraceable("it takes a matrix product of something else than a matrix of 0 and 1 with orders")
        result = symbols(self.graph, np.zeros((len(matrix), *values.shape[1:])))
        for number, row in enumerate(matrix):
            for column in np.flatnonzero(row):
                result[number] = result[number] + values[column]
        return result


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Symbols) else value


def _broadcast(make: Callable[..., Node], operands: Sequence[Any]) -> Any:
    return np.frompyfunc(make, len(operands), 1)(*(_plain(operand) for operand in operands))


def symbols(graph: Graph, values: Any) -> Symbols:
    """Nodes, or numbers, as an array that rules can be played on."""
    lifted = np.frompyfunc(lambda x: x if isinstance(x, Node) else graph.constant(x), 1, 1)(_plain(values))
    array = np.asarray(lifted, dtype=object).view(Symbols)
    array.graph = graph
    return array


def inputs(graph: Graph, op: str, first: int, shape: tuple[int, ...], low: float, high: float) -> Symbols:
    """Inputs of one kind, from a row on, as an array of a shape whose last axis is the run."""
    count = int(np.prod(shape))
    nodes = np.empty(count, dtype=object)
    nodes[:] = [graph.entry(op, row, (low, high)) for row in range(first, first + count)]
    return symbols(graph, nodes.reshape(shape))


def nodes_of(values: Symbols) -> list[Node]:
    """The nodes of an array, row by row."""
    return list(values.view(np.ndarray).reshape(-1))


def _full_name(function: np.ufunc) -> str:
    """The name by which a function of NumPy or SciPy is called while the compiled code waits."""
    from scipy import special

    name = function.__name__
    for module, home in (("numpy", np), ("scipy.special", special)):
        if function.nout == 1 and getattr(home, name, None) is function:
            return f"{module}.{name}"
    raise Untraceable(f"it uses the function {name}, which the kernel does not know")


def _squared(graph: Graph, base: Any, exponent: Any) -> Symbols:
    if not isinstance(exponent, Symbols) and np.all(np.asarray(exponent) == 2):
        return symbols(graph, _broadcast(lambda x: graph.make("multiply", x, x), [base]))
    return symbols(graph, _broadcast(lambda x, y: graph.make("numpy.power", x, y), [base, exponent]))


def _filled(value: float) -> Callable[..., Symbols]:
    return lambda graph, shape, **_: symbols(graph, np.full(shape, value))


def _filled_like(value: float) -> Callable[..., Symbols]:
    return lambda graph, like, **_: symbols(graph, np.full(np.shape(like), value))


def _full_like(graph: Graph, like: Any, value: Any, **_: Any) -> Symbols:
    return symbols(graph, np.broadcast_to(_plain(value), np.shape(like)).copy())


def _where(graph: Graph, condition: Any, one: Any, other: Any) -> Symbols:
    return symbols(graph, _broadcast(lambda *values: graph.make("choose", *values), [condition, one, other]))


def _joined(function: Callable[..., Any]) -> Callable[..., Symbols]:
    def joined(graph: Graph, arrays: Iterable[Any], *args: Any, **options: Any) -> Symbols:
        return symbols(graph, function([_plain(array) for array in arrays], *args, **options))

    return joined


def _clipped(graph: Graph, x: Any, low: Any, high: Any, **_: Any) -> Symbols:
    return symbols(graph, _broadcast(lambda *values: REWRITTEN[np.clip](graph, *values), [x, low, high]))


def _summed(graph: Graph, values: Any, axis: int | None = None, **_: Any) -> Any:
    return values._reduced(np.add, values, axis)


MADE: dict[Any, Callable[..., Any]] = {
    np.zeros: _filled(0.0),
    np.ones: _filled(1.0),
    np.zeros_like: _filled_like(0.0),
    np.ones_like: _filled_like(1.0),
    np.full_like: _full_like,
    np.where: _where,
    np.clip: _clipped,
    np.sum: _summed,
    np.stack: _joined(np.stack),
    np.concatenate: _joined(np.concatenate),
    np.array: lambda graph, values, **_: symbols(graph, np.array([_plain(value) for value in values])),
    np.broadcast_to: lambda graph, values, shape, **_: symbols(graph, np.broadcast_to(_plain(values), shape)),
    np.atleast_2d: lambda graph, values: symbols(graph, np.atleast_2d(_plain(values))),
}
"""What functions of NumPy that make arrays make of symbols."""

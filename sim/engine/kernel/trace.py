"""Trace a turn: play the rules once on symbols, and keep what they would have worked out as one graph."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import cast as as_type

import numpy as np

from sim.base.arrays import Array, PlaceRun
from sim.base.draws import StreamKeys, TurnDraws
from sim.engine.interventions import Case
from sim.engine.kernel.graph import Graph, Node, Untraceable
from sim.engine.kernel.layout import Layout, Rows, in_rows
from sim.engine.kernel.symbols import Symbols, inputs, nodes_of, symbols
from sim.engine.step import Notes, added
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders, decide
from sim.model.series import SERIES
from sim.model.world import VARIABLES, Scene

PARAMETER_BOUNDS = (-1e12, 1e12)
"""A parameter is a finite number; an ablation may set it outside of its declared range."""

DRAW_BOUNDS = (2.0**-53, 1.0 - 2.0**-53)
"""Between what every uniform draw lies."""

Place = tuple[str, str, str]
"""Where a draw is made: name, who, toward whom."""


@dataclass(frozen=True, eq=False)
class Traced:
    """A turn as a graph: what goes in, and the nodes that come out.

    `after` are the nodes of the rows of the next world; `series` their rows and nodes, `issued` and `probability` one
    node for each possible order; `clipped` for each variable the nodes that are 1 where a bound holds a value back;
    `noted` those of what was asked to be noted.
    """

    layout: Layout
    parameters: tuple[str, ...]
    places: tuple[Place, ...]
    after: tuple[Node, ...]
    series: dict[str, Rows]
    series_nodes: tuple[Node, ...]
    issued: tuple[Node, ...]
    probability: tuple[Node, ...]
    clipped: dict[str, Node]
    noted: tuple[Node, ...] = ()


class _SymbolicDraws(TurnDraws):
    """Named draws as inputs: a row for each place that any rule asks for."""

    def __init__(self, graph: Graph) -> None:
        self.__dict__.update(graph=graph, rows={})

    def __call__(self, keys: StreamKeys) -> PlaceRun:
        graph, rows = self.__dict__["graph"], self.__dict__["rows"]
        places = [(keys.name, who, whom) for who, whom in keys.pairs]
        drawn = [graph.entry("draw", rows.setdefault(place, len(rows)), DRAW_BOUNDS) for place in places]
        return symbols(graph, np.array(drawn, dtype=object)[:, None])

    @property
    def places(self) -> tuple[Place, ...]:
        """The places, in the order of their rows."""
        return tuple(self.__dict__["rows"])


def trace(case: Case, notes: Notes | None = None) -> Traced:
    """The graph of a turn of a case; raise `Untraceable` with the name of the rule that cannot be compiled."""
    try:
        with np.errstate(all="ignore"):
            return _traced(case, Graph(), notes)
    except Exception as error:
        raise Untraceable(f"{_rule_in(error)}: {error}") from error


def _traced(case: Case, graph: Graph, notes: Notes | None) -> Traced:
    layout, draws = Layout(case.cast), _SymbolicDraws(graph)
    scene = _scene(case, layout, graph)
    numbers, names = _numbers(case, graph)
    orders = decide(scene, numbers, draws)
    after, clipped = _resolved(scene, orders, numbers, draws, case)
    noted = nodes_of(symbols(graph, notes(scene, orders, numbers))) if notes else []
    then = Scene.of(scene.changed(scene.turn + 1, **after))
    series = {name: entry.read(then, orders, numbers) for name, entry in SERIES.items()}
    listed = [nodes_of(symbols(graph, values)) for values in series.values()]
    return Traced(
        layout,
        names,
        draws.places,
        tuple(node for name in layout.state for node in nodes_of(as_type("Symbols", then[name]))),
        in_rows({name: np.shape(values)[:-1] for name, values in series.items()}),
        tuple(node for nodes in listed for node in nodes),
        tuple(nodes_of(as_type("Symbols", orders.issued))),
        tuple(nodes_of(as_type("Symbols", orders.probability))),
        clipped,
        tuple(noted),
    )


def _scene(case: Case, layout: Layout, graph: Graph) -> Scene:
    start, variables = case.start(1), {}
    for kind, rows in (("state", layout.state), ("calendar", layout.calendar)):
        for name, where in rows.items():
            quantity = VARIABLES[name]
            variables[name] = inputs(graph, kind, where.first, (*where.shape, 1), quantity.low, quantity.high)
    return Scene.of(start.changed(0, **as_type("dict[str, Array]", variables)))


def _numbers(case: Case, graph: Graph) -> tuple[Numbers, tuple[str, ...]]:
    names = tuple(sorted(vars(case.parameters.at(0))))
    rows = {name: inputs(graph, "parameter", row, (1,), *PARAMETER_BOUNDS) for row, name in enumerate(names)}
    return Numbers(as_type("dict[str, Array]", rows)), names


def _resolved(
    scene: Scene, orders: Orders, p: Numbers, draws: TurnDraws, case: Case
) -> tuple[dict[str, Array], dict[str, Node]]:
    """The next world's variables within their bounds, and for each how many of its places a bound held back."""
    after, _ = added(scene, orders, p, draws, case.mechanisms)
    clipped = {}
    for name, value in after.items():
        quantity, before = VARIABLES[name], nodes_of(as_type("Symbols", scene[name]))
        held = [
            _held(node, quantity.low, quantity.high, node is old)
            for node, old in zip(nodes_of(as_type("Symbols", value)), before, strict=True)
        ]
        value.view(np.ndarray).reshape(-1)[:] = [node for node, _ in held]
        outside = [node for _, node in held if node is not None]
        if outside:
            clipped[name] = reduce(lambda count, one: count.graph.make("add", count, one), outside)
    return after, clipped


def _held(node: Node, low: float, high: float, unchanged: bool) -> tuple[Node, Node | None]:
    """A value within its bounds, and the node that is 1 where it was not; None where it always is."""
    make = node.graph.make
    within = make("at_most", make("at_least", node, low), high)
    if unchanged or within is node:
        return node, None
    return within, make("differs", node, within)


def _rule_in(error: BaseException) -> str:
    """The rule that was being played when tracing failed: the innermost function that is no part of the kernel."""
    here = Path(__file__).parent
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent != here]
    frames = [f for f in frames if "site-packages" not in f.filename]
    return f"{frames[-1].name} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else "the turn"

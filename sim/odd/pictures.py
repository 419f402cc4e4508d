"""Pictures of graphs of a turn, as text that Mermaid draws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine.interventions import Case, case_of
from sim.engine.kernel.graph import Node
from sim.engine.kernel.layout import Rows
from sim.engine.kernel.trace import Traced, trace
from sim.inputs.actions import Action
from sim.model.actors import Cast
from sim.model.world import VARIABLES
from sim.scenarios.scenario import load_scenario

SCENARIO, ACTION = "vietnam-1965", Action.SHARE_INTELLIGENCE
"""Of which the first possible order is shown: one of few reasons."""

SIGNS = {
    "add": "+",
    "subtract": "−",
    "multiply": "×",
    "divide": "÷",
    "negative": "change of sign",
    "less": "less than?",
    "numpy.exp": "exp",
}
"""How operations are written in a picture."""


def order_graph() -> str:
    """The graph of one order: what is read, what is worked out from it, and whether the order is given."""
    case = case_of(load_scenario(SCENARIO))
    traced = trace(case)
    result = traced.issued[case.cast.slots.of[ACTION][0][0]]
    names = {node.number: f"n{place}" for place, node in enumerate(_before(result, set()), start=1)}
    lines = [line for node in _before(result, set()) for line in _drawn(node, names, traced, case)]
    last = f'  {names[result.number]} --> given(["order given: 1 or 0"])'
    return "\n".join(("```mermaid", "flowchart TB", *lines, last, "```"))


def _before(node: Node, seen: set[int]) -> Iterator[Node]:
    """A node after all those that it is worked out from, each once; constants are left to labels."""
    seen.add(node.number)
    for one in node.operands:
        if one.number not in seen and one.op != "constant":
            yield from _before(one, seen)
    yield node


def _drawn(node: Node, names: dict[int, str], traced: Traced, case: Case) -> Iterator[str]:
    """The lines of a node: its shape, and an arrow from each operand."""
    own = names[node.number]
    if not node.operands:
        yield f'  {own}[/"{_label(node, traced, case)}"/]'
        return
    chance = "<br/>= probability" if node in traced.probability else ""
    yield f'  {own}["{_operation(node)}{chance}"]'
    numbered = node.op in ("subtract", "divide", "less") and all(one.op != "constant" for one in node.operands)
    for place, one in enumerate(node.operands):
        if one.op != "constant":
            yield f"  {names[one.number]} -->{('|first|', '|second|')[place] if numbered else ''} {own}"


def _operation(node: Node) -> str:
    sign, constants = SIGNS.get(node.op, node.op), [one.value for one in node.operands]
    if len(constants) == 2 and None not in constants[:1]:
        return f"{constants[0]:g} {sign}"
    return f"{sign} {constants[1]:g}" if len(constants) == 2 and constants[1] is not None else sign


def _label(node: Node, traced: Traced, case: Case) -> str:
    """What an input is, in words."""
    row = node.args[0]
    if node.op == "parameter":
        name = traced.parameters[row]
        return f"{'promise' if ':' in name else 'parameter'}<br/>{name.replace(':', ' ')}"
    if node.op == "draw":
        return f"draw<br/>{'<br/>'.join(traced.places[row]).replace(':', ' ')}"
    return _variable(row, traced.layout.state if node.op == "state" else traced.layout.calendar, case.cast)


def _variable(row: int, rows: dict[str, Rows], cast: Cast) -> str:
    name = next(name for name, one in rows.items() if one.first <= row < one.first + one.count)
    places = np.unravel_index(row - rows[name].first, rows[name].shape) if rows[name].shape else ()
    actors = VARIABLES[name].of in ("actor", "pair")
    of = [cast.names[place] if actors else str(place) for place in places]
    return f"variable<br/>{name} of {' with '.join(of)}" if of else f"variable<br/>{name}"

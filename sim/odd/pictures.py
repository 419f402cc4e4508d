"""Pictures of graphs of a turn, drawn with letters, so that they are seen wherever the text is read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine.interventions import Case, case_of
from sim.engine.kernel.bounds import EXP
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
    "less": "is the first less than the second?",
    EXP: "exp",
}
"""How operations are written in a picture."""


def order_graph() -> str:
    """The graph of one order: whether it is given, what that is worked out from, and so on down to what is read."""
    case = case_of(load_scenario(SCENARIO))
    traced = trace(case)
    result = traced.issued[case.cast.slots.of[ACTION][0][0]]
    lines = ["order given: 1 or 0", *_drawn(result, "", "└─ ", "   ", traced, case)]
    return "\n".join(("```text", *lines, "```"))


def _drawn(node: Node, before: str, branch: str, below: str, traced: Traced, case: Case) -> Iterator[str]:
    """The lines of a node: what it does, and under it what it is worked out from; constants stand in its own line."""
    if not node.operands:
        yield f"{before}{branch}{_label(node, traced, case)}"
        return
    chance = " = probability" if node in traced.probability else ""
    yield f"{before}{branch}{_operation(node)}{chance}"
    *firsts, last = [one for one in node.operands if one.op != "constant"]
    for one in firsts:
        yield from _drawn(one, before + below, "├─ ", "│  ", traced, case)
    yield from _drawn(last, before + below, "└─ ", "   ", traced, case)


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
        return f"{'promise' if ':' in name else 'parameter'}: {name.replace(':', ' ')}"
    if node.op == "draw":
        return f"draw: {', '.join(traced.places[row]).replace(':', ' ')}"
    return _variable(row, traced.layout.state if node.op == "state" else traced.layout.calendar, case.cast)


def _variable(row: int, rows: dict[str, Rows], cast: Cast) -> str:
    name = next(name for name, one in rows.items() if one.first <= row < one.first + one.count)
    places = np.unravel_index(row - rows[name].first, rows[name].shape) if rows[name].shape else ()
    actors = VARIABLES[name].of in ("actor", "pair")
    of = [cast.names[place] if actors else str(place) for place in places]
    return f"variable: {name} of {' with '.join(of)}" if of else f"variable: {name}"

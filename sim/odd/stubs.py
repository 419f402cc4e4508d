"""Stubs for the checker and editors, of classes whose attributes only the declarations know: `python -m sim.odd`."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sim.base.quantities import Quantity
from sim.inputs.actions import load_actions
from sim.inputs.declared_actions import DeclaredActions
from sim.inputs.declared_numbers import DeclaredNumbers
from sim.inputs.parameters import load_parameters
from sim.model.derived import DERIVED
from sim.model.seen import Seen
from sim.model.world import VARIABLES
from sim.odd.grid import bounds

SHAPES = {"actor": "TargetRun", "pair": "TargetRun", "world": "Run", "theatre": "TheatreRun", "slot": "SlotRun"}
"""The shape in which a side shows a quantity, by what the quantity belongs to."""


def actions() -> str:
    """Every action of the table."""
    rows = ((f"{action.upper()}: Action", f"{row.meaning}; {row.unit}.") for action, row in load_actions().items())
    return _stub("from sim.inputs.action import Action", DeclaredActions, rows)


def numbers() -> str:
    """Every parameter that rules read."""
    declared = load_parameters().items()
    rows = ((f"{name}: Value", _said(p.quantity)) for name, p in declared)
    return _stub("from sim.base.arrays import Value", DeclaredNumbers, rows)


def sides() -> str:
    """Every variable and view that reasons read."""
    seen = (*VARIABLES.values(), *(view.quantity for view in DERIVED.values()))
    rows = ((f"{q.name}: {SHAPES[q.of]}", _said(q)) for q in seen)
    return _stub(f"from sim.base.arrays import {', '.join(sorted(set(SHAPES.values())))}", Seen, rows)


STUBS: Mapping[type, Callable[[], str]] = {
    DeclaredActions: actions,
    DeclaredNumbers: numbers,
    Seen: sides,
}
"""The classes, and what writes the stub of each."""


def stub_of(declared: type) -> Path:
    """Where the stub of a class lies: beside its module."""
    return Path(inspect.getfile(declared)).with_suffix(".pyi")


def write_stubs() -> None:
    """Write all stubs anew."""
    for declared, written in STUBS.items():
        stub_of(declared).write_text(written(), encoding="utf-8", newline="\n")


def _stub(imports: str, declared: type, rows: Iterable[tuple[str, str]]) -> str:
    """The stub of a class: its attributes, as (declaration, what it means)."""
    name = f"{declared.__name__}(type)" if issubclass(declared, type) else declared.__name__
    head = f'"""Written by `python -m sim.odd` from the declarations."""\n\n{imports}\n\nclass {name}:\n'
    attributes = (f"    {attribute}\n{_indented(said)}\n" for attribute, said in rows)
    return f'{head}    """{declared.__doc__}"""\n\n{"".join(attributes)}'


def _said(quantity: Quantity) -> str:
    return f"{quantity.meaning.rstrip('.')}; {quantity.unit}, {bounds(quantity)}."


def _indented(text: str) -> str:
    return textwrap.indent(textwrap.fill(f'"""{text}"""', 116, break_long_words=False), "    ")

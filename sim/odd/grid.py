"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from sim.base.quantities import Quantity
from sim.inputs.parameters import Parameter


def grid(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def code(name: str) -> str:
    """A name as code; nothing for no name."""
    return f"`{name}`" if name else ""


def codes(names: Iterable[str]) -> str:
    """Names as code, separated by commas."""
    return ", ".join(map(code, names))


def bounds(declared: Quantity | Parameter) -> str:
    """The declared range."""
    return f"{declared.low:g} to {declared.high:g}"

"""The plan of a program: what it reads, calls and writes, as plain values that can be kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.engine.kernel.layout import Rows
from sim.engine.kernel.schedule import Call
from sim.engine.kernel.trace import Place


@dataclass(frozen=True)
class Part:
    """A part of a program: its stretches, calls between them, and how many rows of buffers of its own it works in."""

    stretches: int
    calls: tuple[Call, ...]
    call: int
    kept: int
    scratch: int


@dataclass(frozen=True)
class Plan:
    """What a program reads, calls and writes, as plain values.

    What hangs on parameters alone is worked out by the part `numbers` when they change, in `settled` rows after the
    parameters; all else by the part `turn`.
    `live` are the rows of the state that a turn may change, in the order of the state buffer, `still` those that it
    only reads; `becomes` says of rows that nothing reads what they come to, which is the same in every turn and run.
    Among the results series stand first, then a row for each possible order, then for each variable in `clipped` how
    many places a bound held, what is `noted`, and last the sum of all that changed: it is no finite number where any of
    that is none.
    """

    parameters: tuple[str, ...]
    settled: int
    places: tuple[Place, ...]
    live: tuple[int, ...]
    still: tuple[int, ...]
    becomes: tuple[tuple[int, float], ...]
    series: dict[str, Rows]
    orders: int
    clipped: tuple[str, ...]
    noted: int
    numbers: Part
    turn: Part

    @cached_property
    def series_rows(self) -> int:
        """Rows of the results that are series."""
        return sum(rows.count for rows in self.series.values())

    @cached_property
    def result_rows(self) -> int:
        """Rows of the results in all."""
        return self.series_rows + self.orders + len(self.clipped) + self.noted + 1


def told(plan: Plan) -> bytes:
    """The plan as a document."""
    return json.dumps(asdict(plan), default=_number).encode()


def plan_from(document: dict[str, Any]) -> Plan:
    """The plan that a document tells."""
    document["series"] = {name: Rows(one["first"], tuple(one["shape"])) for name, one in document["series"].items()}
    for name in ("numbers", "turn"):
        calls = tuple(Call(**{**one, "rows": tuple(one["rows"])}) for one in document[name]["calls"])
        document[name] = Part(**{**document[name], "calls": calls})
    document["places"] = [tuple(place) for place in document["places"]]
    document["becomes"] = [tuple(row) for row in document["becomes"]]
    fields: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in document.items()}
    return Plan(**fields)


def _number(value: Any) -> int:
    if isinstance(value, np.integer):
        return int(value)
    raise TypeError(f"{value!r} is no plain value")

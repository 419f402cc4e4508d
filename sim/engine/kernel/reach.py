"""What can reach what: proved from the traced graph, in which every number names all that it is worked out from.

A turn's graph gives for each row of the state, series and order the parameters and the rows of the state before that
it hangs on. What a row takes over from rows that have been reached turns before is added until nothing more is. A
parameter that is not found on this way can change nothing, whatever its value; one that is found may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.engine.interventions import Case
from sim.engine.kernel.asked import Asked
from sim.engine.kernel.layout import Layout, Rows
from sim.engine.kernel.trace import Traced, trace
from sim.inputs.promises import AMOUNT, CHANCE, NEVER, UNIT_COST, number_at
from sim.model.measures import Outcome
from sim.model.outcomes import outcomes_of

Bits = npt.NDArray[np.bool_]
"""Which are reached: (of what, parameter)."""


@dataclass(frozen=True, eq=False)
class Reach:
    """Which parameters can reach each row of the state, of the series, and each order: (row, parameter)."""

    case: Case
    parameters: tuple[frozenset[str], ...]
    series: dict[str, Rows]
    state_bits: Bits
    series_bits: Bits
    order_bits: Bits

    def of_series(self, name: str) -> frozenset[str]:
        """The parameters and levers that can reach a series, in any theatre."""
        return self._named(self.series_bits[self.series[name].slice])

    def of_variable(self, name: str) -> frozenset[str]:
        """The parameters and levers that can reach a variable, of any actor or pair."""
        return self._named(self.state_bits[Layout(self.case.cast).state[name].slice])

    def of_outcome(self, outcome: Outcome) -> frozenset[str]:
        """The parameters and levers that can reach an outcome: through what it reads, or read by itself."""
        asked = Asked(self.case, self.series, outcome)
        reached = [self._named(bits[sorted(rows)]) for bits, rows in zip(self._bits, asked.rows.values(), strict=True)]
        return frozenset(asked.numbers).union(*reached)

    def outcomes(self) -> dict[str, frozenset[str]]:
        """The parameters and levers that can reach each outcome of the cast."""
        return {one.name: self.of_outcome(one) for one in outcomes_of(self.case.cast)}

    @property
    def _bits(self) -> tuple[Bits, Bits, Bits]:
        return self.series_bits, self.state_bits, self.order_bits

    def _named(self, bits: Bits) -> frozenset[str]:
        return frozenset().union(*(self.parameters[number] for number in np.flatnonzero(bits.any(axis=0))))


def reach(case: Case) -> Reach:
    """What each parameter of a case can reach; raise `Untraceable` where a rule cannot be traced."""
    traced = trace(case)
    known = len(traced.parameters)
    after, shown, issued = _hangs_on(traced)
    state = _closed(after[:, :known], after[:, known:])
    names = _with_levers(case, traced.parameters)
    series, orders = (bits[:, :known] | _through(bits[:, known:], state) for bits in (shown, issued))
    return Reach(case, names, traced.series, state, series, orders)


def _with_levers(case: Case, names: Sequence[str]) -> tuple[frozenset[str], ...]:
    """For each number that a turn reads its parameter, or the levers under which something is promised there."""
    levers: dict[str, set[str]] = {}
    for one in case.parameters.promises:
        for what in (AMOUNT, CHANCE, NEVER, UNIT_COST):
            levers.setdefault(number_at(what, one.place), set()).update({one.lever} - {""})
    return tuple(frozenset(levers.get(name, {name})) for name in names)


def _hangs_on(traced: Traced) -> Iterator[Bits]:
    """What rows of the next state, series and orders hang on within a turn: (row, parameter and then row of state)."""
    known, rows = len(traced.parameters), len(traced.after)
    first = {"parameter": 0, "state": known}
    masks: list[int] = []
    for node in traced.after[0].graph.nodes:
        mask = 1 << first[node.op] + node.args[0] if node.op in first else 0
        for one in node.operands:
            mask |= masks[one.number]
        masks.append(mask)
    for nodes in (traced.after, traced.series_nodes, traced.issued):
        yield _spread([masks[node.number] for node in nodes], known + rows)


def _spread(masks: Sequence[int], length: int) -> Bits:
    """Whole numbers as rows of bits, the lowest first."""
    held = b"".join(mask.to_bytes(-(-length // 8), "little") for mask in masks)
    rows = np.frombuffer(held, np.uint8).reshape(len(masks), -1)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, :length].astype(bool)


def _through(rows: Bits, reached: Bits) -> Bits:
    """What is reached by way of the rows that something hangs on."""
    found: Bits = rows.astype(np.float32) @ reached.astype(np.float32) > 0.0
    return found


def _closed(direct: Bits, rows: Bits) -> Bits:
    """What reaches each row at any time: at once, or by way of rows that have been reached before."""
    reached, more = direct, direct | _through(rows, direct)
    while (more != reached).any():
        reached, more = more, more | _through(rows, more)
    return reached

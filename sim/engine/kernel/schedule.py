"""Schedule the graph: in what order nodes are worked out, in which piece of code, and where what is kept stands.

Functions that the machine has not (exp, log, the normal distribution) are those that rules call, so that every bit is
theirs. The graph is cut where one is needed: a *level* is what can be worked out before the next call. All values
that one function is asked for after a level stand in rows one below the other, so that a call answers them all.

Within a level nodes follow depth first from the results, so that a value is used soon after it is there, and are cut
into *pieces* short enough for the processor's cache of instructions. What a later piece needs waits in a scratch row,
which is used again once nobody needs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sim.engine.kernel.graph import DIRECT, INPUTS, Node

PIECE = 250
"""Operations in a piece of code: few enough that most of what they share stays in registers and the nearest cache."""


def is_call(node: Node) -> bool:
    """Whether a node is a function that the machine has not, called between two levels."""
    return node.op not in INPUTS and node.op not in DIRECT


@dataclass(frozen=True)
class Call:
    """A function called after a level on rows of the calls' buffer, in place; each operand has rows of its own."""

    level: int
    function: str
    rows: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Piece:
    """Nodes that are worked out together, in order."""

    level: int
    nodes: tuple[Node, ...]


@dataclass(eq=False)
class Schedule:
    """Pieces in order, calls between their levels, and the rows of what is kept.

    `waits` says in which buffer and row a value stands that a later piece needs, `operands` in which rows those of a
    call do, of which the first holds its result afterwards.
    """

    pieces: list[Piece] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    waits: dict[int, tuple[str, int]] = field(default_factory=dict)
    operands: dict[int, tuple[int, ...]] = field(default_factory=dict)
    scratch_rows: int = 0
    kept_rows: int = 0
    call_rows: int = 0
    levels: int = 0


def schedule(results: Sequence[Node], piece: int = PIECE) -> Schedule:
    """The schedule of everything that the results need."""
    every = list(needed(results))
    level, last = _levels(every, results)
    plan = Schedule(levels=1 + last)
    _place_calls(plan, every, level)
    _cut(plan, every, results, level, piece)
    _keep(plan)
    return plan


def settled_by_parameters(results: Sequence[Node]) -> list[Node]:
    """Nodes that hang on parameters alone, as far as something else needs them: they change only when those do."""
    settled: set[int] = set()
    wanted: dict[int, Node] = {}
    for node in needed(results):
        if node.op in ("parameter", "constant") or (node.operands and all(o.number in settled for o in node.operands)):
            settled.add(node.number)
        else:
            wanted |= {one.number: one for one in node.operands if one.number in settled and one.op not in INPUTS}
    wanted |= {node.number: node for node in results if node.number in settled and node.op not in INPUTS}
    return [wanted[number] for number in sorted(wanted)]


def needed(results: Iterable[Node]) -> Iterator[Node]:
    """Every node that a result needs, each after those it needs itself."""
    found: dict[int, Node] = {}
    waiting = list(results)
    while waiting:
        node = waiting.pop()
        if node.number not in found:
            found[node.number] = node
            waiting.extend(node.operands)
    return (found[number] for number in sorted(found))


def _levels(needed: Sequence[Node], results: Sequence[Node]) -> tuple[dict[int, int], int]:
    """The level of every node, and the last, in which no call may stand that is a result itself.

    A call stands as early as can be, so that calls gather; anything else as late as its users.
    """
    earliest: dict[int, int] = {}
    for node in needed:
        earliest[node.number] = max((earliest[one.number] + is_call(one) for one in node.operands), default=0)
    last = max((earliest[node.number] + is_call(node) for node in results), default=0)
    latest: dict[int, int] = {node.number: last for node in results}
    for node in reversed(needed):
        own = earliest[node.number] if is_call(node) else latest[node.number]
        latest[node.number] = own
        for one in node.operands:
            latest[one.number] = min(latest.get(one.number, last), own)
    return latest, last


def _place_calls(plan: Schedule, needed: Sequence[Node], level: dict[int, int]) -> None:
    """Give every call its rows: those of one function after one level stand together."""
    together: dict[tuple[int, str], list[Node]] = defaultdict(list)
    for node in needed:
        if is_call(node):
            together[level[node.number], node.op].append(node)
    for (when, function), nodes in sorted(together.items()):
        count, operands = len(nodes), len(nodes[0].args)
        firsts = tuple(plan.call_rows + number * count for number in range(operands))
        plan.calls.append(Call(when, function, firsts, count))
        for row, node in enumerate(nodes):
            plan.operands[node.number] = tuple(first + row for first in firsts)
        plan.call_rows += count * operands


def _cut(plan: Schedule, needed: Sequence[Node], results: Sequence[Node], level: dict[int, int], size: int) -> None:
    """The nodes of each level, depth first, in pieces."""
    worked = [node for node in needed if node.op not in INPUTS]
    for when in range(plan.levels):
        mine = [node for node in worked if level[node.number] == when]
        tops = [node for node in mine if is_call(node)] + list(results) + mine
        order = list(_depth_first(tops, {node.number for node in mine}))
        for first in range(0, len(order), size):
            plan.pieces.append(Piece(when, tuple(order[first : first + size])))


def _depth_first(tops: Iterable[Node], mine: set[int]) -> Iterator[Node]:
    """The nodes of one level that the tops need, each right after what it needs."""
    seen: set[int] = set()
    for top in tops:
        waiting = [(top, False)]
        while waiting:
            node, ready = waiting.pop()
            if ready:
                yield node
            elif node.number in mine and node.number not in seen:
                seen.add(node.number)
                waiting.append((node, True))
                waiting.extend((one, False) for one in reversed(node.operands))


def _keep(plan: Schedule) -> None:
    """A row for every value that a later piece needs, from its own piece to the last that needs it.

    What is needed in another level waits with its run; what is not, in rows that all chunks use one after another.
    """
    until = _last_uses(plan)
    rows = {True: _Rows(), False: _Rows()}
    for number, piece in enumerate(plan.pieces):
        for node in piece.nodes:
            if node.number in until:
                within = plan.pieces[until[node.number]].level == piece.level
                row = rows[within].take(until[node.number])
                plan.waits[node.number] = ("scratch" if within else "kept", row)
        for one in rows.values():
            one.let_go(number)
    plan.scratch_rows, plan.kept_rows = rows[True].count, rows[False].count


def _last_uses(plan: Schedule) -> dict[int, int]:
    """The last piece that needs a value, for every value that another piece than its own needs."""
    made_in = {node.number: number for number, piece in enumerate(plan.pieces) for node in piece.nodes}
    until: dict[int, int] = {}
    for number, piece in enumerate(plan.pieces):
        for node in piece.nodes:
            for one in node.operands:
                if one.number in made_in and not is_call(one) and number > made_in[one.number]:
                    until[one.number] = number
    return until


class _Rows:
    """Rows that are taken until a piece is done, and then used again."""

    def __init__(self) -> None:
        self.count = 0
        self._free: list[int] = []
        self._taken: dict[int, list[int]] = defaultdict(list)

    def take(self, until: int) -> int:
        if not self._free:
            self._free.append(self.count)
            self.count += 1
        row = self._free.pop()
        self._taken[until].append(row)
        return row

    def let_go(self, piece: int) -> None:
        self._free.extend(self._taken.pop(piece, ()))

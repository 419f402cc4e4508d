"""Write the scheduled graph down as code of LLVM, the library that turns it into instructions of the machine at hand.

The code is text. `%3 = fadd <8 x double> %1, %2` adds the values of eight runs at once; LLVM uses what the processor
has for that. No operation is allowed to be joined with another or put in another order, so that every bit is as NumPy
would have it.

Runs stand in chunks of `CHUNK`, and a chunk's rows one below the other, so that all that a turn of a chunk needs lies
close together. A piece of code is a loop over the runs of a chunk, as many at a time as the processor's registers hold:

    define internal void @turn.piece3(ptr %state, ...) {
    loop: load what the piece needs, one operation a line, store what is kept; the next runs
    }

and a *stretch*, all that can be worked out before NumPy has to be called, is a function that does so for every chunk:
the pieces of a level, the functions that the next level waits for, the pieces of that, and so on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sim.engine.kernel.bounds import COMPARISONS
from sim.engine.kernel.functions import declared
from sim.engine.kernel.graph import INPUTS, Node
from sim.engine.kernel.lines import Lines, loop
from sim.engine.kernel.schedule import Call, Piece, Schedule, is_call

CHUNK = 8
"""Runs whose numbers stand together: a row of a chunk is a line of the processor's cache."""

BUFFERS = ("state", "still", "after", "parameter", "calendar", "key", "run", "call", "kept", "scratch", "result")
"""The arrays that the code works on, in the order of its arguments."""

BINARY = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
SHARED = ("calendar", "key", "scratch")
"""Buffers that are the same for every chunk: one number for all runs, or room for a chunk at a time."""
WAITING = ("call", "kept")
"""Buffers that are so too where no chunk has to wait for NumPy."""

INTRINSIC = {"absolute": "fabs", "floor": "floor", "sqrt": "sqrt"}
PREDICATE = {
    "less": "olt",
    "less_equal": "ole",
    "greater": "ogt",
    "greater_equal": "oge",
    "equal": "oeq",
    "not_equal": "une",
    "differs": "one",
}

Store = tuple[str, int]
"""A buffer and a row of it."""


@dataclass(frozen=True)
class Target:
    """What code is written for: where results go, which rows change, how long buffers are, how wide registers.

    `stores` says for each node where it goes, `live` at which row of the state a row stands that a turn may change, and
    `still` where one does that it only reads;
    `rows` is how many rows each buffer has, `lanes` how many runs an operation works on, and `within` which functions
    code may call itself.
    """

    stores: Mapping[int, Sequence[Store]]
    live: Mapping[int, int]
    still: Mapping[int, int]
    rows: Mapping[str, int]
    lanes: int
    within: Collection[str] = ()


def declarations(lanes: int, within: Collection[str] = ()) -> str:
    """What the code of every part calls."""
    wide = f"<{lanes} x double>"
    own = (f"declare {wide} @llvm.{name}.v{lanes}f64({wide})" for name in INTRINSIC.values())
    return "\n".join([*own, declared(within)])


def stretches(plan: Schedule, within: Collection[str]) -> list[range]:
    """The levels between which NumPy has to be called, in stretches between which it has."""
    cut = sorted({call.level + 1 for call in plan.calls if call.function not in within})
    firsts = [0, *cut]
    return [range(first, last) for first, last in zip(firsts, [*cut, plan.levels], strict=True)]


def emit(name: str, plan: Schedule, results: Sequence[Node], target: Target) -> str:
    """The code of a part: a function for each stretch, of the buffers, how many chunks there are, and two lengths."""
    lines, pieces = list[str](), defaultdict[int, list[str]](list)
    for number, piece in enumerate(plan.pieces):
        pieces[piece.level].append(f"{name}.piece{number}")
        lines += _Writer(plan, target).piece(pieces[piece.level][-1], piece)
    copied = {node.number: node for node in results if node.op in INPUTS or is_call(node)}
    pieces[plan.levels - 1].append(f"{name}.copies")
    lines += _Writer(plan, target).copies(f"{name}.copies", list(copied.values()))
    parts = stretches(plan, target.within)
    shared = SHARED if len(parts) > 1 else SHARED + WAITING
    handed = ", ".join([*(f"ptr %{buffer}.here" for buffer in BUFFERS), "i64 %width"])
    for number, levels in enumerate(parts):
        steps = [step for level in levels for step in _steps(plan, level, pieces[level], handed, target.within)]
        lines += _stretch(f"{name}{number}", steps, target.rows, shared)
    return "\n".join(lines)


def _steps(plan: Schedule, level: int, pieces: Sequence[str], handed: str, within: Collection[str]) -> list[str]:
    """What is done for a chunk on a level: its pieces, then the functions that the next one waits for."""
    called = [call for call in plan.calls if call.level == level and call.function in within]
    return [
        *(f"  call void @{piece}({handed})" for piece in pieces),
        *(line for call in called for line in _rows(call)),
    ]


def _rows(call: Call) -> list[str]:
    """Work a function out for the rows that wait for it."""
    place = f"%rows{call.rows[0]}"
    return [
        f"  {place} = getelementptr double, ptr %call.here, i64 {CHUNK * call.rows[0]}",
        f"  call void @rows.{call.function}(ptr {place}, i64 {CHUNK * call.count})",
    ]


def _stretch(name: str, steps: list[str], rows: Mapping[str, int], shared: Sequence[str]) -> list[str]:
    """The function of a stretch: its steps for one chunk after another.

    Where parameters are the same in all runs, `apart` is 0: all chunks read those of the first.
    """
    moves = []
    for buffer in BUFFERS:
        length = 0 if buffer in shared else CHUNK if buffer == "result" else CHUNK * rows.get(buffer, 1)
        chunk = "%apart" if buffer == "parameter" else "1"
        moves.append(f"  %{buffer}.chunk = mul i64 %first, {chunk}")
        moves.append(f"  %{buffer}.skip = mul i64 %{buffer}.chunk, {length}")
        moves.append(f"  %{buffer}.here = getelementptr double, ptr %{buffer}, i64 %{buffer}.skip")
    arguments = ", ".join(f"ptr %{buffer}" for buffer in BUFFERS)
    return loop(name, f"{arguments}, i64 %chunks, i64 %width, i64 %apart", 1, "%chunks", [*moves, *steps])


class _Writer(Lines):
    """Writes one piece: what it has loaded or worked out already goes by the name of a register."""

    def __init__(self, plan: Schedule, target: Target) -> None:
        super().__init__(target.lanes)
        self.plan, self.target = plan, target
        self.registers: dict[int, str] = {}
        self.masks: dict[int, str] = {}

    def piece(self, name: str, piece: Piece) -> list[str]:
        """The function of a piece."""
        for node in piece.nodes:
            self._node(node)
        return self._function(name)

    def copies(self, name: str, results: Sequence[Node]) -> list[str]:
        """The function that puts inputs and results of calls where they are results of the turn."""
        for node in results:
            self._store(node)
        return self._function(name)

    def _function(self, name: str) -> list[str]:
        arguments = ", ".join(f"ptr noalias %{buffer}" for buffer in BUFFERS)
        which = [
            "  %at = getelementptr i64, ptr %run, i64 %first",
            f"  %which = load {self.whole}, ptr %at, align 64",
        ]
        return loop(name, f"{arguments}, i64 %width", self.lanes, str(CHUNK), [*which, *self.lines], "internal ")

    def _address(self, buffer: str, row: int) -> str:
        if buffer == "result":  # whole rows of all runs, as NumPy likes them
            place = self.says(f"add i64 {self.says(f'mul i64 %width, {row}')}, %first")
            return self.says(f"getelementptr double, ptr %result, i64 {place}")
        return self.says(f"getelementptr [{CHUNK} x double], ptr %{buffer}, i64 {row}, i64 %first")

    def _load(self, buffer: str, row: int) -> str:
        return self.says(f"load {self.values}, ptr {self._address(buffer, row)}, align 64")

    def _put(self, buffer: str, row: int, register: str) -> None:
        self.lines.append(f"  store {self.values} {register}, ptr {self._address(buffer, row)}, align 64")

    def _same_for_all(self, buffer: str, row: int, kind: str) -> str:
        one = self.says(f"load {kind}, ptr {self.says(f'getelementptr {kind}, ptr %{buffer}, i64 {row}')}")
        lane = self.says(f"insertelement <{self.lanes} x {kind}> poison, {kind} {one}, i32 0")
        wide = f"<{self.lanes} x {kind}>"
        return self.says(f"shufflevector {wide} {lane}, {wide} poison, <{self.lanes} x i32> zeroinitializer")

    def _value(self, node: Node) -> str:
        """The register of a value; loaded where this piece has not got it yet."""
        if node.op == "constant":
            return self.number(node.args[0])
        if node.number not in self.registers:
            self.registers[node.number] = self._found(node)
        return self.registers[node.number]

    def _found(self, node: Node) -> str:
        if node.number in self.masks:
            return self.chosen(self.masks[node.number], self.number(1.0), self.number(0.0))
        if node.op in INPUTS:
            return self._input(node.op, node.args[0])
        if is_call(node):
            return self._load("call", self.plan.operands[node.number][0])
        return self._load(*self.plan.waits[node.number])

    def _input(self, kind: str, row: int) -> str:
        if kind == "state":
            live = self.target.live.get(row)
            return self._load("still", self.target.still[row]) if live is None else self._load("state", live)
        if kind == "parameter":
            return self._load("parameter", row)
        return self._drawn(row) if kind == "draw" else self._same_for_all("calendar", row, "double")

    def _node(self, node: Node) -> None:
        if is_call(node):
            for row, operand in zip(self.plan.operands[node.number], node.args, strict=True):
                self._put("call", row, self._value(operand))
            return
        if node.op in COMPARISONS:
            a, b = (self._value(one) for one in node.args)
            self.masks[node.number] = self.worked(f"fcmp {PREDICATE[node.op]}", a, b)
        else:
            self.registers[node.number] = self._worked_out(node)
        if node.number in self.plan.waits:
            self._put(*self.plan.waits[node.number], self._value(node))
        self._store(node)

    def _store(self, node: Node) -> None:
        for buffer, row in self.target.stores.get(node.number, ()):
            self._put(buffer, row, self._value(node))

    def _worked_out(self, node: Node) -> str:
        if node.op == "choose":
            return self._chosen(node)
        operands = [self._value(one) for one in node.args]
        if node.op in BINARY:
            return self.worked(BINARY[node.op], *operands)
        if node.op == "negative":
            return self.says(f"fneg {self.values} {operands[0]}")
        if node.op in INTRINSIC:
            return self.intrinsic(INTRINSIC[node.op], operands[0])
        return self._extreme(node, *operands)

    def _chosen(self, node: Node) -> str:
        condition, one, other = node.args
        if condition.number not in self.masks:
            self.masks[condition.number] = self.worked("fcmp une", self._value(condition), self.number(0.0))
        return self.chosen(self.masks[condition.number], self._value(one), self._value(other))

    def _if(self, predicate: str, a: str, b: str, one: str, other: str) -> str:
        return self.chosen(self.worked(f"fcmp {predicate}", a, b), one, other)

    def _extreme(self, node: Node, a: str, b: str) -> str:
        """The larger or smaller: what is no number stays, and of two zeros NumPy takes the second, a clip the first."""
        if node.op in ("at_least", "at_most"):
            return self._if("olt" if node.op == "at_least" else "ogt", a, b, b, a)
        predicate = "ugt" if node.op == "maximum" else "ult"
        larger = self._if(predicate, a, b, a, b)
        return larger if node.args[1].op == "constant" else self._if("uno", b, b, b, larger)

    def _drawn(self, row: int) -> str:
        """A uniform draw: key and run mixed by the finaliser of SplitMix64, as `sim.base.draws` has it."""
        mixed = self.mixed("add", self._same_for_all("key", row, "i64"), "%which")
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = self.mixed("xor", mixed, self._shifted(mixed, shift))
            mixed = self.mixed("mul", mixed, self.bits(factor - (1 << 64)))
        bits = self._shifted(self.mixed("xor", mixed, self._shifted(mixed, 31)), 12)
        # 52 bits put under the exponent of 2^52 are 2^52 more than they say: an exact difference leaves them and a half
        above = self.as_number(self.mixed("or", bits, self.bits(0x433 << 52)))
        return self.worked("fmul", self.worked("fsub", above, self.number(2.0**52 - 0.5)), self.number(2.0**-52))

    def _shifted(self, bits: str, by: int) -> str:
        return self.mixed("lshr", bits, self.bits(by))

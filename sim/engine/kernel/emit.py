"""Write the scheduled graph down as code of LLVM, the library that turns it into instructions of the machine at hand.

The code is text. `%3 = fadd <8 x double> %1, %2` adds the values of eight runs at once; LLVM uses what the processor
has for that. No operation is allowed to be joined with another or put in another order, so that every bit is as NumPy
would have it.

Runs stand in chunks of `CHUNK`, and a chunk's rows one below the other, so that all that a turn of a chunk needs lies
close together. A piece of code is a loop over the runs of a chunk, as many at a time as the processor's registers hold:

    define internal void @turn.piece3(ptr %state, ...) {
    loop: load what the piece needs, one operation a line, store what is kept; the next runs
    }

and a level is a function that calls its pieces for every chunk.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engine.kernel.bounds import COMPARISONS
from sim.engine.kernel.graph import INPUTS, Node
from sim.engine.kernel.schedule import Piece, Schedule, is_call

CHUNK = 8
"""Runs whose numbers stand together: a row of a chunk is a line of the processor's cache."""

BUFFERS = ("state", "still", "after", "parameter", "calendar", "key", "run", "call", "kept", "scratch", "result")
"""The arrays that the code works on, in the order of its arguments."""

BINARY = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
SHARED = ("calendar", "key", "scratch")
"""Buffers that are the same for every chunk: one number for all runs, or room for a chunk at a time."""

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

    `stores` says for each node where it goes, `live` at which row of the state a row stands that a turn may change;
    `rows` is how many rows each buffer has, and `lanes` how many runs an operation works on.
    """

    stores: Mapping[int, Sequence[Store]]
    live: Mapping[int, int]
    rows: Mapping[str, int]
    lanes: int


def declarations(lanes: int) -> str:
    """What the code of every part calls."""
    wide = f"<{lanes} x double>"
    return "\n".join(f"declare {wide} @llvm.{name}.v{lanes}f64({wide})" for name in INTRINSIC.values())


def emit(name: str, plan: Schedule, results: Sequence[Node], target: Target) -> str:
    """The code of all levels of a part: functions of the buffers, of how many chunks there are, and a row's length."""
    lines, level_of = list[str](), defaultdict[int, list[str]](list)
    for number, piece in enumerate(plan.pieces):
        level_of[piece.level].append(f"{name}.piece{number}")
        lines += _Writer(plan, target).piece(level_of[piece.level][-1], piece)
    copied = {node.number: node for node in results if node.op in INPUTS or is_call(node)}
    level_of[plan.levels - 1].append(f"{name}.copies")
    lines += _Writer(plan, target).copies(f"{name}.copies", list(copied.values()))
    for level in range(plan.levels):
        lines += _level(f"{name}{level}", level_of[level], target.rows)
    return "\n".join(lines)


def _level(level: str, pieces: Sequence[str], rows: Mapping[str, int]) -> list[str]:
    """The function of a level: all its pieces for one chunk after another."""
    moves, handed = [], []
    for name in BUFFERS:
        length = 0 if name in SHARED else CHUNK if name == "result" else CHUNK * rows.get(name, 1)
        moves.append(f"  %{name}.skip = mul i64 %chunk, {length}")
        moves.append(f"  %{name}.here = getelementptr double, ptr %{name}, i64 %{name}.skip")
        handed.append(f"ptr %{name}.here")
    arguments = ", ".join(f"ptr %{name}" for name in BUFFERS)
    return [
        f"define void @{level}({arguments}, i64 %chunks, i64 %width) {{",
        "entry:",
        "  br label %loop",
        "loop:",
        "  %chunk = phi i64 [0, %entry], [%next, %loop]",
        *moves,
        *(f"  call void @{piece}({', '.join(handed)}, i64 %width)" for piece in pieces),
        "  %next = add i64 %chunk, 1",
        "  %more = icmp slt i64 %next, %chunks",
        "  br i1 %more, label %loop, label %end",
        "end:",
        "  ret void",
        "}",
    ]


def _double(value: float) -> str:
    return "0x" + struct.pack(">d", value).hex().upper()


@dataclass
class _Writer:
    """Writes one piece: what it has loaded or worked out already goes by the name of a register."""

    plan: Schedule
    target: Target

    def __post_init__(self) -> None:
        self.lanes = self.target.lanes
        self.values, self.mask, self.whole = (f"<{self.lanes} x {kind}>" for kind in ("double", "i1", "i64"))
        self.lines: list[str] = []
        self.registers: dict[int, str] = {}
        self.masks: dict[int, str] = {}
        self.count = 0

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
        arguments = ", ".join(f"ptr noalias %{name}" for name in BUFFERS)
        return [
            f"define internal void @{name}({arguments}, i64 %width) noinline {{",
            "entry:",
            "  br label %loop",
            "loop:",
            "  %first = phi i64 [0, %entry], [%next, %loop]",
            "  %at = getelementptr i64, ptr %run, i64 %first",
            f"  %which = load {self.whole}, ptr %at, align 64",
            *self.lines,
            f"  %next = add i64 %first, {self.lanes}",
            f"  %more = icmp slt i64 %next, {CHUNK}",
            "  br i1 %more, label %loop, label %end",
            "end:",
            "  ret void",
            "}",
        ]

    def _says(self, code: str) -> str:
        self.count += 1
        self.lines.append(f"  %v{self.count} = {code}")
        return f"%v{self.count}"

    def _everywhere(self, kind: str, value: str) -> str:
        return "<" + ", ".join([f"{kind} {value}"] * self.lanes) + ">"

    def _address(self, buffer: str, row: int) -> str:
        if buffer == "result":  # whole rows of all runs, as NumPy likes them
            place = self._says(f"add i64 {self._says(f'mul i64 %width, {row}')}, %first")
            return self._says(f"getelementptr double, ptr %result, i64 {place}")
        return self._says(f"getelementptr [{CHUNK} x double], ptr %{buffer}, i64 {row}, i64 %first")

    def _load(self, buffer: str, row: int) -> str:
        return self._says(f"load {self.values}, ptr {self._address(buffer, row)}, align 64")

    def _put(self, buffer: str, row: int, register: str) -> None:
        self.lines.append(f"  store {self.values} {register}, ptr {self._address(buffer, row)}, align 64")

    def _same_for_all(self, buffer: str, row: int, kind: str) -> str:
        one = self._says(f"load {kind}, ptr {self._says(f'getelementptr {kind}, ptr %{buffer}, i64 {row}')}")
        lane = self._says(f"insertelement <{self.lanes} x {kind}> poison, {kind} {one}, i32 0")
        wide = f"<{self.lanes} x {kind}>"
        return self._says(f"shufflevector {wide} {lane}, {wide} poison, <{self.lanes} x i32> zeroinitializer")

    def _value(self, node: Node) -> str:
        """The register of a value; loaded where this piece has not got it yet."""
        if node.op == "constant":
            return self._everywhere("double", _double(node.args[0]))
        if node.number not in self.registers:
            self.registers[node.number] = self._found(node)
        return self.registers[node.number]

    def _found(self, node: Node) -> str:
        if node.number in self.masks:
            ones, zeros = (self._everywhere("double", _double(x)) for x in (1.0, 0.0))
            return self._says(
                f"select {self.mask} {self.masks[node.number]}, {self.values} {ones}, {self.values} {zeros}"
            )
        if node.op in INPUTS:
            return self._input(node.op, node.args[0])
        if is_call(node):
            return self._load("call", self.plan.operands[node.number][0])
        return self._load(*self.plan.waits[node.number])

    def _input(self, kind: str, row: int) -> str:
        if kind == "state":
            live = self.target.live.get(row)
            return self._load("still", row) if live is None else self._load("state", live)
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
            self.masks[node.number] = self._says(f"fcmp {PREDICATE[node.op]} {self.values} {a}, {b}")
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
            return self._says(f"{BINARY[node.op]} {self.values} {', '.join(operands)}")
        if node.op == "negative":
            return self._says(f"fneg {self.values} {operands[0]}")
        if node.op in INTRINSIC:
            return self._says(
                f"call {self.values} @llvm.{INTRINSIC[node.op]}.v{self.lanes}f64({self.values} {operands[0]})"
            )
        return self._extreme(node, *operands)

    def _chosen(self, node: Node) -> str:
        condition, one, other = node.args
        if condition.number not in self.masks:
            zeros = self._everywhere("double", _double(0.0))
            self.masks[condition.number] = self._says(f"fcmp une {self.values} {self._value(condition)}, {zeros}")
        return self._select(self.masks[condition.number], self._value(one), self._value(other))

    def _select(self, mask: str, one: str, other: str) -> str:
        return self._says(f"select {self.mask} {mask}, {self.values} {one}, {self.values} {other}")

    def _if(self, predicate: str, a: str, b: str, one: str, other: str) -> str:
        return self._select(self._says(f"fcmp {predicate} {self.values} {a}, {b}"), one, other)

    def _extreme(self, node: Node, a: str, b: str) -> str:
        """The larger or smaller: what is no number stays, and of two zeros NumPy takes the second, a clip the first."""
        if node.op in ("at_least", "at_most"):
            return self._if("olt" if node.op == "at_least" else "ogt", a, b, b, a)
        predicate = "ugt" if node.op == "maximum" else "ult"
        larger = self._if(predicate, a, b, a, b)
        return larger if node.args[1].op == "constant" else self._if("uno", b, b, b, larger)

    def _drawn(self, row: int) -> str:
        """A uniform draw: key and run mixed by the finaliser of SplitMix64, as `sim.base.draws` has it."""
        mixed = self._whole("add", self._same_for_all("key", row, "i64"), "%which")
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = self._whole("xor", mixed, self._shifted(mixed, shift))
            mixed = self._whole("mul", mixed, self._everywhere("i64", str(factor - (1 << 64))))
        bits = self._shifted(self._whole("xor", mixed, self._shifted(mixed, 31)), 12)
        real = self._says(f"uitofp {self.whole} {bits} to {self.values}")
        half = self._says(f"fadd {self.values} {real}, {self._everywhere('double', _double(0.5))}")
        return self._says(f"fmul {self.values} {half}, {self._everywhere('double', _double(2.0**-52))}")

    def _whole(self, operation: str, a: str, b: str) -> str:
        return self._says(f"{operation} {self.whole} {a}, {b}")

    def _shifted(self, bits: str, by: int) -> str:
        return self._whole("lshr", bits, self._everywhere("i64", str(by)))

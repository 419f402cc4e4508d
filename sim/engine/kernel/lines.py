"""Lines in the language of LLVM: one operation each, on the numbers of several runs at once."""

from __future__ import annotations

import struct


def double(value: float) -> str:
    """A number as LLVM reads it, to the bit."""
    return "0x" + struct.pack(">d", value).hex().upper()


class Lines:
    """Lines that are written down one after another; each result has a register of its own, `%v1`, `%v2` and so on."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.values, self.mask, self.whole = (f"<{lanes} x {kind}>" for kind in ("double", "i1", "i64"))
        self.lines: list[str] = []
        self.count = 0

    def says(self, code: str) -> str:
        """The register of what a line gives."""
        self.count += 1
        self.lines.append(f"  %v{self.count} = {code}")
        return f"%v{self.count}"

    def everywhere(self, kind: str, value: str) -> str:
        """The same for all runs."""
        return "<" + ", ".join([f"{kind} {value}"] * self.lanes) + ">"

    def number(self, value: float) -> str:
        """A number, the same for all runs."""
        return self.everywhere("double", double(value))

    def bits(self, value: int) -> str:
        """A whole number of 64 bits, the same for all runs."""
        return self.everywhere("i64", str(value))

    def worked(self, operation: str, a: str, b: str) -> str:
        """An operation on numbers."""
        return self.says(f"{operation} {self.values} {a}, {b}")

    def mixed(self, operation: str, a: str, b: str) -> str:
        """An operation on whole numbers."""
        return self.says(f"{operation} {self.whole} {a}, {b}")

    def as_number(self, bits: str) -> str:
        """The numbers whose bits these are."""
        return self.says(f"bitcast {self.whole} {bits} to {self.values}")

    def intrinsic(self, name: str, *operands: str) -> str:
        """A function of numbers that processors have themselves."""
        given = ", ".join(f"{self.values} {operand}" for operand in operands)
        return self.says(f"call {self.values} @llvm.{name}.v{self.lanes}f64({given})")

    def chosen(self, mask: str, one: str, other: str) -> str:
        """One where the mask holds, else the other."""
        return self.says(f"select {self.mask} {mask}, {self.values} {one}, {self.values} {other}")

    def each(self, kind: str, register: str, lane: int) -> str:
        """What stands in one lane."""
        return self.says(f"extractelement <{self.lanes} x {kind}> {register}, i32 {lane}")

    def filled(self, kind: str, ones: list[str]) -> str:
        """A register with these in its lanes."""
        register = "poison"
        for lane, one in enumerate(ones):
            register = self.says(f"insertelement <{self.lanes} x {kind}> {register}, {kind} {one}, i32 {lane}")
        return register


def loop(name: str, arguments: str, step: int, until: str, lines: list[str], inside: str = "") -> list[str]:
    """A function that does the same for places 0, `step`, twice that and so on, up to `until`: each is `%first`."""
    return [
        f"define {inside}void @{name}({arguments}) {'noinline ' if inside else ''}{{",
        "entry:",
        "  br label %loop",
        "loop:",
        "  %first = phi i64 [0, %entry], [%next, %again]",
        *lines,
        "  br label %again",
        "again:",
        f"  %next = add i64 %first, {step}",
        f"  %more = icmp slt i64 %next, {until}",
        "  br i1 %more, label %loop, label %end",
        "end:",
        "  ret void",
        "}",
    ]

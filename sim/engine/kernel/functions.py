"""Functions that compiled code works out itself, where they have the very bits of those that rules call.

A processor has no `exp` and no `log`. Code that calls the rules' own has to stop for all runs at once,
and what it knew is gone from the processor's cache when it goes on. So it calls others, for rows of numbers:

- `exp`, for several numbers at once. The C library's (Szabolcs Nagy's of 2018, in glibc since 2.28), which
  rules are given on any processor: 2^(k/128) from a table, times a polynomial of what remains.
- `log` and SciPy's functions of the normal distribution as they are: borrowed, and called for one number after another.

None is trusted: each is compared with what it stands for on many numbers when a process first needs it, and one that
differs in a bit anywhere is called as a rule would call it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, NamedTuple

import llvmlite.binding as llvm
import numpy as np

from sim.base.arrays import Array
from sim.engine.kernel.bounds import EXP, LOG
from sim.engine.kernel.graph import function_named
from sim.engine.kernel.lines import Lines, double, loop
from sim.engine.kernel.machine import engine_of, lanes, machine_code

BORROWED = {EXP: "exp", LOG: "log", "scipy.special.ndtr": "ndtr", "scipy.special.ndtri": "ndtri"}
"""Functions that may be borrowed, by the name that they have in the C library or in SciPy."""

ARGUMENTS = "ptr %rows, i64 %count"
PARTS = 128
"""How many parts an octave has in the table of powers of 2."""

ROUNDING = 1.5 * 2.0**52
"""Added to a number and taken away again, it leaves a whole one."""

FAR = 512.0
"""From here on a power of e may be too large or too small for the table; it is left to the C library."""


class Within(NamedTuple):
    """Where the functions are that code may call, by name; and what has to be kept for them to be there."""

    places: Mapping[str, int]
    keeps: tuple[Any, ...]


@lru_cache(maxsize=1)
def within() -> Within:
    """The functions that compiled code works out itself in this process."""
    borrowed = dict(_borrowed())
    for name, place in borrowed.items():
        llvm.add_symbol(f"one.{name}", place)
    made = [_for_rows(name) for name in borrowed if name != EXP] + ([_exp()] if EXP in borrowed else [])
    engine = engine_of([machine_code("\n".join(made))])
    places = {name: engine.get_function_address(f"rows.{name}") for name in borrowed}
    return Within({name: place for name, place in places.items() if _agrees(name, place)}, (engine,))


def make_known() -> None:
    """Let code that is loaded from now on find the functions."""
    for name, place in within().places.items():
        llvm.add_symbol(f"rows.{name}", place)


def declared(names: Iterable[str]) -> str:
    """What code says of the functions that it calls."""
    return "\n".join(f"declare void @rows.{name}(ptr, i64)" for name in names)


def _borrowed() -> Iterator[tuple[str, int]]:
    """Where each function is that can be borrowed."""
    for name, own in BORROWED.items():
        place = _in_scipy(own) if name.startswith("scipy.") else _in_the_c_library(own)
        if place:
            yield name, place


def _in_the_c_library(name: str) -> int | None:
    """Where the C library that Python itself uses has a function of one number; None where it cannot be asked."""
    try:
        return ctypes.cast(getattr(ctypes.CDLL(None), name), ctypes.c_void_p).value
    except (OSError, TypeError, AttributeError):
        return None


def _in_scipy(name: str) -> int | None:
    """Where SciPy has a function of one number, which it offers to compiled code."""
    from scipy.special import cython_special

    offered = cython_special.__pyx_capi__
    capsule = offered.get(name) or offered.get(f"__pyx_fuse_1{name}")
    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype, api.PyCapsule_GetName.argtypes = ctypes.c_char_p, [ctypes.py_object]
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    kind = api.PyCapsule_GetName(capsule) if capsule is not None else b""
    return api.PyCapsule_GetPointer(capsule, kind) if kind.startswith(b"double (double, int ") else None


def _agrees(name: str, place: int) -> bool:
    """Whether a function has the bits of the one that it stands for, wherever that is a number."""
    numbers = sample()
    with np.errstate(all="ignore"):
        expected = function_named(name)(numbers)
    found = numbers.copy()
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(place)(found.ctypes.data, len(found))
    same = (found.view(np.int64) == expected.view(np.int64)) | (np.isnan(found) & np.isnan(expected))
    return bool(same.all())


def sample(count: int = 1 << 14) -> Array:
    """Numbers of all sizes, most of them near 0 and between 0 and 1; as many as fill whole registers."""
    even = (np.arange(count) + 0.5) * 0.618033988749895 % 1.0
    wide = np.tan((even - 0.5) * np.pi)
    special = np.array([0.0, -0.0, 1.0, np.inf, -np.inf, np.nan, 709.9, -708.4, -745.2, 1e-310, 1e308, -1e308, 5e-17])
    return np.concatenate([even, wide, wide * 100.0, np.resize(special, 64)])


def _for_rows(name: str) -> str:
    """A borrowed function for rows of numbers, one after another."""
    two = ", i32" if name.startswith("scipy.") else ""  # what SciPy offers has a second argument, without meaning
    lines = [
        "  %place = getelementptr double, ptr %rows, i64 %first",
        "  %x = load double, ptr %place, align 8",
        f"  %y = call double @one.{name}(double %x{two and ', i32 1'})",
        "  store double %y, ptr %place, align 8",
    ]
    return "\n".join([f"declare double @one.{name}(double{two})", *loop(f"rows.{name}", ARGUMENTS, 1, "%count", lines)])


def powers() -> tuple[list[float], list[int]]:
    """The table of 2^(k/128): how far the nearest number is off as a share of it, and its bits without the exponent k.

    Taken from k's bits shifted to where exponents stand, so that one addition gives the bits of 2^(k/128) for any k.
    """
    with localcontext() as context:
        context.prec = 50
        exact = [(Decimal(2).ln() * k / PARTS).exp() for k in range(PARTS)]
        nearest = [float(one) for one in exact]
        off = [float(one / Decimal(near) - 1) for one, near in zip(exact, nearest, strict=True)]
    bits = [int(np.float64(near).view(np.int64)) - (k << 45) for k, near in enumerate(nearest)]
    return off, bits


def _exp() -> str:
    """`exp` for rows of numbers, several at once."""
    lines = _Exp(lanes())
    off, bits = powers()
    offs, wholes = ", ".join(f"double {double(one)}" for one in off), ", ".join(f"i64 {one}" for one in bits)
    return "\n".join(
        [
            *(f"declare {lines.values} @llvm.{name}" for name in _intrinsics(lines)),
            f"declare i1 @llvm.vector.reduce.or.v{lines.lanes}i1({lines.mask})",
            f"declare double @one.{EXP}(double)",
            f"@off = internal constant [{PARTS} x double] [{offs}], align 64",
            f"@bits = internal constant [{PARTS} x i64] [{wholes}], align 64",
            *loop(f"rows.{EXP}", ARGUMENTS, lines.lanes, "%count", lines.written()),
        ]
    )


def _intrinsics(lines: Lines) -> tuple[str, ...]:
    wide, suffix = lines.values, f"v{lines.lanes}f64"
    return f"fma.{suffix}({wide}, {wide}, {wide})", f"fabs.{suffix}({wide})"


class _Exp(Lines):
    """The lines of `exp`: e^x = 2^(k/128) e^r, where k is whole and r small."""

    def written(self) -> list[str]:
        """The lines for the numbers at the place `%first`."""
        place = self.says("getelementptr double, ptr %rows, i64 %first")
        x = self.says(f"load {self.values}, ptr {place}, align 8")
        shifted = self._fma(self.number(PARTS * float.fromhex("0x1.71547652b82fep0")), x, self.number(ROUNDING))
        k = self.says(f"bitcast {self.values} {shifted} to {self.whole}")
        off, scale = self._power(k)
        y = self._fma(scale, self._rest(self._remainder(x, shifted), off), scale)
        self.lines.append(f"  store {self.values} {y}, ptr {place}, align 8")
        return [*self.lines, *self._where_far(x, place)]

    def _fma(self, a: str, b: str, c: str) -> str:
        """The first times the second plus the third, rounded once."""
        return self.intrinsic("fma", a, b, c)

    def _remainder(self, x: str, shifted: str) -> str:
        """r: x less k/128 of log 2, which is taken away in two parts."""
        k = self.worked("fsub", shifted, self.number(ROUNDING))
        rough = self._fma(k, self.number(float.fromhex("-0x1.62e42fefa0000p-8")), x)
        return self._fma(k, self.number(float.fromhex("-0x1.cf79abc9e3b39p-47")), rough)

    def _power(self, k: str) -> tuple[str, str]:
        """2^(k/128), and how far it is off."""
        row = self.mixed("and", k, self.bits(PARTS - 1))
        rows = [self.each("i64", row, lane) for lane in range(self.lanes)]
        off = self.filled("double", [self._found("double", "off", one) for one in rows])
        bits = self.filled("i64", [self._found("i64", "bits", one) for one in rows])
        return off, self.as_number(self.mixed("add", bits, self.mixed("shl", k, self.bits(45))))

    def _found(self, kind: str, table: str, row: str) -> str:
        return self.says(f"load {kind}, ptr {self.says(f'getelementptr {kind}, ptr @{table}, i64 {row}')}")

    def _rest(self, r: str, off: str) -> str:
        """e^r - 1, with what the power of 2 is off."""
        two, three, four, five = (
            self.number(float.fromhex(one))
            for one in (
                "0x1.ffffffffffdbdp-2",
                "0x1.555555555543cp-3",
                "0x1.55555cf172b91p-5",
                "0x1.1111167a4d017p-7",
            )
        )
        square = self.worked("fmul", r, r)
        low = self._fma(square, self._fma(r, three, two), self.worked("fadd", off, r))
        return self._fma(self.worked("fmul", square, square), self._fma(r, five, four), low)

    def _where_far(self, x: str, place: str) -> list[str]:
        """Where any of the numbers is far from 0, or none: all of them by the C library."""
        lines = Lines(self.lanes)
        lines.count = self.count
        size = lines.intrinsic("fabs", x)
        far = lines.says(f"fcmp uge {self.values} {size}, {self.number(FAR)}")
        some = lines.says(f"call i1 @llvm.vector.reduce.or.v{self.lanes}i1({self.mask} {far})")
        lines.lines += [f"  br i1 {some}, label %far, label %near", "far:"]
        for lane in range(self.lanes):
            y = lines.says(f"call double @one.{EXP}(double {lines.each('double', x, lane)})")
            where = lines.says(f"getelementptr double, ptr {place}, i64 {lane}")
            lines.lines.append(f"  store double {y}, ptr {where}, align 8")
        return [*lines.lines, "  br label %near", "near:"]

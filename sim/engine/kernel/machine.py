"""The machine at hand: what its processor can do, and how LLVM's text becomes its instructions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from sim.base.arrays import exp, log


def lanes() -> int:
    """How many numbers a register of the processor holds; four where it holds fewer."""
    return 8 if llvm.get_host_cpu_features().get("avx512f") else 4


def target() -> llvm.TargetMachine:
    """What LLVM writes for.

    It is not asked to look for anything better (`opt=0`): the text is what shall be done, one operation after another,
    and what it finds takes twice as long to compile and is no quicker to run.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten()
    named = llvm.Target.from_default_triple()
    return named.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=0, jit=True)


def machine_code(code: str) -> bytes:
    """The machine code of a text."""
    module = llvm.parse_assembly(code)
    made: bytes = target().emit_object(module)
    return made


def engine_of(codes: Sequence[bytes]) -> Any:
    """Machine code ready to be called, as long as what is given here is kept."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target())
    for code in codes:
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine


@lru_cache(maxsize=1)
def described() -> tuple[str, ...]:
    """What code depends on: the processor, and what functions make of numbers on it."""
    numbers = np.linspace(0.001, 20.0, 4001)
    made = hashlib.sha256(np.concatenate([exp(-numbers), log(numbers)]).tobytes()).hexdigest()
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten(), made

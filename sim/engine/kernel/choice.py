"""Which kernel plays: the compiled turn where it can be had and pays, else the arrays. Both give the same bits."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from sim.base.errors import known_or_bad
from sim.engine.interventions import Case
from sim.engine.step import Kernel, Notes, step

KERNELS = ("compiled", "arrays")
"""What may be asked for: the compiled turn, or the reference."""

WORTH_COMPILING = 50_000
"""Runs times turns from which on compiling costs less than it saves; what is compiled already pays sooner."""

WORTH_LOADING = 1_000
"""Runs times turns below which even a compiled turn is not worth looking for."""

VARIABLE = "ENTENTE_KERNEL"
"""What is asked for stands in the environment, so that processes that are started play by it too."""


MISSING = "llvmlite, which compiles a turn, is not installed"


class ArraysPlay(UserWarning):
    """Why a case is played by the arrays, though the compiled turn was wanted."""


def use(kernel: str) -> None:
    """Play by this kernel from now on, here and in processes started from here."""
    known_or_bad(kernel, KERNELS, "entente", "--kernel", "what plays")
    os.environ[VARIABLE] = kernel


def _asked() -> str:
    asked = os.environ.get(VARIABLE, KERNELS[0])
    known_or_bad(asked, KERNELS, "environment", VARIABLE, "what plays")
    return asked


def say_nothing() -> None:
    """Leave it to the process that started this one to say why arrays play."""
    warnings.simplefilter("ignore", ArraysPlay)


def kernel_for(case: Case, work: int = WORTH_COMPILING, notes: Notes | None = None) -> Kernel:
    """The kernel for a case of which `work` runs times turns are to be played, with what is to be noted of each turn.

    Where the turn cannot be compiled the arrays play, and a warning says once which rule or what else is the reason.
    """
    if work < WORTH_LOADING or _asked() == "arrays":
        return step
    try:
        from sim.engine.kernel.compiled import compiled_turn, is_compiled
    except ImportError:
        return _arrays(MISSING)
    if work < WORTH_COMPILING and not is_compiled(case, notes):
        return step
    found = compiled_turn(case, notes)
    return _arrays(found) if isinstance(found, str) else found


def prepare(cases: Iterable[tuple[Case, int]]) -> None:
    """Compile what it pays for, so that every process finds it; each case comes with its runs times turns.

    What counts is the work of all cases of one structure, though each of them may be small.
    """
    if _asked() == "arrays":
        return
    try:
        from sim.engine.kernel.program import fingerprint
    except ImportError:
        _arrays(MISSING)
        return
    one_of, work = dict[str, Case](), Counter[str]()
    for case, own in cases:
        one_of[fingerprint(case)] = case
        work[fingerprint(case)] += own
    for structure, case in one_of.items():
        kernel_for(case, work[structure])


@lru_cache(maxsize=64)
def _arrays(reason: str) -> Kernel:
    """The arrays; the reason is said once."""
    warnings.warn(f"played by arrays, the same numbers more slowly: {reason}", ArraysPlay, stacklevel=3)
    return step

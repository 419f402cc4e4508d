"""A program: the compiled code of a turn, what it reads and writes, and where it is kept for the next time.

Code is compiled once for each structure (who plays under which rules, which mechanisms answer, which traits are given)
on each kind of machine, and kept in the user's cache under a hash of all that it depends on. A file is written aside
and renamed, so that several processes may do so at once; where nothing can be written, code is compiled again.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from sim.base.hashes import OF_A_TURN, code_hash, hash_of, plain
from sim.engine.interventions import Case
from sim.engine.kernel.emit import BUFFERS, Store, Target, declarations, emit, stretches
from sim.engine.kernel.functions import make_known, within
from sim.engine.kernel.graph import Node
from sim.engine.kernel.machine import described, engine_of, lanes, machine_code
from sim.engine.kernel.plan import Part, Plan, plan_from, told
from sim.engine.kernel.schedule import Call, needed, schedule, settled_by_parameters
from sim.engine.kernel.trace import Traced, trace
from sim.engine.step import Notes
from sim.model.changes import Mechanism
from sim.model.world import VARIABLES
from sim.scenarios.scenario import Scenario

Stretch = Callable[..., None]
"""Machine code up to where NumPy is called, or the end: called with the addresses of the buffers, how many chunks there
are, the length of a row of results, and 1 where parameters differ from chunk to chunk."""


@dataclass(frozen=True, eq=False)
class Program:
    """The plan of a turn and the machine code of its parts, a function for each stretch; `keeps` is where it lives."""

    plan: Plan
    numbers: tuple[Stretch, ...]
    turn: tuple[Stretch, ...]
    keeps: tuple[Any, ...]


def program_of(case: Case, notes: Notes | None = None) -> Program:
    """The program of a case, from disk or compiled now; raise `Untraceable` if that cannot be done."""
    path = _place(case, notes)
    kept = _read(path)
    if kept is None:
        plan, code = compiled(trace(case, notes))
        kept = plan, machine_code(code)
        _write(path, *kept)
    return loaded(*kept)


def is_kept(case: Case, notes: Notes | None = None) -> bool:
    """Whether the program of a case lies on disk."""
    return _place(case, notes).is_file()


def _place(case: Case, notes: Notes | None) -> Path:
    return cache_folder() / f"{fingerprint(case, notes)}.turn"


def fingerprint(case: Case, notes: Notes | None = None) -> str:
    """Hash of all that the code of a case depends on; numbers of parameters, levers and dates are no part of it."""
    return _fingerprint(case.scenario, case.mechanisms, tuple(sorted(vars(case.parameters.at(0)))), notes)


@lru_cache(maxsize=64)
def _fingerprint(
    scenario: Scenario, mechanisms: tuple[Mechanism, ...], parameters: tuple[str, ...], notes: Notes | None
) -> str:
    cast, start = scenario.cast, scenario.world(1)
    rules = [why.weigh for policy in cast.policies for rule in policy.rules for why in rule.reasons]
    return hash_of(
        {
            "code": code_hash(OF_A_TURN),
            "noted": f"{notes.__module__}.{notes.__qualname__} {_bytes_of(notes)}" if notes else "",
            "cast": plain(cast),
            "traits": plain({name: start[name] for name, quantity in VARIABLES.items() if quantity.kind == "fixed"}),
            "mechanisms": [(one.name, one.answer.__module__, one.answer.__qualname__) for one in mechanisms],
            "parameters": parameters,
            "rules": [_bytes_of(function) for function in (*rules, *(one.answer for one in mechanisms))],
            "libraries": [version(name) for name in ("llvmlite", "numpy", "scipy")],
            "machine": [*described(), *sorted(within().places)],
        }
    )


def _bytes_of(function: Any) -> str:
    """What a rule does, also where it was not read from the package's files."""
    code = function.__code__
    inner = [repr(one) for one in code.co_consts if not hasattr(one, "co_code")]
    return hashlib.sha256(repr((code.co_code, code.co_names, inner)).encode()).hexdigest()


def compiled(traced: Traced) -> tuple[Plan, str]:
    """The plan of a traced turn, and its code as text."""
    found = _Rows.of(traced)
    changed, sums = [traced.after[row] for row in found.live], list(_sums([traced.after[row] for row in found.live]))
    written = [*traced.series_nodes, *traced.issued, *traced.clipped.values(), *traced.noted, sums[-1]]
    results = [*(node for pair in zip(changed, sums, strict=True) for node in pair), *written]
    known = len(traced.parameters)
    settled = settled_by_parameters(results)
    rows = {"parameter": known + len(settled), "still": len(found.still)}
    numbers, first = _part("numbers", settled, _stores("parameter", settled, known), found, rows)
    for row, node in enumerate(settled):
        node.settle("parameter", known + row)
    after, out = (_stores(name, nodes) for name, nodes in (("after", changed), ("result", written)))
    stores = {number: [*after.get(number, ()), *out.get(number, ())] for number in {*after, *out}}
    rows |= {"state": len(changed), "after": len(changed)}
    turn, second = _part("turn", results, stores, found, rows)
    plan = Plan(
        traced.parameters,
        len(settled),
        traced.places,
        found.live,
        found.still,
        found.becomes,
        traced.series,
        len(traced.issued),
        tuple(traced.clipped),
        len(traced.noted),
        numbers,
        turn,
    )
    return plan, "\n".join((declarations(lanes(), within().places), first, second))


class _Rows(NamedTuple):
    """Rows of the state: what a turn may change, what it only reads, and what comes to the same whatever was there."""

    live: tuple[int, ...]
    still: tuple[int, ...]
    becomes: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, traced: Traced) -> _Rows:
        """The rows of a traced turn."""
        changed = {row: node for row, node in enumerate(traced.after) if node.op != "state" or node.args != (row,)}
        shown = (*traced.series_nodes, *traced.issued, *traced.clipped.values(), *traced.noted)
        results = [*changed.values(), *shown]
        read = {node.args[0] for node in needed(results) if node.op == "state"}
        becomes = {
            row: node.args[0]
            for row, node in changed.items()
            if node.op == "constant" and row not in read and math.isfinite(node.args[0])
        }
        live = tuple(row for row in changed if row not in becomes)
        return cls(live, tuple(sorted(read - {*live})), tuple(becomes.items()))


def _sums(nodes: Sequence[Node]) -> Iterator[Node]:
    """The sum of nodes up to each of them."""
    return accumulate(nodes, lambda sums, one: sums.graph.make("add", sums, one))


def _part(
    name: str,
    results: Sequence[Node],
    stores: Mapping[int, Sequence[Store]],
    found: _Rows,
    rows: Mapping[str, int],
) -> tuple[Part, str]:
    """A part of a program, and its code as text."""
    order, own = schedule(results), within().places
    parts = stretches(order, own)
    calls = (replace(one, level=_stretch_of(one, parts)) for one in order.calls if one.function not in own)
    part = Part(len(parts), tuple(calls), order.call_rows, order.kept_rows, order.scratch_rows)
    lengths = {**rows, "call": order.call_rows, "kept": order.kept_rows}
    live, still = ({row: number for number, row in enumerate(of)} for of in (found.live, found.still))
    return part, emit(name, order, results, Target(stores, live, still, lengths, lanes(), own))


def _stretch_of(call: Call, parts: Sequence[range]) -> int:
    """The stretch after which a function is called."""
    return next(number for number, levels in enumerate(parts) if call.level in levels)


def _stores(buffer: str, nodes: Sequence[Node], first: int = 0) -> dict[int, list[Store]]:
    """Where each node goes: to rows of a buffer, in order."""
    stores: dict[int, list[Store]] = defaultdict(list)
    for row, node in enumerate(nodes):
        stores[node.number].append((buffer, first + row))
    return stores


def loaded(plan: Plan, code: bytes) -> Program:
    """A program ready to be called."""
    make_known()
    engine = engine_of([code])
    signature = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * len(BUFFERS), *[ctypes.c_int64] * 3)
    numbers, turn = (
        tuple(signature(engine.get_function_address(f"{name}{number}")) for number in range(part.stretches))
        for name, part in (("numbers", plan.numbers), ("turn", plan.turn))
    )
    return Program(plan, numbers, turn, (engine,))


def cache_folder() -> Path:
    """Where compiled turns are kept: `ENTENTE_CACHE`, or the user's cache."""
    from platformdirs import user_cache_path

    named = os.environ.get("ENTENTE_CACHE")
    return Path(named) if named else user_cache_path("entente", appauthor=False)


def _read(path: Path) -> tuple[Plan, bytes] | None:
    """What is kept in a file; None where there is none, or it is not whole."""
    try:
        seal, head, code = path.read_bytes().split(b"\n", 2)
        return (plan_from(json.loads(head)), code) if seal == _seal(head + code) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _write(path: Path, plan: Plan, code: bytes) -> None:
    """Keep a program; where that cannot be done it is compiled again the next time."""
    head = told(plan)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(b"\n".join((_seal(head + code), head, code)))
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)

"""An experiment: a plan played into a folder, recorded whole or not at all, and not played twice."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sim import __version__
from sim.base.errors import BadInput
from sim.base.recorder import Recorder, manifest_of, publish, whole, writing
from sim.lab.executors import make_executor, run_all
from sim.lab.plan import Plan
from sim.lab.provenance import commit, versions
from sim.lab.store import Store, unfinished

PARTS = ".parts"
LISTED = 100
"""Failed runs that the manifest names; all of them stand in the table of runs."""

PLAYING = "Playing histories"

Progress = Callable[[int, int, str], None]
"""Told what is done, of how much, and what is being done: first histories, then the pieces of the closing."""


@dataclass
class Closing:
    """What the recording of a finished plan works with: processes, and somebody to be told of each finished piece."""

    executor: Executor
    progress: Progress
    pieces: int = 0
    done: int = 0

    def expect(self, pieces: int) -> None:
        """Say that so many more pieces are to come."""
        self.pieces += pieces

    def finished(self, what: str, pieces: int = 1) -> None:
        """Tell that pieces are finished."""
        self.done += pieces
        self.progress(self.done, self.pieces, f"Closing: {what}")


Record = Callable[[Recorder, Store, Mapping[str, Any], Closing], None]
"""Writes the tables, figures and pages of a finished plan; the manifest's facts are given."""


@dataclass(frozen=True)
class Request:
    """What is to be played, where to, and how: `needed` are files that finished results must hold."""

    plan: Plan
    out: Path
    facts: Mapping[str, Any]
    block: int
    jobs: int = 0
    force: bool = False
    needed: tuple[str, ...] = ()


def carry_out(
    request: Request, record: Record, progress: Progress | None = None, executor: Executor | None = None
) -> bool:
    """Play and record what is requested; gives whether it stood there finished already.

    Raises `BadInput` where the folder holds something else or cannot be written. What was played until an
    interruption is kept and taken up by the next call.
    """
    if _ready(request):
        shutil.rmtree(request.out / PARTS, ignore_errors=True)
        return True
    with writing(request.out):
        store = Store(request.out / PARTS, request.plan, request.block)
        # The closing has tasks too: even a single part of histories is worth a second process.
        own, ahead = (executor, store.parts) if executor else make_executor(request.jobs, len(store.tasks()) + 1)
        with nullcontext() if executor else own:
            _played_and_recorded(request, store, record, Closing(own, progress or _silent), ahead)
        store.drop()
    return False


def _played_and_recorded(request: Request, store: Store, record: Record, closing: Closing, ahead: int) -> None:
    began = time.perf_counter()
    told = partial(_told, closing)
    run_all(store.tasks(), closing.executor, ahead, store.take, told, request.plan.runs)
    played = time.perf_counter()
    recorder = Recorder(store.folder / "finished")
    facts = {**request.facts, **facts_of(request.plan, store)}
    record(recorder, store, facts, closing)
    ended = time.perf_counter()
    times = {"": ended - began, "_playing": played - began, "_closing": ended - played}
    recorder.finish({**facts, **{f"wall_seconds{what}": round(seconds, 2) for what, seconds in times.items()}})
    publish(recorder.folder, request.out)


def _told(closing: Closing, done: int, runs: int) -> None:
    closing.progress(done, runs, PLAYING)


def _silent(done: int, pieces: int, what: str) -> None:
    """Tell nobody how far the experiment is."""


def facts_of(plan: Plan, store: Store) -> dict[str, Any]:
    """What the results depend on and what became of the runs; no time and no path."""
    reasons = ((arm.name, store.reasons(number)) for number, arm in enumerate(plan.arms))
    failed = [
        {"mix": mix, "replicate": replicate, "reason": reason}
        for mix, told in reasons
        for replicate, reason in enumerate(told)
        if reason
    ]
    scenario = plan.origin.load()
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "version": __version__,
        "commit": commit(),
        "fingerprint": plan.fingerprint,
        "seed": plan.seed,
        "replicates": plan.replicates,
        "arms": len(plan.arms),
        "runs": plan.runs,
        "turns": plan.turns,
        "measured_from": scenario.levers_from,
        "levers_from": plan.start,
        "settings": dict(plan.settings),
        "failed": len(failed),
        "failed_runs": failed[:LISTED],
        "held_at_a_bound": store.clipped(),
        "versions": versions(),
    }


def _ready(request: Request) -> bool:
    """Whether the results stand there already; raise `BadInput` where something else does or none can be written."""
    manifest = manifest_of(request.out)
    if manifest and manifest.get("fingerprint") == request.plan.fingerprint and _whole(request, manifest):
        return True
    _writable(request.out)
    if not request.force:
        _free(request.out, request.plan.fingerprint, manifest)
    return False


def _whole(request: Request, manifest: Mapping[str, Any]) -> bool:
    return set(request.needed) <= set(manifest["files"]) and whole(request.out, manifest)


def _writable(out: Path) -> None:
    place = out.absolute()
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise _bad(out, f"a folder ({place.name} is a file)")
    if not os.access(place, os.W_OK | os.X_OK):
        raise _bad(out, "a folder that can be written")


def _free(out: Path, fingerprint: str, manifest: Mapping[str, Any] | None) -> None:
    if manifest and manifest.get("fingerprint") != fingerprint:
        raise _bad(out, "a folder without other results (settings or code differ); --force replaces them")
    begun = unfinished(out / PARTS)
    if begun and begun != fingerprint:
        raise _bad(out, "a folder without another unfinished experiment (settings or code differ); --force drops it")
    if not (manifest or begun) and out.is_dir() and any(path.name != PARTS for path in out.iterdir()):
        raise _bad(out, "a new or empty folder; --force writes beside what it holds")


def _bad(out: Path, expected: str) -> BadInput:
    return BadInput("results", "--out", str(out), expected)

"""The sweep: all mixes of the recommended actions and the placebo, on the same luck, as tables, figures and pages."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import sim
from sim.declare import BadInput, Quantity
from sim.lab.designs import BASELINE, EVERYTHING
from sim.lab.effects import EFFECTS, LEVELS, answers, effects, levels
from sim.lab.executors import completed, make_executor
from sim.lab.options import WHERE, Checked, Options, check
from sim.lab.orders import ORDERS, orders
from sim.lab.provenance import commit, versions
from sim.lab.statistics import SUMMARIES
from sim.lab.store import Store, play_part, unfinished
from sim.outcomes import Outcome, outcomes_of, recorded_series
from sim.recorder import (
    MANIFEST,
    TEXT,
    Columns,
    Recorder,
    as_parquet,
    column,
    fingerprint_of,
    manifest_of,
    publish,
    whole,
    writing,
)
from sim.report import Told, write_pages

__all__ = ["Options", "Summary", "run"]

EXPERIMENT = "recommended_actions"
PARTS = ".parts"
AS_PARQUET = ("runs", "turns", "effects", "levels")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a sweep found, for printing; `table` as in `sim.lab.effects.answers`."""

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path
    wall_seconds: float
    reused: bool


def run(options: Options, progress: Progress | None = None, executor: Executor | None = None) -> Summary:
    """Play the sweep into `options.out`, or read it where it stands finished there already.

    `progress` is called with the runs played so far and the runs in all. `executor` takes the place of the processes
    of this machine. Raises `BadInput` for options that are not possible, before anything is written, and for a
    folder that cannot be written; what was played until then is kept and taken up by the next call.
    """
    began = time.perf_counter()
    checked = check(options)
    reused = _ready(checked)
    with writing(options.out):
        if not reused:
            _play_and_record(checked, progress or (lambda done, runs: None), executor, began)
        if options.parquet:
            _add_parquet(checked)
    return _summary(options.out, time.perf_counter() - began, reused)


def _ready(checked: Checked) -> bool:
    """Whether the results stand there already; raise `BadInput` where something else does, or nothing can be written."""
    out = checked.options.out
    manifest = manifest_of(out)
    if manifest and manifest.get("fingerprint") == checked.plan.fingerprint and whole(out, manifest):
        return True
    _writable(out)
    if not checked.options.force:
        _free(out, checked.plan.fingerprint, manifest)
    return False


def _writable(out: Path) -> None:
    place = out.absolute()
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise BadInput(WHERE, "--out", str(out), f"a folder; {place.name} is a file")
    if not os.access(place, os.W_OK | os.X_OK):
        raise BadInput(WHERE, "--out", str(out), "a folder that can be written")


def _free(out: Path, fingerprint: str, manifest: dict[str, Any] | None) -> None:
    if manifest and manifest.get("fingerprint") != fingerprint:
        expected = "a folder without other results (settings or code differ); --force replaces them"
        raise BadInput(WHERE, "--out", str(out), expected)
    begun = unfinished(out / PARTS)
    if begun and begun != fingerprint:
        expected = "a folder without another unfinished sweep (settings or code differ); --force drops it"
        raise BadInput(WHERE, "--out", str(out), expected)
    if not (manifest or begun) and out.is_dir() and any(out.iterdir()):
        raise BadInput(WHERE, "--out", str(out), "a new or empty folder; --force writes beside what it holds")


def _play_and_record(checked: Checked, progress: Progress, executor: Executor | None, began: float) -> None:
    parts = checked.options.out / PARTS
    store = Store(parts, checked.plan, checked.block, len(recorded_series(checked.scenario.cast)))
    play_all(store, checked.options.jobs, progress, executor)
    recorder = Recorder(parts / "finished")
    record(recorder, checked, store)
    recorder.finish(_manifest(checked, store, began))
    publish(recorder.folder, checked.options.out)
    store.drop()


def play_all(store: Store, jobs: int, progress: Progress, executor: Executor | None = None) -> None:
    """Play what is still to be played of a store's plan."""
    tasks, runs = store.pending(), store.plan.runs
    done = runs - sum(task.last - task.first for task in tasks)
    store.close_arms()
    progress(done, runs)
    own, at_once = make_executor(jobs, len(tasks)) if executor is None else (executor, len(tasks))
    with own if executor is None else closing(iter(())):
        with closing(completed(own, play_part, tasks, at_once)) as results:
            for played in results:
                done += played
                store.close_arms()
                progress(done, runs)


def record(recorder: Recorder, checked: Checked, store: Store) -> None:
    """Write all tables, figures and pages of a finished plan."""
    outcomes, plan = outcomes_of(checked.scenario.cast), checked.plan
    found = effects(store.outcome, outcomes, checked.design.contrasts(), checked.options.precision)
    measured = pd.concat(levels(store.outcome, outcomes, [arm.name for arm in plan.arms]), ignore_index=True)
    recorder.table("runs.csv", run_columns(checked), _runs(checked, store))
    recorder.table("turns.csv", TURNS, (turn_frame(checked, store, arm) for arm in range(len(plan.arms))))
    recorder.values("turns.csv", "series", recorded_series(checked.scenario.cast).values())
    recorder.table("effects.csv", EFFECTS, [found])
    recorder.table("levels.csv", LEVELS, [measured])
    recorder.table("orders.csv", ORDERS, orders(plan))
    told = Told(checked.scenario, found, measured, _paths(checked, store), _facts(checked, store))
    write_pages(recorder, told)
"""Draft."""

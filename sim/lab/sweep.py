"""The sweep: all mixes of the recommended actions and the placebo, on the same luck, as tables, figures and pages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim import __version__
from sim.declare import BadInput
from sim.lab.effects import EFFECTS, LEVELS, answers, effects, levels
from sim.lab.executors import run_all
from sim.lab.options import WHERE, Checked, Options, check
from sim.lab.orders import ORDERS, orders
from sim.lab.provenance import commit, versions
from sim.lab.store import Store, unfinished
from sim.lab.tables import EXPERIMENT, TURNS, course, courses, run_columns, runs
from sim.outcomes import outcomes_of, recorded_series
from sim.recorder import Recorder, manifest_of, publish, whole, writing
from sim.report import write_pages
from sim.report_findings import Findings

__all__ = ["Options", "Summary", "run"]

PARTS = ".parts"
AS_PARQUET = ("runs.csv", "turns.csv", "effects.csv", "levels.csv")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a sweep found, for printing; `table` as described in `sim.lab.effects.answers`."""

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path
    wall_seconds: float
    reused: bool


def run(options: Options, progress: Progress | None = None, executor: Executor | None = None) -> Summary:
    """Play the sweep into `options.out`, or read it where it stands there finished already.

    `progress` is called with the runs played so far and the runs in all. `executor` takes the place of processes
    on this machine. Raises `BadInput` for options that are not possible, before anything is written, and for a
    folder that cannot be written; what was played until then is kept and taken up by the next call.
    """
    began = time.perf_counter()
    checked = check(options)
    reused = _ready(checked)
    if not reused:
        with writing(options.out):
            _play(checked, progress or _silent, executor, began)
    return _summary(options.out, time.perf_counter() - began, reused)


def _silent(done: int, runs: int) -> None:
    """Tell nobody how far the sweep is."""


def _summary(out: Path, seconds: float, reused: bool) -> Summary:
    manifest = manifest_of(out) or {}
    table = answers(pd.read_csv(out / "effects.csv"))
    return Summary(table, manifest["failed"], manifest["runs"], out, seconds, reused)


def _ready(checked: Checked) -> bool:
    """Whether the results stand there already; raise `BadInput` where something else does or none can be written."""
    out = checked.options.out
    manifest = manifest_of(out)
    if manifest and manifest.get("fingerprint") == checked.plan.fingerprint and _whole(checked.options, manifest):
        return True
    _writable(out)
    if not checked.options.force:
        _free(out, checked.plan.fingerprint, manifest)
    return False


def _whole(options: Options, manifest: dict[str, Any]) -> bool:
    tables = [Path(name).with_suffix(".parquet").name for name in AS_PARQUET if options.parquet]
    return set(tables) <= set(manifest["files"]) and whole(options.out, manifest)


def _writable(out: Path) -> None:
    place = out.absolute()
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise BadInput(WHERE, "--out", str(out), f"a folder ({place.name} is a file)")
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


def _play(checked: Checked, progress: Progress, executor: Executor | None, began: float) -> None:
    parts = checked.options.out / PARTS
    store = Store(parts, checked.plan, checked.block)
    run_all(store, checked.options.jobs, progress, executor)
    recorder = Recorder(parts / "finished")
    _record(recorder, checked, store, began)
    publish(recorder.folder, checked.options.out)
    store.drop()


def _record(recorder: Recorder, checked: Checked, store: Store, began: float) -> None:
    """Write all tables, figures and pages, and the manifest last."""
    scenario, plan = checked.scenario, checked.plan
    outcomes, names = outcomes_of(scenario.cast), [arm.name for arm in plan.arms]
    found = effects(store.outcome, outcomes, checked.design.contrasts(), checked.options.precision)
    measured = pd.concat(levels(store.outcome, outcomes, names), ignore_index=True)
    recorder.table("runs.csv", run_columns(checked), runs(checked, store))
    recorder.table("turns.csv", TURNS, courses(checked, store))
    recorder.values("turns.csv", "series", recorded_series(scenario.cast).values())
    recorder.table("effects.csv", EFFECTS, [found])
    recorder.table("levels.csv", LEVELS, [measured])
    recorder.table("orders.csv", ORDERS, orders(plan))
    if checked.options.parquet:
        recorder.parquet(AS_PARQUET)
    manifest = _manifest(checked, store)
    shown = [0, *(names.index(action) for action in checked.design.actions), len(checked.design.points) - 1]
    paths = pd.concat([course(checked, store, arm) for arm in dict.fromkeys(shown)], ignore_index=True)
    write_pages(recorder, Findings(scenario, outcomes, checked.design.actions, found, measured, paths, manifest))
    recorder.finish({**manifest, "wall_seconds": round(time.perf_counter() - began, 2)})


def _failed(checked: Checked, store: Store) -> list[dict[str, Any]]:
    """The runs that failed, each with its reason."""
    reasons = {arm.name: store.reasons(number) for number, arm in enumerate(checked.plan.arms)}
    return [
        {"mix": mix, "replicate": replicate, "reason": reason}
        for mix, told in reasons.items()
        for replicate, reason in enumerate(told)
        if reason
    ]


def _manifest(checked: Checked, store: Store) -> dict[str, Any]:
    """What the results depend on and what happened to their runs; no time, no path."""
    plan, options = checked.plan, checked.options
    failed = _failed(checked, store)
    return {
        "experiment": EXPERIMENT,
        "scenario": checked.scenario.name,
        "title": checked.scenario.title,
        "version": __version__,
        "commit": commit(),
        "fingerprint": plan.fingerprint,
        "config_hash": checked.config,
        "code_hash": checked.code,
        "seed": plan.seed,
        "replicates": plan.replicates,
        "arms": len(plan.arms),
        "runs": plan.runs,
        "turns": plan.turns,
        "measured_from": checked.scenario.levers_from,
        "levers_from": plan.start,
        "levels": list(checked.design.levels),
        "settings": dict(plan.settings),
        "precision": options.precision,
        "failed": len(failed),
        "failed_runs": failed[:100],
        "held_at_a_bound": store.held(),
        "versions": versions(),
    }

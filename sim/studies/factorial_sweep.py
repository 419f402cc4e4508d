"""The sweep: all mixes of the recommended actions and the placebo, on the same luck, as tables, figures and pages."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.recorder import Recorder, manifest_of
from sim.lab.analyses.effects import EFFECTS, LEVELS, answers, effects, levels
from sim.lab.analyses.orders import ORDERS, orders
from sim.lab.analyses.runs import TURNS, course, courses, run_columns, runs
from sim.lab.analyses.variance import IGNORANCE, ignorance
from sim.lab.designs import BASELINE
from sim.lab.experiment import Progress, carry_out
from sim.lab.options import Checked, Options, check, request_of
from sim.lab.store import Store
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.report.sweep.findings import Findings
from sim.report.sweep.page import write_pages

__all__ = ["Options", "Summary", "run"]

AS_PARQUET = ("runs.csv", "turns.csv", "effects.csv", "levels.csv")


@dataclass(frozen=True)
class Summary:
    """What a sweep found, for printing; `table` as described in `sim.lab.analyses.effects.answers`."""

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path
    wall_seconds: float
    reused: bool
    ignorance: pd.DataFrame | None = None


def run(options: Options, progress: Progress | None = None, executor: Executor | None = None) -> Summary:
    """Play the sweep into `options.out`, or read it where it stands finished there already.

    `progress` is called with the runs played so far and the runs in all. `executor` takes the place of processes
    on this machine. Raises `BadInput` for options that are not possible, before anything is written, and for a
    folder that cannot be written; what was played until then is kept and taken up by the next call.
    """
    began = time.perf_counter()
    checked = check(options)
    reused = carry_out(request_of(checked, _needed(options)), partial(_record, checked), progress, executor)
    manifest = manifest_of(options.out) or {}
    table = answers(pd.read_csv(options.out / "effects.csv"))
    seconds = time.perf_counter() - began
    split = pd.read_csv(options.out / "ignorance.csv") if checked.plan.draws > 1 else None
    return Summary(table, manifest["failed"], manifest["runs"], options.out, seconds, reused, split)


def _needed(options: Options) -> tuple[str, ...]:
    return tuple(Path(name).with_suffix(".parquet").name for name in AS_PARQUET if options.parquet)


def _record(checked: Checked, recorder: Recorder, store: Store, facts: Mapping[str, Any]) -> None:
    """Write all tables, figures and pages of a finished sweep."""
    scenario, names = checked.scenario, [arm.name for arm in checked.plan.arms]
    outcomes = outcomes_of(scenario.cast)
    found = effects(store.outcome, outcomes, checked.design.contrasts(), checked.options.precision, checked.plan.draws)
    measured = pd.concat(levels(store.outcome, outcomes, names, checked.plan.draws), ignore_index=True)
    recorder.table("runs.csv", run_columns(checked), runs(checked, store))
    recorder.table("turns.csv", TURNS, courses(checked, store))
    recorder.values("turns.csv", "series", recorded_series(scenario.cast).values())
    recorder.table("effects.csv", EFFECTS, [found])
    recorder.table("levels.csv", LEVELS, [measured])
    recorder.table("orders.csv", ORDERS, orders(checked.plan))
    if checked.plan.draws > 1:
        split = ignorance(store.outcome, outcomes, checked.design.contrasts(), checked.plan.draws)
        recorder.table("ignorance.csv", IGNORANCE, [split])
    if checked.options.parquet:
        recorder.parquet(AS_PARQUET)
    shown = tuple(dict.fromkeys((BASELINE, *checked.design.alone, names[len(checked.design.points) - 1])))
    paths = pd.concat([course(checked, store, names.index(mix)) for mix in shown], ignore_index=True)
    write_pages(recorder, Findings(scenario, outcomes, checked.design.actions, shown, found, measured, paths, facts))

"""An experiment: a study carried out into a folder, recorded whole or not at all, and not played twice."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import BadInput
from sim.base.hashes import hash_of, plain
from sim.base.manifest import manifest_of, whole
from sim.base.recorder import Recorder, writing
from sim.lab.candidates import choose, chosen_for
from sim.lab.cluster import Elsewhere
from sim.lab.executors import executor_for, executor_here, run_all
from sim.lab.folder import (
    PARTS,
    adding,
    alone,
    check_free,
    check_one_experiment,
    dialect_in,
    drop_parts,
    recording_alone,
)
from sim.lab.options import EXECUTORS, Asked
from sim.lab.pace import Pace
from sim.lab.plan import Plan
from sim.lab.playing import prepare
from sim.lab.processes import check_guard, cores
from sim.lab.provenance import made_from
from sim.lab.rows import Rows
from sim.lab.store import Parts, Store
from sim.lab.study import FIGURES, Analysis, Closing, Progress, Results, Study
from sim.lab.trajectories import check_store, write_trajectories
from sim.scenarios.scenario import Scenario, load_scenario

PAST, PLAYING = "Playing the past", "Playing histories"
LISTED = 100
"""Failed runs that the manifest names; all of them stand in the table of runs."""


def carry_out(
    study: Study, asked: Asked, progress: Progress | None = None, executor: Executor | None = None
) -> Results:
    """Play and record a study, or read it where it stands finished; what was asked for and is not there is added.

    `progress` is called with what is done, of how much, and what is being done. `executor` takes the place of
    processes on this machine. Raises `BadInput` for what is not possible, before anything is written, and where the
    folder holds something else or cannot be written. What was played until an interruption is kept and taken up by the
    next call.
    """
    if asked.series is not None:
        check_store(study, asked.series)
    results = _carried_out(study, asked, progress or _silent, executor)
    if asked.series is not None:
        write_trajectories(results, asked.series, progress or _silent, executor)
    return results


def _carried_out(study: Study, asked: Asked, progress: Progress, executor: Executor | None) -> Results:
    scenario = load_scenario(asked.scenario)
    plan = study.plan(asked, scenario)
    made = hash_of([plan.fingerprint, study.name, plain(study.facts)])
    results = Results(study, asked, plan, scenario, {"fingerprint": made})
    if not _stands(results):
        with alone(asked.out):
            if not _stands(results):  # somebody else may just have finished it
                guard = made if study.guarded else None
                if executor is None and (asked.jobs != 1 or asked.executor != EXECUTORS[0]):
                    check_guard()
                check_free(asked.out, study.name, force=asked.force, made=guard, begun=plan.fingerprint)
                facts = {"experiment": study.name, **made_from(scenario), "fingerprint": made, **study.facts}
                with writing(asked.out):
                    _play_and_close(replace(results, manifest=facts), progress, executor)
                return replace(results, manifest=manifest_of(asked.out) or {}, made={}, written={})
    results = replace(results, manifest=manifest_of(asked.out) or {}, reused=True)
    _complete(results)
    return results


def _stands(results: Results) -> bool:
    """Whether the study stands finished in its folder, every file unchanged."""
    manifest = manifest_of(results.asked.out)
    same = manifest is not None and manifest.get("fingerprint") == results.manifest["fingerprint"]
    return same and whole(results.asked.out, manifest or {})


def _silent(done: int, pieces: int, what: str) -> None:
    """Tell nobody how far the study is."""


def _play_and_close(results: Results, progress: Progress, executor: Executor | None) -> None:
    began, plan, asked = time.perf_counter(), results.plan, results.asked
    parts = parts_of(plan)(asked.out / PARTS, plan, asked.block or results.study.block)
    # The closing has tasks too: even a single part of histories is worth a second process.
    own, ahead = (executor, parts.parts) if executor else executor_for(asked, len(parts.tasks()) + 1)
    with nullcontext() if executor else own:
        told_of = play(parts, results.scenario, own, ahead, progress)
        results = replace(results, plan=parts.plan)
        played = time.perf_counter()
        facts = {**results.manifest, **told_of, **played_facts(plan, results.scenario, parts)}
        if plan.read is not None and facts["failed"]:
            why = facts["failed_runs"][0]["reason"]
            warnings.warn(f"{facts['failed']} of {plan.runs} histories failed and are left out: {why}", stacklevel=2)
        with ExitStack() as stack, recording_alone(asked.out, asked.csv_dialect) as recorder:
            # What comes now does not grow with the histories, and figures depend on fonts.
            here = stack.enter_context(executor_here(asked, cores())[0]) if isinstance(own, Elsewhere) else own
            closing = Closing(own, ahead, progress, stack, here)
            told = _recorded(replace(results, manifest=facts, parts=parts, closing=closing), recorder, closing)
            ended = time.perf_counter()
            times = {"": ended - began, "_playing": played - began, "_closing": ended - played}
            spent = {f"wall_seconds{what}": round(seconds, 2) for what, seconds in times.items()}
            recorder.finish({**facts, **told, **spent})
            check_one_experiment(asked.out, plan.fingerprint)
    if not results.study.keeps:
        drop_parts(asked.out, plan.fingerprint)


def parts_of(plan: Plan) -> type[Parts]:
    """What keeps the parts of a plan."""
    return Rows if plan.averaged else Parts if plan.read else Store


def play(parts: Parts, scenario: Scenario, own: Executor, ahead: int, progress: Progress) -> dict[str, Any]:
    """Play what is still to be played, of chosen histories where they are chosen; how they were, for the manifest."""
    pace = _pace_of(parts, scenario, own, progress)
    pace.announce()
    told_of = _choose(parts, scenario, own, ahead, progress)
    _play(parts, scenario, own, ahead, progress, pace)
    return told_of


def _pace_of(parts: Parts, scenario: Scenario, own: Executor, progress: Progress) -> Pace:
    """How fast the runs that are still to be played may go."""
    plan, runs = parts.plan, sum(task.runs for task in parts.tasks())
    months = runs * (plan.turns - plan.begun) + sum(task.runs for task in parts.pasts.tasks()) * plan.begun
    return Pace(scenario.name, runs, months, getattr(own, "count", 1), progress)


def _choose(parts: Parts, scenario: Scenario, own: Executor, ahead: int, progress: Progress) -> dict[str, Any]:
    """Choose the histories that are played, where they are chosen at all, and say how."""
    plan = parts.plan
    if not plan.conditioned:
        return {"conditioned": None}
    chosen = chosen_for(parts.folder, lambda: choose(plan, scenario, own, ahead, progress))
    parts.go_on(replace(plan, chosen=np.array(chosen.numbers, dtype=np.int64)))
    return {"conditioned": chosen.told()}


def _play(parts: Parts, scenario: Scenario, own: Executor, ahead: int, progress: Progress, pace: Pace) -> None:
    """Play what is still to be played: the pasts that arms share, then the arms."""
    plan, pasts, tasks = parts.plan, parts.pasts, parts.tasks()
    if not tasks:
        return
    prepare(plan, scenario)
    before = pasts.tasks()
    if before:
        run_all(before, own, ahead, pasts.take, lambda done, runs: progress(done, runs, PAST), plan.pasts)
    ready = parts.cut if isinstance(own, Elsewhere) else parts.ready  # what is sent far has no pasts: they are large
    run_all(tasks, own, ahead, parts.take, lambda done, runs: pace.playing(done, runs, PLAYING), plan.runs, ready)


def _recorded(results: Results, recorder: Recorder, closing: Closing) -> Mapping[str, Any]:
    """Write all tables, figures and pages; rows are played and figures drawn in other processes meanwhile."""
    study = results.study
    closing.pieces += 2
    begun = [(analysis, results.once(analysis.rows)) for analysis in study.analyses]
    drawing = study.report.figures(results)
    figures = closing.beside(drawing, "figures", len(drawing) or 1)
    for analysis, rows in begun:
        whole_table = results.made.get(analysis.whole)
        recorder.table(analysis.file, analysis.columns(results), rows if whole_table is None else [whole_table])
        results.written[analysis.file] = recorder.folder / analysis.file
        if analysis.names is not None:
            recorder.values(analysis.file, analysis.names[0], analysis.names[1](results))
    _in_other_forms(results, recorder)
    closing.finished("tables")
    for content in figures:
        recorder.contents(FIGURES, content)
    told = study.report.pages(results, recorder)
    closing.finished("report")
    return told


def _in_other_forms(results: Results, recorder: Recorder) -> None:
    """Write Parquet beside CSV where it is asked for and not there."""
    for analysis in results.study.analyses:
        if results.asked.parquet and not _in_parquet(results, analysis):
            recorder.parquet(analysis.file, analysis.columns(results))


def _in_parquet(results: Results, analysis: Analysis) -> bool:
    """Whether a table stands as Parquet too, in one file or, where it is large, in a folder."""
    name = Path(analysis.file).with_suffix(".parquet").name
    return any(Path(file).parts[0] == name for file in results.manifest.get("files", ()))


def _complete(results: Results) -> None:
    """Add to finished results what is asked for and not there: Parquet, figures as SVG, another dialect of CSV."""
    study, asked, files = results.study, results.asked, results.manifest["files"]
    drawing = study.report.figures(results) if asked.svg and not any(name.endswith(".svg") for name in files) else []
    tables = [analysis for analysis in study.analyses if not _in_parquet(results, analysis)]
    if not study.keeps and (asked.out / PARTS).exists():  # left by a process that was killed when it had finished
        with suppress(BadInput), alone(asked.out):
            drop_parts(asked.out, results.plan.fingerprint)
    retold = asked.csv_dialect not in ("", dialect_in(results.manifest))
    if drawing or retold or (asked.parquet and tables):
        with adding(asked.out, results.manifest, asked.csv_dialect) as recorder:
            _in_other_forms(results, recorder)
            for draw in drawing:
                recorder.contents(FIGURES, {n: content for n, content in draw().items() if n.endswith(".svg")})


def played_facts(plan: Plan, scenario: Scenario, parts: Parts) -> dict[str, Any]:
    """What was played and what became of the runs, for the manifest; no time and no path."""
    failed = list(parts.failures())
    return {
        "seed": plan.seed,
        "replicates": plan.replicates,
        "arms": len(plan.arms),
        "runs": plan.runs,
        "turns": plan.turns,
        "measured_from": scenario.levers_from,
        "levers_from": plan.start,
        "settings": dict(plan.settings),
        "measures": list(plan.measures),
        "failed": sum(one.get("failed", 1) for one in failed),
        "failed_runs": failed[:LISTED],
        "held_at_a_bound": parts.clipped(),
    }

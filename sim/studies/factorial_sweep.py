"""The sweep: all mixes of the actions and the placebo on common random numbers, as tables, figures and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.recorder import Recorder, manifest_of
from sim.lab.analyses.effects import EFFECTS, LEVELS, answers, effects, levels
from sim.lab.analyses.orders import ORDERS, groups, orders
from sim.lab.analyses.runs import TURNS, course, courses, run_columns, runs
from sim.lab.analyses.variance import VARIANCE, variance_table
from sim.lab.designs import BASELINE, Factorial
from sim.lab.executors import beside
from sim.lab.experiment import Closing, Progress, carry_out
from sim.lab.options import Checked, Options, check, request_of
from sim.lab.store import Store
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.report.sweep.figures import pictures
from sim.report.sweep.findings import Findings
from sim.report.sweep.page import FIGURES, drawn, write_pages

__all__ = ["Options", "Summary", "run"]

AS_PARQUET = ("runs.csv", "turns.csv", "effects.csv", "levels.csv")


@dataclass(frozen=True)
class Summary:
    """What a sweep found, for printing; `table` as described in `sim.lab.analyses.effects.answers`.

    `playing` and `closing` are the seconds that the histories took, and then their tables, figures and pages.
    """

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path
    playing: float
    closing: float
    reused: bool
    variance: pd.DataFrame | None = None


def run(options: Options, progress: Progress | None = None, executor: Executor | None = None) -> Summary:
    """Play the sweep into `options.out`, or read it where it stands finished there already.

    `progress` is called with the runs played so far, the runs in all and what is being done; then with the pieces of
    the closing in the same way. `executor` takes the place of processes on this machine. Raises `BadInput` for options
    that are not possible, before anything is written, and for a folder that cannot be written; what was played until
    then is kept and taken up by the next call.
    """
    checked = check(options)
    reused = carry_out(request_of(checked, _needed(checked)), partial(_record, checked), progress, executor)
    manifest = manifest_of(options.out) or {}
    seconds = (manifest["wall_seconds_playing"], manifest["wall_seconds_closing"])
    table = answers(pd.read_csv(options.out / "effects.csv"))
    split = pd.read_csv(options.out / "variance.csv") if checked.plan.draws > 1 else None
    return Summary(table, manifest["failed"], manifest["runs"], options.out, *seconds, reused, split)


def _needed(checked: Checked[Factorial]) -> tuple[str, ...]:
    tables = [Path(name).with_suffix(".parquet").name for name in AS_PARQUET if checked.options.parquet]
    theatre = outcomes_of(checked.scenario.cast)[0].theatre
    return (*tables, *([f"{FIGURES}/main_effects_{theatre}.svg"] if checked.options.svg else []))


def _record(
    checked: Checked[Factorial], recorder: Recorder, store: Store, facts: Mapping[str, Any], closing: Closing
) -> None:
    """Write all tables, figures and pages of a finished sweep; orders are told and figures drawn meanwhile."""
    telling = [partial(orders, checked.plan, arms) for arms in groups(checked.plan)]
    closing.expect(len(telling) + 2)
    with beside(closing.executor, telling, 2, partial(closing.finished, "orders")) as told:
        findings = _findings(checked, store, facts)
        shown = list(pictures(findings))
        drawing = [partial(drawn, picture, checked.options.svg) for picture in shown]
        closing.expect(len(drawing))
        with beside(closing.executor, drawing, len(drawing), partial(closing.finished, "figures")) as files:
            _tables(checked, recorder, store, findings, chain.from_iterable(told))
            closing.finished("tables")
            for content in files:
                recorder.contents(FIGURES, content)
    write_pages(recorder, findings, shown)
    closing.finished("report")


def _findings(checked: Checked[Factorial], store: Store, facts: Mapping[str, Any]) -> Findings:
    scenario, names = checked.scenario, [arm.name for arm in checked.plan.arms]
    outcomes, draws = outcomes_of(scenario.cast), checked.plan.draws
    found = effects(store.outcome, outcomes, checked.design.contrasts(), checked.options.precision, draws)
    measured = pd.concat(levels(store.outcome, outcomes, names, draws), ignore_index=True)
    shown = tuple(dict.fromkeys((BASELINE, *checked.design.alone, names[len(checked.design.mixes) - 1])))
    paths = pd.concat([course(checked, store, names.index(mix)) for mix in shown], ignore_index=True)
    return Findings(scenario, outcomes, checked.design.actions, shown, found, measured, paths, facts)


def _tables(
    checked: Checked[Factorial], recorder: Recorder, store: Store, findings: Findings, told: Iterable[pd.DataFrame]
) -> None:
    recorder.table("runs.csv", run_columns(checked), runs(checked, store))
    recorder.table("turns.csv", TURNS, courses(checked, store))
    recorder.values("turns.csv", "series", recorded_series(checked.scenario.cast).values())
    recorder.table("effects.csv", EFFECTS, [findings.effects])
    recorder.table("levels.csv", LEVELS, [findings.levels])
    recorder.table("orders.csv", ORDERS, told)
    if checked.plan.draws > 1:
        split = variance_table(store.outcome, findings.outcomes, checked.design.contrasts(), checked.plan.draws)
        recorder.table("variance.csv", VARIANCE, [split])
    if checked.options.parquet:
        recorder.parquet(AS_PARQUET)

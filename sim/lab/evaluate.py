"""A table in, a table out: every row is a point that is played on the same replicates, and gets its mean outcomes.

Columns are levers, parameters, theories (a side in each row) and `start`, the turn from which a row's levers act; all
else is as the scenario has it. Where parameters are drawn, replicate k takes set k in every row, and columns prevail.

The past is played as the `record` has it, and only histories are kept that end it where the record does, if nothing
but levers, sides and starts after it tells rows apart: then all rows share their pasts. Rows that differ in a parameter
cannot share one, and a filter of its own for each row would compare other luck, not other parameters; they play the
record as a `script`: what was done in those months is given, where the world stands at their end is the row's own. Or
the past is `free`, by the model alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import BadInput, known_or_bad
from sim.base.quantities import Quantity
from sim.base.recorder import TEXT, Columns, Recorder, column
from sim.engine.interventions import NOTHING, Intervention
from sim.engine.simulate import BLOCK
from sim.evidence.tables import TURNS
from sim.inputs.parameters import Parameter
from sim.lab.designs import Contrast
from sim.lab.executors import executor_for
from sim.lab.experiment import carry_out, parts_of, play
from sim.lab.history import has_record, script_of
from sim.lab.options import Asked, asked_sampler, check_whole
from sim.lab.points import Points
from sim.lab.rows import Rows
from sim.lab.study import Analysis, Files, Progress, Report, Results, Study
from sim.lab.table import Table, read_points
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import Scenario, load_scenario

WHERE, FILE = "evaluate", "evaluated.csv"
PASTS = ("record", "script", "free")
"""How the past of a table may be played, the usual first where it can be had."""
MOST = 4096
"""Replicates of a row: they are played together."""
TOGETHER = 10_000
"""Rows that are written at a time."""

PLAYED = (
    column("replicates", "histories that the row was played on", "histories", 1, role="constant"),
    column("failed", "of them histories without numbers, which no mean counts", "histories", 0),
    column("reason", "why the first of these failed; empty where none did", TEXT),
)


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of an evaluation; `history` is the strongest that the table allows if empty."""

    out: Path = Path("results/evaluate")
    replicates: int = 10
    parameters: str = "default"
    posterior: Path | None = None
    stale: bool = False
    history: str = ""
    outcomes: tuple[str, ...] = ()


def evaluate(
    table: pd.DataFrame | Mapping[str, Any],
    *,
    scenario: str = Options.scenario,
    replicates: int = Options.replicates,
    seed: int = Options.seed,
    parameters: str = Options.parameters,
    posterior: Path | None = None,
    stale: bool = False,
    history: str = "",
    outcomes: Sequence[str] | None = None,
    jobs: int = 1,
    executor: Executor | str = Options.executor,
    scheduler: str = "",
    progress: Progress | None = None,
    block: int | None = None,
    out: Path | None = None,
    force: bool = False,
) -> pd.DataFrame:
    """The rows of a table with the mean of every outcome over the replicates that ran, and how many failed, and why.

    All rows are played on the same replicates, so that rows that are alike are equal and differences are paired.
    Outcomes are all unless some are named; `parameters` is `default`, `prior` or `posterior`; `history` says how the
    past is played (`record`, `script`, `free`; see above), the first of them that the table allows if empty, and stands
    in the result's `attrs`. `executor` is any of `concurrent.futures`, or says where histories are played: `processes`
    of this machine (`jobs` of them), `dask` (the workers of a `scheduler`), `slurm`. With a folder `out` the table is
    also recorded there, what was played until an interruption is taken up again, and numbers are as they are written,
    of ten digits; else nothing stays on disk. Raises `BadInput` for a column or value that is not possible, before
    anything is played.
    """
    options = Options(
        scenario=scenario, seed=seed, jobs=jobs, out=out or Options.out, force=force, block=block,
        replicates=replicates, parameters=parameters, posterior=posterior, stale=stale, history=history,
        outcomes=tuple(outcomes or ()), scheduler=scheduler,
        executor=executor if isinstance(executor, str) else Options.executor,
    )  # fmt: skip
    loaded = load_scenario(scenario)
    own = None if isinstance(executor, str) else executor
    return evaluated(read_points(table, loaded), options, progress, own, keep=out is not None)


def evaluated(
    table: Table, options: Options, progress: Progress | None = None, executor: Executor | None = None, *, keep: bool
) -> pd.DataFrame:
    """The same of a table that is read already; recorded in the folder of the options where it is to be kept."""
    asked = study(table, options)
    if keep:
        found = carry_out(asked, options, progress, executor).table(asked.analyses[0])
    else:
        found = _in_memory(asked, options, progress, executor)
    own = found.iloc[:, len(table.columns) :].set_axis(table.frame.index)
    numbers = dict.fromkeys(own.columns[: -len(PLAYED)], np.float64)
    result = pd.concat([table.frame, own.astype(numbers)], axis=1)
    result.attrs = {"history": asked.facts["history"], "seed": options.seed}
    return result.fillna({"reason": ""})


def _in_memory(study: Study, options: Options, progress: Progress | None, executor: Executor | None) -> pd.DataFrame:
    """What a study gives, without any file that stays."""
    scenario, tell = load_scenario(options.scenario), progress or (lambda done, pieces, what: None)
    plan = study.plan(options, scenario)
    with TemporaryDirectory() as folder:
        parts = parts_of(plan)(Path(folder), plan, options.block or BLOCK)
        own, ahead = (executor, parts.parts) if executor else executor_for(options, parts.parts)
        try:
            play(parts, scenario, own, ahead, tell)
        finally:
            if executor is None:
                own.shutdown(cancel_futures=True)
        return study.analyses[0].whole(Results(study, options, plan, scenario, {}, parts))


def study(table: Table, options: Options) -> Study:
    """The evaluation of a table; raise `BadInput` for anything that is not possible."""
    scenario = load_scenario(options.scenario)
    check_whole(WHERE, options, replicates=(1, MOST))
    sampler = asked_sampler(WHERE, scenario, options.parameters, options.seed, options.posterior, stale=options.stale)
    known = {one.name: one.quantity for one in outcomes_of(scenario.cast)}
    for name in options.outcomes:
        known_or_bad(name, known, WHERE, "--outcome", "an outcome")
    measured = tuple(known[name] for name in options.outcomes or known)
    start = scenario.levers_from if table.points.starts is None else int(table.points.starts.min())
    history = past_of(table.points, scenario, options.history, start)
    columns = (*table.columns, *measured, *PLAYED)
    return Study(
        name="evaluate",
        design=Tabled(table),
        sampler=sampler,
        replicates=options.replicates,
        analyses=(Analysis(FILE, lambda results: columns, partial(_rows, table, measured)),),
        report=Report(_no_figures, _no_pages),
        start=start,
        common=NOTHING if history == "free" else Intervention(script=script_of(scenario)),
        conditioned=history == "record",
        averaged=True,
        facts={"history": history, "parameters": options.parameters, "outcomes": list(options.outcomes)},
        guarded=True,
    )


def _no_figures(results: Results) -> list[Files]:
    return []


def _no_pages(results: Results, recorder: Recorder) -> Mapping[str, Any]:
    return {}


def past_of(points: Points, scenario: Scenario, asked: str, start: int) -> str:
    """How the past of a table is played; raise `BadInput` for what is asked for and not possible."""
    known, shared = has_record(scenario), points.share_a_past(max(start, TURNS))
    if not asked:
        return "free" if not known else "record" if shared else "script"
    known_or_bad(asked, PASTS, WHERE, "--history", "how the past is played")
    if asked != "free" and not known:
        raise BadInput(WHERE, "--scenario", scenario.name, "a scenario with a record, or --history free")
    if asked == "record" and not shared:
        only = f"rows that only levers from turn {TURNS} on and sides tell apart"
        raise BadInput(WHERE, "--history", asked, f"{only}; script plays the record and conditions on nothing")
    return asked


@dataclass(frozen=True)
class Tabled:
    """A table as a design: its rows, in the order in which they are played; none is held against another."""

    table: Table

    def points(self) -> Points:
        """The rows."""
        return self.table.points

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """What the columns mean."""
        return self.table.columns

    def contrasts(self) -> tuple[Contrast, ...]:
        """None."""
        return ()


def _rows(table: Table, measured: Sequence[Quantity], results: Results) -> Iterator[pd.DataFrame]:
    """The rows as they were given, each with its outcomes."""
    assert isinstance(results.parts, Rows)
    arrays, why = results.parts.arrays(), pd.Series(results.parts.why, dtype=object).to_numpy()
    places = {one.name: place for place, one in enumerate(results.outcomes)}
    back = np.argsort(table.order)
    for first in range(0, len(back), TOGETHER):
        here = back[first : first + TOGETHER]
        found = {one.name: arrays["means"][places[one.name], here] for one in measured}
        failed = results.plan.replicates - arrays["ran"][here]
        played = {"replicates": results.plan.replicates, "failed": failed.astype(np.int64), "reason": why[here]}
        given = table.frame.iloc[first : first + TOGETHER].reset_index(drop=True)
        yield pd.concat([given, pd.DataFrame({**found, **played})], axis=1)

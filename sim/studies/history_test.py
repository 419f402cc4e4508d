"""The test against history: play the months on record, hold them against it, write what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.recorder import Recorder
from sim.engine.interventions import Case
from sim.evidence import fact_scores, series_scores, tables as evidence
from sim.evidence.facts import judged
from sim.evidence.observed import observed, on_record
from sim.evidence.record import as_arrays, from_arrays, record
from sim.evidence.tables import TURNS
from sim.lab.designs import Listed
from sim.lab.experiment import carry_out
from sim.lab.options import Asked, asked_sampler, check_whole
from sim.lab.samplers import posterior_of
from sim.lab.study import FIGURES, Analysis, Files, Progress, Report, Results, Study
from sim.model.measures import Trajectory
from sim.report.chosen import chosen_line
from sim.report.history.figures import Tables, drawings, drawn
from sim.report.history.page import FILES, page
from sim.report.history.summary import lines_of, printed
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.ablation import BLOCK, OF_ABLATION
from sim.studies.last_month import OF_STATE, ends

EXPERIMENT = "history"
MOST_RUNS = 10_000
"""A history on record takes some 40 kB of memory while it is judged."""


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of a test against history.

    `parameters` is `default`, `prior` or `posterior`; without `posterior` the sets are those fitted to the months of
    2022 and 2023, so that 2024 judges; `stale` lets them be of another model. `ablation_runs` 0 leaves the ablation
    out.
    """

    out: Path = Path("results/history")
    runs: int = 500
    parameters: str = "default"
    posterior: Path | None = None
    ablation_runs: int = 200
    stale: bool = False


@dataclass(frozen=True)
class Summary:
    """What a test against history found: the table to print, what is said below it, and all tables."""

    table: pd.DataFrame
    lines: tuple[str, ...]
    tables: Tables
    out: Path
    wall_seconds: float


def study(options: Options) -> Study:
    """The test that the options ask for; raise `BadInput` for anything that is not possible."""
    check_whole(EXPERIMENT, options, runs=(2, MOST_RUNS), ablation_runs=(0, MOST_RUNS))
    scenario = load_scenario(options.scenario)
    posterior = options.posterior or judged_posterior(scenario)
    source, named = options.parameters, options.posterior
    sampler = asked_sampler(EXPERIMENT, scenario, source, options.seed, named, stale=options.stale, usual=posterior)
    on_record(scenario, EXPERIMENT)
    return Study(
        name=EXPERIMENT,
        design=Listed(),
        sampler=sampler,
        replicates=options.runs,
        analyses=(OF_FACTS, OF_SERIES, OF_BANDS, OF_ABLATION, OF_STATE),
        report=Report(_figures, _pages),
        turns=TURNS,
        read=read,
        facts={
            "evidence_hash": evidence.fingerprint(),
            "parameters": options.parameters,
            "posterior": posterior.name if options.parameters == "posterior" else None,
            "stale_posterior_allowed": options.stale,
            "ablation_runs": min(options.ablation_runs, options.runs),
        },
        block=BLOCK,
    )


def judged_posterior(scenario: Scenario) -> Path:
    """Where the posterior fitted to the months before the judged ones is kept."""
    return posterior_of(scenario, "_to_2023")


def run(options: Options, progress: Progress | None = None) -> Summary:
    """Play the ensemble through the record, judge it, and write `options.out`, or read it where it stands finished."""
    results = carry_out(study(options), options, progress)
    tables, facts = _tables(results), results.manifest
    return Summary(printed(tables), tuple(facts["found"]), tables, options.out, facts["wall_seconds"])


def read(case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
    """All that is followed of histories of the months on record."""
    return as_arrays(record(case, draws, turns, judged(evidence.load("facts")["name"], case.cast)))


def _past(results: Results) -> Trajectory:
    """The histories that did not fail, as one trajectory."""
    assert results.parts is not None
    arrays, ran = results.parts.arrays(), results.parts.ran([0])
    case = results.plan.case(results.scenario, [0] * len(ran), ran)
    return from_arrays(case, {name: values[..., ran] for name, values in arrays.items()})


def _facts(results: Results) -> Iterator[pd.DataFrame]:
    yield fact_scores.facts_table(results.once(_past))


def _series(results: Results) -> Iterator[pd.DataFrame]:
    yield series_scores.series_table(observed(results.scenario), results.once(_past))


def _bands(results: Results) -> Iterator[pd.DataFrame]:
    months = [results.scenario.month(turn) for turn in range(TURNS)]
    yield series_scores.bands_table(observed(results.scenario), results.once(_past), months)


OF_FACTS = Analysis("facts.csv", lambda results: fact_scores.COLUMNS, _facts)
OF_SERIES = Analysis("series.csv", lambda results: series_scores.SCORES, _series)
OF_BANDS = Analysis("bands.csv", lambda results: series_scores.BANDS, _bands)


def _tables(results: Results) -> Tables:
    return Tables(*(results.table(analysis) for analysis in (OF_FACTS, OF_SERIES, OF_BANDS, OF_ABLATION, OF_STATE)))


def _figures(results: Results) -> list[Files]:
    drawing = drawings(results.once(_tables))
    return [partial(drawn, name, make, results.asked.svg) for name, _, make in drawing]


def _pages(results: Results, recorder: Recorder) -> Mapping[str, Any]:
    tables, facts = results.once(_tables), results.study.facts
    file = f" ({facts['posterior']})" if facts["posterior"] else ""
    origin = f"{facts['parameters']} parameters{file}"
    failed = f" ({results.manifest['failed']} failed)" if results.manifest["failed"] else ""
    chosen = results.once(ends).chosen
    told = None if chosen is None else chosen.told()
    lines = (
        *lines_of(tables, f"{results.plan.runs:,} histories{failed}, {origin}, seed {results.plan.seed}"),
        chosen_line(told),
    )
    captions = {name: caption for name, caption, _ in drawings(tables)}
    recorder.describe({**FILES, "report.html": "what was found, with figures, on one page"})
    recorder.text("report.html", page(tables, results.manifest, lines, captions, recorder.folder / FIGURES))
    return {"found": list(lines), "conditioned": told}

"""The test against history: play the months on record, hold them against it, write what comes of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim import __version__
from sim.base.arrays import Value
from sim.base.errors import BadInput, known_or_bad
from sim.base.recorder import Recorder, manifest_of, publish, writing
from sim.engine.interventions import Intervention
from sim.evidence import fact_scores as judgement, series_scores, tables as evidence
from sim.evidence.observed import observed
from sim.evidence.tables import TURNS
from sim.lab.executors import gather
from sim.lab.provenance import Origin, code_hash, commit, config_hash, versions
from sim.lab.samplers import SOURCES
from sim.lab.tasks import tasks_of
from sim.model.measures import joined
from sim.report.history.figures import Tables, draw_all
from sim.report.history.page import page
from sim.report.history.summary import lines_of, printed
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies import ablation as switched
from sim.studies.ensembles import BLOCK, Hindcast, Progress, drawn, judged_posterior

EXPERIMENT = "history"
MOST_RUNS = 10_000
"""A history on record takes some 40 kB of memory while it is judged."""


@dataclass(frozen=True)
class Options:
    """What is asked of a test against history.

    `jobs` 0 uses all cores and never changes a result. `parameters` is `default`, `prior` or `posterior`; without
    `posterior` the sets are those fitted to the months of 2022 and 2023, so that 2024 judges. `ablation_runs` 0 leaves
    the ablation out. `force` replaces other results in `out`; `stale` lets a posterior be of another model; `svg`
    draws figures in that form too.
    """

    scenario: str = "northeast-asia"
    runs: int = 500
    seed: int = 1
    jobs: int = 0
    parameters: str = "default"
    out: Path = Path("results/history")
    posterior: Path | None = None
    ablation_runs: int = 200
    force: bool = False
    stale: bool = False
    svg: bool = False


@dataclass(frozen=True)
class Summary:
    """What a test against history found: the table to print, what is said below it, and all tables."""

    table: pd.DataFrame
    lines: tuple[str, ...]
    facts: pd.DataFrame
    series: pd.DataFrame
    ablation: pd.DataFrame
    out: Path
    wall_seconds: float


def run(options: Options, progress: Progress | None = None) -> Summary:
    """Play the ensemble through the record, judge it, and write `options.out`; `progress` hears histories played.

    Raises `BadInput` for options that are not possible, before anything is written, and for a folder that cannot be.
    """
    began = time.perf_counter()
    scenario = _checked(options)
    sets = drawn(scenario, options.parameters, options.runs, options.seed, options.posterior, stale=options.stale)
    with writing(options.out):
        tables = _tables(options, scenario, sets, progress or _silent)
        lines = lines_of(tables, f"{options.runs:,} histories, {_origin(options, scenario)}, seed {options.seed}")
        _write(options, scenario, tables, lines, began)
    seconds = time.perf_counter() - began
    return Summary(printed(tables), lines, tables.facts, tables.series, tables.ablation, options.out, seconds)


def _origin(options: Options, scenario: Scenario) -> str:
    """Where the parameters came from, in words."""
    file = f" ({_posterior(options, scenario)})" if options.parameters == "posterior" else ""
    return f"{options.parameters} parameters{file}"


def _posterior(options: Options, scenario: Scenario) -> str:
    return (options.posterior or judged_posterior(scenario)).name


def _silent(done: int, runs: int) -> None:
    """Tell nobody how far it is."""


WHOLE_NUMBERS = (("runs", 2, MOST_RUNS), ("seed", 0, 2**63 - 1), ("jobs", 0, 4096), ("ablation_runs", 0, MOST_RUNS))


def _checked(options: Options) -> Scenario:
    for key, low, high in WHOLE_NUMBERS:
        value = getattr(options, key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadInput(EXPERIMENT, f"--{key.replace('_', '-')}", value, f"a whole number from {low} to {high}")
    known_or_bad(options.parameters, SOURCES, EXPERIMENT, "--parameters", "where parameters come from")
    if options.posterior and options.parameters != "posterior":
        raise BadInput(EXPERIMENT, "--posterior", str(options.posterior), "this only with --parameters posterior")
    _free(options)
    return load_scenario(options.scenario)


def _free(options: Options) -> None:
    out = options.out
    if out.exists() and not out.is_dir():
        raise BadInput(EXPERIMENT, "--out", str(out), "a folder, or a name that is still free")
    held = out.is_dir() and any(out.iterdir()) and (manifest_of(out) or {}).get("experiment") != EXPERIMENT
    if held and not options.force:
        expected = "a new or empty folder, or one with an earlier test against history; --force writes into it"
        raise BadInput(EXPERIMENT, "--out", str(out), expected)


def _tables(options: Options, scenario: Scenario, sets: dict[str, Value], progress: Progress) -> Tables:
    series = observed(scenario)
    origin = Origin.of(options.scenario, scenario)
    hindcast = Hindcast(options.seed, Intervention(parameters=sets))
    switches = len(switched.switches(scenario, scenario.parameters)) if options.ablation_runs else 0
    share = min(options.ablation_runs, options.runs)
    whole = options.runs + switches * share
    tasks = tasks_of(origin, hindcast, options.runs, BLOCK)
    past = joined(gather(tasks, options.jobs, lambda done, _: progress(done, whole)))
    months = [scenario.month(turn) for turn in range(TURNS)]
    turned = pd.DataFrame(columns=[quantity.name for quantity in switched.COLUMNS])
    if switches:
        moved = lambda done, _: progress(options.runs + done, whole)  # noqa: E731
        turned = switched.ablation(origin, hindcast, share, options.jobs, moved)
    scores, bands = series_scores.series_table(series, past), series_scores.bands_table(series, past, months)
    return Tables(judgement.facts_table(past), scores, bands, turned)


def _write(options: Options, scenario: Scenario, tables: Tables, lines: tuple[str, ...], began: float) -> None:
    """Write everything aside, then rename it into place, the manifest last."""
    out = options.out
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        recorder = Recorder(aside / "files")
        recorder.table("facts.csv", judgement.COLUMNS, [tables.facts])
        recorder.table("series.csv", series_scores.SCORES, [tables.series])
        recorder.table("bands.csv", series_scores.BANDS, [tables.bands])
        recorder.table("ablation.csv", switched.COLUMNS, [tables.ablation])
        manifest = _manifest(options, scenario, lines)
        captions = draw_all(tables, recorder.folder / "figures", options.svg)
        recorder.text("report.html", page(tables, manifest, lines, captions, recorder.folder / "figures"))
        recorder.finish({**manifest, "wall_seconds": round(time.perf_counter() - began, 2)})
        out.mkdir(exist_ok=True)
        publish(recorder.folder, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _manifest(options: Options, scenario: Scenario, lines: tuple[str, ...]) -> dict[str, Any]:
    """What the results depend on; no path."""
    return {
        "experiment": EXPERIMENT,
        "scenario": scenario.name,
        "title": scenario.title,
        "version": __version__,
        "commit": commit(),
        "config_hash": config_hash(scenario),
        "code_hash": code_hash(),
        "evidence_hash": evidence.fingerprint(),
        "parameters": options.parameters,
        "posterior": _posterior(options, scenario) if options.parameters == "posterior" else None,
        "stale_posterior_allowed": options.stale,
        "seed": options.seed,
        "runs": options.runs,
        "ablation_runs": min(options.ablation_runs, options.runs),
        "turns": TURNS,
        "found": list(lines),
        "versions": versions(),
    }

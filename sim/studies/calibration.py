"""Calibrate: from declared priors to a posterior ensemble, judged on months it has not seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.manifest import MANIFEST
from sim.base.paths import CONFIGS
from sim.base.recorder import TEXT, Columns, Recorder, column
from sim.engine.interventions import Case
from sim.evidence import tables
from sim.evidence.observed import on_record
from sim.evidence.record import record
from sim.evidence.tables import SEEN, TURNS
from sim.lab.analyses.runs import SET
from sim.lab.designs import Listed
from sim.lab.experiment import carry_out
from sim.lab.fitted import FITTED_TO, RUNS as STAMP_RUNS, SEED as STAMP_SEED, stamp
from sim.lab.options import Asked, check_whole
from sim.lab.processes import in_threads
from sim.lab.samplers import ROWS, Prior, from_line, to_line, uncertain
from sim.lab.study import Analysis, Files, Progress, Report, Results, Study
from sim.model.pairs import Index
from sim.report.history.calibration_figures import draw
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.fit import Fit
from sim.studies.goals import target
from sim.studies.rejection import coverage, moments

WHERE = "entente calibrate"
PIECE = 8 * ROWS
"""Prior sets drawn at a time."""
FITS = {"to_2023": SEEN, "to_2024": TURNS}
"""The two fits, and the months each may see."""


@dataclass(frozen=True)
class Options(Asked):
    """What to calibrate and how hard to try; `publish` puts the posterior into the configuration too."""

    out: Path = Path("results/calibration")
    sets: int = 200_704
    keep: int = 500
    truths: int = 200
    publish: bool = False


def read(case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
    """The summaries of both targets of histories of the months on record."""
    goals = {label: target(seen, case.cast) for label, seen in FITS.items()}
    past = record(case, draws, turns, goals["to_2024"].facts)
    return {label: goal.summaries(past) for label, goal in goals.items()}


def study(options: Options) -> Study:
    """The calibration that the options ask for; raise `BadInput` where they make no sense."""
    check_whole(WHERE, options, sets=(2 * ROWS, 10**9), keep=(50, 10**9), truths=(10, 10**9))
    if options.keep * 4 > options.sets:
        raise BadInput(WHERE, "--keep", options.keep, "at most a quarter of the sets")
    scenario = load_scenario(options.scenario)
    on_record(scenario, WHERE)
    return Study(
        name="calibration",
        design=Listed(),
        sampler=Prior.of(scenario.parameters.declared, options.seed),
        replicates=options.sets // ROWS * ROWS,
        analyses=(OF_POSTERIOR, OF_FITTED, OF_CONTRACTION, OF_CORRELATION, OF_COVERAGE),
        report=Report(_figures, _pages),
        turns=TURNS,
        read=read,
        facts={
            "method": "rejection ABC on prior draws: state at the end, then semi-automatic summaries, locally adjusted",
            "evidence_hash": tables.fingerprint(),
            "keep": options.keep,
            "truths": options.truths,
            "summaries": {label: [f.name for f in target(seen, scenario.cast).facts] for label, seen in FITS.items()},
        },
        block=ROWS,
        keeps=True,
    )


def run(options: Options, progress: Progress | None = None) -> Results:
    """Fit on the months to December 2023, check coverage on synthetic truths, then refit on the whole record.

    The results are in `options.out`, or are read where they stand finished; with `publish` the posterior goes to the
    configuration too.
    """
    results = carry_out(study(options), options, progress)
    if options.publish:
        place, stem = CONFIGS / "posteriors", options.scenario.replace("-", "_")
        place.mkdir(exist_ok=True)
        for file, name in ((OF_POSTERIOR.file, f"{stem}.csv"), (OF_FITTED.file, f"{stem}_to_2023.csv")):
            shutil.copyfile(options.out / file, place / name)
        shutil.copyfile(options.out / MANIFEST, place / f"{stem}.json")
    return results


def _fits(results: Results) -> dict[str, Fit]:
    assert results.parts is not None
    arrays, seed, keep = results.parts.arrays(), results.plan.seed, int(results.study.facts["keep"])
    prior, cast, ran = _prior_lines(results), results.scenario.cast, results.parts.ran([0])
    if len(ran) < len(prior):  # else nothing is copied: the table is large
        prior, arrays = prior[ran], {label: values[:, ran] for label, values in arrays.items()}

    def fit(label: str) -> Fit:
        return Fit.of(target(FITS[label], cast), prior, arrays[label].T, keep, seed)

    return dict(zip(FITS, in_threads(fit, FITS, results.asked.jobs), strict=True))


def _names(results: Results) -> tuple[str, ...]:
    return uncertain(results.scenario.parameters.declared)


def _prior_lines(results: Results) -> Array:
    """All prior sets on the line, (set, parameter), drawn in other processes: while one draws, other threads wait."""
    assert results.closing is not None
    prior, sets = Prior.of(results.scenario.parameters.declared, results.plan.seed), results.plan.replicates
    pieces = [np.arange(first, min(first + PIECE, sets)) for first in range(0, sets, PIECE)]
    lines = np.empty((sets, len(prior.parameters)))
    drawn = results.closing.beside([partial(_lines, prior, numbers) for numbers in pieces], "prior sets")
    for numbers, found in zip(pieces, drawn, strict=True):
        lines[numbers[0] : numbers[-1] + 1] = found
    return lines


def _lines(prior: Prior, numbers: Index) -> Array:
    drawn = np.array(list(prior.arrays(numbers).values()))
    low, high = (np.array([[getattr(q, end)] for q in prior.parameters]) for end in ("low", "high"))
    return np.ascontiguousarray(to_line(drawn, low, high).T)


def _sets(results: Results, label: str) -> Iterator[pd.DataFrame]:
    """The sets in an order left to chance: whoever takes the first few takes a fair sample, not the nearest."""
    fit, declared = results.once(_fits)[label], results.scenario.parameters.declared
    order = np.random.default_rng([results.plan.seed, 13]).permutation(len(fit.kept))
    columns = {
        n: from_line(fit.accepted.adjusted[order, i], declared[n].low, declared[n].high).round(6)
        for i, n in enumerate(_names(results))
    }
    yield pd.DataFrame({"set": np.arange(len(order)), "distance": fit.far[fit.kept[order]].round(6), **columns})


def _sets_columns(results: Results) -> Columns:
    declared = results.scenario.parameters.declared
    far = column("distance", "how far its history lies from the record, root mean square", "tolerances", 0)
    return (SET, far, *(declared[name].quantity for name in _names(results)))


def _contraction(results: Results) -> Iterator[pd.DataFrame]:
    """How much of each parameter's prior variance the evidence took away, and how far its mean moved."""
    columns: dict[str, object] = {"name": _names(results)}
    for label, fit in results.once(_fits).items():
        mean, spread = moments(fit.prior)
        columns[f"contraction_{label}"] = fit.contraction
        columns[f"shift_{label}"] = (fit.accepted.adjusted.mean(axis=0) - mean) / spread
        columns[f"moved_{label}"] = np.where(fit.moved, "yes", "no")
    yield pd.DataFrame(columns).sort_values("contraction_to_2024", ascending=False, kind="stable")


def _correlation(results: Results) -> Iterator[pd.DataFrame]:
    """Pairs of moved parameters that the evidence ties together: correlation in the posterior."""
    fit, names = results.once(_fits)["to_2024"], _names(results)
    rows = np.flatnonzero(fit.moved)
    correlations = np.atleast_2d(np.corrcoef(fit.accepted.adjusted[:, rows].T))
    pairs = [
        {"name": names[rows[i]], "other": names[rows[j]], "correlation": correlations[i, j]}
        for i in range(len(rows))
        for j in range(i)
    ]
    frame = pd.DataFrame(pairs, columns=["name", "other", "correlation"])
    yield frame.sort_values("correlation", key=np.abs, ascending=False, kind="stable").head(20)


def _coverage(results: Results) -> Iterator[pd.DataFrame]:
    """Coverage of known truths, by parameter: they are drawn among the sets nearest to the record."""
    keep, count = int(results.study.facts["keep"]), int(results.study.facts["truths"])
    for label, fit in results.once(_fits).items():
        truths = fit.truths(count, results.plan.seed)
        ranks = fit.ranks(truths, keep, results.asked.jobs)
        inside = {f"coverage_{round(100 * level)}": coverage(ranks, level) for level in (0.5, 0.9)}
        told = {"fit": label, "name": _names(results), "truths": len(truths), **inside}
        yield pd.DataFrame({**told, "contraction": fit.contraction})


NAME = column("name", "name of the parameter", TEXT)
CONTRACTION = (
    NAME,
    *(
        one
        for label in FITS
        for one in (
            column(f"contraction_{label}", "share of its prior variance that the evidence took away", "share", high=1),
            column(f"shift_{label}", "how far its mean moved", "standard deviations of the prior"),
            column(f"moved_{label}", "`yes` where the contraction is more than chance brings about", TEXT),
        )
    ),
)
CORRELATION = (
    NAME,
    column("other", "the other parameter of the pair", TEXT),
    column("correlation", "their correlation in the posterior; only the strongest pairs", "number", -1, 1),
)
COVERAGE = (
    column("fit", "`to_2023` or `to_2024`: the months that the fit may see", TEXT),
    NAME,
    column("truths", "known truths, drawn among the sets nearest to the record", "truths", 0),
    *(
        column(f"coverage_{level}", f"share of truths within the central {level} % interval", "share", 0, 1)
        for level in (50, 90)
    ),
    column("contraction", "share of its prior variance that the evidence took away", "share", high=1),
)

OF_POSTERIOR = Analysis("posterior.csv", _sets_columns, partial(_sets, label="to_2024"))
OF_FITTED = Analysis("posterior_to_2023.csv", _sets_columns, partial(_sets, label="to_2023"))
OF_CONTRACTION = Analysis("contraction.csv", lambda results: CONTRACTION, _contraction)
OF_CORRELATION = Analysis("correlation.csv", lambda results: CORRELATION, _correlation)
OF_COVERAGE = Analysis("coverage.csv", lambda results: COVERAGE, _coverage)


def _figures(results: Results) -> list[Files]:
    frames = {Path(one.file).stem: results.table(one) for one in results.study.analyses}
    return [partial(draw, results.scenario, frames, results.plan.seed, results.asked.svg)]


def _pages(results: Results, recorder: Recorder) -> Mapping[str, Any]:
    """How the posterior came to be; the effective number of parameters is the sum of their contractions."""
    fits = results.once(_fits)
    each: Callable[[Callable[[Fit], float]], dict[str, float]] = lambda value: {n: value(f) for n, f in fits.items()}  # noqa: E731
    return {
        FITTED_TO: fitted_to(results.scenario),
        "parameters_drawn": len(_names(results)),
        "ending_as_the_record": each(lambda fit: len(fit.rows)),
        "largest_distance": each(lambda fit: float(fit.far[fit.kept].max())),
        "directions": each(lambda fit: fit.places.shape[1]),
        "contraction_by_chance": each(lambda fit: fit.limit),
        "effective_parameters": each(lambda fit: float(fit.contraction[fit.moved].sum())),
        "parameters_moved": each(lambda fit: int(fit.moved.sum())),
    }


def fitted_to(scenario: Scenario) -> dict[str, object]:
    """What a posterior of this scenario carries, to be held against the model that uses it."""
    return stamp(scenario, Prior.of(scenario.parameters.declared, STAMP_SEED).draw(np.arange(STAMP_RUNS)))

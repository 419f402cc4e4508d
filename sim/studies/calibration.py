"""Calibrate: from declared priors to a posterior ensemble, judged on months it has not seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim import __version__
from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.engine.interventions import Intervention, case_of
from sim.evidence import tables
from sim.evidence.facts import FACTS
from sim.evidence.record import record
from sim.evidence.tables import SEEN, TURNS
from sim.lab.executors import make_executor, run_all
from sim.lab.fitted import FITTED_TO, RUNS as STAMP_RUNS, SEED as STAMP_SEED, stamp
from sim.lab.provenance import Origin, hash_of
from sim.lab.samplers import ROWS, Prior, from_line, to_line, uncertain
from sim.lab.store import Parts
from sim.model.measures import Trajectory
from sim.report.history.calibration_figures import draw
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.rejection import Posterior, Table, accept, calibration_ranks, chance, contraction, coverage

RECORDED = "northeast-asia"
"""The scenario whose months are on record in `configs/evidence`."""

LOGGED = ("oil_ratio",)
"""Summaries compared by their logarithm: ratios have long tails."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """What to calibrate and how hard to try."""

    scenario: str = "northeast-asia"
    sets: int = 200_704
    keep: int = 500
    truths: int = 200
    seed: int = 1
    jobs: int = 0
    out: Path = Path("results/calibration")
    publish: bool = False
    svg: bool = False

    def checked(self) -> Options:
        """The options, or `BadInput` where they make no sense."""
        for name, low in (("sets", 2 * ROWS), ("keep", 50), ("truths", 10), ("jobs", 0), ("seed", 0)):
            if getattr(self, name) < low:
                raise BadInput("entente calibrate", name, getattr(self, name), f"a whole number of at least {low}")
        played = load_scenario(self.scenario)
        if RECORDED not in (played.name, *played.extends):
            raise BadInput("entente calibrate", "scenario", self.scenario, "a scenario with a record", (RECORDED,))
        if self.keep * 4 > self.sets:
            raise BadInput("entente calibrate", "keep", self.keep, "at most a quarter of the sets")
        return self


@dataclass(frozen=True)
class Target:
    """What a fit looks at: names of summaries, the record's values, tolerances as scales, and how many turns."""

    names: tuple[str, ...]
    observed: Array
    scales: Array
    turns: int

    def summaries(self, past: Trajectory) -> Array:
        """The summaries of many histories, shape (run, summary)."""
        seen = past.window(0, self.turns)
        columns = [FACTS[name].measure(seen) for name in self.names]
        return np.column_stack([_logged(n, c) for n, c in zip(self.names, columns, strict=True)])


def _logged(name: str, values: Array) -> Array:
    return np.log(np.maximum(values, 1e-3)) if name in LOGGED else values


def target(turns: int) -> Target:
    """The facts marked for calibration that a record of `turns` turns can show."""
    table = tables.load("facts").set_index("name")
    names = tuple(n for n in table.index[table["use"] == "calibrate"] if FACTS[n].needs < turns)
    rows = {n: _logged(n, table.loc[n, ["low", "value", "high"]].to_numpy(dtype=float)) for n in names}
    scales = [np.nanmean([abs(low - value), abs(high - value)]) for low, value, high in rows.values()]
    observed = [value for _, value, _ in rows.values()]
    return Target(names, np.array(observed), np.array(scales), turns)


Summaries = tuple[Array, Array]


def play_sets(seed: int, scenario: Scenario, first: int, last: int) -> Summaries:
    """Prior sets played through the record, one history each: the summaries of both targets, shape (set, summary)."""
    numbers = np.arange(first, last)
    drawn = Prior.of(scenario.parameters.declared, seed).draw(numbers)
    past = record(case_of(scenario, Intervention(parameters=drawn)), Draws(seed, numbers), TURNS)
    return target(SEEN).summaries(past), target(TURNS).summaries(past)


def table_of(options: Options, origin: Origin, progress: Progress | None = None) -> list[Array]:
    """Summaries of all prior sets for both targets; parts on disk are used again, so that a run can be resumed."""
    sets = options.sets // ROWS * ROWS
    fingerprint = hash_of([origin.config, origin.code, tables.fingerprint(), options.seed, sets, np.__version__])
    store = Parts(options.out / ".parts", fingerprint, sets, ROWS, ("seen", "whole"))
    tasks = store.pending(origin, partial(play_sets, options.seed))
    executor, ahead = make_executor(options.jobs, len(tasks))
    with executor:
        run_all(tasks, executor, ahead, lambda task, found: store.keep(task, found), progress or _silent, sets)
    return [np.concatenate([store.part(n).array(name) for n in range(store.parts)]) for name in store.names]


def _silent(done: int, sets: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Result:
    """Everything a calibration gives: tables to write, ready for pandas."""

    posterior: pd.DataFrame
    fitted: pd.DataFrame
    contraction: pd.DataFrame
    correlation: pd.DataFrame
    coverage: pd.DataFrame
    manifest: dict[str, object]


def calibrate(options: Options, progress: Progress | None = None) -> Result:
    """Fit on the months to December 2023, check truths_covered on synthetic truths, then refit on the whole record."""
    options = options.checked()
    origin = Origin.of(options.scenario)
    seen, whole = table_of(options, origin, progress)
    scenario = origin.load()
    names = uncertain(scenario.parameters.declared)
    prior = _prior_lines(scenario, names, len(seen), options.seed)
    fits, truths_covered, limits = {}, [], {}
    for label, summaries, goal in (("to_2023", seen, target(SEEN)), ("to_2024", whole, target(TURNS))):
        table = Table(prior, summaries)
        fits[label] = accept(table, goal.observed, goal.scales, options.keep)
        limits[label] = chance(table, goal.observed, goal.scales, options.keep, options.seed)
        truths_covered.append(_covered(label, table, goal, names, options, fits[label]))
    return Result(
        posterior=_frame(scenario, names, fits["to_2024"], options.seed),
        fitted=_frame(scenario, names, fits["to_2023"], options.seed),
        contraction=_contracted(names, prior, fits, limits),
        correlation=_correlated(
            names, fits["to_2024"], contraction(prior, fits["to_2024"].adjusted) > limits["to_2024"]
        ),
        coverage=pd.concat(truths_covered, ignore_index=True),
        manifest=_manifest(options, origin, names, prior, fits, limits),
    )


def _prior_lines(scenario: Scenario, names: tuple[str, ...], sets: int, seed: int) -> Array:
    declared = scenario.parameters.declared
    drawn = Prior.of(declared, seed).arrays(np.arange(sets))
    return np.column_stack([to_line(drawn[n], declared[n].low, declared[n].high) for n in names])


def _frame(scenario: Scenario, names: tuple[str, ...], fit: Posterior, seed: int) -> pd.DataFrame:
    """The sets in an order left to chance: whoever takes the first few takes a fair sample, not the nearest."""
    declared, order = scenario.parameters.declared, np.random.default_rng([seed, 13]).permutation(len(fit.rows))
    columns = {
        n: from_line(fit.adjusted[order, i], declared[n].low, declared[n].high).round(6) for i, n in enumerate(names)
    }
    return pd.DataFrame({"set": np.arange(len(order)), "distance": fit.distances[order].round(6), **columns})


def _contracted(
    names: tuple[str, ...], prior: Array, fits: dict[str, Posterior], limits: dict[str, float]
) -> pd.DataFrame:
    """How much of each parameter's prior variance the evidence took away, and how far its mean moved."""
    columns: dict[str, object] = {"name": names}
    for label, fit in fits.items():
        taken = contraction(prior, fit.adjusted)
        columns[f"contraction_{label}"] = taken
        columns[f"shift_{label}"] = (fit.adjusted.mean(axis=0) - prior.mean(axis=0)) / prior.std(axis=0)
        columns[f"moved_{label}"] = np.where(taken > limits[label], "yes", "no")
    return pd.DataFrame(columns).sort_values("contraction_to_2024", ascending=False, kind="stable")


def _correlated(names: tuple[str, ...], fit: Posterior, moved: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Pairs of moved parameters that the evidence ties together: correlation in the posterior."""
    rows = np.flatnonzero(moved)
    correlations = np.atleast_2d(np.corrcoef(fit.adjusted[:, rows].T))
    pairs = [
        {"name": names[rows[i]], "other": names[rows[j]], "correlation": correlations[i, j]}
        for i in range(len(rows))
        for j in range(i)
    ]
    frame = pd.DataFrame(pairs, columns=["name", "other", "correlation"])
    return frame.sort_values("correlation", key=np.abs, ascending=False, kind="stable").head(20)


def _covered(
    label: str, table: Table, goal: Target, names: tuple[str, ...], options: Options, fit: Posterior
) -> pd.DataFrame:
    """Coverage of known truths, by parameter: they are drawn among the sets nearest to the record."""
    near = accept(table, goal.observed, goal.scales, min(options.truths * 10, len(table.summaries) // 4)).rows
    truths = np.sort(np.random.default_rng([options.seed, 7]).permutation(near)[: options.truths])
    ranks = calibration_ranks(table, truths, goal.scales, options.keep)
    inside = {f"coverage_{round(100 * level)}": coverage(ranks, level) for level in (0.5, 0.9)}
    taken = contraction(table.parameters, fit.adjusted)
    return pd.DataFrame({"fit": label, "name": names, "truths": len(truths), **inside, "contraction": taken})


def _manifest(
    options: Options,
    origin: Origin,
    names: tuple[str, ...],
    prior: Array,
    fits: dict[str, Posterior],
    limits: dict[str, float],
) -> dict[str, object]:
    """How the posterior came to be; the effective number of parameters is the sum of their contractions."""
    taken = {label: contraction(prior, fit.adjusted) for label, fit in fits.items()}
    return {
        "method": "rejection ABC with local-linear adjustment on one table of prior draws",
        "version": __version__,
        FITTED_TO: fitted_to(origin.load()),
        "config_hash": origin.config,
        "code_hash": origin.code,
        "evidence_hash": tables.fingerprint(),
        "options": {k: v for k, v in asdict(options).items() if k not in ("out", "jobs", "publish", "svg")},
        "parameters_drawn": len(names),
        "summaries": {"to_2023": target(SEEN).names, "to_2024": target(TURNS).names},
        "largest_distance": {label: float(fit.distances.max()) for label, fit in fits.items()},
        "contraction_by_chance": limits,
        "effective_parameters": {n: float(v[v > limits[n]].sum()) for n, v in taken.items()},
        "parameters_moved": {n: int((v > limits[n]).sum()) for n, v in taken.items()},
    }


def fitted_to(scenario: Scenario) -> dict[str, object]:
    """What a posterior of this scenario carries, to be held against the model that uses it."""
    return stamp(scenario, Prior.of(scenario.parameters.declared, STAMP_SEED).draw(np.arange(STAMP_RUNS)))


def written(options: Options, result: Result) -> Path:
    """Write the tables of a calibration; with `publish` the posterior goes to the configuration too."""
    options.out.mkdir(parents=True, exist_ok=True)
    frames = {
        "posterior": result.posterior,
        "posterior_to_2023": result.fitted,
        "contraction": result.contraction,
        "correlation": result.correlation,
        "coverage": result.coverage,
    }
    for name, frame in frames.items():
        _write(options.out / f"{name}.csv", frame)
    draw(load_scenario(options.scenario), frames, options.seed, options.out / "figures", options.svg)
    text = json.dumps(result.manifest, indent=2) + "\n"
    (options.out / "manifest.json").write_text(text, encoding="utf-8")
    if options.publish:
        place = CONFIGS / "posteriors"
        place.mkdir(exist_ok=True)
        stem = options.scenario.replace("-", "_")
        _write(place / f"{stem}.csv", result.posterior)
        _write(place / f"{stem}_to_2023.csv", result.fitted)
        (place / f"{stem}.json").write_text(text, encoding="utf-8")
    return options.out


def _write(path: Path, frame: pd.DataFrame) -> None:
    aside = path.with_suffix(".tmp")
    frame.to_csv(aside, index=False, lineterminator="\n", float_format="%.8g")
    aside.replace(path)

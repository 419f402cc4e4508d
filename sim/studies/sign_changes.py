"""Contested signs: where the effect of an action turns as a parameter whose sign is disputed moves over its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.errors import BadInput
from sim.base.given import whole
from sim.base.recorder import TEXT, Columns, column
from sim.engine.interventions import Intervention
from sim.lab.analyses.effects import EFFECTS, OWN, effects
from sim.lab.analyses.runs import OF_RUNS
from sim.lab.designs import BASELINE, Arm, Listed
from sim.lab.experiment import carry_out
from sim.lab.study import Analysis, Files, Progress, Report, Results, Study
from sim.lab.wide import Wide
from sim.report.sweep.figures import sign_changes
from sim.report.sweep.page import drawn
from sim.scenarios.scenario import load_scenario
from sim.studies import factorial_sweep
from sim.studies.factorial_sweep import Options

NAMED: Columns = (
    column("parameter", "parameter whose sign is contested", TEXT),
    column("value", "value at which it was played", "in the unit of the parameter"),
    column("action", "the action, alone at full strength, less the baseline at the same value", TEXT),
)
TABLE = "sign_changes.csv"
KEPT = ("outcome", "theatre", "unit", "difference", "low", "high", "low_corrected", "high_corrected", "comparisons")
EFFECT: Columns = (*NAMED, *(q for q in EFFECTS if q.name in (*KEPT, "replicates", "method")))

TURNING: Columns = (
    NAMED[0],
    NAMED[2],
    *(q for q in EFFECTS if q.name in KEPT[:3]),
    column("default", "value of the parameter outside of this experiment", "in the unit of the parameter"),
    column("turns_at", "value at which the effect changes its sign, by linear interpolation", "as `default`"),
    column("turns", "how often the sign changes over the range; `turns_at` is the first", "times", 1),
    column("at_lowest", "effect at the parameter's lowest value", OWN),
    column("at_highest", "effect at the parameter's highest value", OWN),
    column(
        "sure",
        "`yes` where corrected intervals leave out zero on both sides of it, at two values; `no` where luck may do it",
        TEXT,
    ),
)


@dataclass(frozen=True)
class Found:
    """Where conclusions turn: the table `sign_changes.csv`, failed runs, and the folder."""

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path


def study(options: Options, points: int) -> Study:
    """The contested parameters of a scenario, each at `points` values over its range; raise `BadInput` as a sweep does.

    Only the first and last of `options.levels` count.
    """
    points = whole(points, "sign_changes", "points", 2, 50)
    sweep = factorial_sweep.study(options)
    return replace(
        sweep,
        name="sign_changes",
        design=_design(options, sweep, points),
        analyses=(OF_RUNS, OF_CONTESTED, OF_TURNING),
        report=Report(_figures, lambda results, recorder: {}),
        # Histories that were chosen by where they end would compare other luck, not another value.
        conditioned=False,
        facts={**sweep.facts, "history": "script" if sweep.conditioned else sweep.facts["history"]},
    )


def _design(options: Options, sweep: Study, points: int) -> Listed:
    """Every contested parameter at every value, the others at their defaults: the baseline and each action alone."""
    scenario, wide = load_scenario(options.scenario), sweep.design
    assert isinstance(wide, Wide)
    factorial = wide.core
    parameters = scenario.parameters.with_values(dict(options.settings))
    contested = {name: q for name, q in parameters.declared.items() if q.contested}
    if not contested:
        raise BadInput(scenario.name, "parameters", 0, "a parameter that is marked as contested")
    levers = [arm for arm in factorial.points() if arm.name in (BASELINE, *factorial.alone)]
    defaults = {name: float(parameters[name]) for name in contested}
    values = ((name, value) for name, q in contested.items() for value in np.linspace(q.low, q.high, points).tolist())
    arms = [
        _arm(lever, {**defaults, name: value}, name, group * len(levers))
        for group, (name, value) in enumerate(values)
        for lever in levers
    ]
    numbers = (*levers[0].factors, *contested)
    return Listed(tuple(arms), (*NAMED, *(parameters.declared[name].quantity for name in numbers)))


def _arm(lever: Arm, contested: Mapping[str, float], name: str, baseline: int) -> Arm:
    """A lever's arm with one of the contested parameters moved."""
    value, numbers = contested[name], {**lever.intervention.parameters, **contested}
    own: dict[str, float | str] = {"parameter": name, "value": value, "action": lever.name}
    factors = {**own, **lever.factors, **contested}
    return Arm(f"{lever.name} | {name}={value:g}", factors, Intervention(parameters=numbers), baseline)


def run(options: Options, points: int = 5, progress: Progress | None = None, executor: Executor | None = None) -> Found:
    """Play every contested parameter over its range, with the baseline and each action alone, on the same luck."""
    results = carry_out(study(options, points), options, progress, executor)
    return Found(results.table(OF_TURNING), results.manifest["failed"], results.manifest["runs"], options.out)


def _contested(results: Results) -> Iterator[pd.DataFrame]:
    """The effect of each action on each headline outcome at each value of each parameter."""
    contrasts, draws = results.study.design.contrasts(), results.plan.draws
    table = effects(results.store.outcome, results.outcomes, contrasts, results.study.facts["precision"], draws)
    compared = [results.plan.arms[arm].factors for one in contrasts for arm, _ in one.terms]
    named = pd.DataFrame([[factors[q.name] for q in NAMED] for factors in compared], columns=[q.name for q in NAMED])
    every = pd.concat([named] * len(results.outcomes), ignore_index=True).join(table)
    yield every.loc[every["headline"] == "yes", [quantity.name for quantity in EFFECT]].reset_index(drop=True)


def _turning(results: Results) -> Iterator[pd.DataFrame]:
    """The effects whose sign changes over the range, those that luck explains least first."""
    keys = ["parameter", "action", "outcome", "theatre", "unit"]
    parameters = results.scenario.parameters.with_values(dict(results.plan.settings))
    rows = []
    for key, effect in results.table(OF_CONTESTED).groupby(keys, sort=False):
        turns = _crossings(effect["value"].to_list(), effect["difference"].to_list())
        if turns:
            named = dict(zip(keys, key, strict=True)) | {"turns_at": turns[0], "turns": len(turns)}
            rows.append(named | {"default": float(parameters[str(named["parameter"])])} | _ends(effect))
    columns = [quantity.name for quantity in TURNING]
    ranked = pd.DataFrame(rows, columns=[*columns, "weight"]).sort_values("weight", ascending=False, kind="stable")
    yield ranked[columns].reset_index(drop=True)


OF_CONTESTED = Analysis("contested.csv", lambda results: EFFECT, _contested)
OF_TURNING = Analysis(TABLE, lambda results: TURNING, _turning)


def _figures(results: Results) -> list[Files]:
    table, turning = results.table(OF_CONTESTED), results.table(OF_TURNING)
    return [partial(drawn, sign_changes(table, turning), results.asked.svg)] if len(turning) else []


def _ends(effect: pd.DataFrame) -> dict[str, object]:
    """The effect at both ends of the range; how clearly it takes both signs, as intervals from zero."""
    half = (effect["high"] - effect["low"]) / 2.0
    clear = (effect["difference"] / half.where(half > 0.0)).fillna(0.0)
    sure = (effect["low_corrected"] > 0.0).any() and (effect["high_corrected"] < 0.0).any()
    ends = {"at_lowest": effect["difference"].iloc[0], "at_highest": effect["difference"].iloc[-1]}
    return {**ends, "sure": "yes" if sure else "no", "weight": min(clear.max(), -clear.min()) + 1e6 * sure}


def _crossings(values: list[float], differences: list[float]) -> list[float]:
    """Where a line through the points crosses zero; points at exactly zero have no sign."""
    points = [(v, d) for v, d in zip(values, differences, strict=True) if d]
    return [v + (w - v) * d / (d - e) for (v, d), (w, e) in pairwise(points) if d * e < 0.0]

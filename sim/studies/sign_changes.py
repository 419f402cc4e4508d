"""Contested signs: where the effect of an action turns as a parameter whose sign is disputed moves over its range."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.errors import BadInput
from sim.base.recorder import TEXT, Columns, Recorder, column, manifest_of
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameter
from sim.lab.analyses.effects import EFFECTS, OWN, complete, effects_of
from sim.lab.analyses.runs import run_columns, runs
from sim.lab.designs import BASELINE, Arm, Contrast, Factorial, held_against
from sim.lab.experiment import Closing, Progress, carry_out
from sim.lab.options import Checked, Options, check, request_of
from sim.lab.store import Store
from sim.model.outcomes import outcomes_of
from sim.report.sweep.figures import sign_changes
from sim.report.sweep.page import FIGURES, drawn

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


def run(options: Options, points: int = 5, progress: Progress | None = None, executor: Executor | None = None) -> Found:
    """Play every contested parameter at `points` values over its range, with the baseline and each action alone.

    All runs share their random numbers. Only the first and last of `options.levels` count. Raises `BadInput` as a
    sweep does.
    """
    if not 2 <= points <= 50:
        raise BadInput("sign_changes", "points", points, "a whole number from 2 to 50")
    sweep = check(options)
    checked = sweep.under(_design(sweep, points), "sign_changes")
    carry_out(request_of(checked), partial(_record, checked), progress, executor)
    manifest = manifest_of(options.out) or {}
    return Found(pd.read_csv(options.out / TABLE), manifest["failed"], manifest["runs"], options.out)


@dataclass(frozen=True)
class SignChanges:
    """Contested parameters, one at a time at some values, each with the first of some levers' arms as baseline."""

    levers: tuple[Arm, ...]
    defaults: Mapping[str, float]
    values: Mapping[str, tuple[float, ...]]

    def points(self) -> tuple[Arm, ...]:
        """Every lever at every value of every parameter, the others at their defaults."""
        settings = [(name, value) for name, values in self.values.items() for value in values]
        return tuple(
            self._arm(lever, name, value, group * len(self.levers))
            for group, (name, value) in enumerate(settings)
            for lever in self.levers
        )

    def _arm(self, lever: Arm, name: str, value: float, baseline: int) -> Arm:
        numbers = {**lever.intervention.parameters, **self.defaults, name: value}
        own: dict[str, float | str] = {"parameter": name, "value": value, "action": lever.name}
        factors = {**own, **lever.factors, **self.defaults, name: value}
        return Arm(f"{lever.name} | {name}={value:g}", factors, Intervention(parameters=numbers), baseline)

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """What is varied, and every lever and contested parameter."""
        numbers = (*self.levers[0].intervention.parameters, *self.defaults)
        return (*NAMED, *(declared[name].quantity for name in numbers))

    def contrasts(self) -> tuple[Contrast, ...]:
        """Each action less the baseline at the same value."""
        return tuple(held_against(self.points(), "mix"))


def _design(checked: Checked[Factorial], points: int) -> SignChanges:
    parameters = checked.scenario.parameters.with_values(dict(checked.options.settings))
    contested = {n: q for n, q in parameters.declared.items() if q.contested}
    if not contested:
        raise BadInput(checked.scenario.name, "parameters", 0, "a parameter that is marked as contested")
    return SignChanges(
        tuple(arm for arm in checked.plan.arms if arm.name in (BASELINE, *checked.design.alone)),
        {name: float(parameters[name]) for name in contested},
        {name: tuple(np.linspace(q.low, q.high, points).tolist()) for name, q in contested.items()},
    )


def _record(checked: Checked[SignChanges], recorder: Recorder, store: Store, facts: object, closing: Closing) -> None:
    recorder.table("runs.csv", run_columns(checked), runs(checked, store))
    table = _effects(checked, store)
    recorder.table("contested.csv", EFFECT, [table])
    turning = _turning(checked, table)
    recorder.table(TABLE, TURNING, [turning])
    if len(turning):
        recorder.contents(FIGURES, drawn(sign_changes(table, turning), checked.options.svg))


def _effects(checked: Checked[SignChanges], store: Store) -> pd.DataFrame:
    """The effect of each action on each headline outcome at each value of each parameter."""
    outcomes, contrasts, draws = outcomes_of(checked.scenario.cast), checked.design.contrasts(), checked.plan.draws
    kept = complete(store.outcome, outcomes, draws)
    ranks = {True: sum(outcome.headline for outcome in outcomes)}
    compared = [checked.plan.arms[arm].factors for one in contrasts for arm, _ in one.terms]
    named = pd.DataFrame([[factors[q.name] for q in NAMED] for factors in compared], columns=[q.name for q in NAMED])
    frames = [
        named.join(
            effects_of(store.outcome(number)[:, kept], outcome, contrasts, checked.options.precision, ranks, draws)
        )
        for number, outcome in enumerate(outcomes)
        if outcome.headline
    ]
    return pd.concat(frames, ignore_index=True)[[quantity.name for quantity in EFFECT]]


def _turning(checked: Checked[SignChanges], table: pd.DataFrame) -> pd.DataFrame:
    """The effects whose sign changes over the range, those that luck explains least first."""
    keys = ["parameter", "action", "outcome", "theatre", "unit"]
    rows = []
    for key, effect in table.groupby(keys, sort=False):
        turns = _crossings(effect["value"].to_list(), effect["difference"].to_list())
        if turns:
            found = dict(zip(keys, key, strict=True)) | {"turns_at": turns[0], "turns": len(turns)}
            rows.append(found | {"default": checked.design.defaults[str(found["parameter"])]} | _ends(effect))
    columns = [quantity.name for quantity in TURNING]
    ranked = pd.DataFrame(rows, columns=[*columns, "weight"]).sort_values("weight", ascending=False, kind="stable")
    return ranked[columns].reset_index(drop=True)


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

"""The tables of a sweep that are read off its store: a row per run, and the course of every series per mix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.base.quantities import Quantity
from sim.base.recorder import TEXT, Columns, column
from sim.lab.designs import Design
from sim.lab.options import Checked
from sim.lab.statistics import SUMMARIES
from sim.lab.store import Store
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario

OWN = "in the unit of the series"
LARGEST_SEED = 2**63 - 1
TOGETHER = 10_000
"""Runs whose rows are held in memory at once, or those of one mix."""

TURNS: Columns = (
    column("mix", "mix of actions, `baseline` without any", TEXT),
    column("turn", "turn, from 0", "months since the start", 0),
    column("month", "calendar month, as year-month", TEXT),
    column("series", "what is followed; explained under its own name", TEXT),
    column("theatre", "theatre it belongs to, or `global`", TEXT),
    column("unit", "unit of the series", TEXT),
    column("mean", "mean over replicates; all numbers are empty if every replicate failed", OWN),
    column("low_50", "25th percentile over replicates", OWN),
    column("high_50", "75th percentile over replicates", OWN),
    column("low_90", "5th percentile over replicates", OWN),
    column("high_90", "95th percentile over replicates", OWN),
    column("median", "median over replicates", OWN),
    column("replicates", "replicates of the mix that did not fail", "replicates", 0),
)


def run_columns(checked: Checked[Design]) -> Columns:
    """Columns of the table of runs: the run, its levers and settings, its outcomes, whether it failed."""
    declared = checked.scenario.parameters.declared
    outcomes = [outcome.quantity for outcome in outcomes_of(checked.scenario.cast)]
    return (
        column("experiment", "name of the experiment", TEXT),
        column("scenario", "name of the scenario", TEXT),
        column("mix", "mix of actions, `baseline` without any", TEXT),
        column("replicate", "number of the replicate: the same in all mixes means the same luck", "number", 0),
        column("seed", "seed of the experiment; with the replicate it fixes every draw", "number", 0, LARGEST_SEED),
        column("levers_from", "turn from which the levers act", "months since the start", 0),
        *checked.design.columns(declared),
        *(declared[name].quantity for name in settings_of(checked)),
        *(
            (SET, *(declared[name].quantity for name in drawn_names(checked)))
            if checked.plan.sampler.source != "default"
            else ()
        ),
        *outcomes,
        column("failed", "1 if the run failed and its outcomes are empty or not to be used, else 0", "0 or 1", 0, 1),
        column("reason", "why the run failed; empty if it did not", TEXT),
    )


def settings_of(checked: Checked[Design]) -> dict[str, float]:
    """Every parameter that does not have its default, by the scenario or the user; none that the design sets."""
    given = checked.scenario.parameters.with_values(dict(checked.plan.settings)).overrides
    designed = checked.plan.arms[0].intervention.parameters
    return {name: float(value) for name, value in given.items() if name not in designed}


SET = column("set", "number of the parameter set: the same number means the same parameters", "number", 0)


def drawn_names(checked: Checked[Design]) -> list[str]:
    """Parameters that differ from set to set: those set by the scenario's user stay as set."""
    drawn = checked.plan.drawn(np.zeros(1, dtype=np.int64))
    return [name for name in drawn if name not in settings_of(checked)]


def _shared(checked: Checked[Design]) -> dict[str, Any]:
    """What stands in the rows of every mix alike: the replicate, settings, and the set it was played with."""
    replicates = np.arange(checked.plan.replicates)
    start = {"experiment": checked.experiment, "scenario": checked.scenario.name, "seed": checked.plan.seed}
    own = {**start, "replicate": replicates, "levers_from": checked.plan.start, **settings_of(checked)}
    if checked.plan.sampler.source == "default":
        return own
    return {"set": replicates // checked.plan.draws, **checked.plan.drawn(replicates), **own}


def runs(checked: Checked[Design], store: Store) -> Iterator[pd.DataFrame]:
    """A row per run, some mixes at a time: columns as in `run_columns`."""
    shared, names = _shared(checked), [quantity.name for quantity in run_columns(checked)]
    arms = range(len(checked.plan.arms))
    together = max(TOGETHER // checked.plan.replicates, 1)
    for some in (arms[first : first + together] for first in arms[::together]):
        common = {name: np.tile(values, len(some)) for name, values in shared.items() if isinstance(values, np.ndarray)}
        yield pd.DataFrame({**shared, **common, **_own(checked, store, some)})[names]


def _own(checked: Checked[Design], store: Store, arms: range) -> dict[str, Any]:
    """What differs from mix to mix: its name and levers, outcomes, and what became of the run."""
    plan, names = checked.plan, [outcome.name for outcome in outcomes_of(checked.scenario.cast)]
    mixes = np.repeat(np.array([plan.arms[arm].name for arm in arms], dtype=object), plan.replicates)
    levels = [plan.arms[arm].factors for arm in arms]
    values = np.concatenate([store.outcomes(arm) for arm in arms], axis=1)
    reasons = [reason for arm in arms for reason in store.reasons(arm)]
    return {
        "mix": mixes,
        **{name: np.repeat([level[name] for level in levels], plan.replicates) for name in levels[0]},
        **dict(zip(names, np.where(np.isfinite(values), values, np.nan), strict=True)),
        "failed": [int(reason != "") for reason in reasons],
        "reason": reasons,
    }


def courses(checked: Checked[Design], store: Store) -> Iterator[pd.DataFrame]:
    """The course of every series over replicates, a frame per mix: columns as declared in `TURNS`."""
    return (course(checked, store, arm) for arm in range(len(checked.plan.arms)))


def course(checked: Checked[Design], store: Store, arm: int) -> pd.DataFrame:
    """The course of every series in one mix."""
    turns, series = range(checked.plan.turns), followed(checked.scenario)
    months = [checked.scenario.month(turn) for turn in turns]
    sums = store.summaries(arm).reshape(-1, len(SUMMARIES))
    frame = pd.DataFrame(
        {
            "mix": checked.plan.arms[arm].name,
            "turn": np.tile(turns, len(series)),
            "month": months * len(series),
            "series": np.repeat([name for name, _, _ in series], len(turns)),
            "theatre": np.repeat([theatre for _, theatre, _ in series], len(turns)),
            "unit": np.repeat([quantity.unit for _, _, quantity in series], len(turns)),
            **dict(zip(SUMMARIES, sums.T, strict=True)),
            "replicates": sum(reason == "" for reason in store.reasons(arm)),
        }
    )
    return frame[[quantity.name for quantity in TURNS]]


def followed(scenario: Scenario) -> list[tuple[str, str, Quantity]]:
    """What is followed, in the order of `recorded_series`: name with its theatre, theatre, declaration."""
    theatres = scenario.cast.theatres
    return [
        (name, next((t for t in theatres if q.of == "theatre" and name.endswith(f"_{t}")), "global"), q)
        for name, q in recorded_series(scenario.cast).items()
    ]

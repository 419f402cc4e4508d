"""The tables of a sweep that are read off its store: a row per run, and the course of every series per mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.base.quantities import Quantity
from sim.base.recorder import MONTH, ROWS, TEXT, Columns, column
from sim.lab.options import LARGEST_SEED
from sim.lab.plan import COURSES
from sim.lab.statistics import SUMMARIES
from sim.lab.study import Analysis, Results
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario

OWN = "in the unit of the series"
TOGETHER = 10_000
"""Runs whose rows are held in memory at once, or those of one mix."""

TURNS: Columns = (
    column("mix", "mix of actions, `baseline` without any", TEXT),
    column("turn", "turn, from 0", "months since the start", 0),
    column("month", "calendar month, as year-month", MONTH),
    column("series", "what is followed; explained under its own name", TEXT),
    column("theatre", "theatre it belongs to, or `global`", TEXT),
    column("unit", "unit of the series", TEXT),
    column("mean", "mean over replicates; all numbers are empty if every replicate failed", OWN),
    column("low_50", "25th percentile over replicates", OWN),
    column("high_50", "75th percentile over replicates", OWN),
    column("low_90", "5th percentile over replicates", OWN),
    column("high_90", "95th percentile over replicates", OWN),
    column("median", "median over replicates", OWN),
    column(
        "replicates",
        f"replicates summed up: of the first {COURSES} of the mix, those that did not fail",
        "replicates",
        0,
    ),
)


def run_columns(results: Results) -> Columns:
    """Columns of the table of runs: the run, its levers and settings, its outcomes, whether it failed."""
    declared = results.scenario.parameters.declared
    drawn = _drawn(results)
    return (
        column("experiment", "name of the experiment", TEXT),
        column("scenario", "name of the scenario", TEXT),
        column("mix", "mix of actions, `baseline` without any", TEXT),
        column("replicate", "number of the replicate: the same in all mixes means the same luck", "number", 0),
        column("seed", "seed of the experiment; with the replicate it fixes every draw", "number", 0, LARGEST_SEED),
        column("levers_from", "turn from which the levers act", "months since the start", 0, role="constant"),
        *results.study.design.columns(declared),
        *(replace(declared[name].quantity, kind="constant") for name in _settings(results)),
        *([SET] if "set" in drawn else []),
        *(declared[name].quantity for name in drawn if name != "set"),
        *(replace(outcome.quantity, whole=outcome.binary) for outcome in results.outcomes),
        FAILED,
        column("reason", "why the run failed; empty if it did not", TEXT),
    )


FAILED = column(
    "failed", "1 if the run failed and its outcomes are empty or not to be used, else 0", "0 or 1", 0, 1, role="note"
)
SET = column("set", "number of the parameter set: the same number means the same parameters", "number", 0)


def _settings(results: Results) -> dict[str, float]:
    """Every parameter that does not have its default, by the scenario or the user; none that the design sets."""
    given = results.scenario.parameters.with_values(dict(results.plan.settings)).overrides
    designed = results.plan.arms[0].intervention.parameters
    return {name: float(value) for name, value in given.items() if name not in designed}


def _drawn(results: Results) -> dict[str, Any]:
    """The parameter set of each replicate: its number, and what differs from set to set."""
    plan, replicates = results.plan, np.arange(results.plan.replicates)
    if plan.sampler.source == "default":
        return {}
    drawn = {name: values for name, values in plan.drawn(replicates).items() if name not in _settings(results)}
    return {"set": replicates // plan.draws, **drawn}


def _runs(results: Results) -> Iterator[pd.DataFrame]:
    """A row per run, some mixes at a time."""
    plan, names = results.plan, [quantity.name for quantity in run_columns(results)]
    by_replicate = {"replicate": np.arange(plan.replicates), **_drawn(results)}
    alike = {"experiment": results.study.name, "scenario": results.scenario.name, "seed": plan.seed}
    alike |= {"levers_from": plan.start, **_settings(results)}
    arms, together = range(len(plan.arms)), max(TOGETHER // plan.replicates, 1)
    for some in (arms[first : first + together] for first in arms[::together]):
        common = {name: np.tile(values, len(some)) for name, values in by_replicate.items()}
        yield pd.DataFrame({**alike, **common, **_own(results, some)})[names]


def _own(results: Results, arms: range) -> dict[str, Any]:
    """What differs from mix to mix: its name and levers, outcomes, and what became of the run."""
    plan, store = results.plan, results.store
    mixes = _repeated([plan.arms[arm].name for arm in arms], plan.replicates)
    levels = [plan.arms[arm].factors for arm in arms]
    values = np.concatenate([store.outcomes(arm) for arm in arms], axis=1)
    reasons = [reason for arm in arms for reason in store.reasons(arm)]
    return {
        "mix": mixes,
        **{name: np.repeat([level[name] for level in levels], plan.replicates) for name in levels[0]},
        **{o.name: v for o, v in zip(results.outcomes, np.where(np.isfinite(values), values, np.nan), strict=True)},
        "failed": [int(reason != "") for reason in reasons],
        "reason": pd.Categorical(reasons),
    }


def course(results: Results, arms: Sequence[int]) -> pd.DataFrame:
    """The course of every series in some mixes, one mix below the other: columns as declared in `TURNS`."""
    places, store = results.once(_places), results.store
    sums = np.concatenate([store.summaries(arm).reshape(-1, len(SUMMARIES)) for arm in arms])
    ran = [store.reasons(arm)[: results.plan.summed].count("") for arm in arms]
    rows = len(sums) // len(arms)
    columns = {
        "mix": _repeated([results.plan.arms[arm].name for arm in arms], rows),
        "turn": np.tile(places["turn"], len(arms)),
        **{name: _tiled(places[name], len(arms)) for name in ("month", "series", "theatre", "unit")},
        **dict(zip(SUMMARIES, sums.T, strict=True)),
        "replicates": np.repeat(ran, rows),
    }
    return pd.DataFrame({quantity.name: columns[quantity.name] for quantity in TURNS})


def _repeated(names: Sequence[str], times: int) -> Any:
    """Names as categories, each so many times in a row."""
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    codes: Any = np.repeat([place[name] for name in names], times)
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(place)))


def _tiled(values: Any, times: int) -> Any:
    """The same categories so many times."""
    return pd.Categorical.from_codes(np.tile(values.codes, times), categories=values.categories)


def _turns(results: Results) -> Iterator[pd.DataFrame]:
    """The courses of all mixes, some mixes at a time."""
    arms, each = range(len(results.plan.arms)), len(results.once(_places)["turn"])
    together = max(ROWS // each, 1)
    yield from (course(results, arms[first : first + together]) for first in arms[::together])


def _places(results: Results) -> dict[str, Any]:
    """What stands in the courses of every mix alike: turn and month, the series with its theatre and unit."""
    turns, series = range(results.plan.turns), _followed(results.scenario)
    months = [results.scenario.month(turn) for turn in turns]
    names, theatres, units = zip(*((name, theatre, quantity.unit) for name, theatre, quantity in series), strict=True)
    return {
        "turn": np.tile(turns, len(series)),
        "month": pd.Categorical(months * len(series)),
        "series": pd.Categorical(np.repeat(names, len(turns))),
        "theatre": pd.Categorical(np.repeat(theatres, len(turns))),
        "unit": pd.Categorical(np.repeat(units, len(turns))),
    }


def courses_of(results: Results, mixes: Sequence[str]) -> pd.DataFrame:
    """The course of every series in some mixes, from what was kept or as it stands finished."""
    if results.parts is None:
        table = results.table(OF_TURNS)
        return table[table["mix"].isin(mixes)]
    names = [arm.name for arm in results.plan.arms]
    return course(results, [names.index(mix) for mix in mixes])


def _followed(scenario: Scenario) -> list[tuple[str, str, Quantity]]:
    """What is followed, in the order of `recorded_series`: name with its theatre, theatre, declaration."""
    theatres = scenario.cast.theatres
    return [
        (name, next((t for t in theatres if q.of == "theatre" and name.endswith(f"_{t}")), "global"), q)
        for name, q in recorded_series(scenario.cast).items()
    ]


OF_RUNS = Analysis("runs.csv", run_columns, _runs)
OF_TURNS = Analysis(
    "turns.csv",
    lambda results: TURNS,
    _turns,
    ("series", lambda results: recorded_series(results.scenario.cast).values()),
)

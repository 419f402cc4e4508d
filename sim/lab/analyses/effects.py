"""Effects: what every action and mix changes, with intervals, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import ArmRun, Array, ContrastRun
from sim.base.recorder import TEXT, Columns, column
from sim.lab.designs import KINDS, Contrast
from sim.lab.statistics import (
    Estimate,
    adjusted_wald,
    contrast,
    holm,
    paired_t,
    paired_t_of_shares,
    replicates_needed,
    wilson,
)
from sim.lab.study import Analysis, Results
from sim.model.measures import Outcome

OWN = "in the unit of the outcome"
PLACE = (
    column("outcome", "what is measured; each is a column of runs.csv", TEXT),
    column("theatre", "theatre it belongs to, or `global`", TEXT),
    column("unit", "unit of the outcome", TEXT),
)

EFFECTS: Columns = (
    column(
        "kind",
        "`main`: one action raised from the lowest to the highest level, averaged over every setting of the others; "
        "`mix`: a mix less the baseline; `interaction`: half the difference of differences of two actions, averaged "
        "over the rest; `placebo`: the lever that does nothing, on the baseline and on all actions",
        TEXT,
    ),
    column("mix", "the action, mix, pair of actions (`a x b`) or placebo", TEXT),
    *PLACE,
    column("difference", "mean over replicates of the paired difference", OWN),
    column("low", "lower bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("high", "upper bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("low_corrected", "lower bound corrected for the number of comparisons (Bonferroni); empty as `low`", OWN),
    column("high_corrected", "upper bound corrected for the number of comparisons (Bonferroni); empty as `high`", OWN),
    column(
        "comparisons",
        "comparisons corrected for: all of the same kind over all headline outcomes, or over all other outcomes; those "
        "that are no number in any run are not counted",
        "comparisons",
        1,
    ),
    column("p_value", "two-sided p-value of no difference, uncorrected; empty as `low`", "probability", 0, 1),
    column("p_holm", "p-value after Holm's correction for the same comparisons; empty as `low`", "probability", 0, 1),
    column("baseline_mean", "mean of the outcome over the baseline's replicates", OWN),
    column("replicates", "replicates compared: those that failed in no arm", "replicates", 0),
    column(
        "replicates_needed",
        "replicates for a corrected interval that reaches at most `precision` (see manifest.json) times the larger of "
        "the baseline's mean and the difference, both without sign, to either side; empty where both are zero "
        "and replicates differ, or with fewer than two replicates",
        "replicates",
        2,
    ),
    column("enough", "`yes` where `replicates` reaches `replicates_needed`, else `no`", TEXT),
    column(
        "method",
        "`paired t`: Student's interval over replicates, or over parameter sets where several replicates share one, "
        "its spread held above that of one changed replicate for binary outcomes; `adjusted Wald`: Agresti and Min "
        "(2005) for mixes on binary outcomes",
        TEXT,
    ),
    column("headline", "`yes` for a headline outcome", TEXT),
)

LEVELS: Columns = (
    column("mix", "mix of actions, `baseline` without any", TEXT),
    *PLACE,
    column("mean", "mean over replicates; of a binary outcome the share of runs in which it happened", OWN),
    column("low", "lower bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("high", "upper bound of its 95 % interval; empty with fewer than two replicates", OWN),
    column("standard_deviation", "spread over replicates; empty with fewer than two", OWN, 0),
    column("replicates", "replicates of the mix that did not fail", "replicates", 0),
    column(
        "method",
        "`Student's t` over replicates, or over parameter sets where several replicates share one; `Wilson` for binary "
        "outcomes where each replicate has its own",
        TEXT,
    ),
    column("headline", "`yes` for a headline outcome", TEXT),
)

Read = Callable[[int], ArmRun]
"""One outcome of all runs, by its number."""


def complete(read: Read, outcomes: Sequence[Outcome], draws: int = 1) -> npt.NDArray[np.bool_]:
    """Which replicates failed in no arm; of `draws` that share a parameter set, all or none."""
    # What is no number in any run is about a group that nobody is in, and no failure.
    ran = [np.isfinite(read(number)).all(axis=0) for number in measured(read, outcomes)]
    kept = np.logical_and.reduce(ran) if ran else np.zeros(read(0).shape[1], dtype=np.bool_)
    count = len(kept) // draws
    whole: npt.NDArray[np.bool_] = np.zeros_like(kept)
    whole[: count * draws] = np.repeat(kept[: count * draws].reshape(count, draws).min(axis=1), draws)
    return whole


def measured(read: Read, outcomes: Sequence[Outcome]) -> list[int]:
    """The numbers of the outcomes that are a number in any run."""
    return [number for number in range(len(outcomes)) if np.isfinite(read(number)).any()]


def effects(
    read: Read, outcomes: Sequence[Outcome], contrasts: Sequence[Contrast], precision: float, draws: int = 1
) -> pd.DataFrame:
    """All comparisons of all outcomes: columns as declared in `EFFECTS`; `draws` replicates share a parameter set."""
    kept, known = complete(read, outcomes, draws), [outcomes[number].headline for number in measured(read, outcomes)]
    groups = [[c for c in contrasts if c.kind == kind] for kind in KINDS]
    by_kind: list[list[dict[str, Any]]] = [[] for _ in groups]
    for number, outcome in enumerate(outcomes):
        values = read(number)[:, kept]
        for group, pieces in zip(groups, by_kind, strict=True):
            if group:
                comparisons = max(len(group) * known.count(outcome.headline), 1)
                pieces.append(_effects_of(values, outcome, group, precision, comparisons, draws))
    table = _stacked([piece for pieces in by_kind for piece in pieces])
    families = table.groupby(["kind", "headline"], sort=False)["p_value"]
    table["p_holm"] = families.transform(lambda values: holm(values.to_numpy()))
    return table[[quantity.name for quantity in EFFECTS]]


def _effects_of(
    values: ArmRun, outcome: Outcome, contrasts: Sequence[Contrast], precision: float, comparisons: int, draws: int
) -> dict[str, Any]:
    """All contrasts of one kind on one outcome, corrected for so many comparisons, as columns."""
    kind = contrasts[0].kind
    differences = np.array([contrast(values, c.terms) for c in contrasts])
    estimate = estimated(differences, kind, outcome.binary, draws)
    base = float(values[0].mean()) if values.shape[1] else np.nan
    wanted = precision * np.maximum(abs(base), np.abs(estimate.difference))
    needed = draws * replicates_needed(estimate, wanted, comparisons)
    low, high = held(estimate.interval(), outcome.binary)
    low_corrected, high_corrected = held(estimate.interval(comparisons), outcome.binary)
    return {
        "kind": kind,
        "mix": [c.name for c in contrasts],
        **place_of(outcome),
        "difference": estimate.difference,
        "low": low,
        "high": high,
        "low_corrected": low_corrected,
        "high_corrected": high_corrected,
        "comparisons": comparisons,
        "p_value": estimate.p_values(),
        "baseline_mean": base,
        "replicates": values.shape[1],
        "replicates_needed": needed,
        "enough": np.where(values.shape[1] >= needed, "yes", "no"),
        "method": estimate.method,
    }


def held(interval: tuple[Array, Array], binary: bool) -> tuple[Array, Array]:
    """The bounds, held within -1 and 1 for differences of shares."""
    low, high = interval
    return (np.maximum(low, -1.0), np.minimum(high, 1.0)) if binary else (low, high)


def estimated(differences: ContrastRun, kind: str, binary: bool, draws: int = 1) -> Estimate:
    """Mean and error of paired differences, by the method that suits the outcome."""
    # Replicates that share a parameter set are alike: only the means of sets are independent of each other.
    means = differences.reshape(len(differences), -1, draws).mean(axis=-1) if draws > 1 else differences
    if not binary or kind == "placebo":
        return paired_t(means)
    return adjusted_wald(means) if kind == "mix" and draws == 1 else paired_t_of_shares(means)


def place_of(outcome: Outcome) -> dict[str, str]:
    """What a row says of the outcome that it is about."""
    headline = "yes" if outcome.headline else "no"
    names = {"outcome": outcome.name, "theatre": outcome.theatre, "unit": outcome.quantity.unit}
    return {**names, "headline": headline}


def levels(read: Read, outcomes: Sequence[Outcome], arms: Sequence[str], draws: int = 1) -> pd.DataFrame:
    """The level of every outcome in every arm: columns as declared in `LEVELS`."""
    pieces = [
        {"mix": arms, **place_of(outcome), **_levels_of(read(number), outcome.binary, draws)}
        for number, outcome in enumerate(outcomes)
    ]
    return _stacked(pieces)[[quantity.name for quantity in LEVELS]]


def _stacked(pieces: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Pieces of a table one below the other; what is single stands in all rows of its piece."""
    columns = {
        name: np.concatenate([np.broadcast_to(piece[name], len(piece["mix"])) for piece in pieces])
        for name in pieces[0]
    }
    return pd.DataFrame(columns)


def _levels_of(values: ArmRun, binary: bool, draws: int) -> dict[str, Any]:
    """The level of one outcome in each arm."""
    ran, told = np.isfinite(values), np.empty((5, len(values)))
    for same in np.unique(ran, axis=0):  # arms in which the same replicates failed are taken together
        arms = (ran == same).all(axis=1)
        told[:, arms] = _level(values[arms], same, binary, draws)
    mean, low, high, spread, replicates = told
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "standard_deviation": spread,
        "replicates": replicates.astype(np.int64),
        "method": "Wilson" if binary and draws == 1 else "Student's t",
    }


def _level(values: ArmRun, ran: npt.NDArray[np.bool_], binary: bool, draws: int) -> list[Any]:
    """Mean, bounds, spread and number of the replicates that ran, for some arms."""
    seen = np.ascontiguousarray(values[:, ran])  # the order of additions must not depend on how the array came about
    level = paired_t(seen)
    # Replicates that share a parameter set are alike: only the means of sets are independent of each other.
    means = _set_means(values, ran, draws) if draws > 1 else seen
    low, high = (paired_t_of_shares(means) if binary and draws > 1 else paired_t(means)).interval()
    if binary:
        low, high = np.array([wilson(one) for one in seen]).T if draws == 1 else (low.clip(0.0), high.clip(None, 1.0))
    return [level.difference, low, high, level.spread, np.full(len(seen), seen.shape[1])]


def _set_means(values: ArmRun, ran: npt.NDArray[np.bool_], draws: int) -> ContrastRun:
    """The mean of each parameter set's replicates that ran, for each arm; sets without any are left out."""
    short = -len(ran) % draws
    held = np.pad(np.where(ran, values, 0.0), ((0, 0), (0, short))).reshape(len(values), -1, draws)
    counts = np.pad(ran, (0, short)).reshape(-1, draws).sum(axis=1)
    means: Array = np.ascontiguousarray(held.sum(axis=2)[:, counts > 0]) / counts[counts > 0]
    return means


def _effects(results: Results) -> Iterator[pd.DataFrame]:
    contrasts, precision = results.study.design.contrasts(), results.study.facts["precision"]
    yield effects(results.store.outcome, results.outcomes, contrasts, precision, results.plan.draws)


def _levels(results: Results) -> Iterator[pd.DataFrame]:
    arms = [arm.name for arm in results.plan.arms]
    yield levels(results.store.outcome, results.outcomes, arms, results.plan.draws)


OF_EFFECTS = Analysis("effects.csv", lambda results: EFFECTS, _effects, parquet=True)
OF_LEVELS = Analysis("levels.csv", lambda results: LEVELS, _levels, parquet=True)


def answers(table: pd.DataFrame) -> pd.DataFrame:
    """What is printed: what each action changes in each headline outcome, and the placebo in a row of its own.

    Intervals are the corrected ones. The placebo's row holds its largest difference and widest interval over all
    outcomes. `reading` is `higher` or `lower` where the interval leaves out zero, `none` where no replicate differs.
    """
    main = table[(table["kind"] == "main") & (table["headline"] == "yes")]
    shown = main.drop(columns=["low", "high"]).rename(
        columns={"mix": "action", "low_corrected": "low", "high_corrected": "high", "baseline_mean": "baseline"}
    )
    rows = [shown[[c for c in ANSWERS if c != "reading"]], _placebo(table[table["kind"] == "placebo"])]
    joined = pd.concat([row for row in rows if len(row)], ignore_index=True)
    joined["reading"] = [_reading(*row) for row in joined[["difference", "low", "high"]].itertuples(index=False)]
    return joined


ANSWERS = (
    *("action", "outcome", "theatre", "unit", "baseline", "difference", "low", "high"),
    *("replicates_needed", "enough", "reading"),
)
"""Columns of the printed table."""


def _placebo(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    differences = rows["difference"].to_numpy()
    largest = max(differences, key=abs)
    told = {"action": "placebo", "outcome": "every outcome", "theatre": "all", "unit": "", "baseline": np.nan}
    bounds = {"low": rows["low_corrected"].min(), "high": rows["high_corrected"].max()}
    needed = {"replicates_needed": rows["replicates_needed"].max(), "enough": rows["enough"].min()}
    return pd.DataFrame([{**told, "difference": largest, **bounds, **needed}])


def _reading(difference: float, low: float, high: float) -> str:
    if low > 0.0 or high < 0.0:
        return "higher" if low > 0.0 else "lower"
    return "none" if difference == low == high == 0.0 else "unclear"

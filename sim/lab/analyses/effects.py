"""Effects: what every action and mix changes, with intervals, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import ArmRun, Array, ContrastRun, Run
from sim.base.recorder import TEXT, Columns, column
from sim.lab.designs import KINDS, Contrast
from sim.lab.spread import Spread, reading, spreads
from sim.lab.statistics import (
    Estimate,
    adjusted_wald,
    contrasted,
    holm,
    least_variance,
    paired_t,
    paired_t_of_shares,
    replicates_needed,
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
    column("least", "smallest difference of interest of the outcome; empty where none is declared", OWN, 0),
    column(
        "p_above",
        "probability that the expected difference under a parameter set lies above `least`: luck is taken out "
        "(`sim.lab.spread`), what is not known of mean and variances is in; empty without `least`",
        "probability",
        0,
        1,
    ),
    column("p_below", "probability that it lies below minus `least`; empty as `p_above`", "probability", 0, 1),
    column(
        "reading",
        "`larger`, `smaller`: `p_above`, `p_below` is 0.9 or more; `probably`: two thirds or more; `no difference that "
        "matters`: both together are 0.1 or less; `no run differs`; else `open`",
        TEXT,
    ),
    column(
        "sign_holds",
        "share of parameter sets, luck taken out, whose difference has the sign that most have; empty where no run "
        "differs",
        "share",
        0,
        1,
    ),
    column("baseline_mean", "mean of the outcome over the baseline's replicates", OWN),
    column("replicates", "replicates compared: those that failed in no arm", "replicates", 0),
    column(
        "replicates_needed",
        "replicates for a corrected interval that reaches at most `precision` (see manifest.json) times the larger of "
        "the baseline's mean and the difference, both without sign, to either side; empty where no replicate differs, "
        "which says nothing of how many would, where both are zero, and with fewer than two replicates",
        "replicates",
        2,
        whole=False,  # may be as good as infinite
    ),
    column(
        "enough",
        "`yes` where `replicates` reaches `replicates_needed`, `no` where not; empty where no replicate differs",
        TEXT,
    ),
    column(
        "method",
        "`paired t`: Student's interval over replicates, or over parameter sets where several replicates share one, "
        "its spread held above that of one changed replicate for binary outcomes; `adjusted Wald`: Agresti and Min "
        "(2005) for mixes on binary outcomes",
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


def with_headlines(results: Results) -> tuple[Outcome, ...]:
    """What was measured of each run, in order; what no arm moves in any run is no headline outcome."""
    moved = moving(results.store.outcome, results.outcomes)
    return tuple(o if n in moved else replace(o, headline=False) for n, o in enumerate(results.outcomes))


def moving(read: Read, outcomes: Sequence[Outcome]) -> frozenset[int]:
    """The numbers of the outcomes in which any arm differs from the first in any replicate."""
    every = ((number, read(number)) for number in range(len(outcomes)))
    return frozenset(number for number, values in every if ((values != values[:1]) & np.isfinite(values)).any())


def effects(
    read: Read,
    outcomes: Sequence[Outcome],
    contrasts: Sequence[Contrast],
    precision: float,
    draws: int = 1,
    *,
    drawn: bool = False,
) -> pd.DataFrame:
    """All comparisons of all outcomes: columns as declared in `EFFECTS`; `draws` replicates share a parameter set.

    `drawn` says that sets differ; with a single draw a set it cannot be seen.
    """
    kept, known = complete(read, outcomes, draws), [outcomes[number].headline for number in measured(read, outcomes)]
    groups = [[c for c in contrasts if c.kind == kind] for kind in KINDS]
    by_kind: list[list[dict[str, Any]]] = [[] for _ in groups]
    for number, outcome in enumerate(outcomes):
        values = read(number)[:, kept]
        for group, pieces in zip(groups, by_kind, strict=True):
            if group:
                comparisons = max(len(group) * known.count(outcome.headline), 1)
                differences = contrasted(values, [one.terms for one in group])
                told = _effects_of(differences, values[0], outcome, group, precision, comparisons, draws)
                pieces.append({**told, **_beyond(differences, outcome, group[0].kind, draws, drawn)})
    table = stacked([piece for pieces in by_kind for piece in pieces])
    families = table.groupby(["kind", "headline"], sort=False)["p_value"]
    table["p_holm"] = families.transform(lambda values: holm(values.to_numpy()))
    return table[[quantity.name for quantity in EFFECTS]]


def _effects_of(
    differences: ContrastRun,
    without: Run,
    outcome: Outcome,
    contrasts: Sequence[Contrast],
    precision: float,
    comparisons: int,
    draws: int,
) -> dict[str, Any]:
    """All contrasts of one kind on one outcome, corrected for so many comparisons, as columns."""
    kind, runs = contrasts[0].kind, len(without)
    estimate = estimated(differences, kind, outcome.binary, draws)
    base = float(without.mean()) if runs else np.nan
    wanted = precision * np.maximum(abs(base), np.abs(estimate.difference))
    tells = np.isfinite(estimate.difference) & (estimate.spread != 0.0)
    needed = np.where(estimate.spread > 0.0, draws * replicates_needed(estimate, wanted, comparisons), np.nan)
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
        "replicates": runs,
        "replicates_needed": needed,
        "enough": np.where(tells, np.where(runs >= needed, "yes", "no"), ""),
        "method": estimate.method,
    }


def _beyond(differences: ContrastRun, outcome: Outcome, kind: str, draws: int, drawn: bool) -> dict[str, Any]:
    """How likely each contrast lies beyond the smallest difference of interest, on either side, as columns."""
    least = outcome.least.size if outcome.least else np.nan
    by_set = differences.reshape(len(differences), -1, draws)
    floor = least_variance(by_set.shape[1]) if outcome.binary and kind != "placebo" else 0.0
    if np.isfinite(differences).all():
        found = spreads(by_set, drawn=drawn or draws > 1, floor=floor)
        rows = [_row(one, told, least, floor) for one, told in zip(differences, found, strict=True)]
    else:  # about a group that nobody is in
        rows = [(np.nan, np.nan, "", np.nan)] * len(differences)
    names = ("p_above", "p_below", "reading", "sign_holds")
    return {"least": least, **dict(zip(names, zip(*rows, strict=True), strict=True))}


def _row(differences: Run, found: Spread, least: float, floor: float) -> tuple[float, float, str, float]:
    above, below = found.beyond(least) if np.isfinite(least) else (np.nan, np.nan)
    differs = bool(differences.any())
    # that a rare event came in no run of either does not say that it never would
    return above, below, reading(above, below, differs or floor > 0.0), found.sign_holds if differs else np.nan


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


def stacked(pieces: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Pieces of a table one below the other; what is single stands in all rows of its piece."""
    columns = {
        name: np.concatenate([np.broadcast_to(piece[name], len(piece["mix"])) for piece in pieces])
        for name in pieces[0]
    }
    return pd.DataFrame(columns)


def _effects(results: Results) -> Iterator[pd.DataFrame]:
    outcomes, contrasts = results.once(with_headlines), results.study.design.contrasts()
    precision, drawn = results.study.facts["precision"], results.plan.sampler.source != "default"
    yield effects(results.store.outcome, outcomes, contrasts, precision, results.plan.draws, drawn=drawn)


OF_EFFECTS = Analysis("effects.csv", lambda results: EFFECTS, _effects)

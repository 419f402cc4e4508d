"""Compared: every arm of any design less its own baseline, with the factors that tell it apart as columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.base.arrays import ArmRun
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import EFFECTS, OWN, PLACE, complete, effects, with_headlines
from sim.lab.designs import KINDS, Contrast
from sim.lab.spread import spread
from sim.lab.statistics import contrast
from sim.lab.study import Analysis, Results
from sim.model.measures import Outcome

COST = "outlay_a_year"
"""The outcome that is told beside the headlines."""

PRECISION = 0.1
KEPT = ("difference", "low", "high", "least", "p_above", "p_below", "reading", "sign_holds", "replicates")
"""Columns of effects.csv that are told of each arm."""

NAMED = (
    column("arm", "name of the arm", TEXT, role="key"),
    column("baseline", "name of the arm that it is held against", TEXT, role="key"),
)
TOLD: Columns = (
    *PLACE,
    *(quantity for quantity in EFFECTS if quantity.name in KEPT[:3]),
    column("low_90", "5th percentile of the expected difference over parameter sets, luck taken out", OWN),
    column("high_90", "95th percentile of the same", OWN),
    *(quantity for quantity in EFFECTS if quantity.name in KEPT[3:]),
    column("without", "mean of the outcome in the arm's own baseline", OWN),
    column("headline", "`yes` for a headline outcome", TEXT),
)


def compared_columns(results: Results) -> Columns:
    """Columns of the table: arm and baseline, the factors of the design, and what is known of the difference."""
    return (*NAMED, *results.study.design.columns(results.scenario.parameters.declared), *TOLD)


def told_outcomes(results: Results) -> list[tuple[int, Outcome]]:
    """The outcomes that are compared, by number: headline outcomes that any arm moves, and the cost."""
    every = enumerate(results.once(with_headlines))
    return [(number, one) for number, one in every if one.headline or one.name == COST]


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    """The rows of one outcome after the other."""
    contrasts, arms, draws = _single(results), results.plan.arms, results.plan.draws
    pairs = [(arms[plus], arms[minus]) for one in contrasts for plus, minus in one.terms]
    named = pd.DataFrame([{"arm": arm.name, "baseline": base.name, **arm.factors} for arm, base in pairs])
    told = told_outcomes(results)
    values = [results.store.outcome(number) for number, _ in told]
    kept = complete(values.__getitem__, [outcome for _, outcome in told], draws)
    names = [quantity.name for quantity in compared_columns(results)]
    for (_, outcome), own in zip(told, values, strict=True):
        yield named.join(_of(outcome, own[:, kept], contrasts, results))[names]


def _single(results: Results) -> list[Contrast]:
    """The comparisons of one arm with its baseline, in the order in which effects are told."""
    every = results.study.design.contrasts()
    return [one for kind in KINDS for one in every if one.kind == kind and len(one.terms) == 1]


def _of(outcome: Outcome, values: ArmRun, contrasts: list[Contrast], results: Results) -> pd.DataFrame:
    """What each comparison changes in one outcome."""
    draws, drawn = results.plan.draws, results.plan.sampler.source != "default"
    table = effects(lambda _: values, [outcome], contrasts, PRECISION, draws, drawn=drawn)
    differences = [contrast(values, one.terms).reshape(-1, draws) for one in contrasts]
    low, high = np.array([spread(one, drawn=drawn).band() for one in differences]).reshape(-1, 2).T
    without = [float(np.mean(values[one.terms[0][1]])) for one in contrasts]
    return table.drop(columns="baseline_mean").assign(low_90=low, high_90=high, without=without)


OF_COMPARED = Analysis("compared.csv", compared_columns, _rows)

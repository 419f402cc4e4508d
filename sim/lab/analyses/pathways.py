"""Pathways: what levers that follow what is observed are worth beside fixed ones, and when their triggers fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.months import month_of
from sim.base.recorder import MONTH, TEXT, Columns, column
from sim.engine.triggers import acting, first_of
from sim.lab.analyses.compared import COST
from sim.lab.analyses.effects import complete
from sim.lab.analyses.ranks import RANKS, WORTH, scores
from sim.lab.designs import Arm
from sim.lab.spread import spread
from sim.lab.statistics import wilson
from sim.lab.study import Analysis, Results
from sim.lab.weightings import Weighting, weighed

BN = "USD bn a year"
PATHWAY = column("pathway", "levers over time: a file of configs/pathways, or one's own", TEXT, role="key")
WAY = column(
    "way", "`adaptive`: as the pathway says; `fixed`: its levers at one level from the start", TEXT, role="key"
)
SHARE = column("share", "fixed level, as a share of the highest to which the pathway may bring a lever", "share", 0, 1)
ADAPTIVE, FIXED = "adaptive", "fixed"
OVER = "over the replicates that did not fail"
PATHWAYS: Columns = (
    RANKS[0],
    PATHWAY,
    WAY,
    SHARE,
    column("cost", "what it costs more than the baseline, mean", BN),
    column("score", "weighed sum of the paired differences to the baseline, mean", WORTH),
    column("low_90", "5th percentile of the expected score over parameter sets, luck taken out", WORTH),
    column("high_90", "95th percentile of the same", WORTH),
    column("p_better", "probability over sets that it is better than the baseline", "probability", 0, 1),
    column(
        "against_fixed",
        "adaptive only: score less that of fixed levels at the same mean cost, between the two nearest of them",
        WORTH,
    ),
    column("against_low_90", "5th percentile of its expectation over sets", WORTH),
    column("against_high_90", "95th percentile of the same", WORTH),
    column("p_more", "probability over sets that it is above zero", "probability", 0, 1),
)
FIRING: Columns = (
    PATHWAY,
    column("trigger", "name of the trigger", TEXT, role="key"),
    column("lever", "lever that it moves", TEXT, role="key"),
    column("share", f"share of histories in which it acts at all, {OVER}", "share", 0, 1, role="outcome"),
    column("share_low", "lower bound of its 95 % interval (Wilson)", "share", 0, 1),
    column("share_high", "upper bound of the same", "share", 0, 1),
    column("first", "month in which it first acts, median over the histories in which it does", MONTH),
    column("first_low_90", "5th percentile of the same", MONTH),
    column("first_high_90", "95th percentile of the same", MONTH),
    column("months", f"months in which it acts, mean {OVER}", "months", 0),
    column("histories", "histories", "histories", 1),
)
FIRED: Columns = (
    PATHWAY,
    FIRING[1],
    column("turn", "turn", "months since the start", 0),
    column("month", "calendar month", MONTH),
    column("share", f"share of histories in which it has acted by this month, {OVER}", "share", 0, 1, role="outcome"),
)


def _pathways(results: Results) -> Iterator[pd.DataFrame]:
    for weighting in weighed(results.outcomes):
        yield _worth(results, weighting)


def _worth(results: Results, weighting: Weighting) -> pd.DataFrame:
    """What each arm is worth under one weighting."""
    arms, drawn = results.plan.arms, results.plan.sampler.source != "default"
    draws, cost = results.plan.draws, results.once(cost_of)
    found = scores(results.store.outcome, results.outcomes, weighting, range(len(arms)), draws)
    by_set, rows = found.reshape(len(arms), -1, draws), []
    for number, arm in enumerate(arms[1:], start=1):
        told = spread(by_set[number], drawn=drawn)
        row = [weighting.name, *(arm.factors[q.name] for q in (PATHWAY, WAY, SHARE)), cost[number]]
        row += [float(by_set[number].mean()), *told.band(), told.beyond(0.0)[0]]
        more = by_set[number] - at_cost(cost[number], *_fixed(arms, arm, cost, by_set))
        against = spread(more, drawn=drawn)
        last = [float(more.mean()), *against.band(), against.beyond(0.0)[0]]
        rows.append([*row, *(last if arm.factors[WAY.name] == ADAPTIVE else [np.nan] * 4)])
    return pd.DataFrame(rows, columns=[quantity.name for quantity in PATHWAYS])


def cost_of(results: Results) -> Array:
    """What each arm costs more than the baseline on the average: (arm,)."""
    number = [one.name for one in results.outcomes].index(COST)
    values = results.store.outcome(number)
    kept = complete(results.store.outcome, results.outcomes, results.plan.draws)
    return np.asarray((values[:, kept] - values[:1, kept]).mean(axis=1))


def _fixed(arms: Sequence[Arm], arm: Arm, cost: Array, values: Array) -> tuple[Array, Array]:
    """Costs and values of the baseline and the fixed arms of a pathway, the cheapest first."""
    own = [n for n, one in enumerate(arms) if one.factors[WAY.name] == FIXED and _same(one, arm)]
    order = sorted([0, *own], key=lambda number: float(cost[number]))
    return cost[order], values[order]


def _same(one: Arm, other: Arm) -> bool:
    return one.factors[PATHWAY.name] == other.factors[PATHWAY.name]


def at_cost(cost: float, costs: Array, values: Array) -> Array:
    """What fixed levels bring at a cost: between the two nearest `costs`, which rise; the nearest outside of them.

    `values` are (level, set, replicate of the set).
    """
    above = int(np.clip(np.searchsorted(costs, cost), 1, len(costs) - 1))
    low, high = costs[above - 1], costs[above]
    part = float(np.clip((cost - low) / (high - low), 0.0, 1.0)) if high > low else 0.0
    mixed: Array = (1.0 - part) * values[above - 1] + part * values[above]
    return mixed


def _triggers(results: Results) -> Iterator[tuple[str, str, str, Array, Array]]:
    """Pathway, trigger and lever, with the turn of the first month and the number of months of each replicate."""
    names, draws = [one.name for one in results.outcomes], results.plan.draws
    kept = complete(results.store.outcome, results.outcomes, draws)
    for number, arm in enumerate(results.plan.arms):
        for one in arm.intervention.triggers:
            told = (results.store.outcome(names.index(what(one.name)))[number, kept] for what in (first_of, acting))
            first, months = told
            yield str(arm.factors[PATHWAY.name]), one.name, one.lever, first, months


def _firing(results: Results) -> Iterator[pd.DataFrame]:
    rows = []
    for pathway, name, lever, first, months in _triggers(results):
        acted = months > 0.0
        when = (
            [_month(results, value) for value in np.quantile(first[acted], (0.5, 0.05, 0.95))]
            if acted.any()
            else [""] * 3
        )
        share = float(acted.mean()), *wilson(acted.astype(np.float64))
        rows.append([pathway, name, lever, *share, *when, float(months.mean()), len(months)])
    yield pd.DataFrame(rows, columns=[quantity.name for quantity in FIRING])


def _month(results: Results, turn: float) -> str:
    return month_of(round(turn), results.scenario.start_month)


def _fired(results: Results) -> Iterator[pd.DataFrame]:
    turns = range(results.plan.start, results.plan.turns)
    for pathway, name, _, first, months in _triggers(results):
        acted = [float(((first <= turn) & (months > 0.0)).mean()) for turn in turns]
        months_of = [_month(results, turn) for turn in turns]
        yield pd.DataFrame({"pathway": pathway, "trigger": name, "turn": turns, "month": months_of, "share": acted})


OF_PATHWAYS = Analysis("pathways.csv", lambda results: PATHWAYS, _pathways)
OF_FIRING = Analysis("firing.csv", lambda results: FIRING, _firing)
OF_FIRED = Analysis("fired.csv", lambda results: FIRED, _fired)

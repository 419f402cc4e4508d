"""Portfolio: which mixes are worth their cost, which are regretted, and which parameter is worth knowing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.board import Board, boards
from sim.lab.analyses.effects import complete
from sim.lab.analyses.ranks import RANKS, WORTH
from sim.lab.decisions import binned_value, by_chance, regret, value_of_knowing
from sim.lab.portfolios import MIX, STRENGTH
from sim.lab.spread import reading, spread
from sim.lab.statistics import contrast
from sim.lab.study import Analysis, Results

BN = "USD bn a year"
WEIGHTING, P_BETTER = RANKS[0], next(one for one in RANKS if one.name == "p_better")
ENOUGH = column("enough", "share of sets under which the mix is worth at least `enough` of the manifest", "share", 0, 1)
LOST = (
    column("regret", "by how much the best mix within the budget is better, mean over sets", WORTH, 0),
    column("regret_90", "the same in the tenth of the sets in which it is largest: 90th percentile", WORTH, 0),
)
PORTFOLIO: Columns = (
    WEIGHTING,
    MIX,
    STRENGTH,
    column("cost", "what the mix costs more than the baseline, mean", BN),
    column("affordable", "`yes` where that is within the budget", TEXT),
    column(
        "rank", "place by `score` among the affordable mixes of the weighting, 1 the best; 0 for others", "place", 0
    ),
    column("score", "weighed sum of the paired differences to the baseline, mean over sets", WORTH),
    column("low_90", "5th percentile of the expected score over parameter sets, luck taken out", WORTH),
    column("high_90", "95th percentile of the same", WORTH),
    P_BETTER,
    *LOST,
    ENOUGH,
    column("worst_regret", "the largest mean regret under any theory; empty for strengths other than 1", WORTH, 0),
    column("worst_theory", "the theory under which it is largest", TEXT),
    column(
        "kept",
        "`yes` where no affordable mix is as good for all that the weighting wants and better for some, in whole "
        "smallest differences of interest (epsilon-nondominated); empty for mixes that are not affordable",
        TEXT,
    ),
    column("stands_for_it", "the cheapest mix that does the same but for less than smallest differences", TEXT),
)
ROBUST: Columns = (
    WEIGHTING,
    column("theory", "`default`, or a rival side as theory=side", TEXT),
    MIX,
    column("score", "weighed sum of the paired differences to the baseline under the theory, mean over sets", WORTH),
    *LOST,
    ENOUGH,
)
TOGETHER: Columns = (
    column("pair", "two actions, at intensity 1", TEXT),
    column("about", "outcome, or `score` under a weighting", TEXT),
    column("theatre", "theatre of the outcome, or the weighting", TEXT),
    column("unit", "unit of the difference", TEXT),
    column("difference", "half the difference of differences, over every setting of the other actions", "as `unit`"),
    column("low_90", "5th percentile of its expectation over parameter sets, luck taken out", "as `unit`"),
    column("high_90", "95th percentile of the same", "as `unit`"),
    column("least", "smallest difference of interest", "as `unit`", 0),
    column("p_above", "probability that it lies above `least`", "probability", 0, 1),
    column("p_below", "probability that it lies below minus `least`", "probability", 0, 1),
    column("reading", "as in effects.csv: larger, smaller, probably, no difference that matters, open", TEXT),
)
KNOWING: Columns = (
    WEIGHTING,
    column("parameter", "parameter that would be known before a mix is chosen", TEXT),
    column("worth", "expected value of partial perfect information, regression on ranks less its bias", WORTH),
    column("raw", "the same before its bias is taken off", WORTH, 0),
    column("by_chance", "the bias: mean over shuffled parameters", WORTH, 0),
    column("luckiest", "95th percentile of the largest of as many shuffled parameters", WORTH, 0),
    column("clear", "`yes` where `raw` is above `luckiest`", TEXT),
    column("binned", "the same by means in groups of sets, less its own bias", WORTH),
    column("everything", "what it would be worth to know every parameter: the least mean regret", WORTH, 0),
    column("sets", "parameter sets", "sets", 0),
)


def _portfolio(results: Results) -> Iterator[pd.DataFrame]:
    for board in results.once(boards):
        yield _judged(board)


def _judged(board: Board) -> pd.DataFrame:
    """The mixes of one weighting, the best affordable first."""
    arms = [board.results.plan.arms[number] for number in board.numbers]
    expected, bands = board.expected(board.worth), np.array([one.band() for one in board.told])
    lost, score = regret(expected, board.affordable), board.worth.mean(axis=(1, 2))
    worst = _worst(_robust_of(board))
    table = pd.DataFrame(
        {
            "weighting": board.weighting.name,
            "mix": [str(arm.factors[MIX.name]) for arm in arms],
            "strength": [float(arm.factors[STRENGTH.name]) for arm in arms],
            "cost": board.cost,
            "affordable": np.where(board.affordable, "yes", "no"),
            "rank": 0,
            "score": score,
            "low_90": bands[:, 0],
            "high_90": bands[:, 1],
            "p_better": [one.beyond(0.0)[0] for one in board.told],
            **_lost(lost),
            "enough": (expected >= board.results.study.facts["enough"]).mean(axis=1),
            "kept": np.where(board.affordable, np.where(board.front.kept, "yes", "no"), ""),
            "stands_for_it": [arms[number].name for number in board.front.alike.tolist()],
        }
    )
    at_one = table["strength"].isin((0.0, 1.0))
    table = table.assign(**{name: table["mix"].map(own).where(at_one) for name, own in worst.items()})
    table = table.fillna({"worst_theory": ""}).sort_values(
        ["affordable", "score"], ascending=False, kind="stable", ignore_index=True
    )
    table["rank"] = np.where(table["affordable"] == "yes", np.arange(1, len(table) + 1), 0)
    return table[[quantity.name for quantity in PORTFOLIO]]


def _lost(lost: Array) -> dict[str, Array]:
    """Regret over sets, as columns; a mix beyond the budget may be better than all within it."""
    held = np.maximum(lost, 0.0)
    return {"regret": held.mean(axis=1), "regret_90": np.quantile(held, 0.9, axis=1)}


def _worst(table: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """By mix the largest mean regret under any theory, and that theory."""
    rows = table.loc[table.groupby("mix", sort=False)["regret"].idxmax()].set_index("mix")
    return {"worst_regret": rows["regret"].to_dict(), "worst_theory": rows["theory"].to_dict()}


def _robust_of(board: Board) -> pd.DataFrame:
    """The mixes at intensity 1 under every theory; what is affordable is so under the usual ones."""
    arms, pieces = board.results.plan.arms, []
    cheap = {arms[n].factors[MIX.name]: bool(ok) for n, ok in zip(board.numbers, board.affordable, strict=True)
             if arms[n].factors[STRENGTH.name] in (0.0, 1.0)}  # fmt: skip
    for theory, numbers in board.theories.items():
        mixes = [str(arms[number].factors[MIX.name]) for number in numbers]
        worth = board.by_set(numbers)
        expected = board.expected(worth)
        lost = _lost(regret(expected, np.array([cheap[mix] for mix in mixes])))
        enough = (expected >= board.results.study.facts["enough"]).mean(axis=1)
        named = {"weighting": board.weighting.name, "theory": theory, "mix": mixes}
        pieces.append(pd.DataFrame({**named, "score": worth.mean(axis=(1, 2)), **lost, "enough": enough}))
    return pd.concat(pieces, ignore_index=True)


def _robust(results: Results) -> Iterator[pd.DataFrame]:
    for board in results.once(boards):
        yield _robust_of(board)


def _together(results: Results) -> Iterator[pd.DataFrame]:
    read, outcomes, draws = results.store.outcome, results.outcomes, results.plan.draws
    kept = complete(read, outcomes, draws)
    for number, one in enumerate(outcomes):
        values = read(number)[:, kept]
        if one.least and np.isfinite(values).all():
            yield _pairs(results, values, one.least.size, (one.name, one.theatre, one.quantity.unit))
    for board in results.once(boards):
        every = board.by_set(tuple(range(len(results.plan.arms))))
        values = every.reshape(len(every), -1)
        yield _pairs(results, values, 1.0, ("score", board.weighting.name, WORTH))


def _pairs(results: Results, values: Array, least: float, about: tuple[str, str, str]) -> pd.DataFrame:
    """How pairs of actions act together on one number, (arm, replicate)."""
    rows, drawn = [], results.plan.sampler.source != "default"
    for one in results.study.design.contrasts():
        if one.kind == "interaction":
            found = spread(contrast(values, one.terms).reshape(-1, results.plan.draws), drawn=drawn)
            above, below = found.beyond(least)
            differs = bool(np.any(found.sample))
            band = found.band()
            rows.append([one.name, *about, float(np.mean(contrast(values, one.terms))), *band, least, above, below,
                         reading(above, below, differs)])  # fmt: skip
    return pd.DataFrame(rows, columns=[quantity.name for quantity in TOGETHER])


def _knowing(results: Results) -> Iterator[pd.DataFrame]:
    for board in results.once(boards):
        yield _known(board, results.once(_drawn))


def _drawn(results: Results) -> Mapping[str, Array]:
    """The parameters that were drawn, one number a set that did not fail; only those that differ."""
    plan = results.plan
    kept = complete(results.store.outcome, results.outcomes, plan.draws)
    values = {n: np.asarray(v) for n, v in plan.drawn(np.arange(plan.replicates)).items() if np.ndim(v)}
    by_set = {name: one[kept][:: plan.draws] for name, one in values.items()}
    return {name: one for name, one in by_set.items() if len(np.unique(one)) > 1}


def _known(board: Board, drawn: Mapping[str, Array]) -> pd.DataFrame:
    """What each parameter is worth to know under one weighting, the most first."""
    scores = board.worth.mean(axis=-1)[board.affordable]
    everything = regret(board.expected(board.worth), board.affordable)[board.affordable].mean(axis=1).min()
    names = [quantity.name for quantity in KNOWING]
    if not drawn or scores.shape[1] < 20:
        return pd.DataFrame(columns=names)
    chance, binned = by_chance(scores, len(drawn), 20), by_chance(scores, 1, 200, binned=True).mean()
    raw = np.array([value_of_knowing(scores, values) for values in drawn.values()])
    luckiest = float(np.quantile(chance.max(axis=1), 0.95))
    table = pd.DataFrame(
        {
            "weighting": board.weighting.name,
            "parameter": list(drawn),
            "worth": raw - chance.mean(),
            "raw": raw,
            "by_chance": chance.mean(),
            "luckiest": luckiest,
            "clear": np.where(raw > luckiest, "yes", "no"),
            "binned": [binned_value(scores, values) - binned for values in drawn.values()],
            "everything": everything,
            "sets": scores.shape[1],
        }
    )
    return table.sort_values("worth", ascending=False, kind="stable", ignore_index=True)[names]


OF_PORTFOLIO = Analysis("portfolio.csv", lambda results: PORTFOLIO, _portfolio)
OF_ROBUST = Analysis("robust.csv", lambda results: ROBUST, _robust)
OF_TOGETHER = Analysis("together.csv", lambda results: TOGETHER, _together)
OF_KNOWING = Analysis("knowing.csv", lambda results: KNOWING, _knowing)

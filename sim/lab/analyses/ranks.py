"""Ranks: what each mix is worth under each weighting of the outcomes, and the regret of choosing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.arrays import ArmRun, Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import Read, complete
from sim.lab.designs import BASELINE, EVERYTHING, Arm
from sim.lab.spread import shrunken, spreads
from sim.lab.statistics import paired_t
from sim.lab.study import Analysis, Results
from sim.lab.weightings import Weighting, weighed
from sim.lab.wide import THEORY, USUAL, Wide
from sim.model.measures import Outcome

WORTH = "smallest differences of interest, weighed"
RANKS: Columns = (
    column("weighting", "what is wanted: a weighting of configs/weightings.toml", TEXT),
    column(
        "theory",
        f"`{USUAL}`: all mixes, under the sides of theories that are taken anyway. Where rivals were asked for, too: "
        "the baseline, each action alone and all of them, under each rival side, and as `usual` under those taken",
        TEXT,
    ),
    column("mix", "mix of actions, `baseline` without any", TEXT),
    column("rank", "place by `score` under the weighting, 1 the best", "place", 1),
    column("score", "weighed sum of the paired differences to the baseline, mean over parameter sets", WORTH),
    column("low", "lower bound of its 95 % interval; empty with fewer than two sets", WORTH),
    column("high", "upper bound of the same", WORTH),
    column("low_90", "5th percentile of the expected score over parameter sets, luck taken out", WORTH),
    column("high_90", "95th percentile of the same", WORTH),
    column("p_better", "probability over parameter sets that the mix is better than the baseline", "probability", 0, 1),
    column("p_best", "share of parameter sets under which no mix is better, luck taken out", "share", 0, 1),
    column("regret", "by how much the best mix under a parameter set is better, mean over sets", WORTH, 0),
    column("regret_90", "the same in the tenth of the sets in which it is largest: 90th percentile", WORTH, 0),
)


@dataclass(frozen=True)
class Group:
    """Arms that are ranked against each other, the first of them the baseline, under a theory."""

    theory: str
    arms: tuple[int, ...]
    mixes: tuple[str, ...]


def scores(read: Read, outcomes: Sequence[Outcome], weighting: Weighting, arms: Sequence[int], draws: int) -> ArmRun:
    """What each of some arms is worth against the first of them, replicate by replicate: shape (arm, replicate)."""
    kept, worth = complete(read, outcomes, draws), [weighting.of(outcome) for outcome in outcomes]
    found = np.zeros((len(arms), int(kept.sum())))
    for number, weight in enumerate(worth):
        values = read(number)[list(arms)][:, kept] if weight else np.zeros(1)
        if weight and np.isfinite(values).all():  # what a scenario has not is worth nothing to it
            found += weight * (values - values[:1])
    return found


def ranks(weighting: Weighting, group: Group, found: ArmRun, draws: int, *, drawn: bool) -> pd.DataFrame:
    """The rows of one weighting and group of arms, the best mix first: columns as declared in `RANKS`."""
    by_set = found.reshape(len(found), -1, draws)
    told = list(spreads(by_set, drawn=drawn))
    estimate, bands = paired_t(by_set.mean(axis=-1)), np.array([one.band() for one in told])
    expected = shrunken(by_set) if drawn else np.broadcast_to(estimate.difference[:, None], by_set.shape[:2])
    lost = expected.max(axis=0) - expected
    low, high = estimate.interval()
    table = pd.DataFrame(
        {
            "weighting": weighting.name,
            "theory": group.theory,
            "mix": group.mixes,
            "rank": 0,
            "score": estimate.difference,
            "low": low,
            "high": high,
            "low_90": bands[:, 0],
            "high_90": bands[:, 1],
            "p_better": [one.beyond(0.0)[0] for one in told],
            "p_best": _mean((lost <= 0.0).astype(np.float64)),
            "regret": _mean(lost),
            "regret_90": _quantile(lost, 0.9),
        }
    ).sort_values("score", ascending=False, kind="stable")
    return table.assign(rank=np.arange(1, len(table) + 1)).reset_index(drop=True)


def _mean(values: Array) -> Array:
    return values.mean(axis=1) if values.shape[1] else np.full(len(values), np.nan)


def _quantile(values: Array, share: float) -> Array:
    return np.quantile(values, share, axis=1) if values.shape[1] else np.full(len(values), np.nan)


def groups(design: Wide, arms: Sequence[Arm]) -> list[Group]:
    """All mixes; and the baseline, each action alone and all of them, under each theory that was played."""
    mixes = tuple(range(design.mixed))
    found = [Group(USUAL, mixes, tuple(arms[number].name for number in mixes))]
    if not design.theories:
        return found
    told = (*((action,) for action in design.actions), design.core.actions)
    full = {n: design.raised(arm) for n, arm in enumerate(arms) if design.at_full(arm)}
    for theory in (USUAL, *(f"{theory}={side}" for theory, side in design.theories)):
        own = {raised: n for n, raised in full.items() if arms[n].factors[THEORY.name] == theory}
        numbers = {(): own[()], **{raised: own[raised] for raised in told}}
        names = [raised[0] if len(raised) == 1 else EVERYTHING if raised else BASELINE for raised in numbers]
        found.append(Group("usual" if theory == USUAL else theory, tuple(numbers.values()), tuple(names)))
    return found


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    read, outcomes, draws = results.store.outcome, results.outcomes, results.plan.draws
    design, drawn = results.study.design, results.plan.sampler.source != "default"
    assert isinstance(design, Wide)
    for weighting in weighed(outcomes):
        for group in groups(design, results.plan.arms):
            found = scores(read, outcomes, weighting, group.arms, draws)
            yield ranks(weighting, group, found, draws, drawn=drawn)


OF_RANKS = Analysis("ranks.csv", lambda results: RANKS, _rows)

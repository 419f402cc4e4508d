"""Null models: what one would have said without any theory. Each gives members a month, or a probability of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations

import numpy as np

from sim.base.arrays import Array, Run, TurnRun
from sim.evidence.observed import COUNT, CUMULATIVE, STEP, Observed
from sim.evidence.tables import SEEN, TURNS

MEMBERS = 199
"""Members that stand for a Poisson distribution: its quantiles, evenly spaced."""

Null = Callable[[Observed], TurnRun]


def same_rate(one: Observed) -> TurnRun:
    """The same rate every month, fitted on the months of 2022 and 2023.

    Counts are Poisson with the mean of these months, amounts are drawn from them, what adds up grows by its mean
    month, and a step comes with the same chance every month: (steps seen + 1) / (months waited + 2), by the rule of
    succession.
    """
    if one.kind == STEP:
        return _same_chance(one)
    seen: Array = one.figure()[:SEEN]
    if one.kind == CUMULATIVE:
        return _mean_month(one) * np.arange(1.0, TURNS + 1.0)[:, None]
    if one.kind == COUNT:
        from scipy.stats import poisson  # three quarters of a second that only the test against history needs

        seen = poisson.ppf((np.arange(MEMBERS) + 0.5) / MEMBERS, seen.mean())
    return np.tile(seen, (TURNS, 1))


def _mean_month(one: Observed) -> float:
    """Growth a month of what adds up, from nothing to its last figure that may be seen; 0 without any."""
    known = np.flatnonzero(one.known[:SEEN])
    return float(one.figure()[known[-1]] / (known[-1] + 1)) if len(known) else 0.0


def _same_chance(one: Observed) -> TurnRun:
    happened = one.value[:SEEN] > 0.0
    waited = int(np.argmax(happened)) + 1 if happened.any() else SEEN
    chance = (float(happened.any()) + 1.0) / (waited + 2.0)
    early = 1.0 - (1.0 - chance) ** np.arange(1, SEEN + 1)
    late = 1.0 - (1.0 - chance) ** np.arange(1, TURNS - SEEN + 1)
    return np.concatenate([early, np.ones_like(late) if happened.any() else late])[:, None]


def carried_forward(one: Observed) -> TurnRun:
    """The last figure of 2023 carried through 2024; nothing before."""
    members = _spread(one, _last(one, SEEN))
    table = np.full((TURNS, members.size), np.nan)
    table[SEEN:] = members
    return table


def previous_month(one: Observed) -> TurnRun:
    """The last figure before each month, which sees more of 2024 than the model does; nothing for turn 0."""
    rows = [_spread(one, _last(one, turn)) for turn in range(1, TURNS)]
    return np.vstack([np.full((1, rows[0].size), np.nan), rows])


def _last(one: Observed, before: int) -> float:
    """The newest figure published before a turn; 0 where there was none."""
    known = np.flatnonzero(one.known[:before])
    return float(one.figure()[known[-1]]) if len(known) else 0.0


def _spread(one: Observed, last: float) -> Run:
    """Counts and amounts: the figure plus each monthly change that may be seen, not below 0; others as they are."""
    if one.kind in (STEP, CUMULATIVE):
        return np.array([last])
    return np.maximum(last + np.diff(one.figure()[:SEEN]), 0.0)


NULLS: Mapping[str, Null] = {
    "same_rate": same_rate,
    "carried_forward": carried_forward,
    "previous_month": previous_month,
}
"""The null models of a monthly series, by name."""


def permuted_orders(steps: int) -> Run:
    """Kendall's tau of every order of so many steps with the record's: the null model of their order."""
    record = np.arange(steps)
    pairs = [(i, j) for i in range(steps) for j in range(i)]
    orders = np.array(list(permutations(record)))
    agreed = sum(np.sign(orders[:, i] - orders[:, j]) for i, j in pairs)
    return np.asarray(agreed / len(pairs), dtype=np.float64)

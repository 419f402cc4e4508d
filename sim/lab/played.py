"""What is kept of runs that were played: outcomes, series or what they sum up to, means; and why a run failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.lab.past import SERIES
from sim.lab.plan import Plan
from sim.lab.statistics import summary

COURSES = "courses"
"""The array of series that are summed up, (column, turn, summary, arm)."""


@dataclass(frozen=True)
class Played:
    """A range of runs: arrays of which the last axis is the run, why a run failed ("" if not), what bounds held."""

    arrays: Mapping[str, Array]
    reasons: tuple[str, ...]
    clipped: Mapping[str, int] = field(default_factory=dict)


def kept(plan: Plan, first: int, last: int, played: Played) -> Played:
    """What is kept of runs `first` up to `last`: series are summed up where all that is summed up was played here."""
    each, summed = plan.replicates, plan.summed
    if getattr(plan.read, "added_up", False):
        return _added_up(played)
    if plan.averaged:
        return averaged(played, each)
    arms = range(first // each, (last - 1) // each + 1)
    begun = [max(first - arm * each, 0) for arm in arms]
    whole = all(one == 0 and last - arm * each >= summed for arm, one in zip(arms, begun, strict=True))
    if plan.read is not None or (min(begun) < summed and not whole):
        return played
    without = _without_series(played)
    if not whole:
        return without
    places = (slice(arm * each - first, arm * each - first + summed) for arm in arms)
    courses = np.stack([_course(played, place) for place in places], axis=-1)
    return replace(without, arrays={**without.arrays, COURSES: courses})


def kept_past(plan: Plan, first: int, played: Played) -> Played:
    """What is kept of pasts from `first` on: no series where none is summed up."""
    return played if first * plan.alike_pasts < plan.summed else _without_series(played)


def _without_series(played: Played) -> Played:
    return replace(played, arrays={name: values for name, values in played.arrays.items() if name != SERIES})


def _added_up(played: Played) -> Played:
    """Runs as one column: what those that did not fail add up to."""
    ran = np.array([reason == "" for reason in played.reasons])
    sums = {name: values[..., ran].sum(axis=-1)[..., None] for name, values in played.arrays.items()}
    return replace(played, arrays=sums)


def _course(played: Played, place: slice) -> Array:
    """Series over the runs in a place that did not fail, shape (column, turn, summary)."""
    ran = np.array([reason == "" for reason in played.reasons[place]])
    return np.array([summary(values[:, place][:, ran]) for values in played.arrays[SERIES]])


def averaged(played: Played, replicates: int) -> Played:
    """Runs of whole arms as their means over the replicates that ran, how many these are, and why another failed.

    `half` are the means over every second replicate alone: what they differ by from the others is luck.
    """
    reasons = np.array(played.reasons).reshape(-1, replicates)
    ran, outcomes = reasons == "", played.arrays["outcomes"].reshape(-1, *reasons.shape)
    first = reasons[np.arange(len(ran)), np.argmin(ran, axis=1)]
    kept = {"means": _mean(outcomes, ran), "half": _mean(outcomes[..., ::2], ran[:, ::2]), "ran": ran.sum(axis=1) * 1.0}
    return Played(kept, tuple(first.tolist()), played.clipped)


def _mean(outcomes: Array, ran: Any) -> Array:
    """The mean over those replicates that ran."""
    count, sums = ran.sum(axis=1), np.where(ran, outcomes, 0.0).sum(axis=-1)
    means: Array = np.divide(sums, count, out=np.full_like(sums, np.nan), where=count > 0)
    return means

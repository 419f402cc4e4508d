"""What a fit looks at: the summaries that so many months show, the record's values, and tolerances as scales."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.base.arrays import Array
from sim.base.errors import BadInput
from sim.evidence.facts import Fact
from sim.evidence.targets import AT_END, logged, target_facts
from sim.model.actors import Cast
from sim.model.measures import Trajectory
from sim.model.pairs import Index

WHETHER = "0 or 1"
"""The unit of what either is so or is not: one that is not as on record is two tolerances off."""


@dataclass(frozen=True)
class Target:
    """What a fit looks at: facts, the record's values, tolerances as scales, and how many turns.

    Those at the places `ends` are the state in the last of these months, where it is known; a set is looked at whose
    own lies no further than `below` under the record's and `above` over it.
    """

    facts: tuple[Fact, ...]
    observed: Array
    scales: Array
    turns: int
    ends: Index
    below: Array
    above: Array

    def summaries(self, past: Trajectory) -> Array:
        """The summaries of many histories, shape (summary, run)."""
        seen = past.window(0, self.turns)
        return np.array([logged(fact.name, fact.measure(seen)) for fact in self.facts])


@lru_cache(maxsize=8)
def target(turns: int, cast: Cast) -> Target:
    """The facts, outcomes and summaries of half-years that a record of `turns` turns can show.

    Raises `BadInput` for a mark on what is no number of each history.
    """
    found, bounds = target_facts(cast)
    for fact in found:
        if fact.pooled:
            raise BadInput("configs/evidence/facts.csv", fact.name, "calibrate", "check: it is of all runs together")
    seen = [number for number, fact in enumerate(found) if fact.needs < turns]
    facts, rows = tuple(found[n] for n in seen), np.array([logged(found[n].name, bounds[n]) for n in seen])
    low, value, high = rows.T
    scales = np.nanmean(np.abs(rows[:, [0, 2]] - value[:, None]), axis=1)
    ends = np.array([n for n, fact in enumerate(facts) if fact.name in AT_END], dtype=np.int64)
    apart = np.array([fact.quantity.unit == WHETHER for fact in facts])
    below, above = (np.where(apart, scales, side)[ends] for side in (value - low, high - value))
    return Target(facts, value, scales, turns, ends, below, above)

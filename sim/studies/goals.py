"""What a fit looks at: the summaries that so many months show, the record's values, and tolerances as scales."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.base.arrays import Array
from sim.base.errors import BadInput
from sim.evidence.facts import Fact
from sim.evidence.targets import logged, target_facts
from sim.model.actors import Cast
from sim.model.measures import Trajectory


@dataclass(frozen=True)
class Target:
    """What a fit looks at: facts, the record's values, tolerances as scales, and how many turns."""

    facts: tuple[Fact, ...]
    observed: Array
    scales: Array
    turns: int

    def summaries(self, past: Trajectory) -> Array:
        """The summaries of many histories, shape (summary, run)."""
        seen = past.window(0, self.turns)
        return np.array([logged(fact.name, fact.measure(seen)) for fact in self.facts])


@lru_cache(maxsize=8)
def target(turns: int, cast: Cast) -> Target:
    """The facts, outcomes and summaries of half-years that a record of `turns` turns can show.

    Raises `BadInput` for a mark on what is no number of each history.
    """
    found, ends = target_facts(cast)
    for fact in found:
        if fact.pooled:
            raise BadInput("configs/evidence/facts.csv", fact.name, "calibrate", "check: it is of all runs together")
    seen = [number for number, fact in enumerate(found) if fact.needs < turns]
    facts, rows = tuple(found[n] for n in seen), [logged(found[n].name, ends[n]) for n in seen]
    scales = [np.nanmean([abs(low - value), abs(high - value)]) for low, value, high in rows]
    return Target(facts, np.array([value for _, value, _ in rows]), np.array(scales), turns)

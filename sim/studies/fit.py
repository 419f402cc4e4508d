"""One fit: which sets end as the record does, which of these lie nearest to it, and how surely it finds truths.

A set is looked at where its own history ends the months seen as the record did, within tolerance: a first kernel,
uniform over the measures of the state at the end. Among these the sets are kept that lie nearest to the record in the
directions in which all summaries speak of parameters. Parameters and the state at the end hang together along a curved
ridge (who is strong enough, for how long, with whose shells), off which one regression over all prior sets leads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.lab.processes import in_threads
from sim.model.pairs import Index
from sim.studies.goals import Target
from sim.studies.rejection import (
    Posterior,
    Table,
    accept,
    chance,
    contraction,
    distances,
    informative,
    nearest,
    placed,
    variance,
)

ROOM = 4
"""Sets looked at for each that is kept, at least: tolerances at the end are widened until there are so many."""


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit: its target, all prior sets with their summaries, those looked at and those kept.

    Those looked at have the numbers `rows`. `places` (set, direction) is what the summaries say of parameters in as
    few numbers as carry it: the record lies at 0. `far` is how far each set's own summaries lie from the record, in
    tolerances, and `limit` the contraction that chance alone may reach.
    """

    goal: Target
    prior: Array
    summaries: Array
    rows: Index
    places: Array
    far: Array
    accepted: Posterior
    limit: float

    @classmethod
    def of(cls, goal: Target, prior: Array, summaries: Array, keep: int, seed: int) -> Fit:
        """Fit to a target, given prior draws (set, parameter) on the line and their summaries (set, summary)."""
        rows, offsets = ending(goal, summaries, goal.observed, keep), placed(summaries, goal.observed, goal.scales)
        # Where all sets are looked at the prior is so large that a copy counts.
        looked_at = prior if len(rows) == len(prior) else prior[rows]
        places: Array = np.asfortranarray(offsets @ informative(looked_at, offsets[rows], seed))
        record, scales = np.zeros(places.shape[1]), np.ones(places.shape[1])
        # Chance is what as many sets reach that know nothing of the record.
        blind = np.random.default_rng([seed, 19]).permutation(len(prior))[: len(rows)]
        limit = chance(Table(prior[blind], places[rows]), record, scales, keep, seed)
        far = distances(summaries, goal.observed, goal.scales)
        return cls(goal, prior, summaries, rows, places, far, _nearest(prior, places, rows, record, keep), limit)

    @property
    def kept(self) -> Index:
        """The numbers of the sets that are kept."""
        return self.accepted.rows

    @cached_property
    def contraction(self) -> Array:
        """How much of each parameter's prior variance the evidence took away."""
        return contraction(variance(self.prior), self.accepted.adjusted)

    @property
    def moved(self) -> npt.NDArray[np.bool_]:
        """The parameters whose contraction is more than chance."""
        moved: npt.NDArray[np.bool_] = self.contraction > self.limit
        return moved

    def truths(self, count: int, seed: int) -> Index:
        """The numbers of sets to be taken for the truth in turn, drawn among those nearest to the record."""
        record = np.zeros(self.places.shape[1])
        near = _nearest(self.prior, self.places, self.rows, record, min(10 * count, len(self.rows))).rows
        return np.sort(np.random.default_rng([seed, 7]).permutation(near)[:count])

    def ranks(self, truths: Index, keep: int, jobs: int = 1) -> Array:
        """For known truths the share of their posterior that lies below them, (truth, parameter).

        Each is sought by the very same procedure, with its own summaries in the record's place. Uniform ranks say that
        the posteriors are as wide as they should be (Talts et al. 2018).
        """
        return np.array(in_threads(partial(self._rank, keep), truths.tolist(), jobs))

    def _rank(self, keep: int, truth: int) -> Array:
        rows = ending(self.goal, self.summaries, self.summaries[truth], keep, without=truth)
        found = _nearest(self.prior, self.places, rows, self.places[truth], keep)
        rank: Array = (found.adjusted < self.prior[truth]).mean(axis=0)
        return rank


def ending(goal: Target, summaries: Array, observed: Array, keep: int, without: int | None = None) -> Index:
    """The sets whose state at the end lies within tolerance of the observed one, the set numbered `without` left out.

    Tolerances are widened as far as it takes to have `ROOM` sets for each that is kept, should there be so many.
    """
    worst = np.zeros(len(summaries))
    for place, above, below in zip(goal.ends.tolist(), goal.above, goal.below, strict=True):
        offsets = summaries[:, place] - observed[place]
        np.maximum(worst, offsets / np.where(offsets > 0.0, above, -below), out=worst)
    if without is not None:
        worst[without] = np.inf
    fewest = min(ROOM * keep, len(worst) - 1)
    rows: Index = np.flatnonzero(worst <= max(1.0, float(np.partition(worst, fewest - 1)[fewest - 1])))
    return rows


def _nearest(prior: Array, places: Array, rows: Index, observed: Array, keep: int) -> Posterior:
    """Of the sets at `rows` those nearest to a place, adjusted; directions have unit scale."""
    scales = np.ones(len(observed))
    near = rows[nearest(distances(np.take(places.T, rows, axis=1).T, observed, scales), keep)]
    found = accept(Table(prior[near], places[near]), observed, scales, keep)
    return replace(found, rows=near[found.rows])

"""Approximate Bayesian computation on one table of prior draws, and the check of its own honesty.

Rejection with local-linear adjustment (Beaumont, Zhang & Balding 2002) in logit space. The method sees a history
as it is: one realisation; luck in the simulated histories needs no model of its own. Because every posterior is cut
from one table, simulation-based calibration (Talts et al. 2018) with the very same procedure costs no new run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

RIDGE = 1e-3
"""Keeps the regression of parameters on summaries well posed where a summary hardly varies."""


@dataclass(frozen=True)
class Table:
    """Prior draws (set, parameter) on the line, and the summaries (set, summary) of one history each."""

    parameters: Array
    summaries: Array


@dataclass(frozen=True)
class Posterior:
    """Accepted rows of the table, how far each lay from the record, and their adjusted parameters on the line."""

    rows: npt.NDArray[np.int64]
    distances: Array
    adjusted: Array


def distances(summaries: Array, observed: Array, scales: Array) -> Array:
    """Root mean square distance of each set's summaries from the record, in tolerances."""
    far: Array = np.sqrt(np.mean(((summaries - observed) / scales) ** 2, axis=1))
    return far


def accept(table: Table, observed: Array, scales: Array, keep: int, without: int | None = None) -> Posterior:
    """The `keep` sets nearest to the record, with parameters moved along their local regression on the summaries.

    The set numbered `without` is left out.
    """
    far = distances(table.summaries, observed, scales)
    if without is not None:
        far[without] = np.inf
    rows = np.argsort(far, kind="stable")[:keep]
    weights = np.maximum(1.0 - (far[rows] / far[rows].max()) ** 2, 1e-3)
    offsets = (table.summaries[rows] - observed) / scales
    adjusted = table.parameters[rows] - offsets @ _slopes(offsets, table.parameters[rows], weights)
    return Posterior(rows, far[rows], adjusted)


def _slopes(offsets: Array, parameters: Array, weights: Array) -> Array:
    """Weighted ridge regression of parameters on offsets, shape (summary, parameter)."""
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([np.ones(len(offsets)), offsets]) * root
    penalty = RIDGE * len(offsets) * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    slopes: Array = np.linalg.solve(design.T @ design + penalty, design.T @ (parameters * root))
    return slopes[1:]


def calibration_ranks(table: Table, truths: npt.NDArray[np.int64], scales: Array, keep: int) -> Array:
    """For each known truth, the share of its posterior that lies below it, shape (truth, parameter).

    Uniform ranks say that the posteriors are as wide as they should be.
    """
    ranks = np.empty((len(truths), table.parameters.shape[1]))
    for number, row in enumerate(truths):
        found = accept(table, table.summaries[row], scales, keep, without=int(row))
        ranks[number] = (found.adjusted < table.parameters[row]).mean(axis=0)
    return ranks


def coverage(ranks: Array, level: float) -> Array:
    """Share of truths inside the central interval of this level, by parameter."""
    inside: Array = (np.abs(ranks - 0.5) <= level / 2.0).mean(axis=0)
    return inside


def chance(table: Table, observed: Array, scales: Array, keep: int, seed: int, times: int = 20) -> float:
    """The contraction that no evidence at all would reach in 99 of 100 parameters: the table's halves are shuffled."""
    rng = np.random.default_rng([seed, 11])
    found = []
    for _ in range(times):
        shuffled = Table(table.parameters, table.summaries[rng.permutation(len(table.summaries))])
        found.append(contraction(table.parameters, accept(shuffled, observed, scales, keep).adjusted))
    return float(np.quantile(np.concatenate(found), 0.99))


def contraction(prior: Array, posterior: Array) -> Array:
    """How much of a parameter's prior variance the evidence took away: 0 nothing, 1 all."""
    left: Array = posterior.var(axis=0, ddof=1) / np.maximum(prior.var(axis=0, ddof=1), 1e-12)
    return 1.0 - left

"""Approximate Bayesian computation on one table of prior draws.

Rejection with local-linear adjustment (Beaumont, Zhang & Balding 2002) in logit space. The method sees a history
as it is: one realisation; luck in the simulated histories needs no model of its own. Because every posterior is cut
from one table, to recover known truths by the very same procedure costs no new run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.model.pairs import Index

RIDGE = 1e-3
"""Keeps the regression of parameters on summaries well posed where a summary hardly varies."""

ROUNDING = 1e-9
"""Share of squared distances that is left to rounding."""


PIECE = 512
"""Sets whose squares are summed up together: few enough for the processor's cache."""

MOST = 12
"""Directions at most: in more, hardly any set is near another."""


@dataclass(frozen=True)
class Table:
    """Prior draws (set, parameter) on the line, and the summaries (set, summary) of one history each."""

    parameters: Array
    summaries: Array


@dataclass(frozen=True)
class Posterior:
    """Accepted rows of the table, how far each lay from the record, and their adjusted parameters on the line."""

    rows: Index
    distances: Array
    adjusted: Array


def placed(summaries: Array, observed: Array, scales: Array) -> Array:
    """Summaries (set, summary) as offsets from the record in tolerances, drawn in where they are long."""
    offsets: Array = np.arcsinh((summaries - observed) / scales)
    return offsets


def informative(parameters: Array, offsets: Array, seed: int) -> Array:
    """The directions in which summaries speak of parameters, (summary, direction), each of unit spread over the table.

    Semi-automatic summaries (Fearnhead & Prangle 2012): parameters are regressed on all summaries, and what is fitted
    takes their place. As there are more parameters than are spoken of, only the leading directions of the fit are kept
    (reduced-rank regression, Izenman 1975): those that explain more than the first does of shuffled parameters.
    """
    centred, told = offsets - offsets.mean(axis=0), parameters - parameters.mean(axis=0)
    told /= np.maximum(moments(told)[1], ROUNDING)
    found, strength = _leading(centred, told)
    _, by_chance = _leading(centred, told[np.random.default_rng([seed, 17]).permutation(len(told))])
    kept = found[:, : min(max(int((strength > by_chance[0]).sum()), 1), MOST)]
    spread: Array = kept / np.maximum((centred @ kept).std(axis=0), ROUNDING)
    return spread


def _leading(centred: Array, told: Array) -> tuple[Array, Array]:
    """All directions of a ridge regression, the strongest first, and the strength of each."""
    inner = centred.T @ centred + RIDGE * len(centred) * np.eye(centred.shape[1])
    root = np.linalg.cholesky(inner)
    left, strength, _ = np.linalg.svd(np.linalg.solve(root, centred.T @ told), full_matrices=False)
    return np.linalg.solve(root.T, left), strength


def distances(summaries: Array, observed: Array, scales: Array) -> Array:
    """Root mean square distance of each set's summaries from the record, in tolerances."""
    squares, room = np.zeros(len(summaries)), np.empty(len(summaries))
    for values, value, scale in zip(summaries.T, observed, scales, strict=True):
        np.subtract(values, value, out=room)
        room /= scale
        squares += np.square(room, out=room)
    far: Array = np.sqrt(squares / len(observed))
    return far


def nearest(far: Array, keep: int) -> Index:
    """The places of the `keep` smallest distances, the smallest first; among equals the first place."""
    within = np.flatnonzero(far <= np.partition(far, keep - 1)[keep - 1])
    rows: Index = within[np.argsort(far[within], kind="stable")[:keep]]
    return rows


def accept(table: Table, observed: Array, scales: Array, keep: int) -> Posterior:
    """The `keep` sets nearest to the record, with parameters moved along their local regression on the summaries."""
    far = distances(table.summaries, observed, scales)
    rows = nearest(far, keep)
    adjusted = _adjusted(table.parameters[rows], (table.summaries[rows] - observed) / scales, far[rows])
    return Posterior(rows, far[rows], adjusted)


def _adjusted(parameters: Array, offsets: Array, far: Array) -> Array:
    """Parameters moved to where they would be without offsets from the record, those of the nearest weighing most."""
    weights = np.maximum(1.0 - (far / far.max()) ** 2, 1e-3)
    moved: Array = parameters - offsets @ _slopes(offsets, parameters, weights)
    return moved


def _slopes(offsets: Array, parameters: Array, weights: Array) -> Array:
    """Weighted ridge regression of parameters on offsets, shape (summary, parameter)."""
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([np.ones(len(offsets)), offsets]) * root
    penalty = RIDGE * len(offsets) * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    slopes: Array = np.linalg.solve(design.T @ design + penalty, design.T @ (parameters * root))
    return slopes[1:]


def coverage(ranks: Array, level: float) -> Array:
    """Share of truths inside the central interval of this level, by parameter."""
    inside: Array = (np.abs(ranks - 0.5) <= level / 2.0).mean(axis=0)
    return inside


def chance(table: Table, observed: Array, scales: Array, keep: int, seed: int, times: int = 20) -> float:
    """The contraction that no evidence at all would reach in 99 of 100 parameters: the table's halves are shuffled."""
    rng = np.random.default_rng([seed, 11])
    far, spread = distances(table.summaries, observed, scales), variance(table.parameters)
    found = []
    for _ in range(times):
        order = rng.permutation(len(far))
        rows = nearest(far[order], keep)
        there = order[rows]
        adjusted = _adjusted(table.parameters[rows], (table.summaries[there] - observed) / scales, far[there])
        found.append(contraction(spread, adjusted))
    return float(np.quantile(np.concatenate(found), 0.99))


def variance(parameters: Array) -> Array:
    """The variance of each parameter, (parameter,)."""
    return _squares(parameters) / (len(parameters) - 1)


def moments(parameters: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each parameter, (parameter,)."""
    return parameters.mean(axis=0), np.sqrt(_squares(parameters) / len(parameters))


def _squares(parameters: Array) -> Array:
    """The sum of squared offsets from the mean, row after row as NumPy adds, without a second table of that size."""
    mean, squares = parameters.mean(axis=0), np.zeros(parameters.shape[1])
    room = np.empty((PIECE + 1, len(mean)))
    for first in range(0, len(parameters), PIECE):
        piece = parameters[first : first + PIECE]
        room[0], offsets = squares, room[1 : len(piece) + 1]
        np.square(np.subtract(piece, mean, out=offsets), out=offsets)
        squares = room[: len(piece) + 1].sum(axis=0)
    return squares


def contraction(prior: Array, posterior: Array) -> Array:
    """How much of a parameter's prior variance, (parameter,), the evidence took away: 0 nothing, 1 all.

    To twelve places: of the rest a library for matrices decides, which goes another way on another processor.
    """
    left: Array = variance(posterior) / np.maximum(prior, 1e-12)
    return np.round(1.0 - left, 12)

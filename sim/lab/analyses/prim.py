"""Boxes: where cases gather, found by peeling (PRIM, Friedman and Fisher 1999; Bryant and Lempert 2010).

A box restricts some factors to an interval of their distribution, or to some of their sides. It is peeled off, a little
at a time, wherever that raises most the share of cases in it for what is lost, as ema_workbench does by default; what
is written here does the same on whole arrays, since a design has hundreds of factors and every boundary is found anew
in resamples, and since that library alters the table it is given in ways that pandas is about to refuse. Restrictions
that raise that share no more than chance would are taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

Mask = npt.NDArray[np.bool_]
PEEL, LEAST = 0.05, 0.05
"""Share of the points in a box that is peeled at a time, and share of all points below which no box goes."""
CHANCE = 0.05
"""Probability of a restriction by chance from which on it is taken back (the quasi-p of Bryant and Lempert)."""
RESAMPLES = 30


@dataclass(frozen=True)
class Box:
    """Bounds by factor, as shares of its distribution, and sides by factor; whatever is not named is free."""

    low: Mapping[int, float] = field(default_factory=dict)
    high: Mapping[int, float] = field(default_factory=dict)
    sides: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def restricted(self) -> tuple[int, ...]:
        """The factors that are restricted, by number."""
        return tuple(sorted({*self.low, *self.high, *self.sides}))

    def holds(self, points: Array) -> Mask:
        """Which points (point, factor) lie in the box."""
        inside = np.ones(len(points), dtype=np.bool_)
        for number, bound in self.low.items():
            inside &= points[:, number] >= bound
        for number, bound in self.high.items():
            inside &= points[:, number] <= bound
        for number, sides in self.sides.items():
            inside &= np.isin(points[:, number], list(sides))
        return inside

    def without(self, number: int) -> Box:
        """The box with one factor free."""
        low, high = ({k: v for k, v in one.items() if k != number} for one in (self.low, self.high))
        return Box(low, high, {k: v for k, v in self.sides.items() if k != number})


@dataclass(frozen=True)
class Found:
    """A box and what it is worth: the share of all cases in it, of cases among its points, and of all points in it."""

    box: Box
    coverage: float
    density: float
    support: float


@dataclass(frozen=True)
class Resampled:
    """What resamples say of a box: by factor, how often it is restricted, and the bounds where it is.

    `density` is the share of cases among points that a resample left out and its box holds, over all resamples.
    """

    share: Mapping[int, float]
    low: Mapping[int, tuple[float, float]]
    high: Mapping[int, tuple[float, float]]
    density: float


def judged(box: Box, points: Array, cases: Mask) -> Found:
    """What a box is worth."""
    inside = box.holds(points)
    hits = float((inside & cases).sum())
    return Found(box, hits / max(cases.sum(), 1), hits / max(inside.sum(), 1), float(inside.mean()))


def discover(points: Array, cases: Mask, sides: Mapping[int, int] | None = None) -> Found:
    """The box of the best balance of coverage and density (their harmonic mean), without restrictions by chance.

    `points` (point, factor) are shares of distributions, or numbers of sides for the factors in `sides`, with how many
    these have; `cases` says where what is looked for happens.
    """
    peeled = [judged(box, points, cases) for box in _peeled(points, cases, sides or {})]
    best = max(peeled, key=_balance)
    return judged(_sure(best.box, points, cases), points, cases)


def _balance(found: Found) -> float:
    both = found.coverage + found.density
    return 2.0 * found.coverage * found.density / both if both else 0.0


def _peeled(points: Array, cases: Mask, sides: Mapping[int, int]) -> Iterator[Box]:
    """Boxes of the peeling, each in the one before it, beginning with all points."""
    numeric = np.array([number not in sides for number in range(points.shape[1])])
    box, inside = Box(), np.ones(len(points), dtype=np.bool_)
    while True:
        yield box
        seen, hit = points[inside], cases[inside]
        offers = [*_ends(box, seen, hit, numeric), *_fewer(box, seen, hit, sides)]
        best = max(offers, key=lambda one: one[0], default=(-np.inf, box))
        inside = best[1].holds(points)
        if best[0] <= -np.inf or inside.mean() < LEAST:
            return
        box = best[1]


def _gain(hit: Mask, kept: Array) -> Array:
    """By how much the share of cases rises for each point that is lost, for ways (point, way) of keeping points."""
    count = kept.sum(axis=0)
    lost = len(hit) - count
    share = np.divide(hit @ kept, count, out=np.zeros(len(count)), where=count > 0)
    return np.where((lost > 0) & (count > 0), (share - hit.mean()) / np.maximum(lost, 1), -np.inf)


def _ends(box: Box, seen: Array, hit: Mask, numeric: Mask) -> Iterator[tuple[float, Box]]:
    """The best peel from below and from above."""
    bounds = np.quantile(seen, (PEEL, 1.0 - PEEL), axis=0)
    for name, bound, kept in (("low", bounds[0], seen >= bounds[0]), ("high", bounds[1], seen <= bounds[1])):
        gain = np.where(numeric, _gain(hit, kept.astype(np.float64)), -np.inf)
        number = int(np.argmax(gain))
        if gain[number] > -np.inf:
            yield float(gain[number]), replace(box, **{name: {**getattr(box, name), number: float(bound[number])}})


def _fewer(box: Box, seen: Array, hit: Mask, sides: Mapping[int, int]) -> Iterator[tuple[float, Box]]:
    """Peels that leave out a side."""
    for number, count in sides.items():
        left = box.sides.get(number, frozenset(range(count)))
        for side in left if len(left) > 1 else ():
            gain = _gain(hit, (seen[:, number] != side).astype(np.float64)[:, None])
            yield float(gain[0]), replace(box, sides={**box.sides, number: left - {side}})


def _sure(box: Box, points: Array, cases: Mask) -> Box:
    """The box without restrictions that chance alone might make, the likeliest of them first."""
    while box.restricted:
        chance = {number: _chance(box, box.without(number), points, cases) for number in box.restricted}
        worst = max(chance, key=lambda number: chance[number])
        if chance[worst] <= CHANCE:
            break
        box = box.without(worst)
    return box


def _chance(box: Box, wider: Box, points: Array, cases: Mask) -> float:
    """The probability of as many cases in the box, were they spread evenly through a wider one."""
    from scipy.special import bdtrc

    inside, around = box.holds(points), wider.holds(points)
    hits, count = int((inside & cases).sum()), int(inside.sum())
    return float(bdtrc(hits - 1, count, cases[around].mean())) if hits else 1.0


def resampled(found: Found, points: Array, cases: Mask, sides: Mapping[int, int] | None = None) -> Resampled:
    """The same peeled anew on resamples of the points: how often each restriction returns, and between which bounds."""
    rng, boxes, hits, held = np.random.default_rng(1), list[Box](), 0, 0
    for _ in range(RESAMPLES):
        drawn = rng.integers(0, len(points), len(points))
        if not cases[drawn].any():
            continue
        boxes.append(discover(points[drawn], cases[drawn], sides).box)
        aside = np.ones(len(points), dtype=np.bool_)
        aside[drawn] = False
        inside = boxes[-1].holds(points) & aside
        hits, held = hits + int((inside & cases).sum()), held + int(inside.sum())
    numbers = found.box.restricted
    share = {n: float(np.mean([n in one.restricted for one in boxes])) for n in numbers}
    low, high = ({n: _band([getattr(one, end).get(n) for one in boxes]) for n in numbers} for end in ("low", "high"))
    return Resampled(share, low, high, hits / held if held else np.nan)


def _band(bounds: list[float | None]) -> tuple[float, float]:
    """Where nine of ten resamples have a bound, of those that have it."""
    there = [one for one in bounds if one is not None]
    return (float(np.quantile(there, 0.05)), float(np.quantile(there, 0.95))) if there else (np.nan, np.nan)

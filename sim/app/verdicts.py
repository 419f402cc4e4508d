"""What a plan changes, outcome by outcome: the paired difference, its interval, and both in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.app.contract import Difference
from sim.base.arrays import Array
from sim.lab.analyses.effects import estimated, held
from sim.lab.statistics import Estimate
from sim.model.measures import Outcome
from sim.report.wording import capital, condition


def verdicts(measured: Iterable[tuple[Outcome, Array, Array]]) -> list[Difference]:
    """The differences of all outcomes: the clear ones first, and of these the largest against the usual spread.

    Intervals hold for all headline outcomes at once, and for all others at once, as those of a sweep do.
    """
    known = list(measured)
    families = Counter(outcome.headline for outcome, _, _ in known)
    found: list[Difference] = []
    for binary in (False, True):
        kind = [one for one in known if one[0].binary == binary]
        if kind:
            estimate = estimated(np.array([under - without for _, without, under in kind]), "mix", binary)
            ends = {headline: held(estimate.interval(families[headline]), binary) for headline in families}
            found += [_verdict(*one, row, estimate, ends[one[0].headline]) for row, one in enumerate(kind)]
    place = {outcome.name: number for number, (outcome, _, _) in enumerate(known)}
    declared = sorted(found, key=lambda one: place[one["outcome"]])
    return sorted(declared, key=lambda one: (not one["clear"], -one["strength"]))


def _verdict(
    outcome: Outcome, without: Array, under: Array, row: int, estimate: Estimate, ends: tuple[Array, Array]
) -> Difference:
    middle, error, low, high = (float(values[row]) for values in (estimate.difference, estimate.error, *ends))
    spread = float(without.std(ddof=1)) or error or 1.0
    told = Told(titled(outcome), outcome, without, middle, low, high, spread, bool((under != without).any()))
    return Difference(
        outcome=outcome.name,
        title=told.title,
        theatre=outcome.theatre,
        unit=outcome.quantity.unit,
        meaning=outcome.quantity.meaning,
        source=outcome.quantity.source,
        headline=outcome.headline,
        without=float(without.mean()),
        difference=told.middle,
        low=low,
        high=high,
        strength=abs(told.middle) / spread,
        clear=told.clear,
        words=told.words(),
    )


SIZES = ((0.1, "barely "), (0.3, "slightly "), (0.8, ""), (np.inf, "far "))
"""How a difference is called by its size against the spread between histories (in standard deviations)."""


def titled(outcome: Outcome) -> str:
    """An outcome's name as a title, its theatre after a comma."""
    name = outcome.name.removesuffix(f"_{outcome.theatre}").removesuffix("_mean")
    place = f", {condition(outcome.theatre).title()}" if outcome.name.endswith(outcome.theatre) else ""
    return capital(condition(name)) + place


@dataclass(frozen=True)
class Told:
    """A difference and its interval, and how they are told."""

    title: str
    outcome: Outcome
    without: Array
    middle: float
    low: float
    high: float
    spread: float
    differs: bool

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out no difference, and reaches what matters."""
        return self.differs and not self.low <= 0.0 <= self.high and not self.trifling

    @property
    def trifling(self) -> bool:
        """Whether all of the interval is less than the smallest difference of interest."""
        return max(abs(self.low), abs(self.high)) < self.least

    @property
    def least(self) -> float:
        """The smallest difference of interest, nothing where none is declared."""
        return self.outcome.least.size if self.outcome.least else 0.0

    @property
    def scaled(self) -> tuple[str, float]:
        """The unit in which the difference is told, and what turns the outcome's own into it."""
        shares = self.outcome.binary or self.outcome.quantity.unit in ("share", "probability")
        return ("percentage points", 100.0) if shares else (self.outcome.quantity.unit, 1.0)

    def words(self) -> str:
        """The difference as a sentence."""
        unit, scale = self.scaled
        middle, low, high = (scale * value for value in (self.middle, self.low, self.high))
        if not self.differs:
            return f"{self.title}: no difference in any history."
        if self.trifling:
            return f"{self.title}: no difference that matters (less than {number(scale * self.least)} {unit})."
        if not self.clear:
            ends = f"{number(low, True)} and {number(high, True)}"
            return f"{self.title}: no clear difference ({number(middle, True)} {unit}, 95 % interval between {ends})."
        ends = f"{number(min(abs(low), abs(high)))} to {number(max(abs(low), abs(high)))}"
        base = f"{number(scale * float(self.without.mean()))}{' %' if scale > 1 else ''}"
        change = f"{self._size()}{'higher' if middle > 0 else 'lower'} by {number(abs(middle))} {unit}"
        return f"{self.title}: {change} than {base} without (95 % interval {ends})."

    def _size(self) -> str:
        return next(word for most, word in SIZES if abs(self.middle) < most * self.spread)


def number(value: float, signed: bool = False) -> str:
    """A number with as many digits as one reads: three that count."""
    size = abs(value)
    digits = max(0, 2 - math.floor(math.log10(size))) if size >= 0.1 else 4 if size >= 0.001 or not size else 5
    said = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    return said.replace("-", "−")

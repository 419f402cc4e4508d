"""What a plan changes, outcome by outcome: the paired difference, its interval, and both in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypedDict

import numpy as np
from scipy import stats

from sim.declare import Array
from sim.outcomes import Outcome
from sim.words import capital, condition


class Difference(TypedDict):
    """One outcome with and without the plan."""

    outcome: str
    title: str
    theatre: str
    unit: str
    meaning: str
    source: str
    headline: bool
    without: float
    difference: float
    low: float
    high: float
    strength: float
    clear: bool
    short: str
    words: str


def verdicts(measured: Iterable[tuple[Outcome, Array, Array]]) -> list[Difference]:
    """The differences of all outcomes: the clear ones first, and of these the largest against the usual spread."""
    found = [_verdict(outcome, without, under) for outcome, without, under in measured]
    return sorted(found, key=lambda one: (not one["clear"], -one["strength"]))


def _verdict(outcome: Outcome, without: Array, under: Array) -> Difference:
    pairs = under - without
    middle, error = float(pairs.mean()), float(pairs.std(ddof=1) / np.sqrt(len(pairs)))
    reach = float(stats.t.ppf(0.975, len(pairs) - 1)) * error
    spread = float(without.std(ddof=1)) or error or 1.0
    clear = middle != 0.0 and abs(middle) > reach
    title = titled(outcome)
    return Difference(
        outcome=outcome.name,
        title=title,
        theatre=outcome.theatre,
        unit=outcome.quantity.unit,
        meaning=outcome.quantity.meaning,
        source=outcome.quantity.source,
        headline=outcome.headline,
        without=float(without.mean()),
        difference=middle,
        low=middle - reach,
        high=middle + reach,
        strength=abs(middle) / spread,
        clear=clear,
        short=_short(title, outcome, (middle, middle - reach, middle + reach)),
        words=_words(title, outcome, (middle, middle - reach, middle + reach), clear, without),
    )


SIZES = ((0.1, "barely "), (0.3, "slightly "), (0.8, ""), (np.inf, "far "))
"""How a difference is called by its size against the spread between histories (in standard deviations)."""


def titled(outcome: Outcome) -> str:
    """An outcome's name as a title, its theatre after a comma."""
    name = outcome.name.removesuffix(f"_{outcome.theatre}").removesuffix("_mean")
    place = f", {condition(outcome.theatre).title()}" if outcome.name.endswith(outcome.theatre) else ""
    return capital(condition(name)) + place


def _scaled(outcome: Outcome) -> tuple[str, float]:
    """The unit in which differences are told, and what turns the outcome's own into it."""
    shares = outcome.binary or outcome.quantity.unit in ("share", "probability")
    return ("percentage points", 100.0) if shares else (outcome.quantity.unit, 1.0)


def _short(title: str, outcome: Outcome, interval: tuple[float, float, float]) -> str:
    """The difference as a note."""
    unit, scale = _scaled(outcome)
    middle, low, high = (number(scale * value, True) for value in interval)
    return f"{title} {middle} {unit} ({low} to {high})"


def _words(title: str, outcome: Outcome, interval: tuple[float, float, float], clear: bool, without: Array) -> str:
    """The difference as a sentence."""
    unit, scale = _scaled(outcome)
    middle, low, high = (scale * value for value in interval)
    if middle == low == high == 0.0:
        return f"{title}: no difference in any history."
    if not clear:
        ends = f"{number(low, True)} and {number(high, True)}"
        return f"{title}: no clear difference ({number(middle, True)} {unit}, 95 % interval between {ends})."
    ends = f"{number(min(abs(low), abs(high)))} to {number(max(abs(low), abs(high)))}"
    size = next(word for most, word in SIZES if abs(interval[0]) < most * (float(without.std(ddof=1)) or 1e-9))
    direction = f"{size}{'higher' if middle > 0 else 'lower'}"
    base = f"{number(scale * float(without.mean()))}{' %' if scale > 1 else ''}"
    return f"{title}: {direction} by {number(abs(middle))} {unit} than {base} without (95 % interval {ends})."


def number(value: float, signed: bool = False) -> str:
    """A number with as many digits as one reads: three that count."""
    size = abs(value)
    digits = max(0, 2 - math.floor(math.log10(size))) if size >= 0.1 else 4 if size >= 0.001 or not size else 5
    said = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    return said.replace("-", "−")

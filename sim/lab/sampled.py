"""Sampled designs: points drawn in the unit cube, and put on what is declared by the inverses of its distributions.

Uncertain parameters have the same marginals as in draws from the priors; a lever goes evenly from nothing to its
declared dose, and whatever has a range given evenly through it; the sides of a theory are equally likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.errors import BadInput, known_or_bad
from sim.base.written import read
from sim.inputs.parameters import Parameter
from sim.lab.libraries import library
from sim.lab.points import SCRIPT
from sim.lab.samplers import pert_shape, uncertain
from sim.lab.table import START, scripts_of
from sim.model.theories import THEORIES
from sim.scenarios.scenario import Scenario

WHERE = "--design"
LEVELS = 4
"""Levels of each factor in Morris' design (Morris 1991; even numbers are usual)."""
MOST_POINTS = 10_000_000

Quantile = Callable[[Array], Any]


@dataclass(frozen=True)
class Factor:
    """Something that a design varies: a column, and what it has at a share of its distribution."""

    name: str
    at: Quantile


@dataclass(frozen=True, eq=False)
class Sampled:
    """The points of a design: shares of each factor's distribution, shape (point, factor), and what they stand for."""

    factors: tuple[Factor, ...]
    unit: Array

    @property
    def table(self) -> pd.DataFrame:
        """The points as a table for `evaluate`."""
        return pd.DataFrame({one.name: one.at(self.unit[:, place]) for place, one in enumerate(self.factors)})

    @property
    def problem(self) -> dict[str, Any]:
        """The factors as SALib knows them: the unit cube."""
        return problem_of([one.name for one in self.factors])


def problem_of(names: Sequence[str]) -> dict[str, Any]:
    """A problem of SALib in the unit cube."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def factors_of(scenario: Scenario, over: Iterable[str] = ()) -> tuple[Factor, ...]:
    """The factors that are named, as NAME or NAME=LOW:HIGH; if none is, all uncertain parameters and levers.

    Names are of parameters, levers, theories, `script`, or `start`, which needs a range; `uncertain`, `levers` and
    `theories` are all of a kind. Raises `BadInput` for others.
    """
    kinds = {
        "uncertain": tuple(uncertain(scenario.parameters.declared)),
        "levers": tuple(scenario.parameters.levers),
        "theories": tuple(THEORIES),
    }
    named = (name for text in tuple(over) or ("uncertain", "levers") for name in kinds.get(text.strip(), (text,)))
    found = tuple(_factor(text, scenario) for text in named)
    names = [one.name for one in found]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise BadInput("--over", "name", name, "each name only once")
    return found


def _factor(text: str, scenario: Scenario) -> Factor:
    name, given, span = (part.strip() for part in text.partition("="))
    known = (*scenario.parameters.declared, *THEORIES, SCRIPT, START)
    known_or_bad(name, known, "--over", "name", "a lever, a parameter, a theory, script or start")
    if name in (*THEORIES, SCRIPT):
        return Factor(name, Sides(_scripts(span, scenario) if name == SCRIPT else tuple(THEORIES[name].choices)))
    if name == START:
        low, high = _range(name, span, 0, scenario.turns - 1)
        return Factor(name, Months(round(low), round(high)))
    one = scenario.parameters.declared[name]
    if given:
        return Factor(name, Evenly(*_range(name, span, one.low, one.high)))
    if one.kind == "lever":
        return Factor(name, Evenly(0.0, 1.0))
    if one.low == one.high:
        raise BadInput("--over", "name", name, "a parameter with a range", uncertain(scenario.parameters.declared))
    return Factor(name, Pert(one))


def _scripts(asked: str, scenario: Scenario) -> tuple[str, ...]:
    """The scripts that are named, as none:no-exercises; all if none is."""
    known = scripts_of(scenario)
    named = tuple(part.strip() for part in asked.split(":")) if asked else known
    for name in named:
        known_or_bad(name, known, "--over", SCRIPT, "a script, or none")
    return named


def _range(name: str, span: str, least: float, most: float) -> tuple[float, float]:
    try:
        low, high = (read(part) for part in span.split(":"))
    except ValueError:
        raise BadInput("--over", name, span, "a range LOW:HIGH, such as 0:4") from None
    if not least <= low < high <= most:
        raise BadInput("--over", name, span, f"a range LOW:HIGH within {least:g} to {most:g}")
    return low, high


@dataclass(frozen=True)
class Pert:
    """A beta-PERT distribution between the bounds of a parameter, with its mode at the declared value."""

    parameter: Parameter

    def __call__(self, share: Array) -> Array:
        """What lies at shares of the distribution."""
        from scipy.special import betaincinv  # a third of a second that most commands need not wait for

        low, high = self.parameter.low, self.parameter.high
        values: Array = low + (high - low) * betaincinv(*pert_shape(self.parameter), share)
        return np.clip(values, low, high)


@dataclass(frozen=True)
class Evenly:
    """Any number of a range, equally likely."""

    low: float
    high: float

    def __call__(self, share: Array) -> Array:
        """What lies at shares of the distribution."""
        return np.clip(self.low + (self.high - self.low) * share, self.low, self.high)


@dataclass(frozen=True)
class Months:
    """Any turn of a range, equally likely."""

    low: int
    high: int

    def __call__(self, share: Array) -> Any:
        """What lies at shares of the distribution."""
        return np.minimum(self.low + np.floor(share * (self.high - self.low + 1)), self.high).astype(np.int64)


@dataclass(frozen=True)
class Sides:
    """Any side of a theory, or any script, equally likely."""

    sides: tuple[str, ...]

    def __call__(self, share: Array) -> Any:
        """What lies at shares of the distribution."""
        number = np.minimum((share * len(self.sides)).astype(np.int64), len(self.sides) - 1)
        return np.array(self.sides, dtype=object)[number]


def sample(kind: str, size: int, factors: Sequence[Factor], seed: int) -> Sampled:
    """A design of a kind and size over some factors; raise `BadInput` for what is not possible.

    `lhs` are so many points of a Latin hypercube, `sobol` of a scrambled Sobol sequence; `morris` so many trajectories
    of Morris (1991), each of a point more than there are factors; `saltelli` the design of so many base points whose
    first-order and total Sobol indices can be told (Saltelli et al. 2010), each of two points more than factors.
    """
    known_or_bad(kind, DESIGNS, WHERE, "kind", "a kind of design")
    points, smallest = DESIGNS[kind].points(size, len(factors)), DESIGNS[kind].least
    if not smallest <= size or points > MOST_POINTS:
        raise BadInput(WHERE, kind, size, f"at least {smallest}, and at most {MOST_POINTS} points (these are {points})")
    if DESIGNS[kind].power and size & (size - 1):
        raise BadInput(WHERE, kind, size, "a power of two, such as 256: others leave the sequence unbalanced")
    return Sampled(tuple(factors), DESIGNS[kind].draw(size, [one.name for one in factors], seed))


def asked_design(text: str) -> tuple[str, int]:
    """A design as it is asked for, KIND:SIZE; raise `BadInput` for anything else."""
    kind, _, size = text.partition(":")
    if not size.strip().isdecimal():
        raise BadInput(WHERE, "design", text, "KIND:SIZE, such as lhs:1000", [f"{name}:256" for name in DESIGNS])
    return known_or_bad(kind.strip(), DESIGNS, WHERE, "kind", "a kind of design"), int(size)


def _lhs(size: int, names: Sequence[str], seed: int) -> Array:
    from scipy.stats import qmc

    points: Array = qmc.LatinHypercube(len(names), seed=seed).random(size)
    return points


def _sobol(size: int, names: Sequence[str], seed: int) -> Array:
    from scipy.stats import qmc

    points: Array = qmc.Sobol(len(names), seed=seed).random(size)
    return points


def _morris(size: int, names: Sequence[str], seed: int) -> Array:
    points: Array = library("SALib.sample.morris").sample(problem_of(names), size, num_levels=LEVELS, seed=seed)
    return points


def _saltelli(size: int, names: Sequence[str], seed: int) -> Array:
    points: Array = library("SALib.sample.sobol").sample(problem_of(names), size, calc_second_order=False, seed=seed)
    return points


@dataclass(frozen=True)
class _Kind:
    draw: Callable[[int, Sequence[str], int], Array]
    points: Callable[[int, int], int]
    least: int = 1
    power: bool = False


DESIGNS: Mapping[str, _Kind] = {
    "lhs": _Kind(_lhs, lambda size, factors: size),
    "sobol": _Kind(_sobol, lambda size, factors: size, power=True),
    "morris": _Kind(_morris, lambda size, factors: size * (factors + 1), least=2),
    "saltelli": _Kind(_saltelli, lambda size, factors: size * (factors + 2), least=2, power=True),
}
"""Every kind of design, by name."""

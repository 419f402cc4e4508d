"""Bridges to two libraries of the field: the declarations as a model of the EMA workbench and as a problem of SALib.

What varies is named as in `entente evaluate --over`: NAME, or NAME=LOW:HIGH, of parameters, levers, theories, `start`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import BadInput, known_or_bad
from sim.lab.evaluate import evaluate
from sim.lab.libraries import library
from sim.lab.sampled import Evenly, Factor, Months, Pert, Sides, factors_of
from sim.lab.samplers import pert_shape, uncertain
from sim.model.outcomes import outcomes_of
from sim.model.theories import THEORIES
from sim.scenarios.scenario import Scenario, load_scenario

GROUPED = ("", "kind", "grade", "passage")
"""By what of their declarations parameters may be taken together."""
SENSES = {"minimise": -1, "maximise": 1, "": 0}
"""What an optimisation may want of an outcome, as the workbench counts it."""


def ema_model(
    *,
    scenario: str = "northeast-asia",
    over: Iterable[str] = (),
    outcomes: Sequence[str] | Mapping[str, str] = (),
    replicates: int = 10,
    **evaluated: Any,
) -> Any:
    """A `Model` of the EMA workbench: uncertainties, levers and theories (as categories) as they are declared.

    Uncertain parameters have their own distributions; a theory is an uncertainty, `start` a lever. If nothing is named,
    all uncertain parameters, levers and theories vary. Outcomes are all unless some are named, as means over
    `replicates`; a mapping says of each whether to `minimise` or `maximise` it. What else is given goes to `evaluate`.
    Play it with `ema_evaluator`: any other evaluator works too, and takes a second or so a run. Raises `BadInput`.
    """
    loaded = load_scenario(scenario)
    ema = library("ema_workbench")
    known = [one.name for one in outcomes_of(loaded.cast)]
    asked = outcomes if isinstance(outcomes, Mapping) else dict.fromkeys(outcomes or known, "")
    for name, sense in asked.items():
        known_or_bad(name, known, "ema_model", "outcomes", "an outcome")
        known_or_bad(sense, SENSES, "ema_model", name, "minimise or maximise")
    model = ema.Model("entente", _Rows(scenario, tuple(asked), replicates, evaluated))
    varied = tuple(over) or (*uncertain(loaded.parameters.declared), *loaded.parameters.levers, *THEORIES)
    factors = [(one, _ema_parameter(ema, one)) for one in factors_of(loaded, varied)]
    levers = [_is_lever(one, loaded) for one, _ in factors]
    model.levers = [own for (_, own), lever in zip(factors, levers, strict=True) if lever]
    model.uncertainties = [own for (_, own), lever in zip(factors, levers, strict=True) if not lever]
    model.outcomes = [ema.ScalarOutcome(name, kind=SENSES[sense]) for name, sense in asked.items()]
    return model


class _Rows:
    """Plays rows: one at a time as the workbench would, or all together."""

    def __init__(self, scenario: str, outcomes: tuple[str, ...], replicates: int, evaluated: Mapping[str, Any]) -> None:
        self.scenario, self.outcomes, self.replicates = scenario, outcomes, replicates
        self.evaluated = dict(evaluated)

    def __call__(self, **row: Any) -> dict[str, float]:
        found = self.all([row])
        return {name: float(found[name].iloc[0]) for name in self.outcomes}

    def all(self, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """The rows with their outcomes."""
        asked: dict[str, Any] = {"scenario": self.scenario, "replicates": self.replicates, "outcomes": self.outcomes}
        return evaluate(pd.DataFrame(list(rows)), **asked, **self.evaluated)


def _is_lever(factor: Factor, scenario: Scenario) -> bool:
    return factor.name in scenario.parameters.levers or isinstance(factor.at, Months)


def _ema_parameter(ema: Any, factor: Factor) -> Any:
    at = factor.at
    if isinstance(at, Sides):
        return ema.CategoricalParameter(factor.name, at.sides)
    if isinstance(at, Months):
        return ema.IntegerParameter(factor.name, at.low, at.high)
    if isinstance(at, Evenly):
        return ema.RealParameter(factor.name, at.low, at.high)
    assert isinstance(at, Pert)
    from scipy.stats import beta

    low, high = at.parameter.low, at.parameter.high
    return ema.RealParameter.from_dist(factor.name, beta(*pert_shape(at.parameter), loc=low, scale=high - low))


def ema_evaluator(model: Any) -> Any:
    """An evaluator of the EMA workbench that plays all experiments together, for a model of `ema_model`."""
    evaluator: Any = _evaluator()(model)
    return evaluator


@lru_cache(maxsize=1)
def _evaluator() -> Any:
    """The class: its ancestor is there only where the workbench is."""
    base = library("ema_workbench.em_framework.evaluators").BaseEvaluator
    points = library("ema_workbench.em_framework.points")

    class VectorEvaluator(base):  # type: ignore[misc, valid-type]
        def initialize(self) -> None:
            """Nothing."""

        def finalize(self) -> None:
            """Nothing."""

        def evaluate_experiments(self, *given: Any, **more: Any) -> None:
            """Play them: made already (workbench 3), or to be made of scenarios and policies (workbench 2)."""
            *drawn, told = given
            if len(drawn) > 1:
                drawn = [points.experiment_generator(drawn[0], self._msis, drawn[1], combine=more["combine"])]
            experiments = list(drawn[0])
            play = self._msis[0].function
            found = play.all([_row(one) for one in experiments])
            for one, outcomes in zip(experiments, found[list(play.outcomes)].to_dict("records"), strict=True):
                told(one, outcomes)

    return VectorEvaluator


def _row(experiment: Any) -> dict[str, Any]:
    both = {**experiment.scenario, **experiment.policy}
    return {name: getattr(value, "value", value) for name, value in both.items()}


def salib_problem(scenario: str, over: Iterable[str] | None = None, groups: str = "") -> dict[str, Any]:
    """A problem of SALib: names, bounds and distributions as they are declared; samples of it are rows for `evaluate`.

    Uncertain parameters have the truncated normal distribution with the mean and spread of their own, a beta-PERT,
    which SALib does not know; levers, and whatever has a range given, are uniform. `groups` takes those together whose
    `kind`, `grade` or `passage` is the same. Raises `BadInput`, also for a theory and `start`, which SALib cannot vary.
    """
    loaded = load_scenario(scenario)
    known_or_bad(groups, GROUPED, "salib_problem", "groups", "what parameters are taken together by")
    factors = factors_of(loaded, tuple(over or ()))
    for one in factors:
        if isinstance(one.at, Sides | Months):
            raise BadInput("salib_problem", "over", one.name, "a parameter or lever: give it to evaluate as a column")
    problem: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [_bounds(one) for one in factors],
        "dists": ["truncnorm" if isinstance(one.at, Pert) else "unif" for one in factors],
    }
    if groups:
        problem["groups"] = [str(getattr(loaded.parameters.declared[one.name], groups)) for one in factors]
    return problem


def _bounds(factor: Factor) -> list[float]:
    at = factor.at
    if isinstance(at, Evenly):
        return [at.low, at.high]
    assert isinstance(at, Pert)
    low, high = at.parameter.low, at.parameter.high
    mean, spread = _truncated(*pert_shape(at.parameter))
    return [low, high, low + (high - low) * mean, (high - low) * spread]


@lru_cache(maxsize=512)
def _truncated(a: float, b: float) -> tuple[float, float]:
    """Mean and spread that a normal distribution has before it is cut to 0 to 1, to have those of a beta after."""
    from scipy.optimize import root
    from scipy.special import ndtr

    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1.0))

    def off(guess: Any) -> Any:
        centre, spread = guess[0], np.exp(guess[1])
        ends = np.array([-centre, 1.0 - centre]) / spread
        heights, share = np.exp(-0.5 * ends**2) / np.sqrt(2.0 * np.pi), np.diff(ndtr(ends))[0]
        shift = -np.diff(heights)[0] / share
        narrowed = 1.0 - np.diff(ends * heights)[0] / share - shift**2
        return [centre + spread * shift - mean, spread**2 * narrowed - variance]

    centre, spread = root(off, [mean, 0.5 * np.log(variance)]).x
    return float(centre), float(np.exp(spread))

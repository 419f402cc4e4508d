"""The declarations as a model of the EMA workbench and as a problem of SALib, and what these give is what rows give."""

import sys
import types
from functools import partial

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, truncnorm

from sim.base.errors import BadInput
from sim.lab.bridges import _evaluator, ema_evaluator, ema_model, salib_problem
from sim.lab.evaluate import evaluate
from sim.lab.sampled import factors_of
from sim.lab.samplers import pert_shape, uncertain
from sim.model.theories import THEORIES
from sim.scenarios.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "vietnam-1965"
OVER = ("a lever", "red_line", "dispute_hazard", "start=8:20")


@pytest.fixture(scope="module")
def names():
    """Two levers and outcomes of the case."""
    scenario = load_scenario(CASE)
    lever = next(iter(scenario.parameters.levers))
    from sim.model.outcomes import outcomes_of

    return (lever, *OVER[1:]), [one.name for one in outcomes_of(scenario.cast)][:2]


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")
def test_experiments_of_the_workbench_are_rows_of_evaluate(names):
    over, outcomes = names
    model = ema_model(scenario=CASE, over=over, outcomes=dict.fromkeys(outcomes, "maximise"), replicates=2)
    assert [one.name for one in model.levers] == [over[0], "start"]
    assert [one.name for one in model.uncertainties] == ["red_line", "dispute_hazard"]
    assert {one.kind for one in model.outcomes} == {1}
    with ema_evaluator(model) as evaluator:
        experiments, found = evaluator.perform_experiments(3, 2)
    rows = experiments[[one.partition("=")[0] for one in over]].astype({"dispute_hazard": str})
    same = evaluate(rows, scenario=CASE, outcomes=outcomes, replicates=2)
    for name in outcomes:
        np.testing.assert_array_equal(found[name], same[name])
    alone = model.function(**rows.iloc[0].to_dict())
    assert alone == {name: same[name].iloc[0] for name in outcomes}


@pytest.mark.thorough
def test_experiments_that_are_made_already_are_played_as_they_come(names):
    told, one = [], types.SimpleNamespace(scenario={"red_line": 0.3}, policy={})
    play = types.SimpleNamespace(outcomes=("x",), all=lambda rows: pd.DataFrame(rows).assign(x=1.0))
    own = object.__new__(_evaluator())
    own._msis = [types.SimpleNamespace(function=play)]
    own.evaluate_experiments(iter([one, one]), lambda *both: told.append(both))
    assert told == [(one, {"x": 1.0})] * 2


@pytest.mark.thorough
def test_what_is_declared_to_be_uncertain_has_its_distribution():
    model, scenario = ema_model(), load_scenario()
    declared = scenario.parameters.declared
    varied = {one.name: one for one in model.uncertainties}
    assert set(varied) == {*uncertain(declared), *THEORIES}
    assert {one.name for one in model.levers} == set(scenario.parameters.levers)
    one = declared["red_line"]
    assert varied["red_line"].dist.ppf(0.3) == beta(*pert_shape(one), one.low, one.high - one.low).ppf(0.3)


def test_a_problem_has_the_mean_and_spread_of_each_distribution():
    problem = salib_problem("northeast-asia", groups="kind")
    factors = factors_of(load_scenario())
    assert problem["names"] == [one.name for one in factors] and problem["num_vars"] == len(factors)
    assert set(problem["groups"]) == {"lever", "uncertainty"}
    for one, bounds, kind in zip(factors, problem["bounds"], problem["dists"], strict=True):
        if kind == "truncnorm":
            low, high, mean, spread = bounds
            given = truncnorm((low - mean) / spread, (high - mean) / spread, mean, spread)
            meant = beta(*pert_shape(one.at.parameter), low, high - low)
            assert given.stats() == pytest.approx(meant.stats(), rel=1e-6, abs=1e-9)


def test_samples_of_salib_are_rows(names):
    lever = names[0][0]
    problem = salib_problem(CASE, over=(lever, "red_line", "rationality=1:2"))
    assert problem["bounds"][0] == [0.0, 1.0] and problem["bounds"][2] == [1.0, 2.0]
    assert problem["dists"] == ["unif", "truncnorm", "unif"]
    from SALib.sample.latin import sample

    rows = pd.DataFrame(sample(problem, 3, seed=1), columns=problem["names"])
    assert evaluate(rows, scenario=CASE, replicates=1)["failed"].sum() == 0


WRONG = [
    pytest.param(partial(ema_model, scenario=CASE, **wrong), told, marks=pytest.mark.thorough)
    for wrong, told in (
        ({"outcomes": ["wonder"]}, "an outcome"),
        ({"over": ["wonder"]}, "a lever, a parameter, a theory, script or start"),
    )
]
"""What a model of the workbench cannot be made of; that is loaded first, which takes seconds."""


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (partial(salib_problem, CASE, ["dispute_hazard"]), "give it to evaluate as a column"),
        (partial(salib_problem, CASE, groups="colour"), "known: , kind, grade, passage"),
        *WRONG,
    ],
)
def test_what_cannot_be_bridged_is_told_in_a_line(make, told):
    with pytest.raises(BadInput, match=told):
        make()


def test_a_missing_workbench_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(BadInput, match=r'pip install "entente\[lab\]"'):
        ema_model(scenario=CASE)

"""Sampled designs have the declared marginals, and are what their libraries draw."""

import numpy as np
import pytest
from SALib.sample import morris as salib_morris

from sim.base.errors import BadInput
from sim.lab.sampled import asked_design, factors_of, problem_of, sample
from sim.lab.samplers import Prior, uncertain
from sim.lab.table import read_points
from sim.scenarios.scenario import load_scenario

SCENARIO = load_scenario("northeast-asia")


def test_parameters_have_the_distribution_that_the_priors_have():
    drawn = sample("lhs", 4000, factors_of(SCENARIO, ["order_pace"]), 1).table["order_pace"]
    prior = Prior.of(SCENARIO.parameters.declared, 1).arrays(np.arange(4000))["order_pace"]
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    width = np.ptp(prior)
    np.testing.assert_allclose(np.quantile(drawn, shares), np.quantile(prior, shares), atol=0.02 * width)


def test_a_range_is_gone_through_evenly_and_sides_are_equally_likely():
    factors = factors_of(SCENARIO, ["support_ukraine=0:4", "start=35:60", "china_policy", "placebo"])
    table = sample("sobol", 256, factors, 1).table
    assert table["support_ukraine"].between(0, 4).all() and abs(table["support_ukraine"].mean() - 2) < 0.05
    assert set(table["start"]) == set(range(35, 61))
    assert table["china_policy"].value_counts().between(80, 90).all()
    assert table["placebo"].max() <= 1.0


def test_all_that_is_uncertain_and_all_levers_are_varied_where_nothing_is_named():
    names = [one.name for one in factors_of(SCENARIO)]
    assert names == [*uncertain(SCENARIO.parameters.declared), *SCENARIO.parameters.levers]


@pytest.mark.parametrize(
    ("kind", "size", "points"), [("lhs", 7, 7), ("sobol", 8, 8), ("morris", 3, 12), ("saltelli", 8, 40)]
)
def test_every_design_has_its_points_and_fits_the_scenario(kind, size, points):
    table = sample(kind, size, factors_of(SCENARIO, ["order_pace", "placebo", "law_of_war"]), 1).table
    assert len(read_points(table, SCENARIO).frame) == points


def test_trajectories_are_those_of_salib():
    ours = sample("morris", 4, factors_of(SCENARIO, ["order_pace", "placebo"]), 9).unit
    np.testing.assert_array_equal(ours, salib_morris.sample(problem_of(["a", "b"]), 4, num_levels=4, seed=9))


@pytest.mark.parametrize("text", ["lhs", "lhs:-3", "square:4", "lhs:1.5", ""])
def test_a_design_that_is_none_is_told(text):
    with pytest.raises(BadInput, match="--design"):
        asked_design(text)


@pytest.mark.parametrize("over", ["order_pacee", "order_pace=3:2", "order_pace=a:b", "start", "placebo=0:99"])
def test_a_factor_that_is_none_is_told(over):
    with pytest.raises(BadInput, match="--over"):
        factors_of(SCENARIO, [over])


def test_sizes_that_leave_a_sequence_unbalanced_are_told():
    with pytest.raises(BadInput, match="a power of two"):
        sample("sobol", 100, factors_of(SCENARIO, ["placebo"]), 1)

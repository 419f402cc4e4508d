"""Choices by hand: a dominated option is out, regret is what was lost, and knowing is worth what was planted."""

import numpy as np
import pytest
from scipy.stats import norm

from sim.lab.decisions import binned_value, by_chance, front, regret, value_of_knowing

SETS = 400


def test_an_option_that_is_nowhere_better_and_somewhere_worse_is_out():
    values = np.array([[0.0, 0.0], [3.0, 0.0], [2.0, 0.0], [0.0, 4.0], [3.0, -2.0]])
    found = front(values, np.ones(2), np.zeros(5))
    assert found.kept.tolist() == [False, True, False, True, False]


def test_of_options_that_differ_less_than_matters_the_cheapest_stands_for_all():
    values = np.array([[1.0, 0.0], [1.3, 0.2], [1.2, -0.4], [1.6, 0.0]])
    found = front(values, np.ones(2), np.array([5.0, 2.0, 3.0, 9.0]))
    assert found.alike.tolist() == [1, 1, 1, 3] and found.kept.tolist() == [False, False, False, True]
    finer = front(values, np.full(2, 0.1), np.array([5.0, 2.0, 3.0, 9.0]))
    assert finer.kept.tolist() == [False, True, False, True]


def test_nothing_is_dominated_where_every_option_is_best_at_something():
    assert front(np.eye(4) * 5.0, np.ones(4), np.zeros(4)).kept.all()


def test_regret_is_what_the_best_that_is_allowed_would_have_brought():
    scores = np.array([[0.0, 0.0, 0.0], [2.0, -1.0, 1.0], [5.0, 3.0, -4.0]])
    np.testing.assert_array_equal(regret(scores), [[5.0, 3.0, 1.0], [3.0, 4.0, 0.0], [0.0, 0.0, 5.0]])
    cheap = regret(scores, np.array([True, True, False]))
    np.testing.assert_array_equal(cheap[:2], [[2.0, 0.0, 1.0], [0.0, 1.0, 0.0]])


@pytest.fixture(scope="module")
def planted():
    """Two options: nothing, and one that is worth `a` times a parameter, plus luck; and another parameter."""
    random = np.random.default_rng(4)
    matters, idle, luck = random.normal(size=(3, SETS))
    scores = np.array([np.zeros(SETS), 2.0 * matters + luck])
    return scores, matters, idle


@pytest.mark.thorough
def test_what_knowing_a_parameter_is_worth_is_found_again(planted):
    scores, matters, _ = planted
    # E max(0, 2 x) - max(0, E 2 x) of a standard normal x
    worth = 2.0 * norm.pdf(0.0) - max(0.0, scores[1].mean())
    bias = by_chance(scores, 50).mean()
    assert value_of_knowing(scores, matters) - bias == pytest.approx(worth, abs=0.12)
    assert binned_value(scores, matters) - by_chance(scores, 50, binned=True).mean() == pytest.approx(worth, abs=0.15)


def test_a_parameter_that_moves_nothing_is_worth_what_chance_makes_of_it(planted):
    scores, matters, idle = planted
    chance = by_chance(scores, 20)
    assert 0.0 < chance.mean() < 0.15
    assert value_of_knowing(scores, idle) < np.quantile(chance.max(axis=1), 0.95) < value_of_knowing(scores, matters)
    assert by_chance(scores, 50, binned=True).mean() > chance.mean(), "groups are biased more"


def test_knowing_changes_nothing_where_one_option_is_always_best(planted):
    _, matters, _ = planted
    always = np.array([matters, matters + 10.0])
    assert value_of_knowing(always, matters) == pytest.approx(0.0, abs=1e-9)
    assert binned_value(always, matters) == pytest.approx(0.0, abs=1e-9)


def test_the_value_does_not_hang_on_the_scale_of_a_parameter_nor_on_two_values_only(planted):
    scores, matters, _ = planted
    assert value_of_knowing(scores, np.exp(3.0 * matters)) == pytest.approx(value_of_knowing(scores, matters))
    sides = (matters > 0.0).astype(float)
    groups = [scores[:, sides == side].mean(axis=1).max() * (sides == side).mean() for side in (0.0, 1.0)]
    assert value_of_knowing(scores, sides) == pytest.approx(sum(groups) - scores.mean(axis=1).max())

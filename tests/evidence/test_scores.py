"""Scores against sums done by hand."""

import numpy as np
import pytest

from sim.evidence import scores

MEMBERS = np.array([[0.0, 1.0, 2.0, 3.0]])


def one(value):
    return np.array([value])


def test_crps_of_a_figure_is_the_usual_one():
    # Mean distance from 1 is 1, half the mean distance among members is 0.625.
    assert scores.crps(MEMBERS, one(1.0), one(1.0)) == pytest.approx([0.375])
    assert scores.crps(one([5.0]), one(2.0), one(2.0)) == pytest.approx([3.0])


def test_crps_of_a_range_counts_only_what_lies_outside():
    # F is 0.25 from 0 to 1 and 0.75 from 2 to 3: the integrals of F^2 below 1 and (1 - F)^2 above 2.
    assert scores.crps(MEMBERS, one(1.0), one(2.0)) == pytest.approx([2 * 0.25**2])
    assert scores.crps(MEMBERS, one(0.0), one(3.0)) == pytest.approx([0.0])
    assert scores.crps(MEMBERS, one(2.0), one(np.nan)) == pytest.approx([0.25**2 + 0.5**2])
    assert scores.crps(MEMBERS, one(np.nan), one(2.0)) == pytest.approx([0.25**2])


def test_brier_score():
    assert scores.brier(np.array([0.2, 1.0]), np.array([1.0, 1.0])) == pytest.approx([0.64, 0.0])


def test_log_score_is_that_of_the_negative_binomial_or_of_the_poisson():
    # Mean 1, variance 3: size 1/2, probability 1/3; P(1) = 1/2 * (1/3)**0.5 * 2/3.
    clustered = np.array([[0.0, 0.0, 0.0, 4.0]])
    assert scores.log_score(clustered, one(1.0)) == pytest.approx([-np.log(0.5 * (1 / 3) ** 0.5 * 2 / 3)])
    even = np.array([[1.0, 2.0]])
    assert scores.log_score(even, one(2.0)) == pytest.approx([-np.log(np.exp(-1.5) * 1.5**2 / 2)])
    assert np.isfinite(scores.log_score(np.zeros((1, 5)), one(3.0))).all()


def test_coverage_of_figures_ties_and_ranges():
    members = np.arange(100.0)[None, :]
    inside_90 = [scores.coverage(members, one(v), one(v), 0.9)[0] for v in (50.5, 2.5, 97.5)]
    assert inside_90 == [1.0, 0.0, 0.0]
    # All members are 0: the figure 0 may have any rank, of which the band holds its own share.
    tied = np.zeros((1, 10))
    assert scores.coverage(tied, one(0.0), one(0.0), 0.5) == pytest.approx([0.5])
    assert scores.coverage(tied, one(1.0), one(1.0), 0.9)[0] == 0.0
    assert scores.coverage(members, one(90.5), one(np.nan), 0.5)[0] == 0.0
    assert scores.coverage(members, one(60.5), one(np.nan), 0.5)[0] == 1.0


def test_coverage_is_nominal_where_the_forecast_is_right():
    rng = np.random.default_rng(1)
    members, truth = rng.poisson(1.3, (4000, 400)).astype(float), rng.poisson(1.3, 4000).astype(float)
    for level in (0.5, 0.9):
        assert scores.coverage(members, truth, truth, level).mean() == pytest.approx(level, abs=0.02)


def test_skill_is_positive_where_the_model_is_better_and_negative_where_it_is_worse():
    assert scores.skill(np.array([1.0, 2.0]), np.array([3.0, 3.0])) == pytest.approx(0.5)
    assert scores.skill(2.0, 1.0) == -1.0
    assert np.isnan(scores.skill(0.5, 0.0))

"""The distribution of effects over parameter sets is that of the sets, without the luck of a set's few replicates."""

import numpy as np
import pytest

from sim.lab.spread import LIKELY, SURE, reading, spread, spreads
from sim.model.outcomes import OUTCOMES

MEAN = 0.5
OTHERS = [pytest.param(sets, 2, marks=pytest.mark.thorough) for sets in (25, 100)]
FURTHER = [pytest.param(1.0, within, marks=pytest.mark.thorough) for within in (0.1, 1.0, 3.0)]


def played(rng, sets, draws, between, within, shape=None):
    """Differences whose truth is known: effects under sets around MEAN, and luck of each replicate."""
    own = (shape or rng.standard_normal)(sets)
    return MEAN + between * own[:, None] + within * rng.standard_normal((sets, draws))


@pytest.mark.parametrize(("sets", "draws"), [(10, 2), (30, 4), *OTHERS])
@pytest.mark.parametrize(("between", "within"), [(0.3, 1.0), *FURTHER])
def test_the_band_holds_the_effect_under_a_new_set_nine_times_in_ten(sets, draws, between, within):
    rng, held = np.random.default_rng(sets), []
    for _ in range(400):
        low, high = spread(played(rng, sets, draws, between, within)).band()
        held.append(low <= MEAN + between * rng.standard_normal() <= high)
    assert 0.85 <= np.mean(held) <= 0.97


def test_luck_does_not_widen_the_band_when_sets_are_many():
    rng = np.random.default_rng(1)
    width = lambda within: np.diff(spread(played(rng, 400, 2, 0.5, within)).band()).item()  # noqa: E731
    widths = [np.mean([width(within) for _ in range(30)]) for within in (0.01, 1.0)]
    true, with_luck = 3.29 * 0.5, 3.29 * np.hypot(0.5, 1.0 / np.sqrt(2.0))
    assert widths == pytest.approx([true, true], rel=0.1) and with_luck > 1.6 * true


def test_equal_sets_leave_only_what_is_not_known_of_the_mean():
    rng = np.random.default_rng(2)
    widths = [np.diff(spread(played(rng, 200, 2, 0.0, 1.0)).band()).item() for _ in range(30)]
    assert np.mean(widths) < 0.3 * 3.29 / np.sqrt(2.0)
    alike = spread(played(rng, 200, 1, 0.0, 1.0), drawn=False)
    assert np.diff(alike.band()).item() == pytest.approx(3.29 / np.sqrt(200.0), rel=0.2)


@pytest.mark.parametrize("least", [0.0, 0.5, 1.5])
def test_probabilities_are_those_of_the_sets_also_where_effects_are_skewed(least):
    rng = np.random.default_rng(3)
    skewed = lambda size: rng.exponential(size=size) - 1.0  # noqa: E731
    truth = np.exp(-max(least - MEAN + 1.0, 0.0))
    found = np.mean([spread(played(rng, 200, 2, 1.0, 0.7, skewed)).beyond(least)[0] for _ in range(40)])
    assert found == pytest.approx(truth, abs=0.06)


def test_a_sign_is_only_said_to_hold_where_something_differs():
    assert np.isnan(spread(np.zeros((50, 2))).sign_holds)
    assert spread(np.full((50, 2), 0.1)).sign_holds == 1.0
    rng = np.random.default_rng(4)
    assert spread(played(rng, 200, 2, 0.0, 0.1)).sign_holds > 0.99
    assert spread(played(rng, 200, 2, 1.0, 0.1)).sign_holds == pytest.approx(0.69, abs=0.08)


def test_sets_without_any_difference_have_no_probability_beyond_anything_unless_events_are_rare():
    still = np.zeros((50, 2))
    assert spread(still).beyond(0.01) == (0.0, 0.0)
    assert min(spread(still, floor=1.0 / 52.0).beyond(0.01)) > 0.1


@pytest.mark.parametrize("sets", [0, 1])
def test_a_single_set_says_nothing(sets):
    found = spread(np.ones((sets, 2)))
    assert np.isnan([*found.beyond(0.0), *found.band(), found.sign_holds]).all()


def test_readings_are_in_words():
    assert reading(SURE, 0.0, True) == "larger" and reading(0.0, LIKELY, True) == "probably smaller"
    assert reading(0.05, 0.04, True) == "no difference that matters" and reading(0.5, 0.3, True) == "open"
    assert reading(0.0, 0.0, False) == "no run differs" and reading(np.nan, np.nan, True) == ""


@pytest.mark.parametrize("declared", OUTCOMES, ids=lambda one: one.quantity.name)
def test_every_outcome_says_which_difference_matters_and_why(declared):
    span = declared.quantity.high - declared.quantity.low
    assert declared.least is not None or not declared.headline
    assert declared.least is None or (0.0 < declared.least.size < span / 2.0 and len(declared.least.why) > 10)


def test_contrasts_together_are_each_as_it_is_alone():
    differences = np.random.default_rng(5).normal(size=(4, 30, 2))
    for together, alone in zip(spreads(differences), differences, strict=True):
        assert np.array_equal(together.sample, spread(alone).sample)
        assert together.band() == tuple(np.quantile(together.sample, (0.05, 0.95)))

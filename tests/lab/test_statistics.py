"""Designs and statistics: effects are what they are called, intervals are those of the literature."""

import numpy as np
import pytest
from scipy import stats

from sim.lab.analyses.effects import effects
from sim.lab.analyses.levels import levels
from sim.lab.designs import BASELINE, EVERYTHING, Factorial
from sim.lab.statistics import (
    adjusted_wald,
    contrast,
    holm,
    paired_t,
    paired_t_of_shares,
    quantiles,
    replicates_needed,
    summary,
    wilson,
)
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.studies.sign_changes import _crossings as crossings

DESIGN = Factorial(("a", "b", "c"), ("nothing",), (0.0, 1.0))
DIFFERENCES = np.random.default_rng(1).normal(0.3, 1.0, size=(4, 50))


def responses(design, function, replicates=3):
    """What every arm gives where a run is a function of its levels, with luck that all arms share."""
    luck = np.random.default_rng(0).normal(size=replicates)
    return np.array([function(**arm.factors) + luck for arm in design.points()])


def effect(design, kind, name, function):
    chosen = next(c for c in design.contrasts() if (c.kind, c.name) == (kind, name))
    return contrast(responses(design, function), chosen.terms)


# --- designs ---


def test_a_factorial_has_every_mix_once_and_the_placebo_on_the_first_and_the_last():
    names = [arm.name for arm in DESIGN.points()]
    assert names == [BASELINE, "c", "b", "b+c", "a", "a+c", "a+b", EVERYTHING, "nothing", f"{EVERYTHING}+nothing"]
    assert len({tuple(arm.factors.items()) for arm in DESIGN.points()}) == len(DESIGN.points())


def test_five_actions_make_32_mixes():
    assert len(Factorial(tuple("abcde"), ("nothing",), (0.0, 1.0)).points()) == 34


def test_intermediate_levels_stand_in_the_name_of_a_mix():
    names = [arm.name for arm in Factorial(("a", "b"), (), (0.0, 0.5, 1.0)).points()]
    assert names == [BASELINE, "b=0.5", "b", "a=0.5", "a=0.5+b=0.5", "a=0.5+b", "a", "a+b=0.5", EVERYTHING]


def test_a_main_effect_is_the_action_averaged_over_the_others():
    found = effect(DESIGN, "main", "a", lambda a, b, c, nothing: 2.0 * a + 3.0 * b + 4.0 * a * b)
    assert found == pytest.approx(2.0 + 4.0 / 2.0)


def test_an_interaction_is_half_the_difference_of_differences():
    found = effect(DESIGN, "interaction", "a x b", lambda a, b, c, nothing: 2.0 * a + 3.0 * b + 4.0 * a * b + c)
    assert found == pytest.approx(4.0 / 2.0)


def test_with_more_levels_effects_lie_between_the_lowest_and_the_highest():
    design = Factorial(("a", "b"), (), (0.0, 0.5, 1.0))
    assert effect(design, "main", "a", lambda a, b: a**2) == pytest.approx(1.0)
    assert effect(design, "interaction", "a x b", lambda a, b: a * b) == pytest.approx(0.5)


def test_a_mix_is_compared_with_the_baseline_and_a_placebo_with_its_own_mix():
    assert effect(DESIGN, "mix", "a+b", lambda a, b, c, nothing: a + 2.0 * b) == pytest.approx(3.0)
    for name in ("nothing", f"{EVERYTHING}+nothing"):
        assert (effect(DESIGN, "placebo", name, lambda a, b, c, nothing: 0.1 * a + 0.7 * b) == 0.0).all()


def test_what_an_action_does_not_touch_has_an_effect_of_exactly_zero():
    function = lambda a, b, c, nothing: 0.1 * b + 0.7 * c  # noqa: E731
    assert (effect(DESIGN, "main", "a", function) == 0.0).all()
    assert (effect(DESIGN, "interaction", "a x b", function) == 0.0).all()


# --- intervals ---


@pytest.mark.parametrize("binary", [True, False])
def test_replicates_that_share_a_parameter_set_count_as_one(binary):
    scenario = load_scenario()
    outcome = next(o for o in outcomes_of(scenario.cast) if o.binary is binary and o.headline)
    sets = np.random.default_rng(5).integers(0, 2, size=(len(DESIGN.points()), 20)).astype(float)
    found = {}
    for draws in (1, 2, 4):
        twins = np.repeat(sets, draws, axis=1)
        rows = effects(lambda number, twins=twins: twins, [outcome], DESIGN.contrasts(), 0.1, draws)
        found[draws] = rows[rows.kind == "main"][["low", "high", "low_corrected", "high_corrected"]].to_numpy()
    assert found[2] == pytest.approx(found[1])
    assert found[4] == pytest.approx(found[1])


def test_paired_intervals_are_students():
    low, high = paired_t(DIFFERENCES).interval()
    for row, values in enumerate(DIFFERENCES):
        known = stats.ttest_1samp(values, 0.0)
        assert (low[row], high[row]) == pytest.approx(tuple(known.confidence_interval(0.95)))
        assert paired_t(DIFFERENCES).p_values()[row] == pytest.approx(known.pvalue)


def test_corrected_intervals_are_those_of_bonferroni():
    low, high = paired_t(DIFFERENCES).interval(comparisons=10)
    known = stats.ttest_1samp(DIFFERENCES[0], 0.0).confidence_interval(1.0 - 0.05 / 10)
    assert (low[0], high[0]) == pytest.approx(tuple(known))


def test_replicates_that_agree_leave_an_interval_of_no_width():
    for value in (0.0, 0.1):
        estimate = paired_t(np.full((1, 7), value))
        assert estimate.difference == estimate.interval(50)[0] == estimate.interval(50)[1] == value
        assert estimate.p_values() == (1.0 if value == 0.0 else 0.0)


def test_differences_that_cancel_leave_no_rounding_behind():
    assert paired_t(np.array([[0.1, 0.2, -0.3]])).difference == 0.0


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_replicates_have_no_interval(count):
    for estimate in (paired_t(np.ones((2, count))), paired_t_of_shares(np.ones((2, count)))):
        assert np.isnan(estimate.interval()).all()
        assert np.isnan(estimate.p_values()).all()
    assert np.isnan(summary(np.ones((3, count)))).all() == (count == 0)


@pytest.mark.parametrize("count", [1, 2, 7, 100, 201])
@pytest.mark.parametrize(("unbiased", "method"), [(False, "linear"), (True, "median_unbiased")])
def test_quantiles_are_those_of_numpy_to_the_bit(count, unbiased, method):
    rng, shares = np.random.default_rng(count), np.linspace(0.0, 1.0, 41)
    values = np.stack([rng.normal(size=(3, count)), rng.integers(0, 3, (3, count)) * 1.0])
    values[0, 0, -1] = np.nan
    expected = np.quantile(values, shares, axis=-1, method=method)
    assert np.array_equal(quantiles(values, shares, unbiased=unbiased), expected, equal_nan=True)


def test_paired_proportions_have_the_interval_of_agresti_and_min():
    # 100 pairs, 10 up and 4 down, by hand: (10.5 - 4.5) / 102 and its standard error.
    values = np.array([[1.0] * 10 + [-1.0] * 4 + [0.0] * 86])
    estimate = adjusted_wald(values)
    centre, error = 6.0 / 102.0, np.sqrt((15.0 - 6.0**2 / 102.0) / 102.0**2)
    assert estimate.difference == pytest.approx(0.06)
    assert np.ravel(estimate.interval()) == pytest.approx([centre - 1.959964 * error, centre + 1.959964 * error])


def test_rare_events_never_have_an_interval_of_no_width():
    nothing = np.zeros((1, 200))
    for estimate in (adjusted_wald(nothing), paired_t_of_shares(nothing)):
        low, high = estimate.interval()
        assert low < 0.0 < high
        # about the rule of three: an event that never came in 200 runs may have a probability of 3 in 200
        assert 0.5 * 3.0 / 200.0 < high[0] < 2.0 * 3.0 / 200.0


def test_a_share_has_the_interval_of_wilson():
    assert wilson(np.array([1.0] * 3 + [0.0] * 17)) == pytest.approx((0.05236, 0.36042), abs=1e-4)
    assert np.isnan(wilson(np.array([]))).all()


def test_holm_steps_down_and_never_falls():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.9, 0.8])).max() <= 1.0


def test_with_the_replicates_needed_the_interval_is_as_narrow_as_wanted():
    wanted = np.array([0.2])
    needed = int(replicates_needed(paired_t(DIFFERENCES[:1]), wanted, comparisons=20)[0])
    spread = DIFFERENCES[0].std(ddof=1)
    halves = [stats.t.ppf(1 - 0.025 / 20, n - 1) * spread / np.sqrt(n) for n in (needed - 3, needed + 1)]
    assert halves[0] > 0.2 >= halves[1]


def test_replicates_needed_are_two_where_none_differs_and_unknown_where_nothing_is_wanted():
    same, different = paired_t(np.zeros((1, 5))), paired_t(np.array([[1.0, -1.0, 1.0, -1.0]]))
    assert replicates_needed(same, np.array([0.0]), 3) == 2.0
    assert np.isnan(replicates_needed(different, np.array([0.0]), 3))


def test_a_sign_turns_where_the_line_through_the_points_crosses_zero():
    assert crossings([0.0, 1.0, 2.0, 3.0], [-1.0, 1.0, 3.0, 0.0]) == [0.5]
    assert crossings([0.0, 1.0, 2.0], [-1.0, 0.0, 3.0]) == [0.5]
    assert crossings([0.0, 1.0], [0.0, 0.0]) == []


@pytest.mark.thorough
@pytest.mark.parametrize("binary", [True, False])
def test_a_level_is_as_sure_as_its_sets_not_as_its_replicates(binary):
    outcome = next(one for one in outcomes_of(load_scenario().cast) if one.binary is binary)
    rng, held, wider = np.random.default_rng(2), [], []
    for _ in range(300):
        sets = rng.beta(2.0, 2.0, size=40)
        happened = rng.uniform(size=(40, 4)) < sets[:, None] if binary else np.repeat(sets[:, None], 4, axis=1)
        values = happened.astype(float).reshape(1, -1)
        row = levels(lambda _, v=values: v, [outcome], ["baseline"], 4).iloc[0]
        alone = levels(lambda _, v=values: v, [outcome], ["baseline"]).iloc[0]
        wider.append((row.high - row.low) / (alone.high - alone.low))
        held.append(row.low <= 0.5 <= row.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.03) and np.mean(wider) > 1.15


def test_a_level_without_some_of_its_replicates_counts_those_that_ran():
    outcome = next(one for one in outcomes_of(load_scenario().cast) if not one.binary)
    values = np.array([[1.0, 3.0, np.nan, 5.0, np.nan, np.nan, 4.0]])
    row = levels(lambda _: values, [outcome], ["baseline"], 2).iloc[0]
    assert row["mean"] == pytest.approx(3.25) and row.replicates == 4
    assert (row.low + row.high) / 2 == pytest.approx(np.mean([2.0, 5.0, 4.0]))

"""The calibration recovers what it should, says how sure it is, and draws a set by its number alone."""

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import BadInput
from sim.lab.samplers import Prior, from_line, posterior_of, sampler_of, to_line, uncertain
from sim.scenarios.scenario import load_scenario
from sim.studies import calibration as calibrate
from sim.studies.rejection import Table, accept, calibration_ranks, chance, contraction, coverage


def known_table(sets=6_000, seed=3):
    """Two parameters, of which the summaries show the first with noise and the second not at all."""
    rng = np.random.default_rng(seed)
    parameters = rng.normal(size=(sets, 2))
    summaries = np.column_stack([2.0 * parameters[:, 0] + rng.normal(size=sets), rng.normal(size=sets)])
    return Table(parameters, summaries)


def test_a_normal_posterior_is_recovered():
    table = known_table()
    found = accept(table, np.array([2.0, 0.0]), np.ones(2), 400)
    # Of a standard normal seen as 2 x plus unit noise at 2, mean and variance are 0.8 and 0.2.
    assert found.adjusted[:, 0].mean() == pytest.approx(0.8, abs=0.1)
    assert found.adjusted[:, 0].var() == pytest.approx(0.2, abs=0.06)


def test_evidence_contracts_what_it_shows_and_chance_bounds_the_rest():
    table = known_table()
    taken = contraction(table.parameters, accept(table, np.zeros(2), np.ones(2), 400).adjusted)
    limit = chance(table, np.zeros(2), np.ones(2), 400, seed=1, times=10)
    assert taken[0] > 0.6 > limit > taken[1]


def test_known_truths_lie_in_their_intervals_as_often_as_the_level_says():
    table = known_table()
    ranks = calibration_ranks(table, np.arange(150), np.ones(2), 300)
    assert np.allclose(coverage(ranks, 0.5), 0.5, atol=0.13) and np.allclose(coverage(ranks, 0.9), 0.9, atol=0.08)


def test_a_truth_is_not_among_the_sets_that_recover_it():
    table = known_table(200)
    assert 7 not in accept(table, table.summaries[7], np.ones(2), 50, without=7).rows


def test_a_prior_set_depends_on_its_number_alone_and_stays_in_range():
    declared = load_scenario().parameters.declared
    prior = Prior.of(declared, 5)
    every, some = prior.draw(np.arange(600)), prior.draw(np.array([599, 3]))
    assert set(every) == set(uncertain(declared))
    for name in every:
        assert np.array_equal(some[name], every[name][[599, 3]])
        assert declared[name].low <= every[name].min() and every[name].max() <= declared[name].high


def test_the_line_leads_back_to_the_range():
    values = np.linspace(-2.9, 6.9, 11)
    assert np.allclose(from_line(to_line(values, -3.0, 7.0), -3.0, 7.0), values)


def test_the_kept_posterior_fits_the_declared_ranges_and_serves_variants():
    scenario = load_scenario("northeast-asia-aid-pause")
    drawn = sampler_of(scenario, "posterior", 1).draw(np.arange(500))
    assert set(drawn) == set(uncertain(scenario.parameters.declared))
    scenario.parameters.with_values(drawn)


@pytest.mark.parametrize("fit", ["", "_to_2023"])
def test_the_first_sets_of_the_kept_posterior_are_a_fair_sample(fit):
    distance = pd.read_csv(posterior_of(load_scenario(), fit)).distance.to_numpy()
    order = np.corrcoef(np.arange(len(distance)), distance)[0, 1]
    assert abs(order) < 2.6 / np.sqrt(len(distance))


def test_targets_of_the_first_fit_see_nothing_of_2024():
    early, whole = calibrate.target(calibrate.SEEN), calibrate.target(calibrate.TURNS)
    assert set(early.names) < set(whole.names) and not any("2024" in name for name in early.names)
    assert np.isfinite(whole.observed).all() and (whole.scales > 0.0).all()


def test_a_small_calibration_is_resumed_and_repeated_to_the_byte(tmp_path):
    options = calibrate.Options(sets=1024, keep=60, truths=10, jobs=1, out=tmp_path)
    first = calibrate.calibrate(options)
    parts = sorted((tmp_path / ".parts").rglob("*.npy"))
    parts[0].unlink()
    again = calibrate.calibrate(options)
    pd.testing.assert_frame_equal(first.posterior, again.posterior)
    assert calibrate.written(options, first) == tmp_path and (tmp_path / "figures" / "coverage.png").exists()


@pytest.mark.parametrize("wrong", [{"sets": 10}, {"keep": 3}, {"sets": 1024, "keep": 500}, {"seed": -1}])
def test_options_that_make_no_sense_are_told(wrong):
    with pytest.raises(BadInput, match="entente calibrate"):
        calibrate.Options(**wrong).checked()

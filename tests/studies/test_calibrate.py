"""The calibration recovers what it should, says how sure it is, and draws a set by its number alone."""

import numpy as np
import pandas as pd
import pytest

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import case_of
from sim.evidence import tables
from sim.evidence.tables import SEEN, TURNS
from sim.lab.samplers import Prior, from_line, posterior_of, sampler_of, to_line, uncertain
from sim.scenarios.scenario import load_scenario
from sim.studies import calibration
from sim.studies.fit import Fit, ending
from sim.studies.goals import Target
from sim.studies.rejection import Table, accept, chance, contraction, coverage, variance

pytestmark = pytest.mark.usefixtures("compiled")


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
    taken = contraction(variance(table.parameters), accept(table, np.zeros(2), np.ones(2), 400).adjusted)
    limit = chance(table, np.zeros(2), np.ones(2), 400, seed=1, times=10)
    assert taken[0] > 0.6 > limit > taken[1]


def known_fit(sets=6_000, keep=300):
    """A fit to a record of the known table at 1 and 0, of which the first summary is the state at the end."""
    table = known_table(sets)
    observed, ones = np.array([1.0, 0.0]), np.ones(2)
    goal = Target((), observed, ones, TURNS, np.array([0]), ones[:1], 2.0 * ones[:1])
    return Fit.of(goal, table.parameters, table.summaries, keep, seed=1)


def test_sets_are_looked_at_that_end_as_the_record_does():
    fit = known_fit()
    ends = fit.summaries[fit.rows, 0]
    assert ends.min() >= 0.0 and ends.max() <= 3.0 and set(fit.kept) <= set(fit.rows)
    assert ((fit.summaries[:, 0] >= 0.0) & (fit.summaries[:, 0] <= 3.0)).sum() == len(fit.rows)


def test_where_too_few_end_as_the_record_does_tolerances_are_widened():
    fit = known_fit(600, keep=100)
    assert len(fit.rows) == 400 and len(fit.kept) == 100


def test_known_truths_lie_in_their_intervals_as_often_as_the_level_says():
    fit = known_fit()
    ranks = fit.ranks(fit.truths(150, seed=1), keep=300)
    assert np.allclose(coverage(ranks, 0.5), 0.5, atol=0.13) and np.allclose(coverage(ranks, 0.9), 0.9, atol=0.08)


def test_a_truth_is_not_among_the_sets_that_recover_it():
    fit = known_fit(600, keep=50)
    truth = int(fit.truths(1, seed=1)[0])
    assert truth in fit.rows
    assert truth not in ending(fit.goal, fit.summaries, fit.summaries[truth], 50, without=truth)


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
    early, whole = (calibration.target(turns, load_scenario().cast) for turns in (SEEN, TURNS))
    names = [{fact.name for fact in target.facts} for target in (early, whole)]
    assert names[0] < names[1] and not any("2024" in name for name in names[0])
    assert np.isfinite(whole.observed).all() and (whole.scales > 0.0).all()


@pytest.fixture
def marked(monkeypatch):
    """The table of facts with one more row that is marked for calibration."""

    def mark(name):
        honest = tables.load("facts")
        row = honest.iloc[[0]].assign(name=name, low=0.0, value=0.5, high=1.0, use="calibrate")
        marks = {"facts": pd.concat([honest, row]), "targets": tables.load("targets")}
        monkeypatch.setattr("sim.evidence.targets.load", marks.get)
        calibration.target.cache_clear()

    yield mark
    calibration.target.cache_clear()


def test_an_outcome_can_be_calibrated(marked):
    marked("institutions_mean")
    case = case_of(load_scenario())
    summaries = calibration.read(case, Draws(1, range(3)), TURNS)["to_2024"]
    row = [fact.name for fact in calibration.target(TURNS, case.cast).facts].index("institutions_mean")
    assert ((summaries[row] > 0.0) & (summaries[row] < 1.0)).all()


def test_a_mark_on_what_is_pooled_over_histories_is_told(marked):
    marked("dispute_state_dependence")
    with pytest.raises(BadInput, match="of all runs together"):
        calibration.target(TURNS, load_scenario().cast)


@pytest.mark.thorough
def test_a_small_calibration_is_resumed_and_repeated_to_the_byte(tmp_path):
    options = calibration.Options(sets=1024, keep=60, truths=10, jobs=1, out=tmp_path)
    calibration.run(options)
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    assert (tmp_path / "figures" / "coverage.png").exists() and not list(tmp_path.rglob("*.svg"))
    next((tmp_path / ".parts").glob("*.npy")).unlink()
    (tmp_path / "manifest.json").unlink()
    assert not calibration.run(options).reused
    assert first == {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    book = pd.read_csv(tmp_path / "data_dictionary.csv")
    for name in set(first) - {"data_dictionary.csv"}:
        assert list(book[book.file == name].name) == list(pd.read_csv(tmp_path / name).columns)
    assert calibration.run(options).reused and fits_file(tmp_path / "posterior.csv")


def fits_file(path):
    """Whether a file of sets says that it was fitted to this model."""
    return sampler_of(load_scenario(), "posterior", 1, path).differs == ""


@pytest.mark.parametrize("wrong", [{"sets": 10}, {"keep": 3}, {"sets": 1024, "keep": 500}, {"seed": -1}])
def test_options_that_make_no_sense_are_told(tmp_path, wrong):
    with pytest.raises(BadInput, match="entente calibrate"):
        calibration.run(calibration.Options(out=tmp_path / "out", **wrong))
    assert not list(tmp_path.iterdir())

"""A history in which a rule raises is left out of what studies read, and costs no other."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from worlds import mostly_thorough

from sim.base.errors import BadInput
from sim.base.manifest import manifest_of
from sim.engine.interventions import Intervention
from sim.evidence.record import as_arrays, record
from sim.inputs.chains import Answer
from sim.lab.answers import Reading
from sim.lab.designs import Arm
from sim.lab.experiment import carry_out
from sim.lab.plan import Plan
from sim.lab.playing import play_runs
from sim.lab.provenance import Origin
from sim.lab.study import Report
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.studies import calibration, history_test
from sim.studies.ablation import PATTERNS, row_of
from sim.studies.many_histories import Moments

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "vietnam-1965"
WHY = "ZeroDivisionError: no rounds left"


@pytest.fixture
def raises(monkeypatch):
    """Let what a study reads raise where one of some histories is among those that are played."""

    def put(owner, name, numbers):
        honest = getattr(owner, name)

        def read(*given):
            if np.isin(given[-2].replicates, numbers).any():
                raise ZeroDivisionError("no rounds left")
            return honest(*given)

        monkeypatch.setattr(owner, name, read)

    return put


def facts(folder):
    """The facts, as a small test against history scores them."""
    options = history_test.Options(runs=8, ablation_runs=0, jobs=1, parameters="default", out=folder)
    nothing = Report(lambda results: [], lambda results, recorder: {})
    asked = replace(history_test.study(options), analyses=(history_test.OF_FACTS,), report=nothing)
    return carry_out(asked, options).table(history_test.OF_FACTS)


def test_the_test_against_history_scores_the_others(tmp_path, raises):
    raises(history_test, "read", [3])
    with pytest.warns(UserWarning, match=f"1 of 8 histories failed and are left out: {WHY}"):
        shares = facts(tmp_path)["within"].dropna() * 7
    assert len(shares) > 20 and np.allclose(shares, shares.round())
    assert manifest_of(tmp_path)["failed_runs"] == [{"mix": "baseline", "replicate": 3, "reason": WHY}]


def test_where_all_fail_one_line_says_why(tmp_path, raises):
    raises(history_test, "read", range(8))
    with pytest.warns(UserWarning, match="8 of 8"), pytest.raises(BadInput, match=f"histories = '{WHY}': expected a"):
        facts(tmp_path)


@pytest.mark.thorough
def test_a_calibration_fits_the_other_sets(tmp_path, raises):
    raises(calibration, "read", [5, 600])
    with pytest.warns(UserWarning, match="2 of 1024 histories failed"):
        calibration.run(calibration.Options(sets=1024, keep=50, truths=10, jobs=1, out=tmp_path))
    assert manifest_of(tmp_path)["failed"] == 2
    assert np.isfinite(pd.read_csv(tmp_path / "posterior.csv")).all(axis=None)


def test_a_pattern_is_compared_over_histories_that_ended_both_ways():
    arm, pattern = Arm("calm", {"kind": "mechanism"}, Intervention()), PATTERNS[0]
    lost, none = np.array([1.0, np.nan, 0.0, 1.0]), np.full(4, np.nan)
    row = row_of(arm, pattern, lost, np.array([1.0, 1.0, 1.0, np.nan]))
    assert (row["share_on"], row["share_switched"], row["histories"]) == (0.5, 1.0, 2)
    assert row_of(arm, pattern, lost, none)["histories"] == 0


def poisoned(monkeypatch, failed):
    """Let a parameter be no number in some replicates, which no sampler would give."""
    honest = Plan.case

    def case(plan, scenario, arms, replicates=None):
        found = honest(plan, scenario, arms, replicates)
        wrong = np.where(np.isin(replicates, failed), np.nan, 0.5)
        return replace(found, parameters=replace(found.parameters, overrides={"aid_spread": wrong}))

    monkeypatch.setattr(Plan, "case", case)


def read_record(case, draws, turns):
    """What a study may read: the record of so many turns."""
    return as_arrays(record(case, draws, turns))


ANSWERS = Reading((Answer("outcome", (outcomes_of(load_scenario(CASE).cast)[0].name,)),))


@pytest.mark.parametrize("played_by", ["arrays", "compiled"])
@pytest.mark.parametrize(
    "read", [read_record, *mostly_thorough([ANSWERS, Moments()])], ids=["the record", "answers of chains", "sums"]
)
def test_a_variable_that_is_no_number_fails_its_runs_where_studies_read_too(monkeypatch, read, played_by):
    monkeypatch.setenv("ENTENTE_KERNEL", played_by)
    scenario, arms = load_scenario(CASE), (Arm("one", {}, Intervention()), Arm("other", {}, Intervention()))
    plan = Plan(Origin.of(CASE), "", 4, 24, 18, 13, (), arms, read=read)
    with np.errstate(all="ignore"):
        poisoned(monkeypatch, ())
        honest = play_runs(plan, scenario, 0, plan.runs)
        poisoned(monkeypatch, (3, 7))
        played = play_runs(plan, scenario, 0, plan.runs)
    failed = np.isin(np.arange(plan.runs) % 24, (3, 7))
    assert set(honest.reasons) == {""} and [why != "" for why in played.reasons] == failed.tolist()
    assert all(" is not finite after 19" in why for why in played.reasons if why)
    for name, values in played.arrays.items():
        assert np.array_equal(values[..., ~failed], honest.arrays[name][..., ~failed], equal_nan=True)
        assert np.isnan(values[..., failed]).all()

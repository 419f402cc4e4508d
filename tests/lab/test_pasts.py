"""The past that arms have in common is played once, and nothing but time tells that from playing it for each arm."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import BadInput
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Schedule, Step
from sim.lab import candidates
from sim.lab.analyses.orders import orders
from sim.lab.analyses.runs import OF_RUNS, OF_TURNS
from sim.lab.designs import Arm
from sim.lab.executors import SerialExecutor
from sim.lab.experiment import carry_out
from sim.lab.history import history_of, script_of
from sim.lab.pasts import Pasts
from sim.lab.plan import Plan, share_a_past
from sim.lab.playing import Task, play_runs
from sim.lab.provenance import Origin
from sim.lab.store import Store
from sim.lab.study import Report
from sim.report.chosen import chosen_line
from sim.scenarios.scenario import load_scenario
from sim.studies.factorial_sweep import Options, run, study

pytestmark = pytest.mark.usefixtures("compiled")

WAR = Options(scenario="vietnam-1965", replicates=5, seed=3, jobs=1, turns=15, parameters="prior", draws=2)
CASE = Options(replicates=3, seed=2, jobs=1, turns=38, parameters="prior", draws=2)


def plan_of(options):
    """The plan of a sweep, and its scenario."""
    scenario = load_scenario(options.scenario)
    return study(options).plan(options, scenario), scenario


@pytest.mark.parametrize(
    "options",
    [WAR, replace(WAR, start=3), replace(WAR, start=13), replace(CASE, history="free", measures=("launches_2024",))],
    ids=["usual start", "early start", "start after outcomes are measured", "facts of the record"],
)
def test_a_past_played_once_gives_what_playing_it_for_each_arm_gives(options):
    plan, scenario = plan_of(options)
    assert plan.shared
    once, anew = (play_runs(one, scenario, 3, 14) for one in (plan, replace(plan, shared=False)))
    assert np.array_equal(once.arrays["outcomes"], anew.arrays["outcomes"], equal_nan=True)
    assert np.array_equal(once.arrays["series"], anew.arrays["series"][:, plan.start :], equal_nan=True)
    assert once.reasons == anew.reasons


def tables(options, executor=None):
    """What a sweep without pages writes: the tables of runs and turns, byte for byte."""
    tabled = replace(
        study(options), analyses=(OF_RUNS, OF_TURNS), report=Report(lambda found: [], lambda found, recorder: {})
    )
    carry_out(tabled, options, executor=executor)
    return [(options.out / name).read_bytes() for name in ("runs.csv", "turns.csv")]


def test_a_sweep_whose_past_is_played_once_writes_the_same_bytes(tmp_path, monkeypatch):
    once = tables(replace(WAR, out=tmp_path / "once"))
    monkeypatch.setattr("sim.lab.study.share_a_past", lambda *told: False)
    assert once == tables(replace(WAR, out=tmp_path / "anew"))


@pytest.mark.thorough
def test_neither_blocks_nor_processes_nor_an_interruption_change_anything(tmp_path):

    class Interrupted(SerialExecutor):
        left = 6

        def submit(self, fn, /, *args, **kwargs):
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            return super().submit(fn, *args, **kwargs)

    again = replace(CASE, out=tmp_path / "again", block=4, jobs=2)
    with pytest.raises(KeyboardInterrupt):
        tables(again, Interrupted())
    assert tables(again) == tables(replace(CASE, out=tmp_path / "whole"))


def test_arms_share_a_past_where_only_levers_tell_them_apart_from_their_start_on():
    def arm(**own):
        return Arm("one", {}, Intervention(**own))

    still, lever = arm(), arm(parameters={"support_ukraine": 1.0})
    assert share_a_past((still, lever), ("support_ukraine",), 35)
    assert share_a_past((still, arm(levers=Schedule((Step(40, "support_ukraine", 1.0),)))), (), 35)
    assert not share_a_past((still, arm(levers=Schedule((Step(20, "support_ukraine", 1.0),)))), (), 35)
    assert not share_a_past((still, arm(parameters={"red_line": 1.0})), ("support_ukraine",), 35)
    assert not share_a_past((still, arm(without=("troops",))), (), 35)
    assert not share_a_past((still, lever), ("support_ukraine",), 0)
    assert not share_a_past((still,), ("support_ukraine",), 35), "nobody shares it"


def test_a_past_that_fails_costs_its_own_runs_only():
    plan, scenario = plan_of(replace(WAR, draws=1))
    case = plan.case

    def broken(scenario, arms, replicates=None):
        if replicates is not None and 2 in replicates:
            raise ValueError("no such month")
        return case(scenario, arms, replicates)

    object.__setattr__(plan, "case", broken)
    played = play_runs(plan, scenario, 0, 5)
    assert played.reasons == ("", "", "ValueError: no such month", "", "")
    assert np.isnan(played.arrays["outcomes"][:, 2]).all() and np.isfinite(played.arrays["series"][..., 1]).any()


def test_a_task_takes_along_the_pasts_it_goes_on_from(tmp_path):
    plan, scenario = plan_of(WAR)
    store = Store(tmp_path, plan, 2)
    for task in store.pasts.tasks():
        store.pasts.take(task, task.play(scenario))
    assert not Pasts(tmp_path, plan, 2).tasks()
    task = store.pasts.before(Task(plan, 3, 7))
    assert list(task.past.numbers) == [0, 1, 3, 4]
    found, expected = task.play(scenario), play_runs(plan, scenario, 3, 7)
    assert np.array_equal(found.arrays["series"], expected.arrays["series"], equal_nan=True)


def test_pasts_are_those_of_the_histories_that_were_chosen_though_somebody_asked_for_them_before(tmp_path):
    plan, _ = plan_of(WAR)
    store, chosen = Store(tmp_path, plan, 2), replace(plan, chosen=np.array([7, 9, 11]))
    assert store.pasts.plan is plan
    store.go_on(chosen)
    assert store.pasts.plan is chosen and all(task.plan is chosen for task in store.pasts.tasks())


def test_replicates_that_share_a_set_share_their_past_and_part_when_levers_begin():
    plan, _ = plan_of(CASE)
    assert plan.conditioned and plan.shared and plan.pasts == 2
    plan = replace(plan, chosen=np.array([7, 11]))
    replicates = np.arange(3)
    assert list(plan.histories(replicates)) == [7, 7, 11]
    assert plan.luck(replicates)[0] == 7 and plan.luck(replicates)[2] == 11 and plan.luck(replicates)[1] > 1 << 40
    drawn = plan.drawn(replicates)
    assert all(values[0] == values[1] != values[2] for values in drawn.values())


@pytest.fixture(scope="module")
def searched():
    plan, scenario = plan_of(replace(CASE, replicates=6, draws=1))
    return plan, scenario, candidates.choose(plan, scenario, SerialExecutor(), 1, lambda *told: None)


def test_the_same_candidates_are_accepted_however_many_are_wanted(searched):
    plan, scenario, chosen = searched
    fewer = candidates.choose(replace(plan, replicates=3), scenario, SerialExecutor(), 1, lambda *told: None)
    assert fewer.numbers == chosen.numbers[:3] and fewer.width == chosen.width
    assert chosen.candidates == chosen.numbers[-1] + 1


def test_what_is_accepted_ends_the_record_within_tolerance(searched):
    plan, scenario, chosen = searched
    search = candidates.Search(plan, scenario, SerialExecutor(), 1)
    far = search.upto(chosen.candidates).max(axis=0)
    assert list(np.flatnonzero(far[: chosen.candidates] <= chosen.width)) == list(chosen.numbers)


def test_how_candidates_were_chosen_is_told(searched):
    told = searched[2].told()
    assert told["accepted"] == 6 and told["candidates"] >= 6 and "numbers" not in told
    assert set(told["rejected"]) == set(candidates.conditions(load_scenario().cast))
    assert 1 <= told["effective_sets"] <= told["distinct_sets"] <= 6


def test_a_record_that_no_candidate_comes_near_is_told_in_one_line(monkeypatch):
    plan, scenario = plan_of(replace(CASE, replicates=1, draws=1))
    monkeypatch.setattr(candidates, "PATIENCE", 1)
    monkeypatch.setattr(candidates.Search, "upto", _far)
    with pytest.raises(
        BadInput, match=r"0 of 513 candidates within 5 tolerances.: expected at least 1 .*--history free"
    ):
        candidates.choose(plan, scenario, SerialExecutor(), 1, lambda *told: None)


def _far(search, count):
    search.far = np.full((len(candidates.conditions(load_scenario().cast)), search.plan.replicates), np.inf)
    return search.far


def test_the_record_is_the_usual_past_where_levers_act_after_it():
    scenario, other = load_scenario(), load_scenario("vietnam-1965")
    assert history_of("sweep", scenario, "", 35) == "record" and history_of("sweep", scenario, "", 20) == "free"
    assert history_of("sweep", other, "", 12) == "free"
    for case, asked, start in ((scenario, "record", 20), (other, "record", 12), (scenario, "recorded", 35)):
        with pytest.raises(BadInput):
            history_of("sweep", case, asked, start)


def test_the_script_of_the_record_says_who_does_what_when():
    script = script_of(load_scenario())
    sent = {one.first: one.amount for one in script if one.action == "send_troops" and one.amount}
    assert sent == {32: 3.0, 33: 8.0}
    assert all(one.never and 0 <= one.first <= one.last <= 34 for one in script)


@pytest.mark.thorough
def test_a_conditioned_sweep_tells_what_it_played(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.studies.factorial_sweep.pictures", lambda findings: [])
    summary = run(replace(CASE, out=tmp_path / "out"))
    runs = pd.read_csv(summary.out / "runs.csv")
    assert len(runs) == summary.runs and summary.conditioned["accepted"] == 2


def test_one_history_of_the_record_is_that_of_the_accepted_candidate(searched):
    _, scenario, chosen = searched
    assert candidates.accepted(scenario, "prior", CASE.seed, 2) == chosen.numbers[2]


def test_how_histories_were_chosen_is_said_in_a_sentence(searched):
    line = chosen_line({**searched[2].told(), "width": 1.5, "rejected": {"front": 0.9, "treaty_in_force": 0.2}})
    assert "6 of" in line and "tolerances times 1.5" in line and "front (90%)" in line


def test_orders_under_a_rival_theory_go_on_from_the_past_that_its_runs_share():
    rival = Arm("rival", {}, Intervention(theories={"law_of_war": "attrition"}))
    plan = Plan(Origin.of("vietnam-1965"), "", 4, 2, 40, 30, (), (Arm("usual", {}, Intervention()), rival), shared=True)

    def past(shared, arm):
        told = orders(replace(plan, shared=shared), range(arm, arm + 1))
        return told[told["turn"] < plan.start].drop(columns="mix").reset_index(drop=True)

    assert past(shared=True, arm=1).equals(past(shared=True, arm=0))
    assert not past(shared=False, arm=1).equals(past(shared=False, arm=0))

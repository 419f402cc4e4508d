"""A run in which something raises is lost alone, whatever it is that raises, and how many others do so alike."""

import numpy as np
import pandas as pd
import pytest

from sim.engine.interventions import Intervention
from sim.engine.kernel import choice
from sim.inputs.parameters import Schedule, Step
from sim.lab import playing
from sim.lab.designs import Arm
from sim.lab.plan import Plan
from sim.lab.playing import own_past, play_pasts, play_runs
from sim.lab.provenance import Origin
from sim.scenarios.scenario import load_scenario
from sim.studies.factorial_sweep import Options, run

CASE = "vietnam-1965"
START, TURNS, REPLICATES = 13, 18, 24
ARMS = (
    Arm("none", {}, Intervention()),
    Arm("armed", {}, Intervention(levers=Schedule((Step(START, "arms_for_hanoi", 1.0),)))),
)
WHY = "ZeroDivisionError: no rounds left"


def plan_of(**more):
    """Two arms that may share a past."""
    return Plan(Origin.of(CASE), "", 4, REPLICATES, TURNS, START, (), ARMS, **more)


class Rule:
    """The engine's turn, but that it raises for some replicates in a month; it counts how often it is played."""

    def __init__(self, month_of):
        self.month_of, self.honest, self.played = month_of, choice.step, 0

    def __call__(self, world, case, p, draws, **more):
        self.played += 1
        if any(self.month_of(int(number)) == world.turn for number in draws.replicates):
            raise ZeroDivisionError("no rounds\nleft")
        return self.honest(world, case, p, draws, **more)


@pytest.fixture
def raises(monkeypatch):
    """Let the turn raise in the month that a function says for a replicate."""

    def put(month_of):
        rule = Rule(month_of)
        monkeypatch.setattr(choice, "step", rule)
        return rule

    return put


@pytest.mark.parametrize("shared", [False, True], ids=["from the start", "from a past that arms share"])
@pytest.mark.parametrize("month", [START, pytest.param(START + 2, marks=pytest.mark.thorough)])
def test_many_runs_that_raise_alike_cost_no_other(raises, shared, month):
    plan, scenario = plan_of(shared=shared), load_scenario(CASE)
    honest = play_runs(plan, scenario, 0, plan.runs).arrays["outcomes"]
    raises(lambda k: month + (k == 3) if k < 6 else None)
    played = play_runs(plan, scenario, 0, plan.runs)
    failed = np.arange(plan.runs) % REPLICATES < 6
    assert [reason == WHY for reason in played.reasons] == failed.tolist()
    assert set(played.reasons) == {"", WHY}
    assert np.array_equal(played.arrays["outcomes"][:, ~failed], honest[:, ~failed], equal_nan=True)
    assert np.isnan(played.arrays["outcomes"][:, failed]).all()


def worst(case, draws, turns):
    """What a study may read: two rows, a column a run."""
    numbers = draws.replicates.astype(float)
    if 3 in draws.replicates:
        raise ZeroDivisionError("no rounds left")
    return {"read": np.stack([numbers, -numbers])}


def test_of_what_is_read_a_run_that_raises_costs_no_other():
    plan = plan_of(read=worst)
    played = play_runs(plan, load_scenario(CASE), 0, REPLICATES)
    assert [k for k, reason in enumerate(played.reasons) if reason == WHY] == [3]
    read = np.delete(np.arange(REPLICATES, dtype=float), 3)
    assert np.array_equal(np.delete(played.arrays["read"], 3, axis=1), [read, -read])
    assert np.isnan(played.arrays["read"][:, 3]).all()


def test_where_a_reader_plays_other_cases_only_what_it_raises_counts(raises):
    def read(case, draws, turns):
        if 5 in draws.replicates:
            raise ZeroDivisionError("no rounds left")
        return {"read": draws.replicates * 1.0}

    read.changes = True
    raises(lambda k: 2 if k < 4 else None)  # the plan's own case, which is never played
    reasons = play_runs(plan_of(read=read), load_scenario(CASE), 0, REPLICATES).reasons
    assert [k for k, why in enumerate(reasons) if why] == [5]


def test_runs_that_all_raise_cost_no_more_than_two_months_each(raises):
    rule, plan = raises(lambda k: START), plan_of()
    played = play_runs(plan, load_scenario(CASE), 0, plan.runs)
    assert set(played.reasons) == {WHY}
    assert rule.played <= 2 * (START + 1) * len(ARMS) + 2 * plan.runs


def test_a_past_that_raises_fails_what_goes_on_from_it_and_nothing_else(raises):
    plan, scenario = plan_of(shared=True), load_scenario(CASE)
    raises(lambda k: 4 if k < 7 else None)
    assert [bool(why) for why in play_pasts(plan, scenario, np.arange(REPLICATES)).reasons] == [True] * 7 + [False] * 17
    past = own_past(plan, scenario, np.arange(REPLICATES))
    played = play_runs(plan, scenario, 0, plan.runs, past)
    assert [why != "" for why in played.reasons] == ([True] * 7 + [False] * 17) * 2


@pytest.mark.thorough
def test_what_raises_outside_of_a_month_is_found_too(monkeypatch):
    plan, scenario, honest = plan_of(), load_scenario(CASE), playing.play_block

    def measured(case, draws, *further):
        if set(draws.replicates.tolist()) & set(range(9)):
            raise ZeroDivisionError("no rounds left")
        return honest(case, draws, *further)

    monkeypatch.setattr(playing, "play_block", measured)
    assert [why == WHY for why in play_runs(plan, scenario, 0, 40).reasons] == [run % 24 < 9 for run in range(40)]


@pytest.mark.thorough
def test_a_sweep_whose_first_replicates_fail_has_the_orders_and_promises_of_the_next(tmp_path, raises, monkeypatch):
    monkeypatch.setattr("sim.studies.factorial_sweep.pictures", lambda findings: [])
    small = Options(scenario=CASE, replicates=8, seed=3, jobs=1, turns=15, parameters="prior")
    whole = run(Options(**{**vars(small), "out": tmp_path / "whole"}))
    raises(lambda k: 14 if k < 5 else None)
    found = run(Options(**{**vars(small), "out": tmp_path / "broken"}))
    runs = pd.read_csv(found.out / "runs.csv")
    assert whole.failed == 0 and set(runs[runs.failed == 1].replicate) == set(range(5))
    assert found.failed == (runs.replicate < 5).sum()
    orders, stage = (pd.read_csv(found.out / f"{name}.csv") for name in ("orders", "commitments"))
    assert set(orders.mix) == set(runs.mix)
    assert set(stage.replicates) == {2} and stage.given.notna().all()

"""A worker has the model it was asked for or says so, and arms that differ in anything are played by one plan."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.hashes import code_hash
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block
from sim.inputs.parameters import Schedule, Step
from sim.lab.analyses import orders as analysis
from sim.lab.analyses.orders import ORDERS, orders
from sim.lab.designs import Arm, held_against
from sim.lab.executors import SerialExecutor
from sim.lab.plan import Plan
from sim.lab.playing import Task, perform, play_runs
from sim.lab.provenance import Origin
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.studies.factorial_sweep import Options, run, study

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "northeast-asia"
SMALL = Options(scenario="vietnam-1965", replicates=2, seed=3, jobs=1, turns=15)


def plan_of(origin, **more):
    """As many runs of a scenario as it stands as there are arms, three replicates each."""
    return Plan(origin, "", 4, 3, 40, load_scenario(CASE).levers_from, (), ARMS, **more)


def test_a_task_gives_what_its_runs_give():
    plan = plan_of(Origin.of(CASE))
    sent = pickle.loads(pickle.dumps(Task(plan, 2, 4)))
    played, whole = perform(sent), play_runs(plan, load_scenario(CASE), 0, 6)
    for name, values in played.arrays.items():
        assert np.array_equal(values, whole.arrays[name][..., 2:4], equal_nan=True), name


def test_a_worker_whose_scenario_is_another_says_so():
    origin = replace(Origin.of(CASE), config="0" * 64)
    with pytest.raises(BadInput, match="the scenario that was asked for, 000000000000; in this process it is"):
        perform(Task(plan_of(origin), 0, 1))


def test_a_scenario_in_a_file_is_taken_along_as_it_was(tmp_path):
    file = tmp_path / "aside.toml"
    file.write_text('extends = "vietnam-1965"\ntitle = "Aside"\nsummary = "As it is."\nturns = 48\n')
    options = replace(SMALL, scenario=str(file))
    plan, shipped = (study(one).plan(one, load_scenario(one.scenario)) for one in (options, SMALL))
    file.write_text(file.read_text().replace("turns = 48", "turns = 47"))
    there, here = (perform(pickle.loads(pickle.dumps(Task(own, 0, 2)))) for own in (plan, shipped))
    np.testing.assert_array_equal(there.arrays["outcomes"], here.arrays["outcomes"])


def test_a_worker_whose_code_is_another_says_so():
    origin = replace(Origin.of(CASE), code="0" * 64)
    with pytest.raises(BadInput, match=f"the code that was asked for, 000000000000; .* {code_hash()[:12]}"):
        perform(Task(plan_of(origin), 0, 1))


class Elsewhere(SerialExecutor):
    """Runs tasks as another machine would: from what can be sent, which names no folder of this one."""

    def __init__(self, hidden):
        self.hidden = str(hidden).encode()

    def submit(self, fn, /, *args, **kwargs):
        sent = pickle.dumps((fn, args, kwargs))
        assert self.hidden not in sent
        fn, args, kwargs = pickle.loads(sent)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.thorough
def test_an_executor_needs_no_disk_of_ours(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.studies.factorial_sweep.pictures", lambda findings: [])
    found = [
        run(replace(SMALL, out=tmp_path / name), executor=how)
        for name, how in (("here", None), ("there", Elsewhere(tmp_path)))
    ]
    for name in ("runs.csv", "turns.csv", "effects.csv", "orders.csv"):
        assert (found[0].out / name).read_bytes() == (found[1].out / name).read_bytes()


def test_a_scenario_can_be_sent_and_its_reasons_stay_the_same():
    cast = load_scenario(CASE).cast
    assert pickle.loads(pickle.dumps(cast)).policies == cast.policies


ARMS = (
    Arm("as it is", {}, Intervention(), 0),
    Arm("late", {}, Intervention(levers=Schedule((Step(20, "support_ukraine", 1.0),))), 0),
    Arm("soon", {}, Intervention(levers=Schedule((Step(5, "support_ukraine", 0.5),))), 0),
    Arm("troops stay", {}, Intervention(without=("troops",)), 0),
    Arm("a balancer", {}, Intervention(policies={"CHN": "balancer"}), 0),
    Arm("red line", {}, Intervention(parameters={"red_line": 1.0}), 0),
    Arm("no red line", {}, Intervention(ablated={"red_line": 0.0}), 5),
)


def test_arms_that_differ_in_anything_are_played_as_each_alone():
    scenario = load_scenario(CASE)
    plan = plan_of(Origin.of(CASE))
    played = play_runs(plan, scenario, 1, 20)
    assert set(played.reasons) == {""}
    names = [outcome.name for outcome in outcomes_of(scenario.cast)]
    for number, arm in enumerate(ARMS):
        alone = play_block(case_of(scenario, arm.intervention), Draws(4, range(3)), 40)
        own = [run for run in range(3) if 1 <= 3 * number + run < 20]
        columns = [3 * number + run - 1 for run in own]
        expected = np.array([alone.outcomes[name][own] for name in names])
        assert np.array_equal(played.arrays["outcomes"][:, columns], expected, equal_nan=True), arm.name


def test_every_arm_is_held_against_its_own_baseline():
    assert [one.terms for one in held_against(ARMS, "mix")] == [((n, 0),) for n in range(1, 6)] + [((6, 5),)]


@pytest.mark.parametrize(("failing", "played"), [((), 0), ((0,), 1), ((0, 1), 2), ((0, 1, 2), None)])
def test_a_rule_that_fails_in_the_first_replicate_leaves_the_orders_of_the_next(monkeypatch, failing, played):
    def fails(case, draws, **more):
        if set(draws.replicates.tolist()) & set(failing):
            raise ZeroDivisionError("a rule")
        return honest(case, draws, **more)

    plan = replace(plan_of(Origin.of(CASE)), turns=3)
    honest = analysis.simulate
    wanted = None if played is None else analysis._orders(plan, load_scenario(CASE), range(1), played)
    monkeypatch.setattr(analysis, "simulate", fails)
    found = orders(plan, range(1), range(plan.replicates))
    assert list(found.columns) == [quantity.name for quantity in ORDERS]
    assert found.empty if wanted is None else found.equals(wanted)

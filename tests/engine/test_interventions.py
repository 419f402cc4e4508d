"""An intervention is all that differs between two cases; runs go on from a checkpoint as if they had never stopped."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from worlds import SMALL_CASTS, assert_equal_worlds, measured, scenario

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import NOTHING, Intervention, case_of
from sim.engine.simulate import Checkpoint, play, play_block, simulate, undefined
from sim.engine.step import step
from sim.evidence.facts import FACTS
from sim.inputs.actions import Action
from sim.inputs.parameters import Schedule, Step
from sim.model.derived import DERIVED
from sim.model.mechanisms import MECHANISMS
from sim.model.outcomes import outcomes_of
from sim.model.policies import POLICIES, hedger
from sim.model.policies.hedger import rivals_encircle
from sim.model.series import SERIES
from sim.model.world import VARIABLES

pytestmark = pytest.mark.usefixtures("compiled")

ROOT = Path(__file__).parents[2]
TO_2030 = Schedule((Step(40, "support_ukraine", 1.0), Step(60, "support_ukraine", 0.3), Step(50, "partnerships", 0.5)))


def last(case, draws, **options):
    """The last turn of some runs."""
    return list(simulate(case, draws, **options))[-1]


# --- checkpoints ---


@pytest.mark.parametrize("name", SMALL_CASTS)
def test_a_run_goes_on_from_a_checkpoint_as_if_it_had_never_stopped(name):
    case, run = case_of(scenario(name)), Draws(3, [41])
    turns = list(simulate(case, run))
    later = list(simulate(case, run, start=Checkpoint.after(turns[19])))
    assert len(turns) == case.turns and len(later) == case.turns - 20
    for one, other in zip(turns[20:], later, strict=True):
        assert_equal_worlds(one.after, other.after)
        np.testing.assert_array_equal(one.orders.log_odds, other.orders.log_odds)


def test_run_41_from_month_30_under_another_intervention_is_the_whole_run_under_one_that_starts_there():
    case, draws = case_of(scenario()), Draws(3, range(36, 46))
    reached = Checkpoint.after(last(case, draws, until=30))
    then = case_of(scenario(), Intervention(levers=Schedule((Step(30, "information_flow", 1.0),))))
    branch = list(simulate(then, Draws(3, [41]), start=reached.part(slice(5, 6))))
    whole = list(simulate(then, Draws(3, [41])))
    assert [turn.number for turn in branch] == list(range(30, case.turns))
    for one, other in zip(whole[30:], branch, strict=True):
        assert_equal_worlds(one.after, other.after)


def test_a_checkpoint_may_be_taken_up_by_other_policies_with_other_orders():
    case = case_of(scenario())
    rival = case_of(scenario(), Intervention(policies={"CHN": "balancer"}))
    assert len(rival.cast.slots) < len(case.cast.slots)
    reached = Checkpoint.after(last(case, Draws(3, range(2)), until=30))
    branch = list(simulate(rival, Draws(3, range(2)), start=reached, until=40))
    places = {(s.actor, s.action, s.relation, s.target): n for n, s in enumerate(case.cast.slots)}
    rows = [places[s.actor, s.action, s.relation, s.target] for s in rival.cast.slots]
    np.testing.assert_array_equal(branch[0].before.memory, reached.world.memory[rows])
    assert_equal_worlds(
        replace(branch[0].before, memory=reached.world.memory), reached.world.changed(**case.calendar(30))
    )
    assert branch[-1].after.turn == 40


def test_nothing_is_remembered_in_a_world_or_in_orders():
    case = case_of(scenario())
    world, draws, p = case.start(2), Draws(1, range(2)), case.parameters.at(0)
    one, other = (step(world, case, p, draws) for _ in range(2))
    assert type(one.before) is type(one.after) is type(world)
    assert set(vars(one.after)) == {"cast", "turn", *VARIABLES}
    assert_equal_worlds(one.after, other.after)


# --- levers over time ---


@pytest.mark.parametrize("block", [3, 64])
def test_a_schedule_of_levers_is_kept_by_blocks_values_and_starts(block):
    parameters = scenario().parameters.scheduled(TO_2030).with_values({"misperception": 0.1}).acting_from(10)
    case = case_of(scenario()).under(parameters)
    assert [case.parameters.intensity("support_ukraine", t) for t in (39, 40, 59, 60, 94)] == [0.0, 1.0, 1.0, 0.3, 0.3]
    whole = play_block(case, Draws(1, range(8)))
    for start, part in zip(range(0, 8, block), play(case, Draws(1, range(8)), block=block), strict=True):
        for name, values in part.outcomes.items():
            np.testing.assert_array_equal(values, whole.outcomes[name][start : start + block], err_msg=name)
    idle = play_block(
        case_of(scenario()).under(scenario().parameters.with_values({"misperception": 0.1})), Draws(1, range(8))
    )
    assert np.any(whole.outcomes["territory_mean"] != idle.outcomes["territory_mean"])


def test_a_schedule_may_be_one_number_per_run():
    values = np.array([0.0, 0.5, 1.0])
    case = case_of(scenario(), Intervention(levers=Schedule((Step(40, "partnerships", values),))))
    together = play_block(case, Draws(1, [7, 7, 7]))
    for run, value in enumerate(values):
        alone = case_of(scenario(), Intervention(levers=Schedule((Step(40, "partnerships", float(value)),))))
        for name, measured_alone in play_block(alone, Draws(1, [7])).outcomes.items():
            assert together.outcomes[name][run] == measured_alone[0], name


def test_promises_cost_what_is_kept_of_them():
    case = case_of(scenario(), Intervention(parameters={"support_ukraine": 2.0}))
    for turn in simulate(case.under(case.parameters.acting_from(0)), Draws(1, range(20)), until=8):
        promised = {one.place: turn.orders.promised[one.number] for one in case.cast.slots.promised}
        shells, money = (promised["KOR", action, "UKR"] for action in ("supply_munitions", "send_aid"))
        np.testing.assert_allclose(turn.series()["promised_outlay"], 0.0035 * shells)
    assert shells.max() == 100.0 and money.max() == pytest.approx(0.16)


# --- rules, positions, registries ---


def test_a_slot_knows_the_one_rule_it_is_under():
    cast = scenario().cast
    for block in cast.slots.blocks:
        rows = cast.slots[block.rows]
        assert {slot.rule for slot in rows} == {block.rule} and {slot.actor for slot in rows} == {block.actor}
        assert block.rule in cast.policies[block.actor].rules
    assert sum(len(block.targets) for block in cast.slots.blocks) == len(cast.slots)


def test_two_rules_for_one_action_and_relation_are_an_error():
    rules = POLICIES["hedger"].rules
    with pytest.raises(BadInput, match="talk toward clients"):
        replace(POLICIES["hedger"], rules=(*rules, next(r for r in rules if r.key == (Action.TALK, "clients"))))


def test_a_rival_policy_says_what_differs_and_keeps_the_position():
    rival = hedger.POLICY.but("loner", "Alone.", drop={(Action.SHIELD, "clients"): (rivals_encircle,)})
    assert rival.position == "hedger" == POLICIES["balancer"].position == POLICIES["backer"].position
    assert [r.key for r in rival.rules] == [r.key for r in hedger.POLICY.rules]
    with pytest.raises(BadInput, match="a rule of hedger"):
        hedger.POLICY.but("loner", "Alone.", without=[(Action.PROVOKE, "rivals")])


@pytest.mark.thorough
def test_a_rival_policy_under_another_role_is_judged_by_its_position(monkeypatch):
    monkeypatch.setitem(POLICIES, "x", replace(POLICIES["hedger"], role="x"))
    one, other = (case_of(scenario(), Intervention(policies=p)) for p in ({}, {"CHN": "x"}))
    assert other.cast.roles[other.cast.names.index("CHN")] == "x"
    facts = tuple(FACTS.values())
    ours, theirs = (play_block(case, Draws(1, range(4)), measures=facts) for case in (one, other))
    assert set(FACTS) < set(ours.outcomes)
    for name, values in ours.outcomes.items():
        np.testing.assert_array_equal(values, theirs.outcomes[name], err_msg=name)
    assert np.all(theirs.outcomes["hedger_distance_mean"] < 0.9)


def test_registries_are_whole_whatever_was_imported():
    program = """
from sim.scenarios.scenario import load_scenario
from sim.model.derived import DERIVED
from sim.model.outcomes import outcomes_of
from sim.model.series import SERIES
from sim.evidence.facts import FACTS
print(len(outcomes_of(load_scenario().cast)), len(SERIES), len(DERIVED), len(FACTS))
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(len(known)) for known in (outcomes_of(scenario().cast), SERIES, DERIVED, FACTS)]
    assert not undefined(scenario(), outcomes_of(scenario().cast))


def test_what_is_about_nobody_is_not_a_number_and_no_failure():
    case = scenario()
    nobody = replace(case.cast, positions=tuple(p if p != "hedger" else "bystander" for p in case.cast.positions))
    block = measured(replace(case, cast=nobody), case.parameters, range(2), 1, 40)
    assert np.isnan(block.outcomes["hedger_distance_mean"]).all() and not block.failed


# --- what is switched ---


def test_a_mechanism_that_is_switched_off_changes_nothing():
    case = case_of(scenario(), Intervention(without=("war", "troops")))
    turn = last(case, Draws(1, range(2)), until=6)
    assert {mechanism for mechanism, _ in turn.moved} == {m.name for m in MECHANISMS} - {"war", "troops"}
    assert np.all(turn.after.front == case.start(2).front)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (Intervention(without=("wor",)), "did you mean war"),
        (Intervention(calm=("border_clsed",)), "border_closed"),
        (Intervention(waived=("treaty",)), "treaty_in_force"),
        (Intervention(policies={"CHN": "hedgr"}), "hedger"),
        (Intervention(policies={"CHINA": "hedger"}), "CHN"),
        (Intervention(parameters={"tie_gain": 99.0}), "from 0"),
        (Intervention(levers=Schedule((Step(40, "tie_gain", 1.0),))), "a known lever"),
        (Intervention(levers=Schedule((Step(40, "partnerships", 11.0),))), "from 0 to 10"),
    ],
)
def test_an_intervention_that_cannot_be_is_told_in_one_line(wrong, named):
    with pytest.raises(BadInput) as caught:
        case_of(scenario(), wrong)
    assert named in str(caught.value) and "\n" not in str(caught.value)


def test_of_two_interventions_the_second_prevails():
    both = Intervention(parameters={"tie_gain": 0.1, "tie_decay": 0.01}).also(
        Intervention(parameters={"tie_gain": 0.2}, calm=("incursion",))
    )
    assert both.parameters == {"tie_gain": 0.2, "tie_decay": 0.01} and both.calm == ("incursion",)
    assert NOTHING.also(both) == both


@pytest.mark.parametrize("runs", [1, 3])
def test_numbers_that_are_neither_one_nor_one_for_each_run_are_told_before_anything_is_played(runs):
    values = np.linspace(0.0, 0.1, 2)
    lever = scenario().parameters.levers[0]
    for asked in (
        Intervention(parameters={"misperception": values}),
        Intervention(levers=Schedule((Step(5, lever, values),))),
    ):
        with pytest.raises(BadInput, match=f"2 numbers.*one for each of {runs} runs"):
            next(simulate(case_of(scenario(), asked), Draws(1, range(runs))))

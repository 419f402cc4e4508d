"""Triggers move levers run by run when what is observed passes a line; one that never does changes nothing."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from worlds import assert_equal_worlds, scenario

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.engine.kernel.compiled import CompiledTurn, compiled_turn
from sim.engine.mesa_model import EntenteModel
from sim.engine.simulate import Checkpoint, play, play_block, simulate
from sim.engine.step import step
from sim.inputs.parameters import Schedule, Step
from sim.inputs.triggers import Trigger
from sim.lab.designs import Arm, Listed
from sim.lab.options import Asked
from sim.lab.playing import play_runs
from sim.lab.samplers import DECLARED
from sim.lab.study import Report, Study

pytestmark = pytest.mark.usefixtures("compiled")

RUNS = 8
START = 6
CALM = Trigger("calm", "provocations_northeast_asia", "regional_cooperation", 1.5, above=3.0, over=4, since=START)
COOL = replace(CALM, name="cool", above=3.4, until=3.0)
LAST = 40
NO_STEPS = Schedule()


def under(*triggers, levers=NO_STEPS, start=START):
    """A case whose levers act early, under triggers."""
    case = case_of(scenario(), Intervention(triggers=triggers, levers=levers))
    return case.under(case.parameters.acting_from(start))


def played(case, runs=RUNS, **options):
    """All turns of some runs."""
    return list(simulate(case, Draws(3, range(runs)), until=LAST, **options))


def seen(turns, over=4, name="provocations"):
    """The mean of a series over the months before each turn, (turn, run); not a number before there are enough."""
    theatre = scenario().cast.theatres.index("northeast_asia")
    values = np.array([turn.series()[name][theatre] for turn in turns])
    means = [values[max(t - over, 0) : t].mean(axis=0) if t >= over else np.full(RUNS, np.nan) for t in range(LAST)]
    return np.array(means)


def on(turns, name="calm"):
    """Whether a trigger acted in each turn, (turn, run)."""
    return np.array([turn.memory.on[name] for turn in turns])


def assert_equal_run(one, other, run):
    """The same worlds of one run, to the bit."""
    for a, b in zip(one, other, strict=True):
        assert_equal_worlds(a.after.part(slice(run, run + 1)), b.after.part(slice(0, 1)))


def test_a_trigger_that_never_fires_changes_nothing_to_the_bit():
    never = played(under(replace(CALM, above=1e6)))
    assert not on(never).any()
    for one, other in zip(played(under()), never, strict=True):
        assert_equal_worlds(one.after, other.after)
        np.testing.assert_array_equal(one.orders.log_odds, other.orders.log_odds)


def test_a_trigger_that_fires_at_once_is_a_step_of_its_lever():
    at_once = played(under(replace(CALM, above=-1.0)))
    for one, other in zip(played(under(levers=Schedule((Step(START, CALM.lever, 1.5),)))), at_once, strict=True):
        assert_equal_worlds(one.after, other.after)


def test_each_run_fires_when_it_passes_the_line_itself_and_the_others_are_as_they_were():
    turns = played(under(CALM))
    passed = (seen(turns) > 3.0) & (np.arange(LAST)[:, None] >= START)
    np.testing.assert_array_equal(on(turns), np.maximum.accumulate(passed))
    first = np.where(passed.any(axis=0), passed.argmax(axis=0), LAST)
    assert START <= first.min() < LAST and len(set(first)) > 2, "runs fire in different months, so this is a test"
    for run, month in enumerate(first.tolist()):
        step_there = Schedule((Step(month, CALM.lever, 1.5),) if month < LAST else ())
        case = case_of(scenario(), Intervention(levers=step_there))
        alone = list(simulate(case.under(case.parameters.acting_from(START)), Draws(3, [run]), until=LAST))
        assert_equal_run(turns, alone, run)
    block = play_block(under(CALM), Draws(3, range(RUNS)), LAST)
    np.testing.assert_array_equal(block.outcomes["first_calm"], first)
    np.testing.assert_array_equal(block.outcomes["acting_calm"], LAST - first)


def test_a_trigger_lets_go_when_what_is_watched_is_back_and_not_before():
    turns = played(under(COOL))
    means, state, expected = seen(turns), np.zeros(RUNS), []
    for turn in range(LAST):
        if turn >= START:
            state = np.where(means[turn] > 3.4, 1.0, np.where(means[turn] <= 3.0, 0.0, state))
        expected.append(state)
    np.testing.assert_array_equal(on(turns, "cool"), expected)
    let_go = (np.diff(expected, axis=0) < 0.0).sum()
    between = (means > 3.0) & (means <= 3.4) & (np.array(expected) == 1.0)
    assert let_go and between.any(), "some let go, some hold on between the lines, so this is a test"


def test_a_trigger_below_a_line_lowers_a_lever_and_the_last_that_acts_prevails():
    levers = Schedule((Step(START, CALM.lever, 1.0),))
    low = replace(CALM, name="low", above=None, below=1e6, to=0.25)
    late = replace(CALM, name="late", above=-1.0, to=0.5, since=20)
    turns = played(under(low, late, levers=levers))
    expected = Schedule((Step(START, CALM.lever, 0.25), Step(20, CALM.lever, 0.5)))
    for one, other in zip(turns, played(under(levers=expected)), strict=True):
        assert_equal_worlds(one.after, other.after)


def test_the_window_reaches_back_before_the_first_month_and_decides_nothing_before_it_is_whole():
    first = on(played(under(replace(CALM, above=-1.0, over=4, since=0)))).argmax(axis=0)
    assert set(first) == {4}
    assert set(on(played(under(replace(CALM, above=-1.0, over=12, since=20)))).argmax(axis=0)) == {20}


@pytest.mark.parametrize("trigger", [CALM, COOL])
def test_blocks_parts_checkpoints_and_pickles_change_nothing(trigger):
    case, draws = under(trigger), Draws(3, range(RUNS))
    whole = played(case)
    again = pickle.loads(pickle.dumps(Checkpoint.after(whole[16])))
    later = list(simulate(case, draws, start=again, until=LAST))
    for one, other in zip(whole[17:], later, strict=True):
        assert_equal_worlds(one.after, other.after)
    some = list(simulate(case.part(slice(2, 4)), draws.part(slice(2, 4)), start=again.part(slice(2, 4)), until=LAST))
    for one, other in zip(whole[17:], some, strict=True):
        assert_equal_worlds(one.after.part(slice(2, 4)), other.after)
    at_once = play_block(case, draws, LAST).outcomes
    pieces = [part.outcomes for part in play(case, draws, LAST, block=3)]
    for name, values in at_once.items():
        np.testing.assert_array_equal(np.concatenate([piece[name] for piece in pieces]), values, err_msg=name)


def test_the_compiled_turn_plays_triggers_to_the_bit():
    case = under(CALM, replace(COOL, lever="support_ukraine", watched="months_of_fighting", above=2.5, until=2.0))
    kernel = compiled_turn(case)
    assert isinstance(kernel, CompiledTurn)
    for one, other in zip(played(case, kernel=kernel), played(case, kernel=step), strict=True):
        assert_equal_worlds(one.after, other.after)
        np.testing.assert_array_equal(one.orders.issued, other.orders.issued)
        np.testing.assert_array_equal(one.memory.on["calm"], other.memory.on["calm"])


def test_a_line_may_be_one_number_per_run():
    lines = np.array([-1.0, 1e6, 3.0])
    case, draws = under(replace(CALM, above=lines)), Draws(1, [7, 7, 7])
    together = play_block(case, draws, LAST)
    for run, line in enumerate(lines.tolist()):
        alone = play_block(under(replace(CALM, above=line)), Draws(1, [7]), LAST)
        for name, values in alone.outcomes.items():
            assert together.outcomes[name][run] == values[0], name
    with pytest.raises(BadInput, match=r"calm\.above.*3 numbers"):
        play_block(case, Draws(1, [7, 8]), LAST)


def test_the_mesa_model_plays_the_same_history():
    intervention = Intervention(triggers=(CALM,))
    model = EntenteModel(replicate=5, rng=3, intervention=intervention, agent_variables=False)
    model = pickle.loads(pickle.dumps(model))
    for turn in simulate(case_of(scenario(), intervention), Draws(3, [5]), until=20):
        model.step()
        assert_equal_worlds(model.world, turn.after)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"watched": "provocation_northeast_asia"}, "provocations_northeast_asia"),
        ({"lever": "tie_gain"}, "a known lever"),
        ({"to": 11.0}, "from 0 to 10"),
        ({"over": 0}, "from 1 to 120"),
        ({"since": -1}, "from 0 to 1200"),
        ({"above": None}, "either above or below"),
        ({"below": 1.0}, "either above or below"),
        ({"above": float("nan")}, "a number"),
        ({"until": 3.5}, "not above the line"),
        ({"name": "a b"}, "snake_case"),
    ],
)
def test_a_trigger_that_cannot_be_is_told_in_one_line(wrong, named):
    with pytest.raises(BadInput) as caught:
        under(replace(CALM, **wrong))
    assert named in str(caught.value) and "\n" not in str(caught.value)


def test_two_triggers_of_one_name_are_told():
    with pytest.raises(BadInput, match="no other trigger"):
        under(CALM, replace(CALM, above=5.0))


# --- in the lab ---


def plan_of(*triggers, start=START, **options):
    """The plan of a baseline and an arm for each trigger."""
    arms = (Arm("baseline", {}, Intervention()),)
    arms += tuple(Arm(f"{n}", {}, Intervention(triggers=(one,))) for n, one in enumerate(triggers))
    study = Study("x", Listed(arms), DECLARED, 3, (), Report(list, dict), start=start, turns=LAST, **options)
    return study.plan(Asked(), scenario())


@pytest.mark.parametrize("start", [START, 20])
def test_arms_that_triggers_tell_apart_share_their_past_and_are_played_as_if_they_did_not(start):
    plan = plan_of(*(replace(CALM, above=line, since=None) for line in (3.0, 4.0)), start=start)
    assert plan.shared and plan.alike([1, 2, 1]) == [[0, 1, 2]]
    plan = replace(plan, turns=60)
    once, anew = (play_runs(one, scenario(), 0, 9) for one in (plan, replace(plan, shared=False)))
    np.testing.assert_array_equal(once.arrays["outcomes"], anew.arrays["outcomes"])
    told = dict(zip([one.name for one in plan.measured(scenario().cast)], once.arrays["outcomes"], strict=True))
    assert set(told["acting_calm"][:3]) == {0.0} and set(told["first_calm"][:3]) == {60.0}
    assert (told["acting_calm"][3:6] >= told["acting_calm"][6:]).all() and told["acting_calm"][3:].any()


def test_a_trigger_that_acts_before_the_levers_start_has_a_past_of_its_own():
    assert not plan_of(replace(CALM, since=START - 1)).shared

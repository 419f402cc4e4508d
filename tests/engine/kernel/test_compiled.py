"""A law: the compiled turn and the arrays agree to the bit, in every variable, series and order, every turn."""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from worlds import (
    CLIENT_AT_WAR,
    SCENARIOS,
    assert_same,
    mostly_thorough,
    random_parameters,
    random_world,
    scenario,
)

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel import choice
from sim.engine.kernel.block import Block
from sim.engine.kernel.compiled import CompiledTurn, PackedWorld, compiled_turn
from sim.engine.kernel.graph import Untraceable
from sim.engine.kernel.layout import Layout
from sim.engine.kernel.trace import trace
from sim.engine.simulate import Checkpoint, play_block, simulate
from sim.engine.step import step
from sim.inputs.actions import Action
from sim.inputs.parameters import Schedule, Step
from sim.model.policy import reason
from sim.model.promises import Promise
from sim.scenarios.enlarged import enlarged
from sim.scenarios.promising import promising

RUNS = 37
"""More than a chunk, and no multiple of anything."""


def assert_same_bits(one, other, what):
    """The same numbers to the bit, whether they are kept for all runs or once."""
    one, other = np.broadcast_arrays(one, other)
    ours, theirs = (np.ascontiguousarray(values).view(np.int64) for values in (one, other))
    assert_same(ours, theirs, what)


def assert_equal_turns(compiled, arrays):
    """The same world, series, orders and values held at a bound."""
    assert isinstance(compiled.after, PackedWorld)
    layout = Layout(arrays.after.cast)
    for name in (*layout.state, *layout.calendar):
        assert_same_bits(compiled.after[name], arrays.after[name], name)
        assert_same_bits(compiled.before[name], arrays.before[name], name)
    ours, theirs = compiled.series(), arrays.series()
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        assert_same_bits(ours[name], values, name)
    assert_same_bits(compiled.orders.issued, arrays.orders.issued, "issued")
    assert compiled.clipped == arrays.clipped
    assert compiled.month == arrays.month


def compare(case, turns, seed=3, runs=RUNS, **options):
    """Play a case by both kernels, side by side."""
    kernel = compiled_turn(case)
    assert isinstance(kernel, CompiledTurn), kernel
    draws = Draws(seed, range(100, 100 + runs))
    played = [simulate(case, draws, until=turns, kernel=one, **options) for one in (kernel, step)]
    for pair in zip(*played, strict=True):
        assert_equal_turns(*pair)


def somewhere(case, seed):
    """Parameters anywhere in their ranges, one number for each run for many of them."""
    return random_parameters(case, seed, RUNS)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", mostly_thorough([*SCENARIOS, CLIENT_AT_WAR], "northeast-asia", "vietnam-1965"))
def test_whole_histories_are_the_same(name, seed):
    case = scenario(name)
    compare(Case(case, somewhere(case, seed)), case.turns, seed)


@pytest.mark.parametrize(
    "intervention",
    [
        Intervention(levers=Schedule((Step(3, "support_ukraine", 1.0), Step(9, "support_ukraine", 0.3)))),
        pytest.param(Intervention(parameters={"misperception": 0.0, "rationality": 3.0}), marks=pytest.mark.thorough),
        pytest.param(Intervention(policies={"CHN": "balancer"}), marks=pytest.mark.thorough),
        pytest.param(Intervention(without=("ties", "disputes")), marks=pytest.mark.thorough),
        pytest.param(Intervention(waived=("treaty_in_force", "stock_above_reserve")), marks=pytest.mark.thorough),
        Intervention(calm=("border_closed", "incursion")),
        Intervention(ablated={"shell_hunger": 0.0}),
    ],
    ids=["schedule", "numbers", "policies", "without", "waived", "calm", "ablated"],
)
def test_histories_under_an_intervention_are_the_same(intervention):
    case = scenario()
    changed = case_of(case, intervention)
    compare(changed, 20)


PROMISES = (
    Promise("KOR", Action.SUPPLY_MUNITIONS, "UKR", 50.0, ramp=6, chance=0.9, lever="support_ukraine", unit_cost=0.002),
    Promise("JPN", Action.EXERCISE, "PRK", 0.5, chance=0.8, lever="strengthen_deterrence"),
    Promise("USA", Action.SEND_AID, "UKR", 1.5, first=4, last=9),
    Promise("PRK", Action.SUPPLY_MUNITIONS, "RUS", never=True, first=2, last=12),
    Promise("AUS", Action.TALK, "PRK", 2.0, first=5),
    Promise("PRK", Action.PROVOKE, "PRK", 0.3, last=6),
)
"""Sizes, counts, a ramp, what is never done, and an order that no rule knows."""


def test_histories_with_promises_are_the_same():
    levels = np.random.default_rng(1).uniform(0.0, 1.0, (2, RUNS)) * np.array(
        [[0.0, 1.0] * (RUNS // 2) + [1.0], [1.0] * RUNS]
    )
    steps = (
        Step(3, "support_ukraine", levels[0]),
        Step(9, "support_ukraine", levels[1]),
        Step(7, "strengthen_deterrence", 1.0),
    )
    case = case_of(promising(scenario(), PROMISES[:2]), Intervention(levers=Schedule(steps), script=PROMISES[2:]))
    compare(case, 20)


def test_what_is_held_is_played_by_the_arrays():
    case = case_of(scenario(), Intervention(held={"front": 0.4}))
    *_, last = simulate(case, Draws(1, range(3)), until=2, kernel=compiled_turn(case))
    assert not isinstance(last.after, PackedWorld) and np.all(last.after.front == 0.4)


@pytest.mark.thorough
def test_histories_of_a_larger_cast_are_the_same():
    case = enlarged(scenario("vietnam-1965"), 2)
    compare(Case(case, case.parameters), 12)


@settings(max_examples=15)
@given(st.sampled_from([*SCENARIOS, CLIENT_AT_WAR]), st.integers(0, 2**32 - 1))
def test_a_turn_is_the_same_in_any_world(name, seed):
    case, start = scenario(name), scenario(name).world(RUNS)
    built_in = {trait: start[trait] for trait in Layout(case.cast).traits}
    world = random_world(case, seed, RUNS).changed(**built_in)
    played = Case(case, random_parameters(case, seed, RUNS))
    draws, p = Draws(seed % 1000, range(RUNS)), played.parameters.at(world.turn)
    kernel = compiled_turn(played)
    assert_equal_turns(kernel(world, played, p, draws), step(world, played, p, draws))


@pytest.mark.parametrize("name", mostly_thorough(["vietnam-1965", "northeast-asia"], "vietnam-1965"))
def test_outcomes_are_the_same(name):
    case = Case(scenario(name), scenario(name).parameters)
    compiled, arrays = (play_block(case, Draws(5, range(RUNS)), kernel=one) for one in (compiled_turn(case), step))
    assert compiled.clipped == arrays.clipped
    for name, values in arrays.outcomes.items():
        assert_same_bits(compiled.outcomes[name], values, name)


def test_a_world_with_other_traits_is_played_by_the_arrays():
    case = Case(scenario(), scenario().parameters)
    world = case.start(3)
    richer = world.changed(economy=world.economy * 1.5)
    kernel, draws, p = compiled_turn(case), Draws(1, range(3)), case.parameters.at(0)
    assert not isinstance(kernel(richer, case, p, draws).after, PackedWorld)


def test_a_compiled_history_branches_and_travels():
    case, draws = Case(scenario(), scenario().parameters), Draws(5, range(RUNS))
    *_, last = simulate(case, draws, until=7, kernel=compiled_turn(case))
    sent = pickle.loads(pickle.dumps(last.after))
    other = case_of(scenario(), Intervention(policies={"CHN": "balancer"}))
    for start in (last.after, sent):
        compiled, arrays = (
            list(simulate(other, draws, start=Checkpoint(7, start), until=10, kernel=one))
            for one in (compiled_turn(other), step)
        )
        for pair in zip(compiled, arrays, strict=True):
            assert_equal_turns(*pair)


def test_worlds_between_months_that_were_played_at_once_can_still_be_asked():
    case, draws = Case(scenario(), random_parameters(scenario(), 5, 150)), Draws(5, range(150))
    ahead = list(simulate(case, draws, until=11, kernel=compiled_turn(case), unseen=True))
    for pair in zip(reversed(ahead), reversed(list(simulate(case, draws, until=11, kernel=step))), strict=True):
        assert_equal_turns(*pair)


class Looking:
    """Looks at the front and at ties every month, and from a month on at stocks too."""

    def __init__(self, more_from):
        self.more_from, self.seen = more_from, []

    def on(self, turn):
        names = ("front", "tie", *(("munitions_stock",) if turn.number >= self.more_from else ()))
        self.seen.append({name: turn.after[name].copy() for name in names})


@pytest.mark.parametrize(("more_from", "plays_again"), [(0, False), (4, True)])
def test_what_is_looked_at_every_month_is_kept_of_months_played_at_once(monkeypatch, more_from, plays_again):
    case, draws, again = Case(scenario(), random_parameters(scenario(), 5, 150)), Draws(5, range(150)), []
    play_again = Block._again
    monkeypatch.setattr(Block, "_again", lambda *told: again.append(told) or play_again(*told))
    ours, theirs = Looking(more_from), Looking(more_from)
    for one, kernel in ((ours, compiled_turn(case)), (theirs, step)):
        list(simulate(case, draws, until=19, kernel=kernel, observers=[one], unseen=True))
    for compiled, arrays in zip(ours.seen, theirs.seen, strict=True):
        for name, values in arrays.items():
            assert_same_bits(compiled[name], values, name)
    assert bool(again) == plays_again


def test_what_orders_were_weighed_by_can_still_be_asked():
    case, draws = Case(scenario(), scenario().parameters), Draws(5, range(RUNS))
    for compiled, arrays in zip(
        simulate(case, draws, until=3, kernel=compiled_turn(case)),
        simulate(case, draws, until=3, kernel=step),
        strict=True,
    ):
        for part in ("log_odds", "probability", "draw", "own", "promised", "size"):
            assert_same_bits(getattr(compiled.orders, part), getattr(arrays.orders, part), part)


def test_an_explained_turn_is_played_by_the_arrays():
    case = Case(scenario(), scenario().parameters)
    turn = compiled_turn(case)(case.start(2), case, case.parameters.at(0), Draws(1, range(2)), explain=True)
    assert any(turn.orders.contributions)
    assert turn.moved


# --- rules that cannot be compiled ---


def with_rule(weigh):
    """The case with one more reason for the first rule of the first policy."""
    base = scenario()
    policy = base.cast.policies[0]
    rule = replace(policy.rules[0], reasons=(*policy.rules[0].reasons, weigh))
    policies = (replace(policy, rules=(rule, *policy.rules[1:])), *base.cast.policies[1:])
    case = replace(base, cast=replace(base.cast, policies=policies))
    return Case(case, case.parameters)


@reason(source="D2")
def branches(me, other, p):
    """It branches on a number of a run."""
    return 1.0 if me.hardship > 0.5 else 0.0


@reason(source="D2")
def asks_the_value(me, other, p):
    """It asks for a value."""
    return float(p.rationality)


@reason(source="D2")
def uses_an_unknown_function(me, other, p):
    """It sorts."""
    return np.sort(me.hardship, axis=0)


@reason(source="D2")
def bends(me, other, p):
    """A rule with functions that no other rule uses."""
    return np.tanh(me.hardship) ** 2 - np.sqrt(me.weariness + 1.0) ** p.rationality * np.isnan(me.weariness)


@pytest.mark.parametrize("rule", [branches, asks_the_value, uses_an_unknown_function])
def test_a_rule_that_cannot_be_compiled_is_named(rule):
    with pytest.raises(Untraceable, match=rf"{rule.name} \(test_compiled.py:\d+\)"):
        trace(with_rule(rule))


def test_arrays_play_where_a_rule_cannot_be_compiled_and_say_so_once():
    case = with_rule(asks_the_value)
    with pytest.warns(choice.ArraysPlay, match="asks_the_value"):
        assert choice.kernel_for(case) is step
    assert choice.kernel_for(case) is step


def test_a_study_says_once_that_nothing_can_be_compiled(monkeypatch):
    monkeypatch.setitem(sys.modules, "sim.engine.kernel.program", None)  # as where there is no llvmlite
    choice._arrays.cache_clear()
    case = Case(scenario(), scenario().parameters)
    with pytest.warns(choice.ArraysPlay, match="llvmlite"):
        choice.prepare([(case, choice.WORTH_COMPILING)])
    choice.prepare([(case, choice.WORTH_COMPILING)])  # a second warning would be an error


def test_a_kernel_that_nobody_knows_is_told(monkeypatch):
    monkeypatch.setenv(choice.VARIABLE, "quick")
    with pytest.raises(BadInput, match=r"ENTENTE_KERNEL = 'quick'.*compiled, arrays"):
        choice.kernel_for(Case(scenario(), scenario().parameters))


@pytest.mark.thorough
def test_a_rule_with_functions_of_its_own_is_compiled():
    compare(with_rule(bends), 5)


def test_a_few_runs_are_not_worth_compiling():
    case = case_of(scenario(), Intervention(without=("society",)))
    assert choice.kernel_for(case, work=100) is step


def test_small_cases_of_one_structure_are_worth_compiling_together(monkeypatch):
    asked = []
    monkeypatch.setattr(choice, "kernel_for", lambda case, work: asked.append((case.mechanisms, work)))
    usual, other = case_of(scenario()), case_of(scenario(), Intervention(without=("society",)))
    ablated = case_of(scenario(), Intervention(ablated={"red_line": 0.0}))
    choice.prepare([(usual, 60_000), (other, 7_000), (ablated, 50_000)])
    assert asked == [(ablated.mechanisms, 110_000), (other.mechanisms, 7_000)]


def test_some_pairs_of_a_compiled_world_are_those_of_the_whole_matrix():
    case = case_of(scenario())
    turn = next(simulate(case, Draws(1, range(11)), until=1, kernel=compiled_turn(case)))
    pairs = case.cast.pairs.partners
    for name in ("tie", "treaty", "dispute_rung"):
        some = turn.after.at(name, pairs.who, pairs.whom)
        np.testing.assert_array_equal(some, turn.after[name][pairs.who, pairs.whom])

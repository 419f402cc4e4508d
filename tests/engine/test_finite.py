"""A number that is not finite, wherever in the world, fails its run with what it was and when, and no other run."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from worlds import mostly_thorough, scenario

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.kernel.choice import kernel_for
from sim.engine.replay import replay
from sim.engine.simulate import play_block
from sim.engine.step import step
from sim.engine.trajectory import CHANGING, FiniteWatch

RUNS = 11
CASE = "vietnam-1965"


def broken_by(name, value, run, kernel=step, turn=3):
    """A kernel after which a variable of one run is not finite in one turn."""

    def play(world, case, p, draws, *, explain=False):
        played = kernel(world, case, p, draws, explain=explain)
        if world.turn == turn:
            played.after[name][..., run] = value
        return played

    return play


@pytest.mark.parametrize("name", mostly_thorough(CHANGING, *CHANGING[::4]))
def test_a_variable_that_is_not_finite_fails_its_run_alone_and_is_named_with_its_month(name):
    case, draws = case_of(scenario(CASE)), Draws(1, range(RUNS))
    value = np.nan if len(name) % 2 else np.inf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        block = play_block(case, draws, 5, kernel=broken_by(name, value, 4))
    assert list(block.failed) == [4]
    assert block.failed[4] == f"{name} is not finite after {case.scenario.month(3)}"


def test_what_a_compiled_turn_leaves_is_looked_at_too():
    base, draws = case_of(scenario(CASE)), Draws(1, range(RUNS))
    if kernel_for(base) is step:
        pytest.skip("nothing can be compiled here")
    wrong = np.where(np.arange(RUNS) == 4, np.nan, 0.5)
    case = replace(base, parameters=replace(base.parameters, overrides={"aid_spread": wrong}))
    with np.errstate(all="ignore"):
        compiled, arrays = (play_block(case, draws, 12, kernel=kernel).failed for kernel in (kernel_for(base), step))
    assert compiled == arrays and list(compiled) == [4]


@pytest.mark.parametrize("name", ["northeast-asia", CASE])
def test_in_an_honest_run_everything_is_finite(name):
    watch = FiniteWatch()
    block = play_block(case_of(scenario(name)), Draws(1, range(RUNS)), 12)
    assert not block.broken and not watch.broken and not block.failed


def test_one_history_ends_at_a_number_that_is_not_finite():
    base = case_of(scenario(CASE))
    case = replace(base, parameters=replace(base.parameters, overrides={"aid_spread": np.nan}))
    with np.errstate(all="ignore"), pytest.raises(FloatingPointError, match=r"is not finite after 19"):
        replay(case, turns=12)

"""Functions that compiled code works out itself have the bits of those that rules call, or else those are called."""

import ctypes

import numpy as np
import pytest
from worlds import CASTS, mostly_thorough

from sim.engine.interventions import case_of
from sim.engine.kernel import functions, program
from sim.engine.kernel.bounds import EXP, LOG
from sim.engine.kernel.graph import function_named
from sim.engine.kernel.schedule import is_call
from sim.engine.kernel.trace import trace
from sim.scenarios.scenario import load_scenario


@pytest.mark.parametrize("name", functions.within().places)
def test_a_function_has_the_bits_of_the_one_that_it_stands_for(name):
    random = np.random.default_rng(1)
    numbers = np.concatenate([random.normal(0.0, spread, 40_000) for spread in (0.1, 1.0, 10.0, 300.0)])
    with np.errstate(all="ignore"):
        expected = function_named(name)(numbers)
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(functions.within().places[name])
    call(numbers.ctypes.data, len(numbers))
    np.testing.assert_array_equal(numbers, expected)
    np.testing.assert_array_equal(np.signbit(numbers[numbers == 0.0]), np.signbit(expected[expected == 0.0]))


@pytest.mark.parametrize("name", CASTS)
def test_rules_call_no_function_whose_bits_hang_on_the_processor(name):
    graph = trace(case_of(load_scenario(name))).after[0].graph
    called = {node.op for node in graph.nodes if is_call(node)}
    assert EXP in called
    assert called <= set(functions.BORROWED)


def test_powers_of_two_are_those_of_python():
    off, bits = functions.powers()
    near = np.array([whole + (k << 45) for k, whole in enumerate(bits)]).view(np.float64)
    np.testing.assert_array_equal(near, [2.0 ** (k / functions.PARTS) for k in range(functions.PARTS)])
    assert np.abs(off).max() <= 2.0**-53


def test_a_function_that_differs_is_left_to_others():
    place = functions.within().places[LOG]
    assert functions._agrees(LOG, place)
    assert not functions._agrees(EXP, place)


@pytest.mark.parametrize("kept", mostly_thorough([(), (LOG,), (EXP, LOG)], (LOG,)))
def test_they_agree_whatever_is_left_to_others(monkeypatch, kept):
    from test_processors import case

    from sim.base.draws import Draws
    from sim.engine.kernel.compiled import CompiledTurn
    from sim.engine.simulate import play_block
    from sim.engine.step import step

    found = functions.within()
    fewer = functions.Within({name: found.places[name] for name in kept if name in found.places}, found.keeps)
    monkeypatch.setattr(program, "within", lambda: fewer)
    plan, code = program.compiled(trace(case()))
    kernel = CompiledTurn(case(), program.loaded(plan, program.machine_code(code)))
    assert {call.function for call in plan.turn.calls}.isdisjoint(kept)
    compiled, arrays = (play_block(case(), Draws(4, range(21)), until=9, kernel=one) for one in (kernel, step))
    for name, values in arrays.trajectory.series.items():
        np.testing.assert_array_equal(compiled.trajectory.series[name], values, err_msg=name)

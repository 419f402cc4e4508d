"""Functions that compiled code works out itself: they have NumPy's bits, and are left to NumPy where they have not."""

import ctypes

import numpy as np
import pytest

from sim.engine.kernel import functions, program
from sim.engine.kernel.graph import function_named
from sim.engine.kernel.trace import trace


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


def test_powers_of_two_are_those_of_python():
    off, bits = functions.powers()
    near = np.array([whole + (k << 45) for k, whole in enumerate(bits)]).view(np.float64)
    np.testing.assert_array_equal(near, [2.0 ** (k / functions.PARTS) for k in range(functions.PARTS)])
    assert np.abs(off).max() <= 2.0**-53


def test_a_function_that_differs_is_left_to_numpy():
    place = functions.within().places["numpy.log"]
    assert functions._agrees("numpy.log", place)
    assert not functions._agrees("numpy.exp", place)


@pytest.mark.parametrize("kept", [(), ("numpy.log",), ("numpy.exp", "numpy.log")])
def test_they_agree_whatever_is_left_to_numpy(monkeypatch, kept):
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

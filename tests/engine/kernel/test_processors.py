"""Histories are the same on processors that can do less, by kernel and arrays, and with registers of either width."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel import program
from sim.engine.kernel.compiled import CompiledTurn
from sim.engine.simulate import play_block
from sim.engine.step import step

NAME = "vietnam-1965"
PROGRAM = """
import test_compiled, test_processors
test_compiled.compare(test_processors.case(), 12, runs=19)
print(test_processors.digest())
"""


def case():
    return Case(scenario(NAME), scenario(NAME).parameters)


def extras():
    """What NumPy uses of the processor beyond the least that it needs."""
    from numpy._core import _multiarray_umath as core

    return [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]


def digest():
    """What a block of histories comes to, to the bit."""
    played = play_block(case(), Draws(3, range(40)), until=24, kernel=step)
    return hashlib.sha256(
        b"".join(values.tobytes() for _, values in sorted(played.trajectory.series.items()))
    ).hexdigest()


@pytest.mark.thorough
@pytest.mark.skipif(not extras(), reason="NumPy uses nothing here that could be switched off")
def test_histories_are_the_same_where_numpy_may_use_less_of_the_processor(tmp_path):
    plain = {"NPY_DISABLE_CPU_FEATURES": " ".join(extras()), "ENTENTE_CACHE": str(tmp_path)}
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env={**os.environ, **plain, **paths}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == [digest()]


@pytest.mark.parametrize("lanes", [4, 8])
def test_they_agree_whatever_a_register_holds(monkeypatch, tmp_path, lanes):
    monkeypatch.setattr(program, "lanes", lambda: lanes)
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path))
    kernel = CompiledTurn(case(), program.program_of(case()))
    draws = Draws(2, range(21))
    compiled, arrays = (play_block(case(), draws, until=9, kernel=one) for one in (kernel, step))
    for name, values in arrays.trajectory.series.items():
        np.testing.assert_array_equal(compiled.trajectory.series[name], values, err_msg=name)

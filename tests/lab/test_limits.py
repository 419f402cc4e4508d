"""What the system does not allow is told before it hurts: few open files, a full disk, docstrings taken away."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.lab.pieces import reserve
from sim.lab.store import MOST_PARTS, most_parts

resource = pytest.importorskip("resource", reason="no limits of this kind here")


def said_by(code, *flags):
    """What Python says when it runs some code, and its error stream."""
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        [sys.executable, *flags, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), done.stderr.strip()


@pytest.mark.thorough
def test_an_arm_has_no_more_parts_than_files_can_be_open():
    limited = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (90, 90)); "
    assert said_by(f"{limited}from sim.lab.store import most_parts; print(most_parts())")[0] == "30"
    assert most_parts() == MOST_PARTS


def test_a_low_limit_of_open_files_is_raised_as_far_as_the_system_grants():
    limited = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (90, 1200)); "
    assert said_by(f"{limited}from sim.lab.store import most_parts; print(most_parts())")[0] == "400"


def test_a_file_that_is_written_through_memory_has_its_room_before(tmp_path):
    path = tmp_path / "sparse.npy"
    np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(1000, 1000)).flush()
    reserve(path)
    assert path.stat().st_blocks * 512 >= path.stat().st_size > 8e6


def test_python_without_docstrings_is_warned_of():
    code = "from sim.commands.manners import politely; politely(lambda: 0)"
    assert "-OO" in said_by(code, "-OO")[1] and said_by(code)[1] == ""

"""A process that dies costs nothing but time, unless a task ends each that it is given to; a script needs its guard."""

import os
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from sim.lab.designs import Listed
from sim.lab.executors import beside, run_all
from sim.lab.options import Asked
from sim.lab.playing import perform
from sim.lab.processes import RETRIES, ProcessDied, Processes, result_of
from sim.lab.samplers import DECLARED
from sim.lab.store import Store
from sim.lab.study import Report, Study
from sim.scenarios.scenario import load_scenario

ROOT = Path(__file__).parents[2]
CASE = "vietnam-1965"


def dies(notes, times):
    """Ends its process so many times, each of which leaves a note, and then gives how often."""
    before = len(list(notes.iterdir()))
    if before < times:
        (notes / str(before)).touch()
        os._exit(9)
    return before


def test_what_a_dead_process_left_undone_is_done_by_another(tmp_path):
    with Processes(1) as processes, Processes(1) as spare:
        call = partial(dies, tmp_path, RETRIES)
        assert result_of(processes.submit(call), call, spare, threading.Event()) == RETRIES
        assert processes.submit(abs, -1).result() == 1


def test_a_task_that_ends_every_process_is_given_up_and_the_others_go_on(tmp_path):
    with Processes(1) as processes, Processes(1) as spare:
        call = partial(dies, tmp_path, RETRIES + 2)
        with pytest.raises(ProcessDied, match=f"died, {RETRIES + 1} times"):
            result_of(processes.submit(call), call, spare, threading.Event())
        assert processes.submit(abs, -1).result() == spare.submit(abs, -2).result() - 1


class Never(Executor):
    """Begins nothing, so that nobody is quicker than an interrupt."""

    def submit(self, fn, /, *args, **kwargs):
        """Give what will never be there."""
        return Future()


def test_waiting_for_another_try_can_be_interrupted():
    interrupted, died = threading.Event(), Future()
    interrupted.set()
    died.set_exception(BrokenProcessPool())
    for waited_for in (Future(), died):
        with pytest.raises(KeyboardInterrupt):
            result_of(waited_for, os.getpid, Never(), interrupted)


def test_tables_and_figures_that_lose_their_process_are_made_again_in_order(tmp_path):
    tasks = [partial(abs, -1), partial(dies, tmp_path, 1), partial(abs, -3)]
    with Processes(2) as processes, beside(processes, tasks, 3, lambda: None) as results:
        assert list(results) == [1, 1, 3]


@dataclass(frozen=True)
class Deadly:
    """Draws nothing, and ends the process that draws for one of the replicates."""

    replicate: int
    source: ClassVar[str] = "default"

    def draw(self, numbers):
        if os.environ.get("DEADLY") != str(os.getpid()) and self.replicate in numbers:
            os._exit(9)
        return {}


def test_histories_that_no_process_survives_are_failed_rows_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setenv("DEADLY", str(os.getpid()))  # this process lives
    study = Study(
        "test", Listed(), DECLARED, 12, (), Report(lambda results: [], lambda results, recorder: {}), turns=13
    )
    plan = study.plan(Asked(scenario=CASE), load_scenario(CASE))
    store = Store(tmp_path, replace(plan, sampler=Deadly(5)), 4)
    done = []
    with Processes(2) as processes:
        run_all(store.tasks(), processes, 4, store.take, lambda *words: done.append(words), 12)
    reasons = store.reasons(0)
    assert [bool(reason) for reason in reasons] == [4 <= replicate < 8 for replicate in range(12)]
    assert "the process that played it died, 3 times" in reasons[5]
    assert done[-1] == (12, 12)
    whole = perform(replace(Store(tmp_path / "whole", plan, 12).tasks()[0]))
    for rows in (slice(0, 4), slice(8, 12)):
        np.testing.assert_array_equal(store.outcomes(0)[:, rows], whole.arrays["outcomes"][:, rows])
    assert np.isnan(store.outcomes(0)[:, 4:8]).all()


def test_a_pool_of_somebody_else_that_breaks_is_told_as_such():
    with Processes(1) as processes:
        future = processes.submit(os._exit, 1)
        with pytest.raises(BrokenExecutor):
            future.result()


# --- the guard of a script ---

PLAYS = """
from pathlib import Path
from sim.lab.processes import check_guard
from sim.studies.factorial_sweep import Options, run

def play():
    run(Options(scenario="vietnam-1965", replicates=2, turns=15, jobs=2, out=Path("out")))

"""


LOOP = pytest.param("for _ in range(1):\n    play()\n", marks=pytest.mark.thorough)
ODD = pytest.param("if '__main__' == __name__ and True:", marks=pytest.mark.thorough)


def played(tmp_path, last):
    """What a script says that ends like this."""
    (tmp_path / "script.py").write_text(PLAYS + last)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ENTENTE_KERNEL": "arrays"}
    command = [sys.executable, "script.py"]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("last", ["play()\n", LOOP])
def test_a_script_without_a_guard_is_told_so_before_anything_is_played_however_small_the_sweep(tmp_path, last):
    done = played(tmp_path, last)
    said = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1 and 'if __name__ == "__main__":' in said and "script.py: line" in said
    assert "BrokenProcessPool" not in done.stderr and "bootstrapping" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("guard", ['if __name__ == "__main__":', ODD])
def test_a_script_with_a_guard_is_let_through(tmp_path, guard):
    done = played(tmp_path, f"{guard}\n    check_guard()\n")
    assert done.returncode == 0 and done.stderr == ""


def test_where_nothing_can_be_imported_anew_no_guard_is_asked_for():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = "from sim.lab.processes import check_guard; check_guard()"
    for given, told in ((["-c", program], None), (["-"], program)):
        subprocess.run([sys.executable, *given], input=told, env=environment, text=True, check=True)

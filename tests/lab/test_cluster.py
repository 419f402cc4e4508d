"""Workers in folders of their own play what processes here play, to the byte, and a lost one costs nothing but time."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.engine.interventions import Intervention
from sim.lab import cluster as module
from sim.lab.analyses.runs import OF_RUNS, OF_TURNS
from sim.lab.cluster import cluster, performed
from sim.lab.designs import Arm, Listed
from sim.lab.experiment import carry_out
from sim.lab.options import Asked
from sim.lab.samplers import DECLARED
from sim.lab.stand import difference, stand, stand_hash
from sim.lab.study import Report, Study

dask = pytest.importorskip("distributed").client.dask
ROOT = Path(__file__).parents[2]
PATIENCE = 600
"""Seconds that programs may take to start on a busy machine."""

ARMS = tuple(
    Arm(f"red line {level}", {}, Intervention(parameters={"red_line": level})) for level in (0.1, 0.2, 0.3, 0.4)
)
SMALL = Asked(scenario="vietnam-1965", seed=3, jobs=1, block=4)


def run(asked, progress=None):
    """Play a small study and give the content of its tables."""
    report = Report(lambda results: [], lambda results, recorder: {})
    study = Study("small", Listed(ARMS), DECLARED, 10, (OF_RUNS, OF_TURNS), report, turns=20)
    results = carry_out(study, asked, progress)
    assert results.manifest["failed"] == 0
    return {path.name: path.read_bytes() for path in asked.out.glob("*.csv")}


def start(program, folder, *words, code=ROOT):
    """One of Dask's programs, in a folder of its own."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(code)}
    command = [sys.executable, "-m", f"distributed.cli.{program}", *map(str, words)]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=folder, env=environment, **streams)


@contextmanager
def ended(*programs):
    """Programs that end with what needs them."""
    try:
        yield programs
    finally:
        for one in programs:
            one.kill()
            one.wait()


def worker(place, name, code=ROOT):
    """A worker of the scheduler of a place, in a folder of its own."""
    words = ("--scheduler-file", place / "scheduler.json", "--nthreads", 1, "--no-nanny", "--no-dashboard")
    return start("dask_worker", place / name, *words, code=code)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the file of a scheduler that runs."""
    place = tmp_path_factory.mktemp("cluster")
    words = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", place / "scheduler.json")
    with ended(start("dask_scheduler", place / "scheduler", *words)):
        yield place


@pytest.mark.thorough
def test_a_scenario_in_a_file_and_a_worker_killed_midway_give_the_same_bytes(place, tmp_path, monkeypatch):
    shutil.copy(CONFIGS / "scenarios" / "vietnam-1965.toml", tmp_path / "vietnam-1965.toml")
    monkeypatch.chdir(tmp_path)
    asked = replace(SMALL, scenario="vietnam-1965.toml")
    killed = []

    def tell(done, runs, what):
        if what == "Playing histories" and done >= runs // 3 and not killed:
            os.kill(first.pid, signal.SIGKILL)
            killed.append(done)

    with ended(worker(place, "first"), worker(place, "second")) as (first, _):
        wait_for(place, 2)
        there = run(replace(asked, out=tmp_path / "there", executor="dask", scheduler=scheduler(place)), tell)
    assert killed and there == run(replace(asked, out=tmp_path / "here"))


def scheduler(place):
    """The file of the scheduler, once it is there."""
    file, stop = place / "scheduler.json", time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < stop, "the scheduler did not start"
        time.sleep(0.1)
    return str(file)


def wait_for(place, count):
    """Wait until a scheduler has so many workers."""
    from distributed import Client

    with Client(scheduler_file=scheduler(place), set_as_default=False) as client:
        client.wait_for_workers(count, timeout=PATIENCE)


def test_a_worker_with_other_code_is_refused_in_a_line_that_names_the_file(place, tmp_path):
    copied = tmp_path / "checkout"
    shutil.copytree(ROOT / "sim", copied / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CONFIGS, copied / "configs")
    with (copied / "sim" / "model" / "legality.py").open("a") as file:
        file.write("# another\n")
    asked = replace(SMALL, out=tmp_path / "out", executor="dask", scheduler=scheduler(place))
    named = pytest.raises(BadInput, match=r"worker: tcp://\S+ = 'sim/model/legality.py'")
    with ended(worker(place, "other", copied)), named as told:
        run(asked)
    assert "\n" not in told.value.line()


def ends(notes):
    """Ends whatever process performs it, and leaves a note."""
    (notes / str(os.getpid())).touch()
    time.sleep(1.0)  # until it is known to have started
    os._exit(9)


@pytest.mark.thorough
def test_what_ends_worker_after_worker_is_given_up(tmp_path):
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        cluster(Asked(executor="dask", jobs=1)) as workers,
    ):
        with pytest.raises(BrokenExecutor, match="several workers"):
            workers.submit(ends, tmp_path).result()
        assert len(list(tmp_path.iterdir())) > 1
        assert workers.submit(abs, -3).result() == 3
        with pytest.raises(ZeroDivisionError):
            workers.submit(divmod, 1, 0).result()


def test_a_worker_that_comes_late_compares_too(monkeypatch):
    monkeypatch.setattr("distributed.get_client", lambda: Told())
    with pytest.raises(BadInput, match="numpy 9 instead of 1"):
        monkeypatch.setattr(module, "stand", lambda: {"numpy": "9"})
        performed("another", "arrays", b"")


class Told:
    """Stands for a scheduler that keeps what those who ask play with."""

    def get_metadata(self, keys):
        return {"numpy": "1"}


def test_what_differs_is_told_by_name():
    assert difference(stand(), stand()) == "" and len(stand_hash()) == 64
    found = {**stand(), "numpy": "0.1", "configs/parameters.toml": "", "sim/new.py": "", "sim/other.py": ""}
    assert difference(stand(), found).startswith("configs/parameters.toml, numpy 0.1 instead of ")
    assert difference(stand(), found).endswith(" and 1 more")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"executor": "yarn"}, "known: processes, dask, slurm, ray"),
        ({"scheduler": "tcp://here:1"}, "only with --executor dask or ray"),
        ({"executor": "slurm"}, "how many workers SLURM shall start"),
        ({"executor": "slurm", "jobs": 2}, "there is no sbatch"),
        ({"executor": "dask", "scheduler": "tcp://127.0.0.1:9"}, "a scheduler that answers"),
    ],
)
def test_what_is_not_possible_is_one_line_before_anything_is_played(tmp_path, monkeypatch, wrong, told):
    monkeypatch.setattr(module, "WAITED", 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match=told) as line:
        run(replace(SMALL, **{"jobs": 0, "out": tmp_path / "out", **wrong}))
    assert "\n" not in line.value.line()


def test_a_missing_library_is_told_with_what_to_install(monkeypatch):
    module._library.cache_clear()
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match=r'pip install "entente\[cluster\]"'):
        cluster(Asked(executor="dask"))
    module._library.cache_clear()

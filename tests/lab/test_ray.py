"""Workers of Ray play what processes here play, to the byte."""

import os
from concurrent.futures import BrokenExecutor
from dataclasses import replace

import pytest
from test_cluster import SMALL, run

from sim.base.errors import BadInput, known_or_bad
from sim.lab.rays import RayWorkers, ray_workers

pytest.importorskip("ray", reason="Ray is not installed: the executor that needs it is not tested")
# The warnings are Ray's own, of this machine and of versions to come.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.thorough]


@pytest.fixture(scope="module")
def workers():
    with ray_workers(replace(SMALL, jobs=2)) as found:
        yield found


def test_workers_of_ray_give_the_same_bytes(tmp_path):
    there = run(replace(SMALL, out=tmp_path / "there", executor="ray", jobs=2))
    assert there == run(replace(SMALL, out=tmp_path / "here"))


def test_what_a_task_raises_and_what_ends_worker_after_worker_is_told(workers):
    with pytest.raises(BadInput, match="worker: key = 'c': expected something else"):
        workers.submit(known_or_bad, "c", ("a", "b"), "worker", "key", "something else").result(120)
    with pytest.raises(BrokenExecutor, match="several workers died of it"):
        workers.submit(os._exit, 9).result(120)
    assert workers.submit(max, 1, 2).result(120) == 2


def test_a_worker_that_plays_with_anything_else_is_refused(workers):
    other = RayWorkers(workers.ray)
    other._asked = workers.ray.put({"sim/model/legality.py": "another"})
    with pytest.raises(BadInput, match="expected nothing else than the process that asks it has"):
        other.submit(max, 1, 2).result(120)

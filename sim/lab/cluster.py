"""Workers elsewhere, through Dask: they load, compare what they play with, play, and return what they played.

A worker needs the same package and no disk of ours. Dask gives the tasks of a worker that is lost to others, and gives
a task up that has ended worker after worker.
"""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import socket
import threading
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sim.base.errors import BadInput
from sim.engine.kernel import choice
from sim.lab.options import Asked
from sim.lab.processes import cores, keep_memory, shielded
from sim.lab.stand import difference, stand, stand_hash

EXTRA = 'pip install "entente[cluster]"'
REPLACED = 5
"""Seconds after which it is looked whether a worker is lost."""
WAITED = 60
"""Seconds within which a scheduler has to answer, and to have a worker."""

ASKED = "entente"
"""Under which name a scheduler keeps what those who ask play with."""

AHEAD = 64
"""Tasks that are handed out at least, so that workers that come later find some."""

R = TypeVar("R")
P = ParamSpec("P")
_one_at_a_time = threading.Lock()


class Lost(Exception):
    """The scheduler is gone, and with it what was handed out."""


class Elsewhere(Executor):
    """Workers that may share no disk with this process, and compile and play pasts themselves."""

    @property
    def ahead(self) -> int:
        """How many tasks are handed out at a time."""
        return AHEAD


class Cluster(Elsewhere):
    """The workers of a Dask client as an executor."""

    def __init__(self, client: Any, jobs: int = 0) -> None:
        self.client = client
        self._ended = threading.Event()
        if client.cluster is not None:
            threading.Thread(target=self._replace, args=(jobs or cores(),), daemon=True).start()
        self._workers = client.get_executor(pure=False)
        self._here = stand_hash()
        client.set_metadata([ASKED, self._here], stand())  # for workers that come later

    @property
    def ahead(self) -> int:
        """How many tasks are handed out at a time."""
        return max(2 * len(self.client.nthreads()), AHEAD)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand a task to a worker; its future raises `BrokenExecutor` where it has ended several of them."""
        kernel = os.environ.get(choice.VARIABLE, choice.KERNELS[0])
        sent = self._workers.submit(performed, self._here, kernel, pickle.dumps((fn, args, kwargs)))
        given: Future[R] = Future()
        given.add_done_callback(lambda own: own.cancelled() and sent.cancel())
        sent.add_done_callback(lambda done: self._settle(done, given))
        return given

    def _settle(self, sent: Future[bytes], given: Future[R]) -> None:
        if not given.set_running_or_notify_cancel():
            return
        if sent.cancelled():
            given.set_exception(Lost("the scheduler is gone; what was played is kept, and the same command goes on"))
            return
        error = sent.exception()
        if type(error).__name__ == "KilledWorker":
            given.set_exception(BrokenExecutor("several workers died of it"))
        elif error is not None:
            given.set_exception(error)
        else:
            given.set_result(pickle.loads(sent.result()))

    def _replace(self, count: int) -> None:
        """Start anew, of the workers that were started for this, those that their task or their queue has ended."""
        while not self._ended.wait(REPLACED):
            self.client.cluster.scale(count)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the workers, and end those that were started for it."""
        own = self.client.cluster
        self._ended.set()
        self.client.close()
        if own is not None:
            own.close()

    def check(self) -> None:
        """Raise `BadInput` where a worker plays with anything else than this process, and say what."""
        try:
            found = self.client.run(stand, on_error="return")
        except Exception as error:
            raise BadInput("worker", "entente", _brief(error), "the same version of entente as here") from None
        for address, own in found.items():
            if isinstance(own, ImportError):
                raise BadInput("worker", address, _brief(own), "the same version of entente as here")
            if isinstance(own, dict) and difference(stand(), own):
                raise another(address, stand(), own)
        if any(threads > 1 for threads in self.client.nthreads().values()):
            warnings.warn("a worker plays one task at a time, whatever threads it has (--nthreads 1)", stacklevel=2)


def performed(asked: str, kernel: str, call: bytes) -> bytes:
    """Do what was sent, in a worker; raise `BadInput` where it plays with anything else than whoever asks."""
    if asked != stand_hash():
        scheduler: Any = _library("distributed").get_client()
        raise another(socket.gethostname(), scheduler.get_metadata([ASKED, asked]), stand())
    with _one_at_a_time:
        os.environ[choice.VARIABLE] = kernel
        choice.say_nothing()
        fn, args, kwargs = pickle.loads(call)
        return pickle.dumps(fn(*args, **kwargs), protocol=pickle.HIGHEST_PROTOCOL)


def another(worker: str, asked: Mapping[str, str], found: Mapping[str, str]) -> BadInput:
    """What is said of a worker that plays with something else."""
    return BadInput("worker", worker, difference(asked, found), "nothing else than the process that asks it has")


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())


def cluster(asked: Asked) -> Cluster:
    """The workers that are asked for, which have what this process has; raise `BadInput` where there are none."""
    distributed = _library("distributed")
    for name in ("distributed", "tornado.application"):  # what they have to say of lost workers is no news here
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with shielded(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a port is another one than usual
        client = _client(distributed, asked)
    workers = Cluster(client, asked.jobs)
    try:
        _wait(client, asked)
        workers.check()
    except BaseException:
        workers.shutdown()
        raise
    return workers


def _client(distributed: Any, asked: Asked) -> Any:
    if asked.executor == "slurm":
        return distributed.Client(_slurm(asked))
    where = asked.scheduler or import_module("dask").config.get("scheduler-address", "")
    if not where:
        return distributed.Client(_local(distributed, asked))
    place = {"scheduler_file": where} if Path(where).is_file() else {"address": where}
    try:
        return distributed.Client(**place, timeout=WAITED)
    except (OSError, ValueError, TypeError) as error:
        raise BadInput("entente", "--scheduler", where, f"a scheduler that answers: {_brief(error)}") from None


def _local(distributed: Any, asked: Asked) -> Any:
    """Workers on this machine, for a try."""
    keep_memory()
    count = asked.jobs or cores()
    return distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=logging.CRITICAL
    )


def _slurm(asked: Asked) -> Any:
    """Jobs of SLURM, as Dask's own configuration has them."""
    if not asked.jobs:
        raise BadInput("entente", "--jobs", asked.jobs, "how many workers SLURM shall start, with --executor slurm")
    if shutil.which("sbatch") is None:
        raise BadInput("entente", "--executor", "slurm", "a machine from which jobs are handed in: there is no sbatch")
    try:
        jobs = _library("dask_jobqueue").SLURMCluster()
    except ValueError as error:
        expected = f"cores and memory of a job under jobqueue.slurm in Dask's configuration: {_brief(error)}"
        raise BadInput("entente", "--executor", "slurm", expected) from None
    jobs.scale(asked.jobs)
    return jobs


def _wait(client: Any, asked: Asked) -> None:
    """Wait for a worker: a queue may take its time, a scheduler that runs already has to have one."""
    from distributed import TimeoutError as TookTooLong

    while not client.nthreads():
        try:
            client.wait_for_workers(1, timeout=WAITED)
        except (TimeoutError, TookTooLong):
            if asked.executor != "slurm":
                raise BadInput("entente", "--scheduler", asked.scheduler, "a scheduler that has workers") from None


@lru_cache(maxsize=8)
def _library(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise BadInput("entente", "--executor", module, f"this library to be installed: {EXTRA}") from None

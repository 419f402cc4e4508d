"""Workers elsewhere, through Ray: a cluster of Ray that runs already, or one on this machine for a try.

Ray gives the tasks of a worker that is lost to others, and gives a task up that has ended worker after worker. Workers
need the same package; what they play with is compared in every task.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from sim.base.errors import BadInput
from sim.engine.kernel import choice
from sim.lab.cluster import AHEAD, Elsewhere, another
from sim.lab.options import Asked
from sim.lab.processes import cores, keep_memory, shielded
from sim.lab.stand import stand

EXTRA = 'pip install "entente[ray]"'
TRIED = 2
"""How often a task is given to another worker after its own has died."""

R = TypeVar("R")
P = ParamSpec("P")


class RayWorkers(Elsewhere):
    """The workers of Ray as an executor."""

    def __init__(self, ray: Any) -> None:
        self.ray = ray
        self._asked = ray.put(stand())
        self._performed = ray.remote(num_cpus=1, max_retries=TRIED)(performed)

    @property
    def ahead(self) -> int:
        """How many tasks are handed out at a time."""
        return max(2 * int(self.ray.cluster_resources().get("CPU", 1)), AHEAD)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand a task to a worker; its future raises `BrokenExecutor` where it has ended several of them."""
        kernel = os.environ.get(choice.VARIABLE, choice.KERNELS[0])
        sent = self._performed.remote(self._asked, kernel, pickle.dumps((fn, args, kwargs)))
        given: Future[R] = Future()
        given.add_done_callback(lambda own: own.cancelled() and self.ray.cancel(sent))
        sent.future().add_done_callback(lambda done: self._settle(done, given))
        return given

    def _settle(self, sent: Future[bytes], given: Future[R]) -> None:
        if not given.set_running_or_notify_cancel():
            return
        if sent.exception() is not None:  # whatever a task raises comes back as what it gave
            given.set_exception(BrokenExecutor("several workers died of it"))
            return
        raised, found = pickle.loads(sent.result())
        if raised:
            given.set_exception(found)
        else:
            given.set_result(found)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the workers, and end those that were started for it."""
        self.ray.shutdown()


def performed(asked: Mapping[str, str], kernel: str, call: bytes) -> bytes:
    """Do what was sent, in a worker: whether it raised, and what it raised or gave."""
    try:
        if asked != stand():
            raise another(socket.gethostname(), asked, stand())
        os.environ[choice.VARIABLE] = kernel
        choice.say_nothing()
        fn, args, kwargs = pickle.loads(call)
        told = False, fn(*args, **kwargs)
    except Exception as error:  # the future of whoever asks carries it
        told = True, error
    return pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL)


def ray_workers(asked: Asked) -> RayWorkers:
    """The workers of Ray that are asked for; raise `BadInput` where Ray is not installed or does not answer."""
    try:
        ray = import_module("ray")
    except ImportError:
        raise BadInput("entente", "--executor", "ray", f"this library to be installed: {EXTRA}") from None
    keep_memory()
    address = asked.scheduler or os.environ.get("RAY_ADDRESS")
    own = {} if address else {"num_cpus": asked.jobs or cores(), "include_dashboard": False}
    try:
        with shielded():
            ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL, **own)
    except (OSError, ValueError, RuntimeError) as error:
        said = " ".join(str(error).split())
        raise BadInput("entente", "--scheduler", address, f"a cluster of Ray that answers: {said}") from None
    return RayWorkers(ray)

"""Processes on this machine: started afresh, replaced where one dies, and left alone by Ctrl-C.

Nothing is inherited by chance: tasks must be picklable, and a script that starts processes is imported anew by each of
them, for which it needs its guard. A command has them start from one that has loaded what they need (`begin`).
"""

from __future__ import annotations

import ast
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, resource_tracker
from pathlib import Path
from types import FrameType
from typing import Any, ParamSpec, TypeVar

from sim.base.errors import BadInput

PAUSE = 0.2
"""Seconds of waiting after which an interrupt is looked for."""

RETRIES = 2
"""How often what a dead process left undone is tried again, alone in a process of its own."""

MOST = 61 if sys.platform == "win32" else sys.maxsize
"""Processes that Windows can wait for at once."""

MEMORY = {"MALLOC_MMAP_THRESHOLD_": 32 << 20, "MALLOC_TRIM_THRESHOLD_": 256 << 20}
"""Bytes up to which processes keep what they free (glibc): the next month asks for as much again at once."""

PLAYERS = ("typer", "sim.lab.playing")
"""What processes need that play."""

_begun = threading.Event()

R = TypeVar("R")
T = TypeVar("T")
P = ParamSpec("P")


def begin(*modules: str) -> None:
    """Have processes start from one that loads these modules while the caller goes on, where the system can (Linux).

    So each starts at once, and what all of them need is loaded once.
    """
    if sys.platform != "linux" or _begun.is_set():
        return
    keep_memory()
    get_context("forkserver").set_forkserver_preload([*PLAYERS, *modules])
    same_code = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONSAFEPATH": "1"}
    with shielded(), _environment({**os.environ, **same_code}):
        forkserver.ensure_running()
    _begun.set()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    _like(values)
    try:
        yield
    finally:
        _like(before)


def _like(values: Mapping[str, str]) -> None:
    """Have this environment."""
    for name in os.environ.keys() - values.keys():
        del os.environ[name]
    os.environ.update(values)


def _started(environment: Mapping[str, str]) -> None:
    """What a process does first: it has the environment of whoever asked for it, to whom warnings are left."""
    from sim.engine.kernel.choice import say_nothing

    _like(environment)
    say_nothing()


class ProcessDied(Exception):
    """A task ended every process that it was given to."""


class Processes(Executor):
    """So many processes at most; others are started where one has died."""

    def __init__(self, count: int) -> None:
        self.count = min(count, MOST)
        self._pool: ProcessPoolExecutor | None = None

    def _fresh(self) -> ProcessPoolExecutor:
        context = get_context("forkserver" if _begun.is_set() else "spawn")
        self._pool = ProcessPoolExecutor(self.count, context, _started, (dict(os.environ),))
        return self._pool

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand a task to one of the processes; its future raises `BrokenExecutor` where any of them dies meanwhile."""
        with shielded():
            try:
                return (self._pool or self._fresh()).submit(fn, *args, **kwargs)
            except BrokenExecutor:
                return self._fresh().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


def result_of(future: Future[R], call: Callable[[], R], spare: Executor, interrupted: threading.Event) -> R:
    """What a task gives; where a process died, whichever it was, the task is tried again in that of `spare`.

    Raises `ProcessDied` where its own process dies each time, and `KeyboardInterrupt` once `interrupted`.
    """
    for _ in range(RETRIES):
        try:
            return _waited(future, interrupted)
        except BrokenExecutor:
            future = spare.submit(call)
    try:
        return _waited(future, interrupted)
    except BrokenExecutor:
        told = f"the process that played it died, {RETRIES + 1} times: out of memory, or ended from outside"
        raise ProcessDied(told) from None


def _waited(future: Future[R], interrupted: threading.Event) -> R:
    while not wait([future], PAUSE).done:
        if interrupted.is_set():
            raise KeyboardInterrupt
    return future.result()


def cores() -> int:
    """Number of cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def in_threads(call: Callable[[T], R], things: Iterable[T], jobs: int) -> list[R]:
    """What a call gives for each of some things, as many of them at once as there are jobs; 0 means all cores.

    Threads share large arrays, and NumPy lets them work on these at once.
    """
    with ThreadPoolExecutor(min(jobs or cores(), cores())) as threads:
        return list(threads.map(call, things))


def keep_memory() -> None:
    """Let processes that are started from now on keep the memory that they free, unless the environment says how."""
    for name, count in MEMORY.items():
        os.environ.setdefault(name, str(count))


@contextmanager
def on_interrupt(handler: Any) -> Iterator[None]:
    """Ctrl-C is answered in this way; elsewhere than in the main thread nothing can be set, and nothing is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def shielded() -> Iterator[None]:
    """Ctrl-C reaches the whole process group, and only the parent shall answer it: processes inherit what is held off.

    Where signals cannot be held off they are ignored meanwhile.
    """
    if not hasattr(signal, "pthread_sigmask"):
        with on_interrupt(signal.SIG_IGN):
            yield
        return
    resource_tracker.ensure_running()  # which would let the signal through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def check_guard() -> None:
    """Raise `BadInput` where a script that is under way would start processes outside of its guard."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") in ("__main__", "__mp_main__"):
            _check_line(Path(frame.f_code.co_filename), frame.f_lineno)
        frame = frame.f_back


def _check_line(script: Path, line: int) -> None:
    try:
        lines = ast.parse(script.read_bytes()).body
    except (OSError, SyntaxError, ValueError):  # no script that anybody could import anew
        return
    for one in lines:
        if one.lineno <= line <= (one.end_lineno or line) and "__name__" not in ast.unparse(one):
            expected = 'this under a guard, if __name__ == "__main__":, as processes import the script anew; or jobs=1'
            raise BadInput(script.name, f"line {line}", ast.unparse(one), expected)

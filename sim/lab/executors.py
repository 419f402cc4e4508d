"""Executors: where tasks run. Any `concurrent.futures` executor will do; results never depend on which."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from sim.engine.kernel.choice import say_nothing
from sim.lab.plan import Played, Task, perform

PAUSE = 0.2
"""Seconds of waiting after which an interrupt is looked for."""

MEMORY = {"MALLOC_MMAP_THRESHOLD_": 32 << 20, "MALLOC_TRIM_THRESHOLD_": 256 << 20}
"""Bytes up to which processes keep what they free (glibc): the next month asks for as much again at once."""

R = TypeVar("R")
P = ParamSpec("P")


class SerialExecutor(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run the task and give its finished future."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # a future carries whatever its task raised
            future.set_exception(error)
        return future


def cores() -> int:
    """Number of cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def make_executor(jobs: int, tasks: int) -> tuple[Executor, int]:
    """An executor for about that many tasks, and how many to hand it at a time; `jobs` 0 means all cores.

    Processes are spawned afresh, so that tasks must be picklable and nothing is inherited by chance.
    """
    at_once = min(jobs or cores(), max(tasks, 1))
    if at_once == 1:
        return SerialExecutor(), 1
    keep_memory()
    processes = ProcessPoolExecutor(at_once, get_context("spawn"), say_nothing)
    # Ctrl-C reaches the whole process group, and only the parent shall answer it: processes inherit what they ignore.
    with _on_interrupt(signal.SIG_IGN):
        processes.submit(os.getpid)
    return processes, 2 * at_once


def keep_memory() -> None:
    """Let processes that are started from now on keep the memory that they free, unless the environment says how."""
    for name, count in MEMORY.items():
        os.environ.setdefault(name, str(count))


@contextmanager
def _on_interrupt(handler: Any) -> Iterator[None]:
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
def _interrupts_noted() -> Iterator[threading.Event]:
    """Ctrl-C is noted and answered between two waits: in the midst of an executor's own work it may block it."""
    interrupted = threading.Event()
    with _on_interrupt(lambda *_: interrupted.set()):
        yield interrupted


def run_all(
    tasks: Sequence[Task],
    executor: Executor,
    ahead: int,
    take: Callable[[Task, Played], None],
    progress: Callable[[int, int], None],
    runs: int,
) -> None:
    """Play tasks, at most `ahead` handed out; `take` gets each with what it gave, in this process.

    `progress` hears of the runs done and of `runs` in all, of which the tasks are those still to be played. None
    starts when left early.
    """
    done = runs - sum(task.runs for task in tasks)
    progress(done, runs)
    waiting: dict[Future[Played], Task] = {}
    queue = iter(tasks)
    with _interrupts_noted() as interrupted, _cancelled(waiting):
        while True:
            waiting |= {executor.submit(perform, task): task for task in islice(queue, ahead - len(waiting))}
            if not waiting:
                return
            finished, _ = wait(waiting, PAUSE, return_when=FIRST_COMPLETED)
            if interrupted.is_set():
                raise KeyboardInterrupt
            for future in finished:
                task = waiting.pop(future)
                take(task, future.result())
                done += task.runs
                progress(done, runs)


@contextmanager
def _cancelled(waiting: Iterable[Future[Any]]) -> Iterator[None]:
    """Whatever still waits at the end is not begun."""
    try:
        yield
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def beside(
    executor: Executor, tasks: Iterable[Callable[[], R]], ahead: int, done: Callable[[], None]
) -> Iterator[Iterator[R]]:
    """Results in the order of their tasks, of which at most `ahead` go on while the caller does something else.

    `done` is called at the end of each task, in any thread. When left early, no further task starts.
    """
    waiting: deque[Future[R]] = deque()
    queue = iter(tasks)

    def hand_out(count: int) -> None:
        with _interrupts_noted() as interrupted:
            for task in islice(queue, count):
                waiting.append(executor.submit(task))
                waiting[-1].add_done_callback(lambda _: done())
        if interrupted.is_set():
            raise KeyboardInterrupt

    def in_turn() -> Iterator[R]:
        while waiting:
            result = waiting[0].result()
            waiting.popleft()
            hand_out(1)
            yield result

    with _cancelled(waiting):
        hand_out(ahead)
        yield in_turn()

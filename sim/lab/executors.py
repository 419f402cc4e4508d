"""Executors: where tasks run. Any `concurrent.futures` executor will do; results never depend on which."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from sim.lab.tasks import Task, perform

PAUSE = 0.2
"""Seconds of waiting after which an interrupt is looked for."""

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
    """An executor for that many tasks, and how many to hand it at a time; `jobs` 0 means all cores.

    Processes are spawned afresh, so that tasks must be picklable and nothing is inherited by chance.
    """
    at_once = min(jobs or cores(), max(tasks, 1))
    if at_once == 1:
        return SerialExecutor(), 1
    processes = ProcessPoolExecutor(at_once, mp_context=get_context("spawn"))
    with _interrupts_ignored():
        processes.submit(os.getpid)  # spawns the processes, which inherit what they do on an interrupt
    return processes, 2 * at_once


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C reaches the whole process group; only the parent shall answer it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupts_noted() -> Iterator[threading.Event]:
    """Ctrl-C is noted and answered between two waits: in the midst of an executor's own work it may block it."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def completed(executor: Executor, tasks: Iterable[Task[R]], ahead: int) -> Generator[tuple[Task[R], R], None, None]:
    """Tasks with what they gave, as they come; at most `ahead` are handed out, and none starts when left early."""
    waiting: dict[Future[R], Task[R]] = {}
    queue = iter(tasks)
    with _interrupts_noted() as interrupted:
        try:
            while True:
                waiting |= {executor.submit(perform, task): task for task in islice(queue, ahead - len(waiting))}
                if not waiting:
                    return
                done, _ = wait(waiting, PAUSE, return_when=FIRST_COMPLETED)
                if interrupted.is_set():
                    raise KeyboardInterrupt
                for future in done:
                    yield waiting.pop(future), future.result()
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
    try:
        _hand_out(executor, islice(queue, ahead), waiting, done)
        yield _in_turn(waiting, lambda: _hand_out(executor, islice(queue, 1), waiting, done))
    finally:
        for future in waiting:
            future.cancel()


def _hand_out(
    executor: Executor, tasks: Iterable[Callable[[], R]], waiting: deque[Future[R]], done: Callable[[], None]
) -> None:
    with _interrupts_noted() as interrupted:
        for task in tasks:
            waiting.append(executor.submit(task))
            waiting[-1].add_done_callback(lambda _: done())
    if interrupted.is_set():
        raise KeyboardInterrupt


def _in_turn(waiting: deque[Future[R]], hand_out: Callable[[], None]) -> Iterator[R]:
    while waiting:
        result = waiting[0].result()
        waiting.popleft()
        hand_out()
        yield result


def run_all(
    tasks: Sequence[Task[R]],
    executor: Executor,
    ahead: int,
    take: Callable[[Task[R], R], None],
    progress: Callable[[int, int], None],
    runs: int | None = None,
) -> None:
    """Play tasks, at most `ahead` handed out; `take` gets each with what it gave, in this process.

    `progress` hears of the runs done and of `runs` in all, where more than these tasks count.
    """
    ours = sum(task.runs for task in tasks)
    whole = ours if runs is None else runs
    done = whole - ours
    progress(done, whole)
    with closing(completed(executor, tasks, ahead)) as results:
        for task, result in results:
            take(task, result)
            done += task.runs
            progress(done, whole)


def gather(tasks: Sequence[Task[R]], jobs: int, progress: Callable[[int, int], None]) -> list[R]:
    """What tasks give, in their order, on processes of this machine."""
    found: dict[int, R] = {}
    executor, ahead = make_executor(jobs, len(tasks))
    with executor:
        run_all(tasks, executor, ahead, lambda task, result: found.update({id(task): result}), progress)
    return [found[id(task)] for task in tasks]

"""Executors: where tasks run. Any `concurrent.futures` executor will do; results never depend on which."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from sim.lab.afar import perform_afar
from sim.lab.cluster import Elsewhere, cluster
from sim.lab.options import EXECUTORS, Asked
from sim.lab.played import Played
from sim.lab.playing import Work, given_up, perform
from sim.lab.processes import PAUSE, ProcessDied, Processes, cores, keep_memory, on_interrupt, result_of
from sim.lab.rays import ray_workers

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


def executor_for(asked: Asked, tasks: int) -> tuple[Executor, int]:
    """The executor that is asked for, for about that many tasks, and how many to hand it at a time."""
    if asked.executor == EXECUTORS[0]:
        return make_executor(asked.jobs, tasks)
    workers: Elsewhere = ray_workers(asked) if asked.executor == "ray" else cluster(asked)
    return workers, workers.ahead


def executor_here(asked: Asked, tasks: int) -> tuple[Executor, int]:
    """Processes of this machine, wherever histories are played: then `jobs` are those of another."""
    elsewhere = asked.executor != EXECUTORS[0]
    return make_executor(min(asked.jobs or cores(), cores()) if elsewhere else asked.jobs, tasks)


def make_executor(jobs: int, tasks: int) -> tuple[Executor, int]:
    """Processes of this machine for about that many tasks, and how many to hand them; `jobs` 0 means all cores.

    Processes are spawned afresh, so that tasks must be picklable and nothing is inherited by chance.
    """
    at_once = min(jobs or cores(), max(tasks, 1))
    if at_once == 1:
        return SerialExecutor(), 1
    keep_memory()
    processes = Processes(at_once)
    processes.submit(os.getpid)
    return processes, 2 * at_once


@contextmanager
def _interrupts_noted() -> Iterator[threading.Event]:
    """Ctrl-C is noted and answered between two waits: in the midst of an executor's own work it may block it."""
    interrupted = threading.Event()
    with on_interrupt(lambda *_: interrupted.set()):
        yield interrupted


def run_all(
    tasks: Sequence[Work],
    executor: Executor,
    ahead: int,
    take: Callable[[Work, Played], None],
    progress: Callable[[int, int], None],
    runs: int,
    ready: Callable[[Work], Work] = lambda task: task,
) -> None:
    """Play tasks, at most `ahead` handed out; `take` gets each with what it gave, in this process.

    A task is made `ready` when its turn comes.

    `progress` hears of the runs done and of `runs` in all, of which the tasks are those still to be played. None
    starts when left early.
    """
    play = partial(perform_afar, runs=runs) if isinstance(executor, Elsewhere) else perform
    done = runs - sum(task.runs for task in tasks)
    progress(done, runs)
    waiting: dict[Future[Played], Work] = {}
    queue = iter(tasks)
    with Processes(1) as spare, _interrupts_noted() as interrupted, _cancelled(waiting):
        while True:
            waiting |= {executor.submit(play, ready(task)): task for task in islice(queue, ahead - len(waiting))}
            if not waiting:
                return
            finished, _ = wait(waiting, PAUSE, return_when=FIRST_COMPLETED)
            if interrupted.is_set():
                raise KeyboardInterrupt
            for future in finished:
                task = waiting.pop(future)
                take(task, _played(future, task, spare, interrupted))
                done += task.runs
                progress(done, runs)


def _played(future: Future[Played], task: Work, spare: Executor, interrupted: threading.Event) -> Played:
    """What a task gave; runs that no process survives have failed, where what is kept of them can say so."""
    try:
        return result_of(future, partial(perform, task), spare, interrupted)
    except ProcessDied as died:
        if task.plan.read is not None:
            raise
        return given_up(task, str(died))


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
    given: deque[Callable[[], R]] = deque()
    queue = iter(tasks)

    def hand_out(count: int) -> None:
        with _interrupts_noted() as interrupted:
            for task in islice(queue, count):
                waiting.append(executor.submit(task))
                given.append(task)
                waiting[-1].add_done_callback(lambda _: done())
        if interrupted.is_set():
            raise KeyboardInterrupt

    def in_turn() -> Iterator[R]:
        while waiting:
            result = result_of(waiting[0], given.popleft(), spare, threading.Event())
            waiting.popleft()
            hand_out(1)
            yield result

    with Processes(1) as spare, _cancelled(waiting):
        hand_out(ahead)
        yield in_turn()

"""How fast and how large: the rows of `benchmark_rows` by turns, and how the cost of the ensemble grows.

Every row has processes of its own with one thread each, so that neither caches nor memory of one reach the next.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from sim.lab.processes import cores
from sim.report.benchmark import COLUMNS, KERNEL
from sim.scenarios.enlarged import enlarged
from sim.scenarios.scenario import load_scenario
from sim.studies.benchmark_rows import ROWS, Row, Work

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    runs: tuple[int, ...]
    actors: tuple[int, ...]
    actor_runs: int
    turns: tuple[int, ...]
    turn_runs: int


FULL = Size(3, (5_120, 10_240, 51_200), (1, 2, 4, 8), 512, (24, 48, 95, 190), 2_048)
QUICK = Size(2, (2_560, 10_240, 15_360), (1, 2, 4), 256, (24, 48, 95), 1_024)
DO = {row.name: row.do for row in ROWS}


@dataclass(frozen=True)
class Taken:
    """What one piece of work took: seconds of wall and of processor time, and its process's most memory in MB."""

    seconds: float
    processor: float
    peak: float


def measure_all(works: Sequence[Work]) -> list[Taken]:
    """Measure pieces of work one after another, in this process."""
    return [measure(work) for work in works]


def measure(work: Work) -> Taken:
    """Do a piece of work small to warm up, then in full."""
    case, do = enlarged(load_scenario(work.scenario), work.copies), DO[work.row]
    do(replace(work, runs=1, turns=2), case)
    begun, worked = time.perf_counter(), processor_time()
    do(work, case)
    return Taken(time.perf_counter() - begun, processor_time() - worked, peak_memory())


def processor_time() -> float:
    """Processor time of this process and of those that it started and that ended, in seconds."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def peak_memory() -> float:
    """The most memory that this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1024.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


@contextmanager
def one_thread() -> Iterator[None]:
    """Processes started within compute with one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def pools(count: int) -> Iterator[list[ProcessPoolExecutor]]:
    """Fresh processes with one thread each, one a pool, so that none can take another's work; all are up."""
    with one_thread(), ExitStack() as open_:
        made = [open_.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))) for _ in range(count)]
        for ready in [pool.submit(peak_memory) for pool in made]:
            ready.result()
        yield made


def fresh(works: Sequence[Work]) -> list[Taken]:
    """Measure pieces of work one after another in a fresh process."""
    with pools(1) as (pool,):
        return pool.submit(measure_all, works).result()


def in_turn(rows: Sequence[Sequence[Work]], rounds: int, progress: Callable[[], None]) -> list[list[list[Taken]]]:
    """Measure rows by turns, `rounds` times, each in processes that it keeps: by round, row and process.

    The works of a row are done at once, those of different rows never.
    """
    measured = []
    with pools(sum(map(len, rows))) as made:
        for _ in range(rounds):
            rest, taken = iter(made), []
            for works in rows:
                futures = [next(rest).submit(measure, work) for work in works]
                taken.append([future.result() for future in futures])
                progress()
            measured.append(taken)
    return measured


def measured_by(size: Size, scenario: str, progress: Progress | None = None) -> pd.DataFrame:
    """Measure everything; one row a measurement with the columns of `COLUMNS`."""
    grown, done = list(_growth(size, scenario)), count(1)
    steps = len(ROWS) * size.rounds + len(grown)

    def moved() -> None:
        if progress is not None:
            progress(next(done), steps)

    rows = list(_compared(size, scenario, moved))
    for what, sizes, works in grown:
        taken = fresh(works)
        moved()
        for n, work, one in zip(sizes, works, taken, strict=True):
            rows.append(("growth", what, n, 0, work.runs, *_figures(work.runs, [one])))
    return pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])


def _compared(size: Size, scenario: str, moved: Callable[[], None]) -> Iterator[tuple[object, ...]]:
    works = [
        [Work(row.name, scenario, row.histories, first=row.histories * n) for n in range(_processes(row))]
        for row in ROWS
    ]
    for number, taken in enumerate(in_turn(works, size.rounds, moved)):
        for row, of_row in zip(ROWS, taken, strict=True):
            runs = row.histories * len(of_row)
            yield row.part, row.name, len(of_row), number, runs, *_figures(runs, of_row)


def _processes(row: Row) -> int:
    return cores() if row.everywhere else 1


def _figures(runs: int, taken: Sequence[Taken]) -> tuple[float, ...]:
    """Wall time, processor time of one process, runs a second and memory."""
    seconds = max(t.seconds for t in taken)
    return seconds, taken[0].processor, runs / seconds, sum(t.peak for t in taken)


def _growth(size: Size, scenario: str) -> Iterator[tuple[str, tuple[int, ...], list[Work]]]:
    many = Work(KERNEL, scenario, size.actor_runs)
    for runs in size.runs:
        yield "runs", (runs,), [replace(many, runs=runs)]
    actors = load_scenario(scenario).cast.size
    larger = [replace(many, copies=copies) for copies in size.actors]
    yield "actors", tuple(actors * copies for copies in size.actors), larger
    yield "turns", size.turns, [replace(many, runs=size.turn_runs, turns=turns) for turns in size.turns]

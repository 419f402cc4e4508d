"""How fast and how large: the ensemble, the Mesa model and `mesa.batch_run` on the same scenario and series.

Measurements are made in fresh processes with one thread each, so that neither caches nor memory of one driver
reach the next.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.simulate import play
from sim.report.benchmark import ALL, BATCH, COLUMNS, ENSEMBLE, MESA
from sim.scenarios.enlarged import enlarged
from sim.scenarios.scenario import Scenario, load_scenario

SEED = 1
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    ensemble: int
    mesa: int
    runs: tuple[int, ...]
    actors: tuple[int, ...]
    actor_runs: int
    turns: tuple[int, ...]
    turn_runs: int


FULL = Size(2048, 6, (1_000, 10_000, 100_000), (1, 2, 4, 8), 256, (24, 48, 95, 190), 512)
QUICK = Size(512, 2, (512, 1024), (1, 2, 4), 16, (24, 48, 95), 64)


@dataclass(frozen=True)
class Taken:
    """What one piece of work took: seconds of wall and of processor time, and its process's most memory in MB."""

    seconds: float
    processor: float
    peak: float


@dataclass(frozen=True)
class Work:
    """One piece of work to be measured: which, on which scenario, and how much of it."""

    kind: str
    scenario: str
    runs: int
    turns: int | None = None
    copies: int = 1
    first: int = 0


def measure_all(works: Sequence[Work]) -> list[Taken]:
    """Measure pieces of work one after another, in this process."""
    return [measure(work) for work in works]


def measure(work: Work) -> Taken:
    """Do a piece of work small to warm up, then in full."""
    case = enlarged(load_scenario(work.scenario), work.copies)
    do = {"ensemble": _ensemble, "mesa": _mesa, "batch_run": _batch_run}[work.kind]
    do(replace(work, runs=1, turns=2), case)
    begun, worked = time.perf_counter(), time.process_time()
    do(work, case)
    return Taken(time.perf_counter() - begun, time.process_time() - worked, peak_memory())


def _ensemble(work: Work, case: Scenario) -> None:
    for _ in play(case_of(case), Draws(SEED, range(work.first, work.first + work.runs)), work.turns):
        pass


def _mesa(work: Work, case: Scenario) -> None:
    from sim.engine.mesa_model import EntenteModel

    for replicate in range(work.runs):
        model = EntenteModel(work.scenario, replicate, SEED, agent_variables=False)
        for _ in range(work.turns or case.turns):
            model.step()


def _batch_run(work: Work, case: Scenario) -> None:
    import mesa

    from sim.engine.mesa_model import EntenteModel

    fixed = {"case": work.scenario, "replicate": list(range(work.runs)), "agent_variables": False}
    seeds: Mapping[str, object] = {"rng": [SEED]}
    # Up to Mesa 3.4 the seed is a parameter of the model, from 3.5 on one of the batch.
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    mesa.batch_run(
        EntenteModel,
        fixed if apart else {**fixed, **seeds},
        number_processes=1,
        data_collection_period=1,
        max_steps=work.turns or case.turns,
        display_progress=False,
        **(seeds if apart else {}),
    )


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


def fresh(groups: Sequence[Sequence[Work]]) -> list[list[Taken]]:
    """Measure groups of work at once, each in a fresh process with one thread."""
    with one_thread(), ExitStack() as open_:
        # One pool for each, so that no process can take two groups; all are up before the clocks start.
        pools = [open_.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))) for _ in groups]
        for ready in [pool.submit(peak_memory) for pool in pools]:
            ready.result()
        futures = [pool.submit(measure_all, group) for pool, group in zip(pools, groups, strict=True)]
        return [future.result() for future in futures]


def cores() -> int:
    """Number of cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@dataclass(frozen=True)
class Group:
    """Pieces of work that share a fresh process: what each is called and how large it is."""

    part: str
    what: tuple[str, ...]
    sizes: tuple[int, ...]
    works: tuple[Work, ...]
    processes: int = 1

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Measure the group; one row a piece of work."""
        parts = [[replace(w, first=w.runs * n) for w in self.works] for n in range(self.processes)]
        measured = fresh(parts)
        for number, (what, size, work) in enumerate(zip(self.what, self.sizes, self.works, strict=True)):
            taken = [of_process[number] for of_process in measured]
            runs, seconds, processor = work.runs * self.processes, max(t.seconds for t in taken), taken[0].processor
            yield self.part, what, size, runs, seconds, processor, runs / seconds, sum(t.peak for t in taken)


def measured_by(size: Size, scenario: str, progress: Progress | None = None) -> pd.DataFrame:
    """Measure everything; one row a measurement with the columns of `COLUMNS`."""
    groups = list(_groups(size, scenario))
    rows: list[tuple[object, ...]] = []
    for done, group in enumerate(groups):
        if progress is not None:
            progress(done, len(groups))
        rows += group.rows()
    return pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])


def _groups(size: Size, scenario: str) -> Iterator[Group]:
    many, few = Work("ensemble", scenario, size.ensemble), Work("mesa", scenario, size.mesa)
    yield Group("speed", (ENSEMBLE,), (1,), (many,))
    yield Group("speed", (ALL,), (cores(),), (many,), cores())
    yield Group("speed", (MESA, BATCH), (1, 1), (few, replace(few, kind="batch_run")))
    for runs in size.runs:
        yield Group("growth", ("runs",), (runs,), (replace(many, runs=runs),))
    actors = load_scenario(scenario).cast.size
    larger = tuple(replace(many, runs=size.actor_runs, copies=copies) for copies in size.actors)
    yield Group("growth", ("actors",) * len(larger), tuple(actors * copies for copies in size.actors), larger)
    longer = tuple(replace(many, runs=size.turn_runs, turns=turns) for turns in size.turns)
    yield Group("growth", ("turns",) * len(longer), size.turns, longer)

"""How fast and how large: the ensemble, the Mesa model and `mesa.batch_run` on the same scenario and series.

Every measurement is made in a process of its own with one thread, so that neither caches nor memory of one
reach the next.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from sim.cast import Cast, Slot
from sim.declare import Array
from sim.drivers.ensemble import play
from sim.lab.executors import cores
from sim.recorder import TEXT, Columns, column
from sim.scenario import Scenario, load_scenario
from sim.world import STARTS, VARIABLES, shape_of

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
QUICK = Size(512, 2, (256, 512, 1024), (1, 2, 4), 32, (24, 48, 95), 128)


@dataclass(frozen=True)
class Taken:
    """What one piece of work took: seconds, and the most memory its process ever held, in MB."""

    seconds: float
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


def measure(work: Work) -> Taken:
    """Do a piece of work once small to warm up, then in full; runs in a process of its own."""
    case = enlarged(load_scenario(work.scenario), work.copies)
    do = {"ensemble": _ensemble, "mesa": _mesa, "batch_run": _batch_run}[work.kind]
    do(replace(work, runs=1, turns=2), case)
    begun = time.perf_counter()
    do(work, case)
    return Taken(time.perf_counter() - begun, peak_memory())


def _ensemble(work: Work, case: Scenario) -> None:
    for _ in play(case, case.parameters, range(work.first, work.first + work.runs), SEED, work.turns):
        pass


def _mesa(work: Work, case: Scenario) -> None:
    from sim.drivers.mesa_model import EntenteModel

    for replicate in range(work.runs):
        model = EntenteModel(work.scenario, replicate, SEED, agent_variables=False)
        for _ in range(work.turns or case.turns):
            model.step()


def _batch_run(work: Work, case: Scenario) -> None:
    import mesa

    from sim.drivers.mesa_model import EntenteModel

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


def alone(work: Work) -> Taken:
    """Measure one piece of work in a fresh process."""
    return together(work, 1)


def together(work: Work, processes: int) -> Taken:
    """Measure the work in so many processes at once: the time of the slowest, the memory of all."""
    parts = [replace(work, first=work.runs * number) for number in range(processes)]
    with one_thread(), ExitStack() as open_:
        # One pool for each, so that no process can take two parts; all are up before the clock starts.
        pools = [open_.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))) for _ in parts]
        for ready in [pool.submit(peak_memory) for pool in pools]:
            ready.result()
        futures = [pool.submit(measure, part) for pool, part in zip(pools, parts, strict=True)]
        taken = [future.result() for future in futures]
    return Taken(max(t.seconds for t in taken), sum(t.peak for t in taken))


def enlarged(scenario: Scenario, copies: int) -> Scenario:
    """A scenario with its cast so many times over: every copy keeps the relations it had to its own fellows."""
    if copies == 1:
        return scenario
    cast = _larger_cast(scenario.cast, copies)
    shocks = [replace(s, actor=f"{s.actor}_{c}") for c in range(copies) for s in scenario.shocks]
    starts = {name: _larger(name, start, cast, copies) for name, start in scenario.starts.items()}
    return replace(
        scenario, cast=cast, policies=scenario.policies * copies, starts=starts, shocks=tuple(shocks)
    )


def _larger_cast(cast: Cast, copies: int) -> Cast:
    size, every = cast.size, range(copies)

    def moved(members: tuple[int, ...], copy: int) -> tuple[int, ...]:
        return tuple(member + copy * size for member in members)

    return replace(
        cast,
        names=tuple(f"{name}_{c}" for c in every for name in cast.names),
        titles=tuple(f"{title} {c}" for c in every for title in cast.titles),
        roles=cast.roles * copies,
        homes=cast.homes * copies,
        relations={
            kind: tuple(moved(others, c) for c in every for others in by_actor)
            for kind, by_actor in cast.relations.items()
        },
        groups={f"{name}_{c}": moved(members, c) for c in every for name, members in cast.groups.items()},
        attackers=tuple(i for c in every for i in moved(cast.attackers, c)),
        defenders=tuple(i for c in every for i in moved(cast.defenders, c)),
        slots=tuple(
            Slot(s.actor + c * size, s.action, s.target + c * size, s.relation) for c in every for s in cast.slots
        ),
    )


def _larger(name: str, start: Array, cast: Cast, copies: int) -> Array:
    quantity = VARIABLES[name]
    if quantity.of in ("theatre", "world"):
        return start
    if quantity.of != "pair":
        return np.tile(start, copies)
    pairs, size = np.full(shape_of(quantity, cast), STARTS[name]), cast.size // copies
    for copy in range(copies):
        own = slice(copy * size, (copy + 1) * size)
        pairs[own, own] = start
    return pairs


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """The power of the size with which time grows: the slope of a line through both logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


COLUMNS: Columns = (
    column("part", "what is measured: speed, or growth of cost", TEXT),
    column("what", "which driver, or with what cost grows", TEXT),
    column("size", "processes, or the number of runs, actors or turns", "number", 1),
    column("runs", "runs played", "runs", 1),
    column("seconds", "wall time", "seconds", 0),
    column("runs_per_second", "runs played a second", "runs per second", 0),
    column("peak_mb", "most memory held, over all processes", "MB", 0),
)


def measured_by(size: Size, scenario: str, progress: Progress | None = None) -> pd.DataFrame:
    """Measure everything; one row a measurement with the columns of `COLUMNS`."""
    plan = list(_plan(size, scenario))
    rows = []
    for done, (part, what, at, work, processes) in enumerate(plan):
        if progress is not None:
            progress(done, len(plan))
        taken = together(work, processes)
        runs = work.runs * processes
        rows.append((part, what, at, runs, taken.seconds, runs / taken.seconds, taken.peak))
    return pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])


ENSEMBLE, BATCH = "ensemble, one core", "mesa.batch_run"


def _plan(size: Size, scenario: str) -> Iterator[tuple[str, str, int, Work, int]]:
    many, few = Work("ensemble", scenario, size.ensemble), Work("mesa", scenario, size.mesa)
    yield "speed", ENSEMBLE, 1, many, 1
    yield "speed", "ensemble, all cores", cores(), many, cores()
    yield "speed", "Mesa model alone", 1, few, 1
    yield "speed", BATCH, 1, replace(few, kind="batch_run"), 1
    for runs in size.runs:
        yield "growth", "runs", runs, replace(many, runs=runs), 1
    actors = load_scenario(scenario).cast.size
    for copies in size.actors:
        yield "growth", "actors", actors * copies, replace(many, runs=size.actor_runs, copies=copies), 1
    for turns in size.turns:
        yield "growth", "turns", turns, replace(many, runs=size.turn_runs, turns=turns), 1


TARGETS = {"runs": 1.0, "actors": 2.0, "turns": 1.0}
"""Powers with which cost may grow at most."""

TOLERANCE = 0.1
"""How far a fitted power may lie above its target: small sizes carry fixed costs, and clocks are noisy."""


def speed_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Runs per second of each driver, and how many times `mesa.batch_run` that is."""
    rows = measured[measured.part == "speed"]
    batch = float(rows.loc[rows.what == BATCH, "runs_per_second"].iloc[0])
    return pd.DataFrame(
        {
            "driver": rows.what,
            "processes": rows["size"],
            "runs": rows.runs,
            "seconds": rows.seconds.map("{:.2f}".format),
            "runs per second": rows.runs_per_second.map("{:.1f}".format),
            "times batch_run": (rows.runs_per_second / batch).map("{:.1f}".format),
            "peak MB": rows.peak_mb.map("{:.0f}".format),
        }
    )


def growth_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Time and memory at each size, and how they compare with the size before."""
    rows = measured[measured.part == "growth"]
    before = rows.groupby("what", sort=False)
    return pd.DataFrame(
        {
            "cost grows with": rows.what,
            "size": rows["size"],
            "runs": rows.runs,
            "seconds": rows.seconds.map("{:.2f}".format),
            "times the time before": before.seconds.pct_change().add(1).map("{:.2f}".format).replace("nan", ""),
            "peak MB": rows.peak_mb.map("{:.0f}".format),
            "times the memory before": before.peak_mb.pct_change().add(1).map("{:.2f}".format).replace("nan", ""),
        }
    )


def verdicts(measured: pd.DataFrame) -> pd.DataFrame:
    """What was to be reached, what was measured, and whether it was reached."""
    speed = measured.set_index("what").runs_per_second
    ratio = float(speed[ENSEMBLE] / speed[BATCH])
    rows = [("ensemble on one core over mesa.batch_run", "at least 100", f"{ratio:.0f}", ratio >= 100.0)]
    for what, target in TARGETS.items():
        at = measured[(measured.part == "growth") & (measured.what == what)]
        power = exponent(at["size"].tolist(), at.seconds.tolist())
        rows.append((f"power of {what} with which time grows", f"at most {target:g}", f"{power:.2f}", power <= target + TOLERANCE))
    memory = measured[measured.what == "runs"].peak_mb.tolist()
    grown = memory[-1] / memory[-2]
    rows.append(("peak memory of ten times the runs", "at most 1.2 times", f"{grown:.2f}", grown <= 1.2))
    told = [(what, target, found, "yes" if reached else "no") for what, target, found, reached in rows]
    return pd.DataFrame(told, columns=["what", "to reach", "measured", "reached"])

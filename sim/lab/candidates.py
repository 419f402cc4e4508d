"""Candidates: numbered histories of the months on record, of which those are accepted that end where the record does.

A filter and no more: a candidate is played through the record with its own parameters and luck, and is kept where all
that is conditioned on lies within tolerance at the end of it. Which number is accepted depends on nothing but the
number, so that history k of a sweep is the k-th accepted candidate, whatever plays it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import NOTHING, Case, Intervention
from sim.engine.simulate import BLOCK, follow
from sim.engine.trajectory import FiniteGuard, followers_of
from sim.evidence import state
from sim.evidence.tables import TURNS
from sim.lab.designs import Arm
from sim.lab.executors import SerialExecutor, run_all
from sim.lab.history import script_of
from sim.lab.pieces import write_aside
from sim.lab.plan import Plan
from sim.lab.played import Played
from sim.lab.playing import Task, Work, prepare
from sim.lab.provenance import Origin
from sim.lab.samplers import Sampler, sampler_of
from sim.model.actors import Cast
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

PILOT = BLOCK
"""Candidates that are played first, and that decide how wide tolerances are."""
WIDTHS = (1.0, 1.25, 1.5, 2.0, 3.0, 5.0)
"""Tolerances are widened by the first of these at which enough of the pilot are accepted."""
ENOUGH = 0.02
"""Share of the pilot that is enough."""
PATIENCE = 500
"""Candidates for each history wanted after which the search is given up."""

FINDING = "Finding histories that end where the record does"
FILE = "chosen.json"
FAR = "far"
"""The array of distances."""


@dataclass(frozen=True)
class Chosen:
    """The accepted candidates, and how they were found: what the manifest says of a conditioned study.

    `width` is what tolerances were multiplied by. `rejected` is the share of candidates that each condition alone would
    have turned away.
    """

    numbers: tuple[int, ...]
    candidates: int
    width: float
    rejected: Mapping[str, float]
    distinct_sets: int
    effective_sets: float

    def told(self) -> dict[str, Any]:
        """What the manifest says."""
        found = {name: value for name, value in asdict(self).items() if name != "numbers"}
        return {**found, "accepted": len(self.numbers)}


def conditions(cast: Cast) -> tuple[str, ...]:
    """What is conditioned on."""
    return tuple(one.name for one in state.measures(cast, "condition"))


class Distances:
    """Reads how far histories end from the record on each condition: (condition, run), in tolerances.

    A candidate in which a rule raises is at no distance, and not accepted.
    """

    def __call__(self, case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
        """Play them, and read it."""
        asked = state.measures(case.cast, "condition")
        past = follow(case, draws, followers_of(case.cast, asked), until=turns, observers=[FiniteGuard()])
        values = np.array([one.within(past, 0) for one in asked])
        return {FAR: state.distances(values, tuple(one.name for one in asked))}


class Search:
    """Distances of candidates, played in blocks in their order, as far as anybody asks."""

    def __init__(self, plan: Plan, scenario: Scenario, executor: Executor, ahead: int) -> None:
        self.plan = replace(
            plan,
            arms=plan.arms[:1],
            replicates=PATIENCE * plan.pasts + PILOT,
            turns=TURNS,
            draws=1,
            read=Distances(),
            shared=False,
            conditioned=False,
            averaged=False,
        )
        self.scenario, self.executor, self.ahead = scenario, executor, ahead
        self.far = np.zeros((len(conditions(scenario.cast)), 0))

    def upto(self, count: int) -> Array:
        """The distances of the first `count` candidates, or of as many as there may be, in whole blocks."""
        known, last = self.far.shape[1], min(-(-count // PILOT) * PILOT, self.plan.replicates)
        tasks = [Task(self.plan, first, min(first + PILOT, last)) for first in range(known, last, PILOT)]
        found: dict[int, Array] = {}

        def take(task: Work, played: Played) -> None:
            assert isinstance(task, Task)
            if FAR not in played.arrays and not known:
                raise RuntimeError(f"every candidate fails: {played.reasons[0]}")
            found[task.first] = played.arrays.get(FAR, np.full((len(self.far), task.runs), np.nan))

        run_all(tasks, self.executor, self.ahead, take, lambda done, runs: None, last - known)
        self.far = np.concatenate([self.far, *(found[first] for first in sorted(found))], axis=1)
        return self.far


def choose(
    plan: Plan, scenario: Scenario, executor: Executor, ahead: int, progress: Callable[[int, int, str], None]
) -> Chosen:
    """The first accepted candidates, as many as there are pasts in a plan; raise `BadInput` where there are too few."""
    search, wanted = Search(plan, scenario, executor, ahead), plan.pasts
    prepare(search.plan, scenario)
    progress(0, wanted, FINDING)
    worst = search.upto(PILOT).max(axis=0)
    width = next((w for w in WIDTHS if (worst <= w).mean() >= ENOUGH), WIDTHS[-1])
    while (accepted := np.flatnonzero(worst <= width)).size < wanted:
        progress(accepted.size, wanted, FINDING)
        if len(worst) >= search.plan.replicates:
            raise _too_few(search.far, width, conditions(scenario.cast), accepted.size, wanted)
        rate = max(accepted.size / len(worst), 1.0 / len(worst))
        missing = int((wanted - accepted.size) / rate) + 1
        worst = search.upto(len(worst) + min(missing, ahead_of(ahead))).max(axis=0)
    numbers = accepted[:wanted]
    played = search.far[:, : numbers[-1] + 1]
    rejected = {
        n: round(float((far > width).mean()), 4) for n, far in zip(conditions(scenario.cast), played, strict=True)
    }
    distinct, effective = spread(plan.sampler, numbers)
    return Chosen(tuple(numbers.tolist()), int(numbers[-1]) + 1, width, rejected, distinct, effective)


def ahead_of(ahead: int) -> int:
    """So many candidates are played before it is looked how many were accepted."""
    return max(4 * ahead, 8) * PILOT


def spread(sampler: Sampler, numbers: Index) -> tuple[int, float]:
    """How many distinct parameter sets candidates have, and their effective number: (sum w)^2 / sum w^2."""
    columns = [np.asarray(values) for values in sampler.draw(numbers).values()]
    if not columns:
        return 1, 1.0
    _, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    return len(counts), round(float(counts.sum() ** 2 / (counts**2).sum()), 2)


def accepted(scenario: Scenario, source: str, seed: int, replicate: int, own: Intervention = NOTHING) -> int:
    """The number of the accepted candidate `replicate` of a scenario under an intervention."""
    return accepted_upto(scenario, source, seed, replicate, own)[-1]


def accepted_upto(
    scenario: Scenario, source: str, seed: int, replicate: int, own: Intervention = NOTHING
) -> tuple[int, ...]:
    """The numbers of the accepted candidates from the first up to `replicate`."""
    plan = Plan(
        origin=Origin.of(scenario.name, scenario),
        fingerprint="",
        seed=seed,
        replicates=replicate + 1,
        turns=TURNS,
        start=scenario.levers_from,
        settings=(),
        arms=(Arm("one history", {}, own),),
        sampler=sampler_of(scenario, source, seed),
        common=Intervention(script=script_of(scenario)),
        conditioned=True,
    )
    return choose(plan, scenario, _Here(scenario), 1, lambda *told: None).numbers


class _Here(SerialExecutor):
    """Plays what it is asked with a scenario that is there already, wherever it was read from."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Play one task."""
        return super().submit(args[0].play, self.scenario)


def _too_few(far: Array, width: float, names: tuple[str, ...], accepted: int, wanted: int) -> BadInput:
    turned = {name: float((one > width).mean()) for name, one in zip(names, far, strict=True)}
    worst = max(turned, key=lambda name: turned[name])
    said = f"{accepted} of {far.shape[1]} candidates within {width:g} tolerances"
    expected = f"at least {wanted} ({worst} turns away {turned[worst]:.0%}); --history free conditions on nothing"
    return BadInput("history", "record", said, expected)


def chosen_for(folder: Path, choose_now: Callable[[], Chosen]) -> Chosen:
    """The candidates that stand chosen in a folder of parts, or else what is chosen now and kept there."""
    path = folder / FILE
    if path.exists():
        found = json.loads(path.read_text())
        return Chosen(**{**found, "numbers": tuple(found["numbers"])})
    chosen = choose_now()
    write_aside(path, partial(_dump, chosen))
    return chosen


def _dump(chosen: Chosen, file: Any) -> None:
    file.write(json.dumps(asdict(chosen)).encode())

"""Ensembles of histories: which parameters each run has, and playing them in blocks, here or over processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from sim.base.arrays import Value
from sim.base.draws import Draws
from sim.engine.interventions import NOTHING, Intervention, case_of
from sim.evidence.observed import TURNS
from sim.evidence.record import record
from sim.lab import parameter_sets
from sim.lab.executors import completed, make_executor
from sim.lab.parameter_sets import SOURCES
from sim.model.measures import Trajectory, joined
from sim.scenarios.scenario import Scenario, load_scenario

__all__ = ["SOURCES", "Ensemble", "Progress", "each", "given", "play", "play_all", "posterior_of", "scenario_named"]

BLOCK = 250
"""Histories played together; it never changes a result."""

Progress = Callable[[int, int], None]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Ensemble:
    """Some histories of the record's months under an intervention: replicates `first` to `last` under a seed."""

    scenario: str
    seed: int
    first: int
    last: int
    intervention: Intervention = NOTHING

    @property
    def runs(self) -> int:
        """Number of histories."""
        return self.last - self.first

    def blocks(self, size: int = BLOCK) -> list[Ensemble]:
        """The same histories in parts of at most `size`."""
        return [self._part(first, min(first + size, self.last)) for first in range(self.first, self.last, size)]

    def _part(self, first: int, last: int) -> Ensemble:
        rows = slice(first - self.first, last - self.first)
        return replace(self, first=first, last=last, intervention=self.intervention.part(rows))

    def under(self, intervention: Intervention) -> Ensemble:
        """The same histories with something else changed too."""
        return replace(self, intervention=self.intervention.also(intervention))


@lru_cache(maxsize=8)
def scenario_named(name: str) -> Scenario:
    """A scenario, loaded once in each process."""
    return load_scenario(name)


def play(ensemble: Ensemble) -> Trajectory:
    """Play an ensemble through the months on record."""
    case = case_of(scenario_named(ensemble.scenario), ensemble.intervention)
    return record(case, Draws(ensemble.seed, np.arange(ensemble.first, ensemble.last)), TURNS)


def play_all(ensemble: Ensemble, jobs: int, progress: Progress) -> Trajectory:
    """Play an ensemble in blocks; the same histories, to the byte, however many processes share them."""
    return joined(each(play, ensemble.blocks(), jobs, progress))


def each(function: Callable[[Ensemble], R], tasks: Sequence[Ensemble], jobs: int, progress: Progress) -> list[R]:
    """What a function gives of every ensemble, in their order; `progress` hears the histories played and in all."""
    runs, done = sum(task.runs for task in tasks), 0
    results: dict[int, R] = {}
    executor, ahead = make_executor(jobs, len(tasks))
    progress(0, runs)
    with executor, closing(completed(executor, partial(_numbered, function), enumerate(tasks), ahead)) as finished:
        for number, result in finished:
            results[number] = result
            done += tasks[number].runs
            progress(done, runs)
    return [results[number] for number in range(len(tasks))]


def _numbered(function: Callable[[T], R], task: tuple[int, T]) -> tuple[int, R]:
    number, item = task
    return number, function(item)


def given(scenario: Scenario, source: str, runs: int, seed: int, posterior: Path | None = None) -> dict[str, Value]:
    """What parameters are set to, one number per history; a posterior is by default that fitted before 2024."""
    return parameter_sets.given(scenario, source, np.arange(runs), seed, posterior or posterior_of(scenario))


def posterior_of(scenario: Scenario) -> Path:
    """Where the posterior fitted to the months before the judged ones is kept."""
    return parameter_sets.posterior_of(scenario, "_to_2023")

"""Ensembles of histories: which parameters each run has, and playing them in blocks, here or over processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from sim.base.arrays import Value
from sim.evidence.observed import TURNS
from sim.evidence.past import Past, joined, record
from sim.inputs.parameters import Parameters
from sim.lab import parameter_sets
from sim.lab.executors import completed, make_executor
from sim.lab.parameter_sets import SOURCES
from sim.model.mechanisms import MECHANISMS
from sim.scenarios.scenario import Scenario, load_scenario

__all__ = ["SOURCES", "Ensemble", "Progress", "case", "each", "given", "play", "play_all", "posterior_of"]

BLOCK = 250
"""Histories played together; it never changes a result."""

Progress = Callable[[int, int], None]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Ensemble:
    """Some histories of the record's months: replicates `first` to `last`, and what differs from the scenario's own.

    `given` holds parameters as numbers or one number per history; `without` names mechanisms that are switched off;
    `roles` gives actors of a role the policy of another; `waived` names conditions of legality that hold nobody back;
    `calm` names variables of the calendar whose dated shocks do not come.
    """

    scenario: str
    seed: int
    first: int
    last: int
    given: Mapping[str, Value] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    waived: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """Number of histories."""
        return self.last - self.first

    def blocks(self, size: int = BLOCK) -> list[Ensemble]:
        """The same histories in parts of at most `size`."""
        return [self._part(first, min(first + size, self.last)) for first in range(self.first, self.last, size)]

    def _part(self, first: int, last: int) -> Ensemble:
        rows = slice(first - self.first, last - self.first)
        given = {n: v[rows] if isinstance(v, np.ndarray) else v for n, v in self.given.items()}
        return replace(self, first=first, last=last, given=given)


@lru_cache(maxsize=8)
def case(
    name: str,
    roles: tuple[tuple[str, str], ...] = (),
    waived: tuple[str, ...] = (),
    calm: tuple[str, ...] = (),
) -> Scenario:
    """A scenario, loaded once in each process: policies swapped by role, conditions waived, shocks left out."""
    scenario, swapped = load_scenario(name), dict(roles)
    if roles:
        cast = zip(scenario.cast.names, scenario.cast.roles, strict=True)
        scenario = load_scenario(name, {actor: swapped[role] for actor, role in cast if role in swapped})
    if calm:
        scenario = replace(scenario, shocks=tuple(s for s in scenario.shocks if s.variable not in calm))
    if not waived:
        return scenario
    table = scenario.cast.actions
    actions = {a: replace(row, legality=tuple(c for c in row.legality if c not in waived)) for a, row in table.items()}
    return replace(scenario, cast=replace(scenario.cast, actions=actions))


def play(ensemble: Ensemble) -> Past:
    """Play an ensemble through the months on record."""
    scenario = case(ensemble.scenario, ensemble.roles, ensemble.waived, ensemble.calm)
    own = scenario.parameters
    parameters = Parameters(own.declared, {**own.given, **ensemble.given}, own.levers_from)
    mechanisms = [m for m in MECHANISMS if m.name not in ensemble.without]
    return record(
        scenario, parameters, np.arange(ensemble.first, ensemble.last), ensemble.seed, TURNS, mechanisms=mechanisms
    )


def play_all(ensemble: Ensemble, jobs: int, progress: Progress) -> Past:
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

"""Ensembles of histories: which parameters each run has, and playing them in blocks, here or over processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from sim.declare import Array, BadInput, Value
from sim.history.observed import TURNS
from sim.history.past import Past, joined, record
from sim.history.priors import sets_of, uncertain
from sim.lab.executors import completed, make_executor
from sim.mechanisms import MECHANISMS
from sim.parameters import Parameter, Parameters
from sim.paths import CONFIGS, shown
from sim.scenario import Scenario, load_scenario

BLOCK = 250
"""Histories played together; it never changes a result."""

SOURCES = ("default", "prior", "posterior")
"""Where the parameters of the histories may come from."""

Progress = Callable[[int, int], None]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Ensemble:
    """Some histories of the record's months: replicates `first` to `last`, and what differs from the scenario's own.

    `given` holds parameters as numbers or one number per history; `without` names mechanisms that are switched off;
    `roles` gives actors of a role the policy of another; `waived` names conditions of legality that do not hold anyone.
    """

    scenario: str
    seed: int
    first: int
    last: int
    given: Mapping[str, Value] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    waived: tuple[str, ...] = ()

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
def case(name: str, roles: tuple[tuple[str, str], ...] = (), waived: tuple[str, ...] = ()) -> Scenario:
    """A scenario, loaded once in each process, with policies swapped by role and conditions of legality waived."""
    scenario, swapped = load_scenario(name), dict(roles)
    if roles:
        cast = zip(scenario.cast.names, scenario.cast.roles, strict=True)
        scenario = load_scenario(name, {actor: swapped[role] for actor, role in cast if role in swapped})
    if not waived:
        return scenario
    table = scenario.cast.actions
    actions = {a: replace(row, legality=tuple(c for c in row.legality if c not in waived)) for a, row in table.items()}
    return replace(scenario, cast=replace(scenario.cast, actions=actions))


def play(ensemble: Ensemble) -> Past:
    """Play an ensemble through the months on record."""
    scenario = case(ensemble.scenario, ensemble.roles, ensemble.waived)
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
    """What parameters are set to, one number per history: nothing, draws from the priors, or sets of a posterior.

    Sets of a posterior are taken in turn. Without a file it is the one fitted to the months of 2022 and 2023.
    """
    declared = scenario.parameters.declared
    if source == "prior":
        return dict(sets_of(declared, uncertain(declared), np.arange(runs), seed))
    if source == "posterior":
        return _sets(declared, posterior or posterior_of(scenario), runs)
    return {}


def posterior_of(scenario: Scenario) -> Path:
    """Where the posterior fitted to the months before the judged ones is kept."""
    return CONFIGS / "posteriors" / f"{scenario.name.replace('-', '_')}_to_2023.csv"


def _sets(declared: Mapping[str, Parameter], path: Path, runs: int) -> dict[str, Value]:
    where = shown(path)
    try:
        frame = pd.read_csv(path)
    except FileNotFoundError:
        raise BadInput(where, "posterior", path.name, "an existing file; entente calibrate makes one") from None
    except (OSError, ValueError) as error:
        raise BadInput(where, "posterior", str(error), "a readable CSV file") from None
    names = [name for name in frame.columns if name in declared]
    if not names or not len(frame):
        raise BadInput(where, "columns", ",".join(frame.columns[:5]), "a row per set, a column per parameter", declared)
    return {name: _column(frame[name], declared[name], where)[np.arange(runs) % len(frame)] for name in names}


def _column(values: pd.Series, parameter: Parameter, where: str) -> Array:
    for row, value in enumerate(values, start=2):
        number = value if isinstance(value, str) else float(value)
        parameter.quantity.check(number, where, f"row {row}, {parameter.name}")
    return values.to_numpy(dtype=np.float64)

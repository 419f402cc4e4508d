"""Histories of the months on record, under any intervention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Value
from sim.base.draws import Draws
from sim.engine.interventions import NOTHING, Intervention, case_of
from sim.evidence.facts import judged
from sim.evidence.record import record
from sim.evidence.tables import TURNS, load
from sim.lab.samplers import posterior_of, sampler_of
from sim.model.measures import Trajectory
from sim.scenarios.scenario import Scenario

BLOCK = 250
"""Histories played together; it never changes a result."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Hindcast:
    """Plays histories of the months on record; numbers by run of the intervention are numbers by replicate."""

    seed: int
    intervention: Intervention = NOTHING

    def __call__(self, scenario: Scenario, first: int, last: int) -> Trajectory:
        """Replicates `first` up to `last`."""
        case = case_of(scenario, self.intervention.part(slice(first, last)))
        measures = judged(load("facts")["name"], case.cast)
        return record(case, Draws(self.seed, np.arange(first, last)), TURNS, measures)

    def also(self, intervention: Intervention) -> Hindcast:
        """The same histories with something else changed too."""
        return Hindcast(self.seed, self.intervention.also(intervention))


def drawn(
    scenario: Scenario, source: str, runs: int, seed: int, posterior: Path | None = None, *, stale: bool = False
) -> dict[str, Value]:
    """What parameters are set to, one number per history; a posterior is by default that fitted before 2024."""
    sampler = sampler_of(scenario, source, seed, posterior or judged_posterior(scenario), stale=stale)
    return sampler.draw(np.arange(runs))


def judged_posterior(scenario: Scenario) -> Path:
    """Where the posterior fitted to the months before the judged ones is kept."""
    return posterior_of(scenario, "_to_2023")

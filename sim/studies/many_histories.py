"""Any number of histories of the scenario as it stands: mean and spread of every outcome, and no history kept.

Of every history only the outcomes are read, and of those of a block what adds up; so memory does not grow with the
number of histories, and an interruption costs a block. A history in which something raises is left out and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.given import whole
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Case
from sim.engine.simulate import play_block
from sim.lab.designs import Listed
from sim.lab.experiment import carry_out
from sim.lab.options import Asked, check_whole
from sim.lab.samplers import sampler_of
from sim.lab.study import Analysis, Progress, Report, Results, Study
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario

FILE = "outcomes.csv"
COLUMNS = (
    column("outcome", "name of the outcome", TEXT),
    column("unit", "unit of the outcome", TEXT),
    column("histories", "histories in which it is a number", "histories"),
    column("mean", "mean over histories", "in the unit of the outcome"),
    column("sd", "standard deviation over histories", "in the unit of the outcome"),
    column("standard_error", "standard error of the mean", "in the unit of the outcome"),
)


@dataclass(frozen=True)
class Moments:
    """Reads of every run which outcomes it has, the outcomes and their squares, of which sums are kept."""

    added_up: ClassVar[bool] = True

    def __call__(self, case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
        """Play them, and read it."""
        block = play_block(case, draws, turns)
        for why in block.failed.values():
            raise FloatingPointError(why)
        values = np.array([block.outcomes[one.name] for one in outcomes_of(case.cast)])
        there = np.isfinite(values)
        known = np.where(there, values, 0.0)
        return {"moments": np.array([there, known, known**2], dtype=float)}


def summary(results: Results) -> Iterator[pd.DataFrame]:
    """Mean and spread of every outcome."""
    assert results.parts is not None
    count, total, squares = np.nansum(results.parts.arrays()["moments"], axis=-1)
    mean = total / count
    sd = np.sqrt(np.maximum(squares / count - mean**2, 0.0) * count / (count - 1))
    known = [one.quantity for one in results.outcomes]
    numbers = {"histories": count, "mean": mean, "sd": sd, "standard_error": sd / np.sqrt(count)}
    yield pd.DataFrame({"outcome": [q.name for q in known], "unit": [q.unit for q in known], **numbers})


OF_OUTCOMES = Analysis(FILE, lambda results: COLUMNS, summary)


def run(histories: int, asked: Asked, progress: Progress | None = None) -> Results:
    """Play them under the posterior; raise `BadInput` where there is none or the folder holds something else."""
    histories = whole(histories, "many_histories", "histories", 1, 10**12)
    check_whole("many_histories", asked)
    sampler = sampler_of(load_scenario(asked.scenario), "posterior", asked.seed)
    told = Report(lambda results: [], lambda results, recorder: {})
    study = Study("many_histories", Listed(), sampler, histories, (OF_OUTCOMES,), told, read=Moments())
    return carry_out(study, asked, progress)

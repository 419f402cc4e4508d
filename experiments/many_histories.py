"""How often does what happen when nothing new is done? A million histories under the posterior, none of them kept.

Of every history only the outcomes are read, and of those of a block what adds up; so memory does not grow with the
number of histories, and an interruption costs a block. Run it with `python experiments/many_histories.py [HISTORIES]`.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Case
from sim.engine.simulate import play_block
from sim.lab.designs import Listed
from sim.lab.experiment import carry_out
from sim.lab.options import Asked
from sim.lab.samplers import sampler_of
from sim.lab.study import Analysis, Report, Results, Study
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario

HISTORIES = 1_000_000
FILE = "outcomes.csv"
COLUMNS = (
    column("outcome", "name of the outcome", TEXT),
    column("unit", "unit of the outcome", TEXT),
    column("histories", "histories in which it is a number", "histories"),
    column("mean", "mean over histories", "in the unit of the outcome"),
    column("sd", "standard deviation over histories", "in the unit of the outcome"),
    column("standard_error", "standard error of the mean", "in the unit of the outcome"),
)


def moments(case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
    """How many runs of a block there are, and the sums of their outcomes and of the squares of these: one column."""
    block = play_block(case, draws, turns)
    values = np.array([block.outcomes[one.name] for one in outcomes_of(case.cast)])
    there = np.isfinite(values)
    added = [there.sum(axis=1), np.where(there, values, 0.0).sum(axis=1), np.where(there, values**2, 0.0).sum(axis=1)]
    return {"moments": np.array(added, dtype=float)[..., None]}


def summary(results: Results) -> Iterator[pd.DataFrame]:
    """Mean and spread of every outcome."""
    assert results.parts is not None
    count, total, squares = results.parts.arrays()["moments"].sum(axis=-1)
    mean = total / count
    sd = np.sqrt(np.maximum(squares / count - mean**2, 0.0) * count / (count - 1))
    known = [one.quantity for one in results.outcomes]
    numbers = {"histories": count, "mean": mean, "sd": sd, "standard_error": sd / np.sqrt(count)}
    yield pd.DataFrame({"outcome": [q.name for q in known], "unit": [q.unit for q in known], **numbers})


OF_OUTCOMES = Analysis(FILE, lambda results: COLUMNS, summary)


def main(histories: int) -> None:
    """Play them all, and print what came out."""
    asked = Asked(out=Path("results/many_histories"), force=True)
    sampler = sampler_of(load_scenario(asked.scenario), "posterior", asked.seed)
    told = Report(lambda results: [], lambda results, recorder: {})
    study = Study("many_histories", Listed(), sampler, histories, (OF_OUTCOMES,), told, read=moments)
    results = carry_out(study, asked, lambda done, of, what: print(f"\r{what}: {done} of {of}", end="", flush=True))
    print("\n" + results.table(OF_OUTCOMES).to_string(index=False, float_format="{:.4g}".format))
    print(f"{results.plan.runs} histories in {results.manifest['wall_seconds']} s. Results: {asked.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES)

"""What follows from something done by force: histories with it and without it, on the same random numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.base.draws import Draws
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import Scenario

HISTORIES = 100
"""Histories that are played each way."""

WIDTH = 1.96
"""Standard errors of an interval of 95 %."""


def forced(scenario: Scenario, done: Intervention, seed: int, histories: int = HISTORIES) -> pd.DataFrame:
    """One row for each outcome that differs: its mean without and with what is done, and the paired difference.

    Both ways play the same sides of theories, so that only what is forced tells them apart.
    """
    usual = replace(done, script=(), held={})
    without, with_it = (
        play_block(case_of(scenario, one), Draws(seed, range(histories))).outcomes for one in (usual, done)
    )
    rows = []
    for outcome in outcomes_of(scenario.cast):
        before, after = without[outcome.name], with_it[outcome.name]
        by = after - before
        if np.all(np.isfinite(by)) and np.any(by != 0.0):
            error = WIDTH * float(by.std(ddof=1)) / np.sqrt(histories)
            rows.append((outcome.name, outcome.quantity.unit, before.mean(), after.mean(), by.mean(), error))
    table = pd.DataFrame(rows, columns=["outcome", "unit", "without", "with", "difference", "plus or minus"])
    return table.round(4)

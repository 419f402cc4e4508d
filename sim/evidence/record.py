"""Simulated histories of the months on record, with what facts and observed series look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import follow
from sim.engine.trajectory import FiniteGuard, followers_of
from sim.evidence.facts import FACTS
from sim.model.measures import Outcome, Trajectory


def record(case: Case, draws: Draws, turns: int, measures: Iterable[Outcome] = ()) -> Trajectory:
    """Play `turns` of many histories and follow what facts and these `measures` look at."""
    followers = followers_of(case.cast, (*FACTS.values(), *measures))
    return follow(case, draws, followers, until=turns, observers=[FiniteGuard()])


SERIES, VARIABLE, ISSUED = "series.", "variable.", "issued"
"""How arrays are called that hold what was followed."""


def as_arrays(past: Trajectory) -> dict[str, Array]:
    """What was followed as arrays by name, of which the last axis is the run."""
    found = {f"{SERIES}{name}": values for name, values in past.series.items()}
    found |= {f"{VARIABLE}{name}": values for name, values in past.variables.items()}
    return found if past.issued is None else {**found, ISSUED: past.issued.astype(np.float64)}


def from_arrays(case: Case, arrays: Mapping[str, Array]) -> Trajectory:
    """The trajectory whose arrays these are, with the parameters of a case that has as many runs."""
    series, variables = (
        {name.removeprefix(kind): values for name, values in arrays.items() if name.startswith(kind)}
        for kind in (SERIES, VARIABLE)
    )
    issued = arrays[ISSUED] > 0.0 if ISSUED in arrays else None
    return Trajectory(case.cast, case.scenario.start_month, case.parameters, 0, series, issued, variables)

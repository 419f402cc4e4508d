"""Where the parameters of runs come from: the declared values, draws from the priors, or sets of a posterior."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Value
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS, shown
from sim.inputs.parameters import Parameter, Parameters
from sim.lab.priors import sets_of, uncertain
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

SOURCES = ("default", "prior", "posterior")
"""Where the parameters of runs may come from."""


def given(
    scenario: Scenario, source: str, numbers: Index, seed: int, posterior: Path | None = None
) -> dict[str, Value]:
    """What the parameters are set to in the sets with these numbers: nothing, prior draws, or rows of a posterior.

    Rows of a posterior are taken in turn; without a file it is the one kept with the configuration.
    """
    declared = scenario.parameters.declared
    if source == "prior":
        return dict(sets_of(declared, uncertain(declared), numbers, seed))
    if source == "posterior":
        return _rows(declared, posterior or posterior_of(scenario), numbers)
    return {}


def usual(scenario: Scenario) -> str:
    """Where parameters come from unless one is asked: a posterior, where one is kept; else the declared values."""
    return "posterior" if posterior_of(scenario).exists() else "default"


def parameters_of(scenario: Scenario, source: str, replicate: int, seed: int) -> Parameters:
    """The parameters of one history: those of its own set, as plain numbers.

    A run of a sweep has the same where each of its replicates has a set of its own (`draws` is 1).
    """
    rows = given(scenario, source, np.array([replicate]), seed)
    return scenario.parameters.with_values({name: float(np.ravel(row)[0]) for name, row in rows.items()}, source)


def posterior_of(scenario: Scenario, fit: str = "") -> Path:
    """Where the posterior of a scenario is kept; `fit` names another than that of the whole record."""
    # A variant of a scenario shares its past, and so its posterior.
    stems = [scenario.name.replace("-", "_"), *(base.replace("-", "_") for base in scenario.extends)]
    paths = [CONFIGS / "posteriors" / f"{stem}{fit}.csv" for stem in stems]
    return next((path for path in paths if path.exists()), paths[0])


def _rows(declared: Mapping[str, Parameter], path: Path, numbers: Index) -> dict[str, Value]:
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
    return {name: _column(frame[name], declared[name], where)[numbers % len(frame)] for name in names}


def _column(values: pd.Series, parameter: Parameter, where: str) -> Array:
    for row, value in enumerate(values, start=2):
        number = value if isinstance(value, str) else float(value)
        parameter.quantity.check(number, where, f"row {row}, {parameter.name}")
    return values.to_numpy(dtype=np.float64)

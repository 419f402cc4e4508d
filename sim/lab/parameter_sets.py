"""Where the parameters of runs come from: the declared values, draws from the priors, or sets of a posterior."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
    try:
        state = path.stat()
        sets = _sets(path, state.st_mtime_ns, state.st_size, tuple(declared.values()))
    except FileNotFoundError:
        raise BadInput(shown(path), "posterior", path.name, "an existing file; entente calibrate makes one") from None
    except (OSError, ValueError) as error:
        raise BadInput(shown(path), "posterior", str(error), "a readable CSV file") from None
    return {name: column[numbers % len(column)] for name, column in sets.items()}


@lru_cache(maxsize=4)
def _sets(path: Path, changed: int, size: int, declared: tuple[Parameter, ...]) -> dict[str, Array]:
    """All sets of a file, each number checked; time and size are in the key: an edited file is another posterior."""
    where, frame, known = shown(path), pd.read_csv(path), {parameter.name: parameter for parameter in declared}
    names = [name for name in frame.columns if name in known]
    if not names or not len(frame):
        raise BadInput(where, "columns", ",".join(frame.columns[:5]), "a row per set, a column per parameter", known)
    return {name: _column(frame[name], known[name], where) for name in names}


def _column(values: pd.Series, parameter: Parameter, where: str) -> Array:
    numbers: Array = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)
    fits = (parameter.low <= numbers) & (numbers <= parameter.high)
    if not fits.all():
        row = int(np.argmin(fits))
        told = values.iloc[row] if isinstance(values.iloc[row], str) and np.isnan(numbers[row]) else float(numbers[row])
        parameter.quantity.check(told, where, f"row {row + 2}, {parameter.name}")
    return numbers

"""Series and outcomes as an xarray.Dataset, with units and meanings as attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.arrays import Array, Run
from sim.lab.libraries import library
from sim.model.outcomes import outcomes_of
from sim.model.series import SERIES
from sim.report.run_arrays import EXTRA, told
from sim.scenarios.scenario import Scenario


def dataset(
    scenario: Scenario, series: Mapping[str, Array], outcomes: Mapping[str, Run], replicates: Sequence[int]
) -> Any:
    """Series over month, theatre and replicate, and outcomes over replicates."""
    xarray = library("xarray", EXTRA)
    turns = len(next(iter(series.values()))) if series else 0
    found: dict[str, Any] = {}
    for name, values in series.items():
        axes = ("month", "replicate") if values.ndim == 2 else ("month", "theatre", "replicate")
        found[name] = (axes, values, told(SERIES[name].quantity))
    quantities = {one.name: one.quantity for one in outcomes_of(scenario.cast)}
    for name, one in outcomes.items():
        found[name] = (("replicate",), one, told(quantities[name]) if name in quantities else {})
    months = np.array([scenario.month(turn) for turn in range(turns)], dtype="datetime64[M]").astype("datetime64[ns]")
    axes_of = {"month": months, "theatre": list(scenario.cast.theatres), "replicate": list(replicates)}
    used = {axis for one in found.values() for axis in one[0]}
    coordinates = {axis: values for axis, values in axes_of.items() if axis in used}
    return xarray.Dataset(found, coordinates, {"scenario": scenario.name, "title": scenario.title})

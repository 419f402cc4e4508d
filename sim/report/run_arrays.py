"""One history as arrays with names: a data set of xarray, which it writes as NetCDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sim.base.quantities import Quantity
from sim.base.recorder import writing
from sim.base.version import VERSION
from sim.engine.replay import Replay
from sim.lab.libraries import library
from sim.model.series import SERIES
from sim.model.world import VARIABLES

EXTRA = "results"
DIMENSIONS = {"actor": ("actor",), "pair": ("actor", "other"), "theatre": ("theatre",), "world": ()}
"""The dimensions of a variable beside the month, by what it belongs to."""


def dataset_of(history: Replay) -> Any:
    """Every series, and every variable of the world after each month, as one data set; each says unit and meaning.

    A history that goes on from a checkpoint has the months from there on.

    Dimensions are month, and theatre, actor or actor and other where a variable has them. Raises `BadInput` where the
    extra `results` is not installed.
    """
    cast = history.cast
    months = np.array([turn.month for turn in history.turns], dtype="datetime64[M]").astype("datetime64[ns]")
    names, theatres = list(cast.names), list(cast.theatres)
    made = {"title": history.case.scenario.title, "seed": history.seed, "replicate": history.replicate}
    return library("xarray", EXTRA).Dataset(
        {name: _series(history, entry.quantity) for name, entry in SERIES.items()}
        | {f"world_{q.name}": _variable(history, q) for q in VARIABLES.values() if q.of in DIMENSIONS},
        coords={
            "month": months,
            "turn": ("month", [turn.number for turn in history.turns]),
            **{"actor": names, "other": names, "theatre": theatres},
        },
        attrs={**made, "version": VERSION},
    )


def _series(history: Replay, quantity: Quantity) -> tuple[Any, ...]:
    values = history.trajectory.window(history.turns[0].number).series[quantity.name][..., 0]
    return (("month", "theatre")[: values.ndim], values, told(quantity))


def _variable(history: Replay, quantity: Quantity) -> tuple[Any, ...]:
    values = np.array([turn.after[quantity.name][..., 0] for turn in history.turns], dtype=float)
    return (("month", *DIMENSIONS[quantity.of]), values, told(quantity))


def told(quantity: Quantity) -> dict[str, str]:
    """What a number says of itself, in the words that xarray labels its figures by."""
    return {"long_name": quantity.meaning, "units": quantity.unit, "source": quantity.source}


def write_netcdf(history: Replay, path: Path) -> None:
    """Write one history as NetCDF; raise `BadInput` where it cannot be written."""
    dataset = dataset_of(history)
    with writing(path):
        dataset.to_netcdf(path, engine="scipy")

"""The figures of studies, as plain data that other processes draw: those of the sweep, heat maps, and anybody's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.report.sweep.figures import Picture
from sim.report.sweep.maps import Answering

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Heat:
    """One panel of a heat map: `values` by row and column; `words` in the cells, in bold where `strong`.

    `down` and `across` are what its rows and columns are, where that is another than in all panels.
    """

    title: str
    values: Array
    words: npt.NDArray[np.object_]
    strong: npt.NDArray[np.bool_]
    down: str = ""
    across: str = ""


@dataclass(frozen=True, eq=False)
class Heats:
    """Heat maps of the same rows and columns, a panel each; colours are full at 1 and at -1."""

    name: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    panels: tuple[Heat, ...]
    ends: tuple[str, str]
    note: str


@dataclass(frozen=True, eq=False)
class Own:
    """A figure of one's own: `make` gives it as Matplotlib's, and can be pickled (a function of a module)."""

    name: str
    title: str
    make: Callable[[], Figure]


Pictured = Answering | Picture | Heats | Own

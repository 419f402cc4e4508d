"""Tables of points: each row what a lever, a parameter, a theory or the start is set to; read and checked at once."""

from __future__ import annotations

import csv
import math
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import Array
from sim.base.dialects import PLAIN, dialect_of
from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import shown
from sim.base.quantities import Quantity
from sim.base.recorder import TEXT, Columns, column
from sim.base.written import read
from sim.inputs.promises import Promise
from sim.lab.points import SCRIPT, Points
from sim.model.theories import THEORIES
from sim.scenarios.scenario import Scenario
from sim.scenarios.scripts import load_script, script_names

POINT, START = "point", "start"
"""The columns that are neither a parameter nor a theory: a number of one's own for each row, and when levers act."""
NO_SCRIPT = "none"
"""Where nothing is ordered besides."""
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Table:
    """A table of points that has been checked: as it was given, what its columns mean, and its rows as they are played.

    Rows that take the same sides are played one after another: `order` has the place of each in the table as given.
    """

    frame: pd.DataFrame
    columns: Columns
    points: Points
    order: Index


def load_points(path: Path, scenario: Scenario) -> Table:
    """Read a CSV file of points; raise `BadInput` with file, row and column for what is not possible.

    Rows are counted as lines of the file, of which the first names the columns.
    """
    where = shown(path)
    try:
        told = dialect_of(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [name.strip() for name in next(csv.reader(file, delimiter=told.separator), [])]
        _check_names(names, scenario, where)
        with warnings.catch_warnings(action="error"):
            frame = pd.read_csv(
                path, header=0, names=names, index_col=False, skip_blank_lines=False, **told.reading,
                dtype=dict.fromkeys((*THEORIES, SCRIPT), str), keep_default_na=False, na_values=[""], low_memory=False,
            )  # fmt: skip
    except (OSError, ValueError, Warning) as error:
        why = (isinstance(error, OSError) and error.strerror) or " ".join(str(error).split())
        raise BadInput(where, "table", why, "a readable CSV file: a row a point, a column a parameter") from None
    if told != PLAIN:
        texts = (*THEORIES, SCRIPT, POINT)
        written = [n for n in frame if n not in texts and not pd.api.types.is_numeric_dtype(frame[n])]
        frame = frame.assign(**{n: frame[n].astype(str).str.replace(told.decimal, ".", regex=False) for n in written})
    return _checked(frame, scenario, where, 2)


def read_points(table: pd.DataFrame | Mapping[str, Any], scenario: Scenario, where: str = "table") -> Table:
    """The same of a table in memory, whose rows are counted from 0."""
    frame = pd.DataFrame(table)
    _check_names([str(name) for name in frame.columns], scenario, where)
    return _checked(frame, scenario, where, 0)


def described(name: str, scenario: Scenario) -> Quantity:
    """What a column means."""
    if name == POINT:
        return column(name, "name of the point, as it was given", TEXT, role="key")
    if name == START:
        last = scenario.turns - 1
        return Quantity(name, "turn from which levers act", "turn", "recorder", 0, last, "world", "lever", True)
    if name in THEORIES:
        return column(name, THEORIES[name].meaning, TEXT, role="uncertainty")
    if name == SCRIPT:
        return column(name, f"what is ordered besides: a script, or `{NO_SCRIPT}`", TEXT, role="uncertainty")
    return scenario.parameters.declared[name].quantity


def scripts_of(scenario: Scenario) -> tuple[str, ...]:
    """The scripts that a row may name: none, and all that ship with the project but the record."""
    return (NO_SCRIPT, *(name for name in script_names() if name != scenario.record))


def _check_names(names: Sequence[str], scenario: Scenario, where: str) -> None:
    known = (*scenario.parameters.declared, *THEORIES, SCRIPT, START, POINT)
    for place, name in enumerate(names):
        known_or_bad(name, known, where, f"column {place + 1}", "a lever, a parameter, a theory, script or start")
        if name in names[:place]:
            raise BadInput(where, f"column {place + 1}", name, "each column only once")
    if not set(names) - {POINT}:
        raise BadInput(where, "columns", ", ".join(names), "a column at least", known)


def _checked(frame: pd.DataFrame, scenario: Scenario, where: str, first: int) -> Table:
    if not len(frame):
        raise BadInput(where, "rows", 0, "a row a point, at least one")
    columns = tuple(described(name, scenario) for name in frame.columns)
    known = {name: tuple(theory.choices) for name, theory in THEORIES.items()} | {SCRIPT: scripts_of(scenario)}
    theories = [name for name in frame.columns if name in known]
    place = Place(where, first)
    sides = np.array([place.sides(frame[name], known[name]) for name in theories], dtype=np.int64)
    numbers = {q.name: place.numbers(frame[q.name], q) for q in columns if q.name not in (*theories, POINT)}
    starts = place.whole(numbers.pop(START)) if START in numbers else None
    order = np.lexsort(sides) if theories else np.arange(len(frame))
    points = Points(
        names=tuple(numbers),
        values=np.array(list(numbers.values()), dtype=np.float64).reshape(len(numbers), len(frame))[:, order],
        theories=tuple(theories),
        sides=sides.reshape(len(theories), len(frame))[:, order],
        levers=tuple(name for name in scenario.parameters.levers if name in numbers),
        starts=None if starts is None else starts[order],
        scripts=tuple(_orders(frame[SCRIPT], known[SCRIPT], scenario)) if SCRIPT in theories else (),
    )
    return Table(frame.assign(**numbers), columns, points, order)


def _orders(asked: pd.Series, known: Sequence[str], scenario: Scenario) -> Iterator[tuple[Promise, ...]]:
    """What each script orders; those that no row names are not read, since they may be of another scenario."""
    for name in known:
        yield load_script(name, scenario) if name != NO_SCRIPT and (asked == name).any() else ()


@dataclass(frozen=True)
class Place:
    """Where a table stands, and the number of its first row, for what is said of a mistake."""

    where: str
    first: int

    def numbers(self, values: pd.Series, quantity: Quantity) -> Array:
        """A column as numbers within bounds."""
        known = values.map(_bounded) if pd.api.types.is_object_dtype(values) else values
        found: Array = pd.to_numeric(known, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        if not pd.api.types.is_numeric_dtype(values):
            found = np.array(list(_written(values, found)))
        fits = (quantity.low <= found) & (found <= quantity.high)
        if not fits.all():
            row = int(np.argmin(fits))
            unit = f" ({quantity.unit})" if quantity.unit else ""
            self._bad(values, row, f"a number from {quantity.low:g} to {quantity.high:g}{unit}")
        return found

    def whole(self, starts: Array) -> Index:
        """Turns as whole numbers."""
        if (starts % 1.0 != 0.0).any():
            row = int(np.argmax(starts % 1.0 != 0.0))
            self._bad(pd.Series(starts, name=START), row, "a whole number of months")
        return starts.astype(np.int64)

    def sides(self, values: pd.Series, known: Sequence[str]) -> Index:
        """A column of sides as their numbers."""
        found: Index = pd.Index(list(known)).get_indexer(pd.Index(values))
        if (found < 0).any():
            row = int(np.argmin(found))
            self._bad(values, row, f"a side of {values.name}", known)
        return found

    def _bad(self, values: pd.Series, row: int, expected: str, known: Sequence[str] = ()) -> NoReturn:
        told = values.iloc[row]
        blank = told is None or told is pd.NA or (isinstance(told, float) and np.isnan(told))
        value = "" if blank else told.item() if isinstance(told, np.generic) else told
        raise BadInput(self.where, f"row {row + self.first}, {values.name}", value, expected, known)


def _bounded(value: Any) -> Any:
    """A whole number beyond what pandas takes for one as what it is near to."""
    far = isinstance(value, int) and abs(value) > sys.float_info.max
    return math.copysign(math.inf, 1 if value > 0 else -1) if far else value


def _written(values: pd.Series, found: Array) -> Iterator[float]:
    """Numbers as they are written, also with a typographic minus."""
    for text, number in zip(values, found, strict=True):
        try:
            yield number if np.isfinite(number) else read(str(text))
        except ValueError:
            yield np.nan

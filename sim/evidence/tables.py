"""The evidence: what is on record, as checked tables. Sources that differ are kept as a range."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.errors import BadInput
from sim.base.months import month_of
from sim.base.paths import CONFIGS, shown
from sim.base.schemas import FROM
from sim.base.written import read
from sim.inputs.units import units

FOLDER = CONFIGS / "evidence"
TURNS = 35
"""Months on record, February 2022 to December 2024."""
WINDOWS: Mapping[str, range] = {"2022-2023": range(23), "2024": range(23, TURNS)}
"""The months that a fit may see, and those it is judged on."""
SEEN = len(WINDOWS["2022-2023"])
FIRST = "2022-02"
"""The month of turn 0."""
SIGNED = re.compile(r"^percent|^change|^correlation|^index points")
"""Units of what may be negative."""
GRADES = ("measured", "estimate", "judged")
USES = ("calibrate", "check")
STATE_USES = ("condition", "compare")
KINDS = ("words", "munitions", "missiles", "cover", "treaty", "troops", "technology", "contact")


@dataclass(frozen=True)
class Column:
    """One column of a table of evidence: its name, the form of its entries, whether every row has one."""

    name: str
    form: str = "text"
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of evidence: its columns in order, what names a row, and which columns rise from low to high."""

    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rising: tuple[str, ...] = ()


def _some(names: str, form: str = "text", *, required: bool = True) -> tuple[Column, ...]:
    return tuple(Column(name, form, required) for name in names.split())


_UNIT = _some("unit", "unit")
_RANGE = _some("low value high", "number", required=False)
_SERIES = (*_some("series actor"), *_some("target", required=False))
_CITED = (*_some("source", "source"), Column("grade", choices=GRADES), *_some("note", required=False))
_FIGURES = (*_RANGE, *_UNIT, *_CITED)

TABLES: Mapping[str, Table] = {
    "monthly": Table(
        "Monthly series",
        (*_SERIES, *_some("turn", "whole"), *_some("month", "month"), *_FIGURES),
        ("series", "actor", "target", "turn"),
        ("low", "value", "high"),
    ),
    "ladder": Table(
        "Steps of the partnership",
        (
            *_some("step"),
            *_some("turn", "whole"),
            *_some("date", "month"),
            Column("kind", choices=KINDS),
            *_some("low_turn high_turn", "number", required=False),
            *_UNIT,
            *_CITED,
        ),
        ("step",),
        ("low_turn", "turn", "high_turn"),
    ),
    "yearly": Table(
        "Yearly series",
        (*_SERIES, *_some("year", "whole"), *_FIGURES),
        ("series", "actor", "target", "year"),
        ("low", "value", "high"),
    ),
    "base_rates": Table("Base rates", (*_some("name"), *_FIGURES), ("name",), ("low", "value", "high")),
    "shocks": Table(
        "Dated shocks",
        (
            *_some("name actor"),
            *_some("from_month to_month", "month"),
            *_some("value", "number"),
            *_UNIT,
            *_CITED,
        ),
        ("name",),
    ),
    "facts": Table(
        "Stylised facts",
        (
            *_some("number", "whole"),
            *_some("name statement"),
            *_RANGE,
            *_UNIT,
            Column("use", choices=USES),
            *_some("source", "source"),
            *_some("note", required=False),
        ),
        ("name",),
        ("low", "value", "high"),
    ),
    "acts": Table(
        "Acts on record",
        (
            *_some("actor action target"),
            *_some("from_month to_month", "month"),
            *_some("value", "number"),
            *_UNIT,
            *_CITED,
        ),
        ("actor", "action", "target", "from_month"),
    ),
    "state": Table(
        "The last month on record",
        (
            *_some("name statement"),
            *_RANGE,
            *_UNIT,
            Column("use", choices=STATE_USES),
            *_CITED,
        ),
        ("name",),
        ("low", "value", "high"),
    ),
    "targets": Table(
        "What parameters are fitted to",
        (
            *_some("name statement"),
            *_some("low value high", "number"),
            *_UNIT,
            *_some("replaces", required=False),
            *_some("source", "source"),
            *_some("note", required=False),
        ),
        ("name",),
        ("low", "value", "high"),
    ),
    "dictionary": Table("What the columns mean", _some("table column meaning unit"), ("table", "column")),
}
"""Every table of evidence, by the name of its file."""

MONTH = r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?"


def load(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """One table of evidence; raise `BadInput` with file, row and column for anything that does not fit its schema."""
    table, path = TABLES[name], folder / f"{name}.csv"
    where = shown(path)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise BadInput(where, "file", path.name, "an existing file") from None
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BadInput(where, "file", str(error), "a readable CSV file in UTF-8") from None
    _check_columns(frame, table, where)
    for column in table.columns:
        frame[column.name] = _read(frame[column.name], column, where)
    _check_rows(frame, table, where)
    return frame


def _check_columns(frame: pd.DataFrame, table: Table, where: str) -> None:
    wanted = [column.name for column in table.columns]
    if list(frame.columns) != wanted:
        wrong = next((c for c in frame.columns if c not in wanted), ",".join(frame.columns))
        raise BadInput(where, "columns", wrong, f"the columns {', '.join(wanted)}", wanted)


def _read(texts: pd.Series, column: Column, where: str) -> pd.Series:
    """A column in its form; an empty cell of a number is not a number."""
    for row, text in enumerate(texts, start=2):
        if column.required and not text.strip():
            raise BadInput(where, f"row {row}, {column.name}", text, "an entry: this column is never empty")
        if text and not _fits(text, column):
            known = units("evidence") if column.form == "unit" else column.choices
            raise BadInput(where, f"row {row}, {column.name}", text, _expected(column), known)
    if column.form in ("whole", "number"):
        numbers = texts.map(lambda text: read(text) if text else math.nan)
        return numbers.astype(int) if column.form == "whole" else numbers.astype(float)
    return texts


def _fits(text: str, column: Column) -> bool:
    if column.choices:
        return text in column.choices
    if column.form in ("text", "unit", "source"):
        return column.form == "text" or (text in units("evidence") if column.form == "unit" else _sourced(text))
    if column.form == "month":
        return re.fullmatch(MONTH, text) is not None
    try:
        number = read(text)
    except ValueError:
        return False
    return math.isfinite(number) and (column.form == "number" or number == int(number))


def _sourced(text: str) -> bool:
    """Whether each of the sources says where it is."""
    return all(re.search(FROM, one) for one in text.split(" ; "))


def _expected(column: Column) -> str:
    words = {
        "whole": "a whole number",
        "number": "a number",
        "month": "a date as year-month or year-month-day",
        "unit": "a unit of configs/units.toml",
        "source": "an address, a work with its year, or a word such as judged or own count",
    }
    return "one of the known words" if column.choices else words[column.form]


def _check_rows(frame: pd.DataFrame, table: Table, where: str) -> None:
    twice = frame.duplicated(list(table.key))
    if twice.any():
        row = int(twice.to_numpy().argmax())
        key = ", ".join(str(frame[name].iloc[row]) for name in table.key)
        raise BadInput(where, f"row {row + 2}", key, "each row named once")
    for row, figures in enumerate(frame[list(table.rising)].to_numpy(dtype=float), start=2):
        known = figures[~pd.isna(figures)]
        if table.rising and (not len(known) or (known[1:] < known[:-1]).any()):
            raise BadInput(where, f"row {row}", list(figures), f"a figure, and {' <= '.join(table.rising)}")

    _check_turns(frame, where)
    _check_signs(frame, where)


def _check_turns(frame: pd.DataFrame, where: str) -> None:
    """Raise `BadInput` for a turn that is not its month."""
    dates = next((name for name in ("month", "date") if name in frame and "turn" in frame), None)
    for row, (turn, date) in enumerate(zip(frame["turn"], frame[dates], strict=True) if dates else (), start=2):
        if month_of(int(turn), FIRST) != date[:7]:
            raise BadInput(where, f"row {row}, turn", int(turn), f"the turn of {date[:7]}, where turn 0 is {FIRST}")


def _check_signs(frame: pd.DataFrame, where: str) -> None:
    """Raise `BadInput` for a negative figure of what is counted or measured from nothing."""
    for name in ("low", "value", "high") if "unit" in frame else ():
        for row, (number, unit) in enumerate(zip(frame.get(name, ()), frame["unit"], strict=False), start=2):
            if number < 0.0 and not SIGNED.search(unit):
                raise BadInput(where, f"row {row}, {name}", float(number), f"no negative number of {unit}")


def fingerprint(folder: Path = FOLDER) -> str:
    """Hash of all tables of evidence."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update((folder / f"{name}.csv").read_bytes())
    return digest.hexdigest()


def recorded(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """One table as it is shown: rows as they stand, series in one row each with their span."""
    frame = load(name, folder)
    return _spans(frame, TABLES[name].key[-1]) if "series" in frame else frame


def _spans(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """A row per series and actor: first and last date, number of rows, least and greatest figure, sources."""
    rows = []
    time = "month" if when == "turn" else when
    for (series, actor, target, unit), group in frame.groupby(["series", "actor", "target", "unit"], sort=False):
        figures = group[["low", "value", "high"]]
        rows.append(
            {
                "series": series,
                "actor": actor,
                "target": target,
                "first": str(group[time].min()),
                "last": str(group[time].max()),
                "rows": len(group),
                "least": float(figures.min().min()),
                "greatest": float(figures.max().max()),
                "unit": unit,
                "grade": ", ".join(dict.fromkeys(group["grade"])),
                "source": " ; ".join(dict.fromkeys(group["source"])),
            }
        )
    return pd.DataFrame(rows)

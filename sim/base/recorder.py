"""The recorder: tidy tables with a dictionary that explains each column, a manifest, and nothing half-written.

Numbers in CSV files have ten significant digits; an empty cell is a number that does not exist (each column's meaning
says when). Everything is first written to a folder aside, then renamed into its place, the manifest last.
"""

from __future__ import annotations

import errno
import json
import math
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.base.crate import CRATE, crate, described_in
from sim.base.dialects import PLAIN, Dialect, dialect_of
from sim.base.errors import BadInput
from sim.base.manifest import MANIFEST, fingerprint_of, manifest_of
from sim.base.parquet import as_parquet, told_type
from sim.base.quantities import ROLES, Quantity

FORMAT = "%.10g"
DICTIONARY = "data_dictionary.csv"
TEXT = "text"
MONTH = "year-month"
WORDS = (TEXT, MONTH)
"""Units of what stands as text in CSV."""
KEYS = frozenset(
    (
        *("experiment", "scenario", "mix", "replicate", "seed", "set", "turn", "month", "series", "outcome", "theatre"),
        *("kind", "actor", "other", "action", "target", "toward", "who", "relation", "role", "lever", "level", "year"),
        *("parameter", "variable", "name", "number", "pattern", "switched", "weighting", "theory", "window", "fit"),
        *("chain", "link", "part", "what", "size", "repeat"),
    )
)
"""Columns that say what a row is about, wherever they stand."""
COUNTS = frozenset(("replicates", "comparisons", "histories", "sets", "truths", "runs", "place", "rank", "count"))
TURNS = "months since the start"
DIALECT = "csv_dialect"
"""What the manifest calls the dialect of the tables, where it is another than the plain one."""
EMPTY: Mapping[str, Any] = {"keep_default_na": False, "na_values": [""]}
"""An empty cell is nothing, and nothing else is."""
ROWS = 100_000
"""Rows of a table that are written anew at a time."""
QUOTE = '"'
NEARLY_FULL = 10_000_000
"""Free bytes below which a write that fell short is put down to a full disk."""

Columns = Sequence[Quantity]


def column(
    name: str,
    meaning: str,
    unit: str,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    role: str = "",
    whole: bool | None = None,
) -> Quantity:
    """Declare a column of a table; text has the unit `text`, a month `year-month`, and bounds may be open.

    Its `role` is one of `ROLES`: a key where its name is one of `KEYS`, else a note where it is text and an outcome
    where it is a number, unless said otherwise. Counts and turns are `whole` numbers, and so are keys of the unit
    `number`.
    """
    kind = role or ("key" if name in KEYS else "note" if unit in WORDS else "outcome")
    counted = unit in COUNTS or unit == TURNS or (unit == "number" and kind == "key")
    return Quantity(name, meaning, unit, "recorder", low, high, kind=kind, whole=counted if whole is None else whole)


DICTIONARY_COLUMNS = (
    column("name", "name of the column, or of the series named in it", TEXT),
    column("file", "file in which it stands", TEXT),
    column("stands_as", "`column`, or `value of` the column in which the name stands", TEXT),
    column("meaning", "what it says", TEXT),
    column("unit", "its unit; `text` where it is none", TEXT),
    column(
        "source", "passage of the brief or source it goes back to; `recorder` for what describes the experiment", TEXT
    ),
    column("low", "lowest possible value; empty where there is no bound", "in the unit of the column"),
    column("high", "highest possible value; empty where there is no bound", "in the unit of the column"),
    column("role", f"what the column does in its file: {', '.join(f'`{role}`' for role in ROLES)}", TEXT, role="note"),
    column("type", "type that it has in Parquet; in CSV a month is text and a boolean is 0 or 1", TEXT),
)


class Recorder:
    """Writes the files of one experiment into a folder aside, and keeps the dictionary of all they hold.

    Tables are written in a dialect of CSV.
    """

    def __init__(self, folder: Path, dialect: Dialect = PLAIN) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.dialect = folder, dialect
        self._entries: list[dict[str, object]] = []
        self.described: dict[str, str] = {}

    def table(self, name: str, columns: Columns, frames: Iterable[pd.DataFrame]) -> None:
        """Write a table frame by frame; every frame has exactly the declared columns."""
        self._rows(name, [quantity.name for quantity in columns], frames)
        self._entries += [_entry(quantity, name, "column") for quantity in columns]
        keys = ", ".join(quantity.name for quantity in columns if quantity.role == "key")
        names = ", ".join(quantity.name for quantity in columns)
        self.described.setdefault(name, f"a row for each {keys or 'case'}; columns: {names}")

    def _rows(self, name: str, names: Sequence[str], frames: Iterable[pd.DataFrame]) -> None:
        with (self.folder / name).open("w", encoding=self.dialect.encoding, newline="") as file:
            file.write(self.dialect.separator.join(names) + "\n")
            for frame in frames:
                if list(frame.columns) != list(names):
                    raise ValueError(f"{name}: columns {list(frame.columns)}, declared {names}")
                file.write(as_csv(frame, self.dialect))

    def translate(self) -> None:
        """Write every table that is there once more, in the recorder's dialect."""
        book = read_table(self.folder / DICTIONARY)
        texts = {file: set(rows.loc[rows["unit"].isin(WORDS), "name"]) for file, rows in book.groupby("file")}
        for path in [path for path in self.folder.rglob("*.csv") if dialect_of(path) != self.dialect]:
            name, old = path.relative_to(self.folder).as_posix(), dialect_of(path)
            aside = path.rename(path.with_name(f"{path.name}.old"))
            with pd.read_csv(aside, dtype=str, chunksize=ROWS, **EMPTY, **old.reading) as frames:
                first = next(frames)
                numbers = [column for column in map(str, first) if column not in texts.get(name, ())]
                told = (_retold(frame, numbers, old.decimal, self.dialect.decimal) for frame in chain([first], frames))
                self._rows(name, list(first.columns), told)
            aside.unlink()

    def describe(self, files: Mapping[str, str]) -> None:
        """Say what files hold, or what all in a folder do, whose name ends with a slash."""
        self.described.update(files)

    def values(self, name: str, of: str, quantities: Iterable[Quantity]) -> None:
        """Explain the names that stand as values in the column `of` of a table."""
        self._entries += [_entry(quantity, name, f"value of {of}") for quantity in quantities]

    def text(self, name: str, text: str) -> None:
        """Write a text file."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def contents(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Write files of any kind, by name, into a folder of their own."""
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (self.folder / folder / name).write_bytes(content)

    def parquet(self, name: str, columns: Columns) -> None:
        """Write a table that stands as CSV once more as Parquet, with column types as declared."""
        as_parquet(self.folder / name, columns)
        place = Path(name).with_suffix(".parquet").name
        self.described |= dict.fromkeys((place, f"{place}/"), f"{name} as Parquet, with typed columns")

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write the dictionary, and the manifest with size and hash of every file."""
        self._entries += [_entry(quantity, DICTIONARY, "column") for quantity in DICTIONARY_COLUMNS]
        self.described.setdefault(DICTIONARY, "what every column means, with unit, source, bounds, role and type")
        names = [quantity.name for quantity in DICTIONARY_COLUMNS]
        self._rows(DICTIONARY, names, [pd.DataFrame(self._entries, columns=names)])
        self.seal(manifest)

    def seal(self, manifest: Mapping[str, Any]) -> None:
        """Write the crate, and the manifest with size and hash of every file that is there."""
        left_out = (MANIFEST, CRATE)
        manifest = {name: value for name, value in manifest.items() if name not in (DIALECT, "files")}
        manifest |= {DIALECT: self.dialect.name} if self.dialect != PLAIN else {}
        listed = {path: fingerprint_of(self.folder / path) for path in _files(self.folder) if path not in left_out}
        own = {MANIFEST: "what the results depend on, and what became of the runs"}
        said = own | described_in(self.folder) | self.described
        self.text(CRATE, crate(manifest, {**listed, MANIFEST: {}}, said))
        listed[CRATE] = fingerprint_of(self.folder / CRATE)
        self.text(MANIFEST, json.dumps({**manifest, "files": listed}, indent=2, ensure_ascii=False) + "\n")


def as_csv(frame: pd.DataFrame, dialect: Dialect = PLAIN) -> str:
    """The rows of a table as lines of a CSV file, without its head."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    columns = [_texts(column.combine_chunks(), dialect) for column in table.columns]
    separator, end, nothing = (pa.scalar(text, pa.large_string()) for text in (dialect.separator, "\n", ""))
    lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*columns, separator), end, nothing)
    return lines.buffers()[2].to_pybytes().decode() if len(lines) else ""


def _retold(frame: pd.DataFrame, numbers: Sequence[str], old: str, new: str) -> pd.DataFrame:
    """Cells as they stand, but that numbers have another mark of decimals."""
    return frame.assign(**{name: frame[name].str.replace(old, new, regex=False) for name in numbers})


def _texts(values: pa.Array, dialect: Dialect) -> pa.Array:
    """A column as it is written; each value that occurs is put into words once."""
    coded = values.dictionary_encode()
    every = coded.dictionary.to_pylist()
    if pa.types.is_floating(coded.dictionary.type):
        told = ("\n".join([FORMAT] * len(every)) % tuple(every)).replace(".", dialect.decimal).split("\n")[: len(every)]
    else:
        ends = re.compile(f'["{dialect.separator}\n\r]').search
        told = [f'"{text.replace(QUOTE, QUOTE * 2)}"' if ends(text) else text for text in map(str, every)]
    return pc.fill_null(pa.array(told, pa.large_string()).take(coded.indices), "")


def _entry(quantity: Quantity, file: str, stands_as: str) -> dict[str, object]:
    bounds = {key: value if math.isfinite(value) else None for key, value in _bounds(quantity).items()}
    texts = {"meaning": quantity.meaning, "unit": quantity.unit, "source": quantity.source}
    use = {"role": quantity.role, "type": told_type(quantity)}
    return {"name": quantity.name, "file": file, "stands_as": stands_as, **texts, **bounds, **use}


def _bounds(quantity: Quantity) -> dict[str, float]:
    return {"low": float(quantity.low), "high": float(quantity.high)}


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def publish(folder: Path, out: Path) -> None:
    """Rename finished files into their places; without a manifest a folder counts as unfinished."""
    old = manifest_of(out)
    (out / MANIFEST).unlink(missing_ok=True)
    for path in [path for path in _files(folder) if path != MANIFEST] + [MANIFEST]:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        _move(folder / path, out / path)
    new = manifest_of(out)
    for path in sorted(set(_listed(old)) - set(_listed(new))):
        (out / path).unlink(missing_ok=True)


def _move(file: Path, place: Path) -> None:
    """Rename a file into its place, also where that lies on another disk: then beside it first."""
    try:
        os.replace(file, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        aside = place.with_name(f".{place.name}.new")
        shutil.copyfile(file, aside)
        os.replace(aside, place)


def read_table(path: Path, **options: Any) -> pd.DataFrame:
    """Read a table as it is written here: an empty cell is nothing, and nothing else is; an actor may be called NA."""
    table: pd.DataFrame = pd.read_csv(path, **EMPTY, **dialect_of(path).reading, **options)
    return table


def _listed(manifest: Mapping[str, Any] | None) -> Iterator[str]:
    # A manifest may have been edited: only names inside the folder are ever its files.
    for path in (manifest or {}).get("files", {}):
        if not Path(path).is_absolute() and ".." not in Path(path).parts:
            yield path


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Tell a folder that cannot be written, or a full disk, in one line."""
    try:
        yield
    except OSError as error:
        raise BadInput("results", "--out", str(out), f"a folder that can be written ({_told(error, out)})") from error


def _told(error: OSError, out: Path) -> str:
    # NumPy tells a full disk as a count of bytes, without a number of the error.
    full = error.errno is None and out.is_dir() and shutil.disk_usage(out).free < NEARLY_FULL
    if full:
        return "No space left on device"
    file = f": {Path(os.fsdecode(error.filename)).name}" if error.filename else ""
    return f"{error.strerror or error}{file}"

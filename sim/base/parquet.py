"""Parquet: a table that stands as CSV once more, with types as its columns are declared, a batch at a time.

Beside its type a field says what the column means: `unit`, `meaning`, `role`, `source`, `low`, `high`; the same stand
as JSON under `entente` in the metadata of the file, for readers that do not look at fields.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from sim.base.dialects import dialect_of
from sim.base.quantities import Quantity

ARM = "mix"
"""The column by which a large table is partitioned."""
LARGE = 256_000_000
"""Bytes of CSV from which a table with a column `mix` is a folder, `mix=.../part-0.parquet`, instead of one file."""
GROUP = 32_000_000
"""Bytes in memory of a row group, which are written at once."""

TYPES = {
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "double": pa.float64(),
    "int64": pa.int64(),
    "int8": pa.int8(),
}
"""Types by the name that the dictionary has for them."""
OF_UNITS = {"text": "dictionary", "year-month": "date"}


def told_type(quantity: Quantity) -> str:
    """The name of the type that a column has: by its unit; what is yes or no of the table itself is a boolean."""
    if quantity.unit == "0 or 1" and quantity.source == "recorder":
        return "boolean"
    whole = ("int8" if quantity.unit == "0 or 1" else "int64") if quantity.whole else "double"
    return OF_UNITS.get(quantity.unit, whole)


def schema_of(columns: Sequence[Quantity]) -> pa.Schema:
    """The columns as fields, each with its meaning."""
    told = {quantity.name: _told(quantity) for quantity in columns}
    fields = [pa.field(quantity.name, TYPES[told_type(quantity)], True, told[quantity.name]) for quantity in columns]
    return pa.schema(fields, {"entente": json.dumps(told, ensure_ascii=False)})


def _told(quantity: Quantity) -> dict[str, str]:
    texts = {name: getattr(quantity, name) for name in ("unit", "meaning", "role", "source")}
    bounds = {"low": quantity.low, "high": quantity.high}
    return {**texts, **{name: f"{value:.10g}" for name, value in bounds.items() if math.isfinite(value)}}


def as_parquet(path: Path, columns: Sequence[Quantity]) -> None:
    """Write a CSV file once more as Parquet beside it; a large one as a folder with a file for each arm."""
    schema, place = schema_of(columns), path.with_suffix(".parquet")
    if path.stat().st_size < LARGE or ARM not in schema.names:
        _write(place, schema, _batches(path, schema))
        return
    own = schema.remove(schema.get_field_index(ARM))
    for name, pieces in groupby(_by_arm(_batches(path, schema)), key=lambda piece: piece[0]):
        folder = place / f"{ARM}={quote(name, safe='')}"
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"part-{len(list(folder.iterdir()))}.parquet"
        _write(part, own, (batch.select(own.names) for _, batch in pieces))


def _write(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(batches):
            writer.write_table(pa.Table.from_batches(group).unify_dictionaries())


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(one.nbytes for one in group) >= GROUP:
            yield group
            group = []
    if group:
        yield group


def _batches(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a CSV file; a month is the first of its days."""
    months = [field.name for field in schema if field.type == TYPES["date"]]
    types = {field.name: pa.string() if field.name in months else field.type for field in schema}
    told = dialect_of(path)
    convert = pyarrow.csv.ConvertOptions(
        column_types=types, strings_can_be_null=False, null_values=[""], decimal_point=told.decimal
    )
    parsing = pyarrow.csv.ParseOptions(delimiter=told.separator, newlines_in_values=True)
    with pyarrow.csv.open_csv(path, parse_options=parsing, convert_options=convert) as reader:
        for batch in reader:
            columns = (_first_days(own) if name in months else own for name, own in zip(types, batch, strict=True))
            yield pa.RecordBatch.from_arrays(list(columns), schema=schema)


def _first_days(months: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(months, ""), None, pc.binary_join_element_wise(months, "01", "-")).cast(TYPES["date"])


def _by_arm(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Batches cut where another arm begins, each with the name of its arm."""
    for batch in batches:
        arms = batch.column(ARM)
        ends = pc.run_end_encode(arms.dictionary_decode())
        begin = 0
        for name, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
            yield name, batch.slice(begin, end - begin)
            begin = end

"""A table in Parquet has the numbers of its CSV, with real types, and each field says what it means."""

import json

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from sim.base import parquet
from sim.base.parquet import as_parquet
from sim.base.quantities import Quantity
from sim.base.recorder import MONTH, TEXT, as_csv, column

COLUMNS = (
    column("mix", "which arm", TEXT),
    column("replicate", "which replicate", "number", 0),
    column("month", "which month", MONTH),
    Quantity("aid", "aid sent", "USD bn", "E1", 0.0, 10.0, kind="lever"),
    column("gap", "a difference", "USD bn"),
    column("failed", "whether it failed", "0 or 1", 0, 1, role="note"),
    column("reason", "why", TEXT),
)
ROWS = pd.DataFrame(
    {
        "mix": ["a=1 | t=b"] * 3 + ["c+d"] * 2,
        "replicate": [0, 1, 2**62, 0, 1],
        "month": ["2024-01", "2024-02", "2024-12", "2024-01", "2024-02"],
        "aid": [0.1, 0.2, 0.1 + 0.2, 1e-300, 3.0],
        "gap": [1.5, np.nan, np.inf, -np.inf, 0.0],
        "failed": [0, 1, 0, 0, 0],
        "reason": ["", "two\nlines", 'said "no"', "NA", "é"],
    }
)


@pytest.fixture(params=["one file", "a folder"])
def written(tmp_path, request, monkeypatch):
    if request.param == "a folder":
        monkeypatch.setattr(parquet, "LARGE", 0)
    text = ",".join(quantity.name for quantity in COLUMNS) + "\n" + as_csv(ROWS)
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    as_parquet(tmp_path / "table.csv", COLUMNS)
    return tmp_path / "table.parquet"


def test_numbers_and_texts_are_those_of_the_csv_file(written):
    found = pd.read_parquet(written)[list(ROWS.columns)]
    months = pd.to_datetime(found.pop("month")).dt.strftime("%Y-%m")
    kinds = {"mix": str, "reason": str, "failed": int}
    assert list(months) == list(ROWS.month)
    plain = ROWS.drop(columns="month").astype(kinds)
    pd.testing.assert_frame_equal(found.astype(kinds), plain, rtol=1e-9)


def test_types_are_real_ones(tmp_path, written):
    schema = pq.ParquetDataset(written, partitioning=None).schema
    told = {field.name: str(field.type) for field in schema}
    names = "dictionary<values=string, indices=int32, ordered=0>"
    wanted = {"mix": names, "replicate": "int64", "month": "date32[day]", "aid": "double", "gap": "double"}
    wanted |= {"failed": "bool", "reason": names}
    assert told == {name: kind for name, kind in wanted.items() if name != "mix" or written.is_file()}


def test_each_field_says_its_meaning_unit_role_and_bounds(written):
    file = written if written.is_file() else next(written.rglob("*.parquet"))
    schema = pq.read_schema(file)
    aid = schema.field("aid").metadata
    told = {"unit": "USD bn", "meaning": "aid sent", "role": "lever", "source": "E1", "low": "0", "high": "10"}
    assert aid == {key.encode(): value.encode() for key, value in told.items()}
    assert schema.field("replicate").metadata[b"role"] == b"key"
    assert schema.field("reason").metadata[b"role"] == b"note"
    whole = json.loads(pq.ParquetFile(file).metadata.metadata[b"entente"])
    assert whole["gap"] == {"unit": "USD bn", "meaning": "a difference", "role": "outcome", "source": "recorder"}
    assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_large_table_is_a_folder_with_a_file_for_each_arm(tmp_path, written):
    if written.is_dir():
        parts = sorted(path.relative_to(written).as_posix() for path in written.rglob("*.parquet"))
        assert parts == ["mix=a%3D1%20%7C%20t%3Db/part-0.parquet", "mix=c%2Bd/part-0.parquet"]


def test_duckdb_and_polars_read_either_by_the_names_of_arms(written):
    files = written if written.is_file() else written / "*" / "*.parquet"
    told = duckdb.sql(f"select sum(aid) from '{files}' where mix = 'c+d' and month < '2024-02-01'").fetchall()
    assert told == [(1e-300,)]
    lazy = pl.scan_parquet(written).filter(pl.col("mix") == "a=1 | t=b", ~pl.col("failed"))
    assert lazy.select(pl.col("replicate").max()).collect().item() == 2**62

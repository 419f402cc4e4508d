"""Tables in the dialect of a German spreadsheet: written, read again, translated there and back to the same bytes."""

import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.base.dialects import DIALECTS, PLAIN, dialect_of
from sim.base.recorder import DICTIONARY, TEXT, column, manifest_of, read_table
from sim.lab.folder import adding, recording

GERMAN = DIALECTS["excel-de"]
COLUMNS = (
    column("actor", "who", TEXT),
    column("about", "text that looks like a number, or holds what parts cells", TEXT),
    column("value", "how much", "share", 0, 1.5),
    column("count", "how many", "histories", 0),
)
ROWS = pd.DataFrame(
    {
        "actor": ["NA", "KOR", "Türkiye", "USA"],
        "about": ["1.5", "a;b", "a,b", 'a "word"'],
        "value": [0.1 + 0.2, np.nan, -1e-12, 2.0],
        "count": [1, 2, 3, 4],
    }
)


def written(out, dialect):
    """Results of one table, in a dialect."""
    with recording(out, dialect) as recorder:
        recorder.table("rows.csv", COLUMNS, [ROWS])
        recorder.parquet("rows.csv", COLUMNS)
        recorder.finish({"experiment": "a test"})
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_numbers_have_commas_and_cells_semicolons_and_texts_are_as_they_were(tmp_path):
    text = written(tmp_path / "out", "excel-de")["rows.csv"].decode("utf-8-sig")
    assert text.splitlines() == [
        "actor;about;value;count",
        "NA;1.5;0,3;1",
        'KOR;"a;b";;2',
        "Türkiye;a,b;-1e-12;3",
        'USA;"a ""word""";2;4',
    ]


@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_written_is_read_again_and_is_the_same_as_parquet(tmp_path, name):
    written(tmp_path / "out", name)
    assert dialect_of(tmp_path / "out" / "rows.csv").name == name
    found = read_table(tmp_path / "out" / "rows.csv", dtype={"about": str})
    pd.testing.assert_frame_equal(found, ROWS, check_exact=False, rtol=1e-9)
    assert pq.read_table(tmp_path / "out" / "rows.parquet").column("value").to_pylist()[::3] == [0.3, 2.0]
    assert list(read_table(tmp_path / "out" / DICTIONARY)["high"][:4])[2] == 1.5


def test_finished_results_are_translated_there_and_back_to_the_same_bytes(tmp_path):
    plain, german = written(tmp_path / "plain", ""), written(tmp_path / "german", "excel-de")
    for target, expected in (("excel-de", german), ("plain", plain)):
        with adding(tmp_path / "plain", manifest_of(tmp_path / "plain"), target):
            pass
        assert {path.name: path.read_bytes() for path in sorted((tmp_path / "plain").iterdir())} == expected
    assert "csv_dialect" not in json.loads(plain["manifest.json"])
    assert json.loads(german["manifest.json"])["csv_dialect"] == "excel-de"


@pytest.mark.parametrize(
    ("head", "name"),
    [("set,distance", "plain"), ("set;distance", "excel-de"), ("# fitted 2024-11", "plain"), ("", "plain")],
)
def test_a_dialect_is_known_by_the_first_line(tmp_path, head, name):
    (tmp_path / "table.csv").write_text(f"{head}\n1;2,5\n")
    assert dialect_of(tmp_path / "table.csv").name == name
    assert PLAIN.reading["sep"] == "," and GERMAN.reading["decimal"] == ","

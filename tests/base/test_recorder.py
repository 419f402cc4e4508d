"""Tables are written fast, and just as pandas would write them."""

import numpy as np
import pandas as pd

from sim.base.recorder import FORMAT, as_csv, read_table

ODD = pd.DataFrame(
    {
        "number": [0.0, -0.0, np.nan, np.inf, -np.inf, 1e-300, 123456789012.5, 0.1 + 0.2, 9999999999.5, 5e-324],
        "text": ["plain", "", None, "a,b", 'a "word"', "two\nlines", " kept ", "é", "'", np.nan],
        "count": range(10),
        "lacking": [None] * 10,
        "mixed": [1, None] * 5,
    }
)


def test_a_table_has_the_very_text_that_pandas_gives_it():
    assert as_csv(ODD) == ODD.to_csv(header=False, index=False, float_format=FORMAT, lineterminator="\n")
    rng = np.random.default_rng(1)
    many = pd.DataFrame(rng.normal(size=(200, 5)) * 10.0 ** rng.integers(-20, 20, (200, 5)))
    assert as_csv(many) == many.to_csv(header=False, index=False, float_format=FORMAT, lineterminator="\n")


def test_a_table_without_rows_has_no_line():
    assert as_csv(ODD.iloc[:0]) == ""


def test_a_return_within_a_cell_does_not_end_its_row():
    assert as_csv(pd.DataFrame({"a": ["one\rtwo"], "b": [1]})) == '"one\rtwo",1\n'


def test_what_is_written_is_read_again_whatever_it_is_called(tmp_path):
    names = ["NA", "null", "None", "nan", "N/A", "n/a", "NULL", "-", "KOR"]
    table = pd.DataFrame({"actor": names, "value": [1.0, np.nan, 3.0, -np.inf, np.inf, 0.0, 1.0, 2.0, 3.0]})
    (tmp_path / "table.csv").write_text("actor,value\n" + as_csv(table))
    pd.testing.assert_frame_equal(read_table(tmp_path / "table.csv"), table)
    pd.testing.assert_frame_equal(read_table(tmp_path / "table.csv", dtype={"actor": str}), table)

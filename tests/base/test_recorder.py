"""Tables are written fast, and just as pandas would write them."""

import numpy as np
import pandas as pd

from sim.base.recorder import FORMAT, as_csv

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

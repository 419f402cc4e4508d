"""A table of parameter sets says what every column is, or is not taken."""

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.lab.samplers import sampler_of
from sim.scenarios.scenario import load_scenario


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("set,red_line,misperceptoin", "0,1.5,0.1", r"'misperceptoin'.*did you mean misperception"),
        ("set,red_line,Misperception", "0,1.5,0.1", "'Misperception'.*did you mean misperception"),
        ("set, red_line,misperception", "0,1.5,0.1", "' red_line'.*did you mean red_line"),
        ("set,red_line,red_line", "0,1.5,0.1", "'red_line': expected each parameter in one column"),
        ("set,red_line,support_ukraine", "0,1.5,1.0", "'support_ukraine': expected set or distance, or a parameter"),
        ("set;red_lime", "0;0,9", "'red_lime'.*did you mean red_line"),
        ("set;red_line", "0;99,5", r"row 2, red_line = 99\.5"),
        ("set,red_line", "0,", "row 2, red_line"),
        ("set", "0", "a column per parameter"),
    ],
)
def test_a_column_that_nobody_knows_is_told(tmp_path, header, row, said):
    table = tmp_path / "sets.csv"
    table.write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=said) as told:
        sampler_of(load_scenario(), "posterior", 1, table, stale=True)
    assert "sets.csv" in str(told.value) and "\n" not in str(told.value)


def test_a_typographic_minus_is_a_minus(tmp_path):
    table = tmp_path / "sets.csv"
    table.write_text("exercise_to_provocation\n\N{MINUS SIGN}0.3\n0.2\n", encoding="utf-8")
    drawn = sampler_of(load_scenario(), "posterior", 1, table, stale=True).draw(np.arange(2))
    assert drawn["exercise_to_provocation"].tolist() == [-0.3, 0.2]


@pytest.mark.parametrize("german", [False, True])
def test_a_table_of_known_columns_is_taken(tmp_path, german):
    table, text = tmp_path / "sets.csv", "set,distance,red_line,misperception\n0,0.7,1.5,0.1\n1,0.8,1.8,0.2\n"
    table.write_text(text.replace(",", ";").replace(".", ",") if german else text, encoding="utf-8")
    drawn = sampler_of(load_scenario(), "posterior", 1, table, stale=True).draw(np.arange(3))
    assert drawn["red_line"].tolist() == [1.5, 1.8, 1.5] and set(drawn) == {"red_line", "misperception"}

"""The evidence tables are complete, readable and consistent with each other."""

from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "configs" / "evidence"
COLUMNS = {
    "monthly": "series actor target turn month low value high unit source grade note",
    "ladder": "step turn date kind low_turn high_turn unit source grade note",
    "yearly": "series actor target year low value high unit source grade note",
    "base_rates": "name low value high unit source grade note",
    "shocks": "name actor from_month to_month value unit source grade note",
    "facts": "number name statement low value high unit use source note",
    "dictionary": "table column meaning unit",
}
KINDS = {"words", "munitions", "missiles", "cover", "treaty", "troops", "technology", "contact"}


def read(table: str) -> pd.DataFrame:
    """Read one evidence table without options."""
    return pd.read_csv(FOLDER / f"{table}.csv")


def turns_of(dates: pd.Series) -> pd.Series:
    """Months since February 2022 of dates that start with YYYY-MM."""
    return (dates.str[:4].astype(int) - 2022) * 12 + dates.str[5:7].astype(int) - 2


@pytest.mark.parametrize("table", COLUMNS)
def test_each_table_has_its_columns_and_ends_lines_with_lf(table):
    """Columns are those agreed, in order."""
    assert list(read(table)) == COLUMNS[table].split()
    assert b"\r" not in (FOLDER / f"{table}.csv").read_bytes()


def test_every_column_of_every_table_is_in_the_dictionary_and_no_other():
    """The dictionary and the tables name the same columns."""
    book = read("dictionary")
    held = {(path.name, column) for path in FOLDER.glob("*.csv") for column in read(path.stem)}
    assert set(zip(book.table, book.column, strict=True)) == held
    assert len(book) == len(held) and book.notna().all().all()


@pytest.mark.parametrize(("table", "column"), [("monthly", "month"), ("ladder", "date")])
def test_turns_match_months(table, column):
    """Turn 0 is February 2022 and turn 34 is December 2024."""
    data = read(table)
    assert (data.turn == turns_of(data[column])).all()
    assert data.turn.between(0, 34).all()


@pytest.mark.parametrize(
    ("table", "columns"),
    [(name, ["low", "value", "high"]) for name in ("monthly", "yearly", "base_rates")]
    + [("facts", ["low", "high"]), ("ladder", ["low_turn", "turn", "high_turn"])],
)
def test_low_is_at_most_value_is_at_most_high(table, columns):
    """Known bounds are ordered, and each row holds at least one figure."""
    figures = read(table)[columns]
    filled = figures.apply(lambda row: row.dropna().is_monotonic_increasing, axis=1)
    assert filled.all() and figures.notna().any(axis=1).all()


@pytest.mark.parametrize("table", [name for name in COLUMNS if name != "dictionary"])
def test_source_and_unit_are_never_empty(table):
    """Every figure says where it comes from and in what it is measured."""
    for column in ("source", "unit"):
        assert read(table)[column].fillna("").str.strip().ne("").all()


def test_grade_kind_and_use_come_from_their_sets():
    """Closed lists hold no other words."""
    for table in ("monthly", "ladder", "yearly", "base_rates", "shocks"):
        assert set(read(table).grade) <= {"measured", "estimate", "judged"}
    assert set(read("ladder").kind) <= KINDS
    assert set(read("facts").use) == {"calibrate", "check"}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("monthly", ["series", "actor", "target", "turn"]),
        ("yearly", ["series", "actor", "target", "year"]),
        ("ladder", ["step"]),
        ("base_rates", ["name"]),
        ("shocks", ["name"]),
        ("facts", ["name"]),
    ],
)
def test_each_row_is_named_once(table, key):
    """No series has two rows for one time, and no name returns."""
    assert not read(table).duplicated(key).any()


def test_complete_monthly_series_cover_every_turn():
    """Counts and aid have no gaps; the other series are reported in some months only."""
    data = read("monthly")
    full = data[data.series.str.contains("launch|provocations|aid")]
    assert (full.groupby(["series", "actor"]).turn.nunique() == 35).all()


def test_monthly_aid_adds_up_to_yearly_aid():
    """Both tables tell the same aid, up to rounding and a negligible January 2022."""
    data = read("monthly").assign(year=lambda d: d.month.str[:4].astype(int))
    months = data[data.series.str.startswith("aid")]
    months = months.groupby(["series", "actor", "year"]).value.sum()
    years = read("yearly").set_index(["series", "actor", "year"]).value
    assert ((months - years.loc[months.index]).abs() < 0.011).all()


def test_shocks_end_no_earlier_than_they_begin():
    """Months are in order and inside the window."""
    data = read("shocks")
    start, end = turns_of(data.from_month), turns_of(data.to_month)
    assert (start <= end).all() and start.ge(0).all() and end.le(34).all()


def test_the_treaty_comes_before_the_troops_and_the_troops_after_the_munitions():
    """The order of the record holds in the ladder table."""
    turn = read("ladder").set_index("step").turn
    assert turn.sustained_munitions < turn.treaty_signed < turn.troops_sent

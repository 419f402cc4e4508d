"""Tables of evidence are checked cell by cell when they are read."""

import shutil

import pytest

from sim.base.errors import BadInput
from sim.evidence import tables as evidence


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(evidence.FOLDER, tmp_path / "evidence")
    return tmp_path / "evidence"


def edited(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", evidence.TABLES)
def test_every_table_of_evidence_fits_its_schema(name):
    frame = evidence.load(name)
    assert len(frame) and list(frame) == [column.name for column in evidence.TABLES[name].columns]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,1,many,1", "row 2, value"),
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,3,1,1", "low <= value"),
        ("monthly", "launch_occasions,PRK,,1,2022-03", "launch_occasions,PRK,,0,2022-03", "named once"),
        ("monthly", "launch_occasions,PRK,,0,2022-02", "launch_occasions,PRK,,0,2022-13", "row 2, month"),
        ("monthly", "csis,estimate", "csis,guess", "known: measured, estimate, judged"),
        ("monthly", "launch_occasions,PRK,,1,2022-03", "launch_occasions,PRK,,99,2022-03", "the turn of 2022-03"),
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,-1,1,1", "row 2, low = -1.0: expected no negative"),
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,1,1_0,1", "row 2, value = '1_0'"),
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,٠,2022-02,1,1,1", "row 2, turn"),
        ("monthly", "days with a launch,csis", "days with a lunch,csis", "did you mean days with a launch"),
        ("monthly", "days with a launch,csis", "days with a launch,somebody", "row 2, source"),
        ("ladder", "1,2022-03-02,words", "1,2022-04-02,words", "row 2, turn = 1: expected the turn of 2022-04"),
        ("ladder", ",words,,,turn", ",wordss,,,turn", "did you mean words"),
        ("facts", "number,name", "number,title", "columns"),
        ("facts", "1,ladder_order", "1,", "never empty"),
        ("facts", "0.8,1,1,Kendall tau", "nan,1,1,Kendall tau", "row 2, low"),
    ],
)
def test_evidence_that_does_not_fit_is_told_in_one_line(copy, name, old, new, said):
    with pytest.raises(BadInput) as told:
        evidence.load(name, edited(copy, name, old, new))
    line = str(told.value)
    assert said in line and f"{name}.csv" in line and "\n" not in line


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(BadInput, match="an existing file"):
        evidence.load("facts", tmp_path)


def test_all_evidence_can_be_printed():
    tables = {name: evidence.recorded(name) for name in evidence.TABLES if name != "dictionary"}
    assert all("source" in frame for frame in tables.values())
    assert len(tables["monthly"]) == 20


def test_the_fingerprint_changes_with_the_evidence(copy):
    assert evidence.fingerprint(copy) == evidence.fingerprint()
    assert evidence.fingerprint(edited(copy, "facts", "ladder_order", "order")) != evidence.fingerprint()

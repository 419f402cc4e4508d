"""Printing never fails, and what a command says in a line a script says in a line."""

import io
import runpy
import sys
from pathlib import Path

import pytest
from worlds import mostly_thorough

from sim.base.errors import BadInput
from sim.commands.console import say, show_story
from sim.commands.manners import politely
from sim.studies.registry import STUDIES

ROOT = Path(__file__).parents[2]
EXPERIMENTS = sorted((ROOT / "experiments").glob("*.py"))
FEW = [ROOT / "experiments" / f"{name}.py" for name in ("dose", "history", "many_histories", "recommended_actions")]
HARD = "a −0.3 × ≥ – “Łódź” é → 北 \U0001f600"


@pytest.fixture
def console(monkeypatch):
    """Both streams of a console with a code page; gives what was printed, as the code page has it."""

    def with_code_page(encoding):
        streams = {name: io.TextIOWrapper(io.BytesIO(), encoding, errors="strict") for name in ("stdout", "stderr")}
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, stream)

        def printed(name):
            streams[name].flush()
            return streams[name].buffer.getvalue().decode(encoding)

        return printed

    return with_code_page


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp437", "ascii", "latin-1", "utf-8", "utf-16", "koi8-r"])
def test_no_code_page_lacks_a_character_that_matters(console, encoding):
    printed = console(encoding)

    def work():
        say(HARD)
        print(HARD)
        show_story([("Aug 2023", HARD)])

    assert politely(work) == 0
    said = printed("stdout")
    assert said.count("0.3") == 3
    if encoding.startswith("utf"):
        assert said.count(HARD) == 3
    else:
        assert said.count("-0.3") == 3 and said.count(">=") + said.count("≥") == 3


def test_a_mistake_is_one_line_on_any_console(console):
    printed = console("cp1252")

    def work():
        raise BadInput("somewhere", "key", HARD, f"another than {HARD}")

    assert politely(work) == 2
    assert printed("stderr").count("\n") == 1 and "-0.3" in printed("stderr")


def test_closed_streams_take_everything_in_silence(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert politely(lambda: say(HARD)) == 0
    assert politely(lambda: 1 / 0) == 1
    for stream in (sys.stdout, sys.stderr):
        stream.close()


@pytest.mark.parametrize(
    ("work", "code", "said"),
    [
        (lambda: None, 0, ""),
        (lambda: 130, 130, "entente: stopped\n"),
        (lambda: int("x"), 1, "entente: failed: ValueError: "),
    ],
)
def test_the_end_of_a_script_is_a_code_and_at_most_a_line(capsys, work, code, said):
    assert politely(work) == code
    assert capsys.readouterr().err.startswith(said)


def test_an_interrupt_is_told_as_one(capsys):
    def work():
        raise KeyboardInterrupt

    assert politely(work) == 130
    assert capsys.readouterr().err == "entente: stopped\n"


@pytest.mark.parametrize("script", mostly_thorough(EXPERIMENTS, *FEW), ids=lambda path: path.stem)
def test_an_experiment_in_a_folder_with_other_results_ends_with_a_line(tmp_path, script, monkeypatch, capsys):
    for name in ("sign_changes", "many_histories", *(one.name for one in STUDIES)):
        (tmp_path / "results" / name).mkdir(parents=True)
        (tmp_path / "results" / name / "thesis.txt").write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(script), run_name="__main__")
    *before, last = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2 and last.startswith("entente: ") and len(before) == (script.stem == "sensitivity")

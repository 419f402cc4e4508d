"""What a command said of finished results is said again at once, and never of other results or to another question."""

import pytest

from sim.commands import memory
from sim.commands.console import say
from sim.commands.memory import Memory
from sim.lab.folder import recording

ASKED = {"scenario": "", "replicates": 8, "out": None, "jobs": 0}


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A folder of results, and a cache of its own."""
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    with recording(tmp_path / "out") as recorder:
        recorder.text("report.html", "the answer")
        recorder.finish({"experiment": "a sweep", "fingerprint": "mine"})
    return tmp_path / "out"


def tell(out, **more):
    """Answer as a command does, which takes long the first time."""
    one = Memory("sweep", {**ASKED, **more}, out)
    with one.listening():
        say("It changes − nothing.")
    say("played in 80 s")
    one.keep(lambda: say("read from finished results"))


def again(out, capsys, **more):
    """What is said at once; nothing if it has to be found out anew."""
    capsys.readouterr()
    said = Memory("sweep", {**ASKED, **more}, out).said_again()
    told = capsys.readouterr().out
    assert said == bool(told)
    return told


def test_what_was_said_is_said_again_as_of_finished_results(results, capsys):
    assert again(results, capsys) == ""
    tell(results)
    assert capsys.readouterr().out == "It changes − nothing.\nplayed in 80 s\n"
    assert again(results, capsys) == "It changes − nothing.\nread from finished results\n"
    assert again(results, capsys, jobs=3) != ""


def test_another_question_is_answered_anew(results, capsys):
    tell(results)
    assert again(results, capsys, replicates=9) == ""
    assert Memory("history", ASKED, results).said_again() is False


def test_results_that_changed_are_looked_at_anew(results, capsys):
    tell(results)
    (results / "report.html").write_text("another answer")
    assert again(results, capsys) == ""


def test_code_that_changed_is_asked_anew(results, capsys, monkeypatch):
    tell(results)
    monkeypatch.setattr(memory, "_made", lambda: "other code")
    assert again(results, capsys) == ""


@pytest.mark.parametrize("named", [{"scenario": "mine.toml"}, {"script": ["a.toml"]}, {"posterior": "sets.csv"}])
def test_where_files_of_ones_own_are_named_nothing_is_kept(results, capsys, named):
    tell(results, **named)
    assert again(results, capsys, **named) == ""


def test_a_cache_that_cannot_be_written_or_read_harms_nobody(results, capsys, monkeypatch):
    (results / "blocked").write_text("")
    monkeypatch.setenv("ENTENTE_CACHE", str(results / "blocked"))
    tell(results)
    assert again(results, capsys) == ""
    monkeypatch.delenv("ENTENTE_CACHE")
    monkeypatch.setenv("ENTENTE_CACHE", str(results.parent / "cache"))
    tell(results)
    next((results.parent / "cache" / "answers").iterdir()).write_text("[1]")
    assert again(results, capsys) == ""

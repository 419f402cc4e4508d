"""What is printed can be read on a terminal of eighty columns."""

import os
import re
import sys

import pandas as pd
import pytest
from test_cli import answers_of_a_sweep

from sim.commands.answers import show_answers
from sim.commands.console import show
from sim.lab.analyses.answers import answers
from sim.report.sweep import brief

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")


@pytest.fixture
def terminal(monkeypatch):
    """What is printed on a pseudo-terminal of eighty columns, as lines without colours."""

    def printed(work):
        ours, theirs = pty.openpty()
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("TERM", "xterm")
        with open(theirs, "w", encoding="utf-8") as stream, monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            assert stream.isatty()
            work()
        text = b""
        os.set_blocking(ours, False)
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        os.close(ours)
        return [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in text.decode().splitlines()]

    return printed


def test_the_answer_of_a_sweep_begins_in_words_and_fits_eighty_columns(terminal):
    told = answers_of_a_sweep()
    lines = terminal(lambda: show_answers(told, answers(told.tables["effects.csv"])))
    assert max(map(len, lines)) <= 80
    assert lines[0] == "What each action changes" and lines[1].startswith("- Partnerships: institutions larger, by ")
    assert all(len(line.split()) > 1 or len(line.strip()) > 2 or not line.strip() for line in lines), "a letter a line"


def test_a_table_too_wide_for_the_terminal_is_told_row_by_row(terminal):
    wide = pd.DataFrame([{f"a_column_of_some_length_{n}": n + 0.25 for n in range(8)}])
    lines = terminal(lambda: show(wide, "Wide"))
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.startswith("a_column")] == [
        [f"a_column_of_some_length_{n}", f"{n + 0.25}"] for n in range(8)
    ]


def test_the_verdict_says_what_is_clear_before_what_is_open():
    told = answers_of_a_sweep()
    (said,) = brief.verdicts(told)
    assert said == "Partnerships: institutions larger, by 0.050 index (+8%), 95%."

"""How long something takes is told before it is played, by what was measured, and now and then while it is."""

import json

import pytest

from sim.commands.console import Lines
from sim.lab import pace
from sim.lab.pace import Notice, Pace, in_words


@pytest.fixture
def clock(tmp_path, monkeypatch):
    """A clock that goes when it is told to, and a cache of its own."""

    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    one = Clock()
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path))
    monkeypatch.setattr(pace.time, "perf_counter", one)
    return one


def play(clock, seconds, runs=1000):
    """Play so many histories of ten months in ten blocks on two processes; what is told meanwhile."""
    told = []
    one = Pace("a case", runs, 10.0 * runs, 2, lambda done, of, what: told.append((done, what)))
    one.announce()
    for done in range(0, runs + 1, runs // 10):
        one.playing(done, runs, "Playing")
        clock.now += seconds / 10
    return told


def notices(told):
    """What stays of it, and after how many histories it came."""
    return [(done, str(what)) for place, (_, what) in enumerate(told) if isinstance(what, Notice)
            for done in [told[place + 1][0] if place + 1 < len(told) else None]]  # fmt: skip


def test_the_first_time_the_first_histories_tell_and_then_it_is_known_beforehand(clock):
    said = "1,000 histories, about {} on 2 processes, then tables"
    assert notices(play(clock, 100.0)) == [(200, said.format("80 seconds"))]
    assert notices(play(clock, 100.0)) == [(0, said.format("100 seconds"))]


def test_what_is_soon_over_is_not_worth_a_word(clock):
    assert notices(play(clock, 3.0)) == [] == notices(play(clock, 3.0))


def test_nothing_is_learnt_from_a_few_histories(clock, tmp_path):
    play(clock, 60.0, runs=100)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "[]", '{"a case compiled": "fast"}', '{"a case compiled": -1.0}', "{"])
def test_a_memory_that_makes_no_sense_is_none(clock, tmp_path, content):
    (tmp_path / pace.FILE).write_text(content)
    assert [done for done, _ in notices(play(clock, 100.0))] == [200]
    assert json.loads((tmp_path / pace.FILE).read_text())["a case compiled"] == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "0.4 seconds"),
        (8.7, "9 seconds"),
        (79.3, "79 seconds"),
        (150.0, "2 minutes"),
        (50.0, "50 seconds"),
        (9000.0, "2 hours"),
    ],
)
def test_a_time_is_said_as_one_would(seconds, said):
    assert in_words(seconds) == said


def test_in_a_pipe_a_line_comes_now_and_then_and_none_where_it_is_soon_over(capsys):
    now = [0.0]
    lines = Lines("Playing", lambda: now[0])
    for second in range(60):
        now[0] = float(second)
        lines(second * 10, 1000)
    lines(0, 3, "Closing")
    lines(600, 1000, Notice("a thousand"))
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "entente: Playing: 50 of 1,000, about 95 seconds more",
        "entente: Playing: 150 of 1,000, about 85 seconds more",
        "entente: Playing: 300 of 1,000, about 70 seconds more",
        "entente: Playing: 530 of 1,000, about 47 seconds more",
        "entente: a thousand",
    ]

"""Replicate 0 of each scenario, told month by month: files to be read, and reviewed like code.

When a story changes on purpose, write it anew and read the difference:
`ENTENTE_UPDATE=1 .venv/bin/pytest tests/report/test_stories.py`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from worlds import CASTS, SCENARIOS, scenario

from sim.engine.interventions import case_of
from sim.engine.replay import replay
from sim.report.story import NOTABLE, Story, tell

FOLDER = Path(__file__).parents[1] / "stories"
SEED = 1


@cache
def story(name: str) -> Story:
    """The story of replicate 0."""
    case = scenario(name)
    return tell(replay(case_of(case), 0, SEED))


@pytest.mark.parametrize("name", CASTS)
def test_the_story_is_the_one_that_was_last_read(name):
    lines = [f"{scenario(name).title}: seed {SEED}, replicate 0", "", *story(name).lines(NOTABLE)]
    told, file = "\n".join(lines) + "\n", FOLDER / f"{name}.txt"
    if os.environ.get("ENTENTE_UPDATE"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8", newline="\n")
    assert told == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASTS)
def test_a_story_is_told_in_whole_sentences_and_in_order(name):
    events = story(name).events
    assert [event.turn for event in events] == sorted(event.turn for event in events)
    for event in events:
        assert event.month == scenario(name).month(event.turn)
        assert event.sentence[0].isupper() or event.sentence[0].isdigit(), event.sentence
        assert event.sentence.endswith((".", "!", "?")) and "  " not in event.sentence and "_" not in event.sentence, (
            event.sentence
        )
        assert "_" not in event.sentence, event.sentence
        assert not {"nan", "None"} & set(event.sentence.split()), event.sentence


def test_no_story_is_kept_of_a_scenario_that_is_gone():
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(SCENARIOS)

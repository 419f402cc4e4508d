"""The story of one month as it is played: the same sentences as in the written story, and the moves of the levers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from sim.app.plan import Plan
from sim.engine.replay import Replay
from sim.engine.step import Turn
from sim.report.story import HEADLINE, Event, events_of
from sim.report.wording import labelled


def told(history: Replay, turn: Turn, year: pd.DataFrame | None, plan: Plan) -> Iterator[Event]:
    """The events of the newest month of a history; `year` holds the series so far at the end of a year."""
    yield from moves(plan, turn, history.cast.titles)
    yield from events_of(history, turn, year)


def moves(plan: Plan, turn: Turn, titles: Sequence[str]) -> Iterator[Event]:
    """What was done with the levers in this month."""
    for step in plan.steps:
        if step.turn == turn.number:
            said = f"{labelled(step.lever, titles)} is set to {step.value:.0%}."
            yield Event(turn.number, turn.month, "lever", HEADLINE, "you", "", said)

"""The story of one month as it is played: the same sentences as in the written story, and the moves of the levers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim import story
from sim.app.plan import Plan
from sim.replay import Month, Replay
from sim.words import capital, condition


def told(history: Replay, month: Month, series: pd.DataFrame, plan: Plan) -> Iterator[story.Event]:
    """The events of the newest month of a history; `series` holds the months so far at the end of a year."""
    yield from moves(plan, month)
    yield from story._shocks(history, month)
    yield from story._orders(history, month)
    yield from story._answers(month)
    if len(series):
        yield from story._digest(history, month, series)


def moves(plan: Plan, month: Month) -> Iterator[story.Event]:
    """What was done with the levers in this month."""
    for step in plan.steps:
        if step.turn == month.turn:
            said = f"{capital(condition(step.lever))} is set to {step.value:.0%}."
            yield story.Event(month.turn, month.label, "lever", story.HEADLINE, "you", "", said)

"""One history played month by month as it is asked for; a lever moved replays it from there, and the past stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from sim.app.choice import Choice
from sim.app.frame import Frame, frame_of
from sim.app.plan import Plan
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.replay import Replay
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.step import Turn
from sim.report.story import HEADLINE, Event, events_of
from sim.report.wording import labelled


class LiveRun:
    """The history of one tab. Worlds are immutable and draws are named, so that going on from any month is exact."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.case: Case = choice.case()
        self.draws = Draws(choice.seed, [choice.replicate])
        self._turns: list[Turn] = []
        self._series: list[dict[str, float]] = []
        self._lock = threading.Lock()

    @property
    def played(self) -> int:
        """How many months have been played."""
        return len(self._turns)

    def frames(self, until: int) -> Iterator[Frame]:
        """Play on to a turn, included; frames of the months that had not been played yet."""
        while self.played <= min(until, self.case.turns - 1):
            with self._lock:
                yield self._next()

    def follow(self, plan: Plan) -> int:
        """Take up another plan; give the number of months that stay as they were."""
        with self._lock:
            since = plan.since(self.choice.plan)
            self.choice = replace(self.choice, plan=plan)
            self.case = self.case.under(self.case.parameters.scheduled(plan, "link"))
            if since is not None:
                del self._turns[since:], self._series[since:]
            return self.played

    def _next(self) -> Frame:
        start = Checkpoint.after(self._turns[-1]) if self._turns else None
        turn = next(simulate(self.case, self.draws, start=start, explain=True))
        frame = frame_of(turn, self.draws)
        # The story needs who ordered what in earlier months, not why: the reasons are in the frame.
        self._turns.append(replace(turn, moved={}))
        self._series.append({"turn": turn.number, **frame.series})
        frame = replace(
            frame,
            story=(
                *moves(self.choice.plan, turn, self.case.cast.titles),
                *events_of(self._replay(), turn, self._year()),
            ),
        )
        turn.orders.forget_reasons()
        return frame

    def _replay(self) -> Replay:
        return Replay(self.case, self.choice.replicate, self.choice.seed, tuple(self._turns))

    def _year(self) -> pd.DataFrame | None:
        """The series so far, one row a month, where a year ends."""
        if self._turns[-1].month.endswith("-12") or self.played == self.case.turns:
            table = pd.DataFrame(self._series)
            table.insert(1, "month", [turn.month for turn in self._turns])
            return table
        return None


def moves(plan: Plan, turn: Turn, titles: Sequence[str]) -> Iterator[Event]:
    """What was done with the levers in this month."""
    for step in plan.steps:
        if step.turn == turn.number:
            said = f"{labelled(step.lever, titles)} is set to {step.value:.0%}."
            yield Event(turn.number, turn.month, "lever", HEADLINE, "you", "", said)

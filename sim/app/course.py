"""One history played month by month as it is asked for; a lever moved replays it from there, and the past stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from sim.app.choice import Choice
from sim.app.frame import Frame, frame_of
from sim.app.plan import Plan, Planned
from sim.app.told import told
from sim.engine.mesa_model import EntenteModel
from sim.engine.replay import Month, Replay
from sim.engine.step import begin
from sim.model.world import World


class Course:
    """The model of one tab. Worlds are immutable and draws are named, so that going on from any month is exact."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.model = EntenteModel(
            choice.scenario, replicate=choice.replicate, rng=choice.seed, explain=True, agent_variables=False
        )
        self.case, self.parameters = self.model.case, choice.parameters()
        self._start: World = self.model.world
        self._months: list[Month] = []
        self._series: list[dict[str, float]] = []
        self._lock = threading.Lock()
        self._follow(choice.plan)

    @property
    def played(self) -> int:
        """How many months have been played."""
        return len(self._months)

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
            if since is not None:
                del self._months[since:], self._series[since:]
                for values in self.model.datacollector.model_vars.values():
                    del values[self.played + 1 :]  # the first row is the start
            self._follow(plan)
            return self.played

    def _follow(self, plan: Plan) -> None:
        self.model.parameters = Planned.of(self.parameters, plan)
        self.model.world = self._months[-1].end if self._months else self._start

    def _next(self) -> Frame:
        model, turn = self.model, self.played
        start = begin(model.world, self.case, model.dice)
        model.step()
        month = Month(turn, self.case.month(turn), start, model.orders, model.world, model.numbers)
        self._months.append(month)
        levers = {name: self.choice.plan.at(turn).get(name, 0.0) for name in self.case.parameters.levers}
        frame = frame_of(model, month, model.dice, (), levers)
        self._series.append({"turn": turn, **frame.series})
        frame = replace(frame, story=tuple(told(self._replay(), month, self._year(), self.choice.plan)))
        # The story needs who ordered what in earlier months, not why: the reasons are in the frame.
        month.orders.contributions, month.orders.worked = None, {}
        month.__dict__.pop("contributions", None)
        return frame

    def _replay(self) -> Replay:
        return Replay(self.case, self.parameters, self.choice.replicate, self.choice.seed, tuple(self._months))

    def _year(self) -> pd.DataFrame | None:
        """The series so far, one row a month, where a year ends."""
        if self._months[-1].label.endswith("-12") or self.played == self.case.turns:
            table = pd.DataFrame(self._series)
            table.insert(1, "month", [month.label for month in self._months])
            return table
        return None

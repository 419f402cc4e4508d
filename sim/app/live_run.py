"""One history played month by month as it is asked for; what is changed replays it from there, and the past stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from sim.app.choice import Choice
from sim.app.frame import Frame, MovedTold, frame_of, moves_of
from sim.app.orders import sentence
from sim.app.plan import Plan, under
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel.choice import WORTH_LOADING, kernel_for
from sim.engine.replay import Replay
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.step import Turn, added, step
from sim.engine.trajectory import FiniteGuard
from sim.model.actors import Cast
from sim.model.decisions import decide
from sim.model.promises import Promise
from sim.model.slots import Slot
from sim.model.world import Scene
from sim.report.story import HEADLINE, Event, events_of
from sim.report.wording import labelled


class LiveRun:
    """The history of one tab. Worlds are immutable and draws are named, so that going on from any month is exact."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self._untouched: Case = replace(choice, plan=Plan()).case()
        self.case = under(self._untouched, choice.plan)
        self.draws = Draws(choice.seed, [choice.replicate])
        self._months: Iterator[Turn] | None = None
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
        """Take up another plan; give the number of months that stay as they were.

        None stays where other orders are possible, since frames tell orders by their number.
        """
        with self._lock:
            since, before = plan.since(self.choice.plan), self.case
            self.choice = replace(self.choice, plan=plan)
            self.case = under(self._untouched, plan)
            if since is not None:
                since = since if same_orders(before.cast, self.case.cast) else 0
                del self._turns[since:], self._series[since:]
                self._months = None
            return self.played

    def copy(self) -> LiveRun:
        """The same history, to go its own way from here."""
        other = LiveRun(self.choice)
        other._turns, other._series = [*self._turns], [*self._series]
        return other

    def moved(self, turn: int) -> MovedTold:
        """What moved what in a month that was played, worked out anew."""
        with self._lock:
            one = self._turns[turn]
            scene, draws = Scene.of(one.before), self.draws.at(turn)
            _, moved = added(scene, one.orders, one.p, draws, self.case.mechanisms)
        return {"turn": turn, "moved": tuple(moves_of(moved))}

    def _begun(self) -> Iterator[Turn]:
        """Months from here on, by the compiled turn where it is at hand: so little is not worth compiling."""
        start = Checkpoint.after(self._turns[-1]) if self._turns else None
        kernel = kernel_for(self.case, WORTH_LOADING)
        explain = kernel is step or bool(self.case.held)
        guard = [FiniteGuard()]
        return simulate(self.case, self.draws, start=start, observers=guard, kernel=kernel, explain=explain)

    def _next(self) -> Frame:
        """The next month; where something raises in it, it counts as not played, and may be under another plan."""
        number = self.played
        try:
            return self._month()
        except Exception as error:
            self._months = None  # an iterator that raised is at its end
            del self._turns[number:], self._series[number:]
            raise RuntimeError(f"{self.case.scenario.month(number)}: {type(error).__name__}: {error}") from error

    def _month(self) -> Frame:
        self._months = self._months or self._begun()
        turn = explained(next(self._months), self.draws)
        frame = frame_of(turn, self.draws)
        # The story needs who ordered what in earlier months, not why: the reasons are in the frame.
        self._turns.append(replace(turn, moved={}))
        self._series.append({"turn": turn.number, **frame.series})
        frame = replace(
            frame,
            story=(
                *moves(self.choice.plan, turn, self.case.cast),
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


def explained(turn: Turn, draws: Draws) -> Turn:
    """A turn whose orders keep what every reason added to them: arrays keep it, the compiled turn does not."""
    if turn.moved:
        return turn
    with np.errstate(over="ignore"):
        orders = decide(Scene.of(turn.before), turn.p, draws.at(turn.number), explain=True)
    return replace(turn, orders=orders)


def moves(plan: Plan, turn: Turn, cast: Cast) -> Iterator[Event]:
    """What was done with the levers, and what orders by hand begin, in this month."""
    moved = [
        f"{labelled(one.lever, cast.titles)} is set to {one.value:.0%}."
        for one in plan.steps
        if one.turn == turn.number
    ]
    begun = [f"{_begun(one, cast)}." for one in plan.orders if one.first == turn.number]
    for said in (*moved, *begun):
        yield Event(turn.number, turn.month, "lever", HEADLINE, "you", "", said)


def _begun(order: Promise, cast: Cast) -> str:
    if order.never:
        return f"You rule out: {sentence(order, cast)}"
    return f"By your order: {sentence(order, cast)}, {order.amount:g} {cast.actions[order.action].unit} a month"


def same_orders(one: Cast, other: Cast) -> bool:
    """Whether the same orders are possible in two casts, under the same numbers."""
    return one is other or [_who(slot) for slot in one.slots] == [_who(slot) for slot in other.slots]


def _who(slot: Slot) -> tuple[int, str, int, str]:
    return slot.actor, slot.action, slot.target, slot.relation

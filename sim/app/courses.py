"""The two courses of a tab: the history shown, and the one from which it was branched, under the same luck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.app.choice import Choice
from sim.app.contract_plan import Followed, WasTold
from sim.app.frame import Frame
from sim.app.live_run import LiveRun, same_orders
from sim.app.setup import setup


class Courses:
    """What a tab plays: its history, and beside it the course from which it was branched, where it was."""

    def __init__(self, choice: Choice) -> None:
        self.live = LiveRun(choice)
        self.was = self._begun(choice)

    @property
    def choice(self) -> Choice:
        """What is played."""
        return self.live.choice

    def frames(self, until: int, at_once: int) -> tuple[list[str], list[str]]:
        """Play both on to a turn, by so many months at most; what is new of each, as JSON."""
        both = (self.live, self.was) if self.was else (self.live,)
        texts = [_as_far_as_may_be(one.frames(min(until, one.played + at_once - 1))) for one in both]
        return texts[0], texts[1] if self.was else []

    def follow(self, choice: Choice) -> Followed:
        """Take up another plan, or another branch: what stays of what is known."""
        was, before = self._branch(choice), self.live.case.cast
        self.live.choice = replace(self.live.choice, branch=choice.branch)
        kept = self.live.follow(choice.plan)
        told = None if same_orders(before, self.live.case.cast) else setup(choice)
        return {"kept": kept, "was": was, "setup": told}

    def was_told(self) -> WasTold | None:
        """The course from which this one was branched, from its first month on."""
        if self.was is None:
            return None
        own = same_orders(self.live.case.cast, self.was.case.cast)
        return {"frames": 0, "slots": None if own else setup(self.was.choice)["slots"]}

    def _begun(self, choice: Choice) -> LiveRun | None:
        before = choice.before()
        return LiveRun(before) if before else None

    def _branch(self, choice: Choice) -> WasTold | None:
        """Keep the course from which another one was branched; none where it is known already, or there is none."""
        before, known = choice.before(), self.choice.before()
        if before is None or before == known:
            self.was = self.was if before else None
            return None
        if before.plan == self.choice.plan:
            self.was = self.live.copy()
            self.was.choice = before
            return {"frames": self.was.played, "slots": None}
        self.was = LiveRun(before)
        return self.was_told()


def _as_far_as_may_be(frames: Iterator[Frame]) -> list[str]:
    """Frames as JSON, up to a month in which something raises; it is raised where there are none before it."""
    texts: list[str] = []
    try:
        for frame in frames:
            texts.append(frame.text())
    except Exception:
        if not texts:
            raise
    return texts

"""One tab: it is told what to show, asks for months as it has drawn them, and moves levers."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.app.along import along
from sim.app.answer import actions_of
from sim.app.choice import Choice, read_choice
from sim.app.contract_answer import Played
from sim.app.courses import Courses
from sim.app.plan import Plan
from sim.app.played import at_its_dose
from sim.app.setup import setup
from sim.app.told import plan_told
from sim.app.worker_pool import WorkerPool
from sim.base.errors import BadInput

Work = Callable[[], Awaitable[None]]
"""What is done in the background, begun only when its turn comes: it may be cancelled before."""

AT_ONCE = 12
"""Most months sent in one message, so that a lever moved is never kept waiting for long."""


class Session:
    """The server's side of one tab. It plays nothing that was not asked for, so that a closed tab costs nothing."""

    def __init__(self, socket: WebSocket, workers: WorkerPool, usual: Choice) -> None:
        self.socket, self.workers, self.usual = socket, workers, usual
        self.courses: Courses | None = None
        self._ensemble: asyncio.Task[None] | None = None
        self._ensemble_of: Plan | None = None
        self._beside: dict[str, asyncio.Task[bool]] = {}

    async def serve(self) -> None:
        """Answer the tab's requests one after another until it is closed."""
        await self.socket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            try:
                while True:
                    await self._answer(await self.socket.receive_text())
            finally:
                self._stop_ensemble()
                self._stop_beside()

    async def _answer(self, said: str) -> None:
        try:
            request = json.loads(said)
            await _ANSWERS[request["do"]](self, request)
        except (LookupError, TypeError, ValueError, OverflowError, RecursionError, BadInput) as error:
            await self._send({"do": "notice", "text": f"A request was not understood: {error}"[:300]})
        except WebSocketDisconnect:
            raise
        except Exception as error:  # whatever a rule may raise
            await self._send({"do": "notice", "text": f"This could not be played: {error}"[:300]})

    async def open(self, request: Mapping[str, Any]) -> None:
        """Take up what a link says."""
        self._stop_ensemble()
        self._stop_beside()
        choice, notices = read_choice(str(request["query"]), self.usual)
        told = await asyncio.to_thread(setup, choice)
        self.courses = await asyncio.to_thread(Courses, choice)
        was = await asyncio.to_thread(self.courses.was_told)
        answered = {"number": int(request.get("number", 0)), "notices": notices}
        await self._send({"do": "setup", "setup": told, **answered, "plan": plan_told(choice), "was": was})
        self._start_ensemble(afresh=True)

    async def frames(self, request: Mapping[str, Any]) -> None:
        """Play on and send what is new; the tab asks again when it has drawn it."""
        frames, was = await asyncio.to_thread(self._opened().frames, int(request["until"]), AT_ONCE)
        await self.socket.send_text(f'{{"do":"frames","frames":[{",".join(frames)}],"was":[{",".join(was)}]}}')

    async def moved(self, request: Mapping[str, Any]) -> None:
        """Say what moved what in a month that was played."""
        live, turn = self._opened().live, int(request["turn"])
        if not 0 <= turn < live.played:
            raise BadInput("moved", "turn", turn, f"a month that was played, 0 to {live.played - 1}")
        await self._send({"do": "moved", **await asyncio.to_thread(live.moved, turn)})

    async def lever(self, request: Mapping[str, Any]) -> None:
        """Set a lever from a month on; its earlier course stays."""
        lever, value, turn = self._asked(request)
        await self._follow(plan=self._opened().choice.plan.moved(lever, turn, value))

    async def start(self, request: Mapping[str, Any]) -> None:
        """Let a lever act from another month."""
        lever, _, turn = self._asked({"value": 0.0, **request})
        await self._follow(plan=self._opened().choice.plan.started(lever, turn))

    async def clear(self, request: Mapping[str, Any]) -> None:
        """Take all levers and orders back."""
        await self._follow(plan=Plan())

    async def plan(self, request: Mapping[str, Any]) -> None:
        """Take up all levers, orders and the branch at once, as a link says them."""
        choice, notices = read_choice(str(request["plan"]), self._opened().choice)
        for text in notices:
            await self._send({"do": "notice", "text": text})
        await self._follow(plan=choice.plan, branch=choice.branch)

    async def arrivals(self, request: Mapping[str, Any]) -> None:
        """Count what becomes of the promises of the plan."""
        self._start_beside("arrivals", partial(self._count, self._opened().choice))

    async def _count(self, choice: Choice) -> None:
        await self._send({"do": "arrivals", "rows": await self.workers.arrivals(choice)})

    async def answer(self, request: Mapping[str, Any]) -> None:
        """Play every action alone at its dose, and send each row when it is there."""
        self._start_beside("answer", partial(self._play_answer, self._opened().choice))

    async def example(self, request: Mapping[str, Any]) -> None:
        """Show what one action changes in one outcome, history by history; only the newest such wish is kept."""
        choice = self._opened().choice
        plan, outcome = at_its_dose(choice.played, str(request["action"])), str(request["outcome"])
        self._start_beside("example", partial(self._play_example, replace(choice, plan=plan), outcome))

    async def curve(self, request: Mapping[str, Any]) -> None:
        """Play an action alone at several doses or from several months on, and send each point when it is there."""
        choice, kind, action = self._opened().choice, str(request["kind"]), str(request["action"])
        points = along(kind, choice.played, action)
        self._start_beside("curve", partial(self._play_curve, choice, kind, action, points))

    async def _play_curve(self, choice: Choice, kind: Any, action: str, points: list[tuple[float, Plan]]) -> None:
        for number, (at, plan) in enumerate(points):
            cells = await self.workers.cells(replace(choice, plan=plan))
            told = {"kind": kind, "action": action, "at": at, "cells": cells, "done": number + 1, "of": len(points)}
            await self._send({"do": "curve", **told})

    async def _play_answer(self, choice: Choice) -> None:
        actions = actions_of(choice.played)
        for number, action in enumerate(actions):
            cells = await self.workers.cells(replace(choice, plan=at_its_dose(choice.played, action)))
            row: Played = {"action": action, "cells": cells, "done": number + 1, "of": len(actions)}
            await self._send({"do": "played", **row})

    async def _play_example(self, choice: Choice, outcome: str) -> None:
        await self._send({"do": "example", **await self.workers.example(choice, outcome)})

    def _start_beside(self, name: str, work: Work) -> None:
        """Work in the background; what was asked for before under the same name is no longer wanted."""
        self._stop_beside(name)
        self._beside[name] = asyncio.create_task(self._told(work))

    def _stop_beside(self, *names: str) -> None:
        """Let go of what is worked on under these names, or of all of it."""
        for name in names or tuple(self._beside):
            if name in self._beside:
                self._beside.pop(name).cancel()

    def _asked(self, request: Mapping[str, Any]) -> tuple[str, float, int]:
        """Lever, intensity and month of a request; raises `BadInput` for what is out of range."""
        case = self._opened().live.case
        lever, value, turn = str(request["lever"]), request["value"], int(request["turn"])
        if lever not in case.parameters.levers:
            raise BadInput("lever", "name", lever, "a known lever", case.parameters.levers)
        case.parameters.with_values({lever: value}, "lever")
        return lever, float(value), max(0, min(turn, case.turns - 1))

    async def _follow(self, **changed: Any) -> None:
        choice = replace(self._opened().choice, **changed)
        if choice.plan != self._opened().choice.plan:
            self._stop_beside("arrivals")  # of another plan; the rest is not about the plan
        followed = await asyncio.to_thread(self._opened().follow, choice)
        # Nothing new will be played where the plan is that of the last bands.
        settled = choice.plan == self._ensemble_of and (self._ensemble is None or self._ensemble.done())
        await self._send({"do": "plan", "plan": plan_told(choice), "settled": settled, **followed})
        self._start_ensemble()

    def _opened(self) -> Courses:
        if self.courses is None:
            raise ValueError("no scenario is open")
        return self.courses

    async def _send(self, message: Mapping[str, Any]) -> None:
        await self.socket.send_text(json.dumps(message, separators=(",", ":")))

    def _start_ensemble(self, afresh: bool = False) -> None:
        """Play the many histories in the background; what is already under way is finished first, then the newest."""
        if afresh:
            self._stop_ensemble()
        if self._ensemble is None or self._ensemble.done():
            self._ensemble = asyncio.create_task(self._play_ensemble(afresh))

    def _stop_ensemble(self) -> None:
        if self._ensemble is not None:
            self._ensemble.cancel()
            self._ensemble = None

    async def _play_ensemble(self, afresh: bool) -> None:
        if not await self._told(partial(self._send_bands, afresh)):
            self._ensemble_of = None

    async def _told(self, work: Work) -> bool:
        """Do what needs the worker; whatever goes wrong there, the tab is told and goes on. Whether it was done."""
        try:
            await work()
            return True
        except WebSocketDisconnect:
            return True
        except Exception as error:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._send({"do": "notice", "text": f"The many histories could not be played: {error}"[:300]})
            return False

    async def _send_bands(self, afresh: bool) -> None:
        choice = self._opened().choice
        if afresh:
            baseline = await self.workers.baseline(choice)
            await self._send({"do": "baseline", **baseline})
            await self._left_out(baseline["left_out"])
        while afresh or choice != self._opened().choice or self._ensemble_of != choice.plan:
            afresh, choice = False, self._opened().choice
            self._ensemble_of = choice.plan
            found = await self.workers.under(choice)
            if choice.plan == self._opened().choice.plan:
                await self._send({"do": "bands", **found})
                await self._left_out(found["left_out"])

    async def _left_out(self, told: str) -> None:
        if told:
            await self._send({"do": "notice", "text": told[:300]})


_ANSWERS = {
    "open": Session.open,
    "frames": Session.frames,
    "moved": Session.moved,
    "lever": Session.lever,
    "start": Session.start,
    "clear": Session.clear,
    "plan": Session.plan,
    "arrivals": Session.arrivals,
    "answer": Session.answer,
    "example": Session.example,
    "curve": Session.curve,
}

"""What all tabs share: the process that plays the many histories, and the baselines it has already played."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from sim.app import arrivals, ensemble, played
from sim.app.choice import Choice
from sim.app.contract import BandsTold, BaselineTold
from sim.app.contract_answer import Arrived, Cell, Example
from sim.lab.processes import keep_memory

Found = TypeVar("Found")

BANDS, COUNTING = "bands", "counting"
"""A process for each: a plan takes some tenth of a second, and of each tab only the newest is played; what becomes of
its promises is counted more slowly, and only where it is asked for."""


def _quiet() -> None:
    """Leave Ctrl-C to the server, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class WorkerPool:
    """Asks the worker processes, and remembers baselines by scenario, seed and source of parameters."""

    def __init__(self, replicates: int) -> None:
        self.replicates = replicates
        self._workers: dict[str, ProcessPoolExecutor] = {}
        self._baselines: dict[Choice, BaselineTold] = {}

    async def baseline(self, choice: Choice) -> BaselineTold:
        """Bands without any plan."""
        key = choice.undone()
        if key not in self._baselines:
            found = await self._ask(ensemble.baseline, key)
            while len(self._baselines) >= ensemble.MOST:
                del self._baselines[next(iter(self._baselines))]
            self._baselines[key] = found
        return self._baselines[key]

    async def under(self, choice: Choice) -> BandsTold:
        """Bands and paired differences under the plan of a choice."""
        return await self._ask(ensemble.under, choice)

    async def cells(self, choice: Choice) -> list[Cell]:
        """What the plan of a choice changes in the outcomes that the first screen shows."""
        return await self._ask(played.cells, choice)

    async def example(self, choice: Choice, outcome: str) -> Example:
        """What it changes in one outcome, history by history."""
        return await self._ask(partial(played.example, outcome=outcome), choice)

    async def arrivals(self, choice: Choice) -> list[Arrived]:
        """What becomes of the promises of its plan: counted in a process of its own, since bands are not to wait."""
        return await self._ask(arrivals.arrivals, choice, COUNTING)

    async def _ask(self, work: Callable[[Choice, int], Found], choice: Choice, what: str = BANDS) -> Found:
        loop = asyncio.get_running_loop()
        pool = self._pool(what)
        try:
            return await loop.run_in_executor(pool, work, choice, self.replicates)
        except BrokenProcessPool:
            if self._workers.get(what) is pool:
                del self._workers[what]
            return await loop.run_in_executor(self._pool(what), work, choice, self.replicates)

    def _pool(self, what: str) -> ProcessPoolExecutor:
        if what not in self._workers:
            keep_memory()
            self._workers[what] = ProcessPoolExecutor(1, get_context("spawn"), _quiet)
        return self._workers[what]

    def close(self) -> None:
        """End the worker processes, and wait until they have ended: nobody else would end them."""
        for pool in self._workers.values():
            pool.shutdown(wait=True, cancel_futures=True)

"""Pace: about how long histories will take, told before they are played, from how long earlier ones took here.

What a month of a history takes one process is remembered in the user's cache, by scenario and kernel. Where nothing is
remembered the first histories tell. Nothing that is played depends on it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress

from sim.base.paths import cache_folder
from sim.engine.kernel.choice import KERNELS, VARIABLE

FILE = "pace.json"
LONG = 5.0
"""Seconds from which on it is worth a word how long something takes."""
SHORT, FEW = 2.0, 200
"""Seconds of playing, and histories, below which nothing is learnt: processes had to start."""

UNITS = ((3600.0, "hours"), (60.0, "minutes"), (1.0, "seconds"))

Moved = Callable[[int, int, str], None]


class Notice(str):
    """A word on what is being done that is said once, and stays."""


class Pace:
    """Tells how long so many histories take on so many processes, `months` being theirs all together."""

    def __init__(self, scenario: str, runs: int, months: float, processes: int, moved: Moved) -> None:
        self.key = f"{scenario} {os.environ.get(VARIABLE, KERNELS[0])}"
        self.runs, self.months, self.processes, self.moved = runs, months, max(processes, 1), moved
        self.told, self.began, self.first = False, time.perf_counter(), -1

    def announce(self) -> None:
        """Say how long it will take, if that is known and long."""
        each = _remembered().get(self.key)
        if each is not None:
            self._tell(each * self.months / self.processes)

    def playing(self, done: int, runs: int, what: str) -> None:
        """Hear how many of all runs are done; where nothing was told yet, tell what the first of them say."""
        now = time.perf_counter()
        if self.first < 0:
            self.first, self.began = done, now
        elif not self.told and done - self.first > runs // 10:
            self._tell((now - self.began) / (done - self.first) * (runs - done))
        if done == runs and done - self.first >= FEW and now - self.began > SHORT:
            share = (done - self.first) / self.runs
            _remember(self.key, (now - self.began) * self.processes / (self.months * share))
        self.moved(done, runs, what)

    def _tell(self, seconds: float) -> None:
        self.told = True
        if seconds >= LONG:
            many = f"{self.processes} processes" if self.processes > 1 else "one process"
            self.moved(
                0, self.runs, Notice(f"{self.runs:,} histories, about {in_words(seconds)} on {many}, then tables")
            )


def in_words(seconds: float) -> str:
    """A time as it is said: one digit or two, in seconds, minutes or hours."""
    size, unit = next(one for one in UNITS if seconds >= 2.0 * one[0] or one is UNITS[-1])
    digits = 1 if seconds < 9.5 * size else 2
    return f"{float(f'{seconds / size:.{digits}g}'):g} {unit}"


def _remembered() -> dict[str, float]:
    """Seconds that a month of a history takes one process, by scenario and kernel."""
    with suppress(OSError, ValueError):
        found = json.loads((cache_folder() / FILE).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(key): float(each) for key, each in found.items() if isinstance(each, float) and each > 0.0}
    return {}


def _remember(key: str, each: float) -> None:
    known = {**_remembered(), key: each}
    with suppress(OSError):
        (cache_folder() / FILE).parent.mkdir(parents=True, exist_ok=True)
        aside = (cache_folder() / FILE).with_name(f"{FILE}.{os.getpid()}")
        aside.write_text(json.dumps(known), encoding="utf-8")
        os.replace(aside, (cache_folder() / FILE))

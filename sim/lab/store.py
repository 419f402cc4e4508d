"""The store: finished parts of an experiment, so that an interrupted one resumes and memory stays flat.

A part holds a block of runs. As soon as all parts of an arm are there, the arm is closed: its outcomes are put
together, its series are summed up over replicates, and parts no longer needed are dropped. Everything is written
aside and renamed, so that whatever bears its final name is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np

from sim.base.arrays import Array
from sim.lab.plan import Plan, Played, play_runs
from sim.lab.statistics import summary

PLAN = "plan.json"
MOST_PARTS = 500
"""Parts of one arm: so many files are open at once."""


@dataclass(frozen=True)
class Task:
    """One block of runs to play, and the folder that takes its part; can be pickled."""

    plan: Plan
    folder: Path
    number: int
    first: int
    last: int


def play_part(task: Task) -> Task:
    """Play a task's runs and keep them as a part."""
    _keep(Piece(task.folder, "part", task.number), play_runs(task.plan, task.first, task.last))
    return task


def _keep(piece: Piece, played: Played) -> None:
    piece.write(played.outcomes, played.series, {"reasons": played.reasons, "held": dict(sorted(played.held.items()))})


def write_aside(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file under another name, then give it its own: it is whole or not there."""
    aside = path.with_name(f"{path.name}.tmp")
    with aside.open("wb") as file:
        write(file)
    os.replace(aside, path)


@dataclass(frozen=True)
class Piece:
    """The files of one part or one closed arm: outcomes, series, and a note that is written last."""

    folder: Path
    kind: str
    number: int

    def path(self, suffix: str) -> Path:
        """One of the files."""
        return self.folder / f"{self.kind}-{self.number:07d}{suffix}"

    def write(self, outcomes: Array, series: Array, note: dict[str, Any]) -> None:
        """Write all three files."""
        write_aside(self.path("-outcomes.npy"), lambda file: np.save(file, outcomes))
        write_aside(self.path("-series.npy"), lambda file: np.save(file, series))
        write_aside(self.path(".json"), lambda file: file.write(json.dumps(note).encode()))

    @property
    def whole(self) -> bool:
        """Whether all three files are there."""
        return all(self.path(suffix).exists() for suffix in ("-outcomes.npy", "-series.npy", ".json"))

    def outcomes(self) -> Array:
        """The outcomes, read as far as they are used: (outcome, run)."""
        values: Array = np.load(self.path("-outcomes.npy"), mmap_mode="r")
        return values

    def series(self) -> Array:
        """The series, read as far as they are used: (column, turn, run), or (column, turn, summary) of an arm."""
        values: Array = np.load(self.path("-series.npy"), mmap_mode="r")
        return values

    def note(self) -> Any:
        """The note: why runs failed, and how often a bound held a variable."""
        return json.loads(self.path(".json").read_text())

    def drop_arrays(self) -> None:
        """Remove outcomes and series; the note stays."""
        for suffix in ("-outcomes.npy", "-series.npy"):
            self.path(suffix).unlink(missing_ok=True)


def unfinished(folder: Path) -> str | None:
    """The fingerprint of the unfinished experiment that a folder of parts holds, if it holds one."""
    try:
        return str(json.loads((folder / PLAN).read_text())["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Store:
    """The parts and closed arms of one plan, in a folder of their own."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        self.folder, self.plan = folder, plan
        if unfinished(folder) != plan.fingerprint:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            block = max(block, -(-plan.replicates // MOST_PARTS))
            text = json.dumps({"fingerprint": plan.fingerprint, "block": block})
            write_aside(folder / PLAN, lambda file: file.write(text.encode()))
        # Parts keep the block they were begun with; what a run does never depends on it.
        self.block = int(json.loads((folder / PLAN).read_text())["block"])
        self._closed = {arm for arm in range(len(plan.arms)) if self._arm(arm).whole}
        self._done = {number for number in range(self.parts) if self._there(number)}
        for arm in range(len(plan.arms)):
            self._close_if_ready(arm)

    @property
    def parts(self) -> int:
        """Number of parts."""
        return -(-self.plan.runs // self.block)

    def pending(self) -> list[Task]:
        """The tasks still to be done."""
        return [self._task(number) for number in range(self.parts) if number not in self._done]

    def finished(self, task: Task) -> None:
        """Take note of a part that was just kept, and close the arms that it completes."""
        self._done.add(task.number)
        for arm in self._arms_in(task.number):
            self._close_if_ready(arm)

    def _task(self, number: int) -> Task:
        first = number * self.block
        return Task(self.plan, self.folder, number, first, min(first + self.block, self.plan.runs))

    def _part(self, number: int) -> Piece:
        return Piece(self.folder, "part", number)

    def _arm(self, arm: int) -> Piece:
        return Piece(self.folder, "arm", arm)

    def _there(self, number: int) -> bool:
        """Whether a part is there as far as it is still needed: its note, and its arrays until its arms are closed."""
        part = self._part(number)
        return part.whole or (part.path(".json").exists() and self._closed.issuperset(self._arms_in(number)))

    def _arms_in(self, number: int) -> range:
        task = self._task(number)
        return range(task.first // self.plan.replicates, (task.last - 1) // self.plan.replicates + 1)

    def _parts_of(self, arm: int) -> range:
        first = arm * self.plan.replicates
        return range(first // self.block, (first + self.plan.replicates - 1) // self.block + 1)

    def _close_if_ready(self, arm: int) -> None:
        """Put an arm together once its parts are all there, and drop the arrays of parts no longer needed."""
        if not self._done.issuperset(self._parts_of(arm)):
            return
        if arm not in self._closed:
            self._close(arm)
            self._closed.add(arm)
        for number in self._parts_of(arm):
            if self._closed.issuperset(self._arms_in(number)):
                self._part(number).drop_arrays()

    def _close(self, arm: int) -> None:
        parts = [(self._part(number), self._own(arm, number)) for number in self._parts_of(arm)]
        reasons = [reason for part, own in parts for reason in part.note()["reasons"][own]]
        ran = np.array([reason == "" for reason in reasons])
        pieces = [part.series()[..., own] for part, own in parts]
        series = np.array([summary(_joined(columns)[:, ran]) for columns in zip(*pieces, strict=True)])
        outcomes = _joined(part.outcomes()[:, own] for part, own in parts)
        self._arm(arm).write(outcomes, series, {"reasons": reasons})

    def _own(self, arm: int, number: int) -> slice:
        """Where in a part the runs of an arm stand."""
        first = arm * self.plan.replicates - number * self.block
        return slice(max(first, 0), first + self.plan.replicates)

    def outcome(self, number: int) -> Array:
        """One outcome of all runs, shape (arm, replicate); not finite where a run failed."""
        return np.array(self._by_outcome[number])

    @cached_property
    def _by_outcome(self) -> Array:
        """All outcomes of all runs, shape (outcome, arm, replicate), in a file that is read as far as it is used."""
        arms = range(len(self.plan.arms))
        shape = (len(self.outcomes(0)), len(arms), self.plan.replicates)
        file: Array = np.lib.format.open_memmap(self.folder / "outcomes.npy", mode="w+", dtype=np.float64, shape=shape)
        for arm in arms:
            file[:, arm] = self.outcomes(arm)
        return file

    def outcomes(self, arm: int) -> Array:
        """All outcomes of an arm, shape (outcome, replicate)."""
        return self._arm(arm).outcomes()

    def reasons(self, arm: int) -> list[str]:
        """Why each replicate of an arm failed; empty where it did not."""
        return [str(reason) for reason in self._arm(arm).note()["reasons"]]

    def summaries(self, arm: int) -> Array:
        """An arm's series over its replicates that did not fail, shape (column, turn, summary)."""
        return self._arm(arm).series()

    def held(self) -> dict[str, int]:
        """How often a bound held each variable, over all runs."""
        total: dict[str, int] = {}
        for number in range(self.parts):
            for name, count in self._part(number).note()["held"].items():
                total[name] = total.get(name, 0) + count
        return dict(sorted(total.items()))

    def drop(self) -> None:
        """Remove the store: what it held is recorded elsewhere."""
        shutil.rmtree(self.folder)


def _joined(pieces: Iterable[Array]) -> Array:
    return np.concatenate(list(pieces), axis=-1)

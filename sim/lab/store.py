"""The store: finished parts of an experiment, so that an interrupted one resumes and memory stays flat.

A part holds a block of runs. As soon as all parts of an arm are there, the arm is closed: its outcomes are put
together, its series are summed up over replicates, and parts no longer needed are dropped. Everything is written
aside and renamed, so that whatever bears its final name is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from sim.declare import Array
from sim.lab.paired import Plan, Played, play_runs
from sim.lab.statistics import SUMMARIES, summary

PLAN = "plan.json"


@dataclass(frozen=True)
class Task:
    """One block of runs to play, and the folder that takes its part; can be pickled."""

    plan: Plan
    folder: Path
    number: int
    first: int
    last: int


def play_part(task: Task) -> int:
    """Play a task's runs, keep them as a part, and give their number."""
    played = play_runs(task.plan, task.first, task.last)
    _keep(task, played)
    return task.last - task.first


def _keep(task: Task, played: Played) -> None:
    reasons = np.array(played.reasons, dtype=np.str_)
    write_aside(_series(task.folder, task.number), lambda file: np.save(file, played.series))
    write_aside(_part(task.folder, task.number), lambda file: np.savez(file, outcomes=played.outcomes, reasons=reasons))
    note = json.dumps({"held": dict(sorted(played.held.items()))})
    write_aside(_note(task.folder, task.number), lambda file: file.write(note.encode()))


def write_aside(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file under another name, then give it its own: it is whole or not there."""
    aside = path.with_name(f"{path.name}.tmp")
    with aside.open("wb") as file:
        write(file)
    os.replace(aside, path)


def _part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:07d}.npz"


def _series(folder: Path, number: int) -> Path:
    return folder / f"part-{number:07d}-series.npy"


def _note(folder: Path, number: int) -> Path:
    return folder / f"part-{number:07d}.json"


def unfinished(folder: Path) -> str | None:
    """The fingerprint of the unfinished experiment that a folder of parts holds, if it holds one."""
    try:
        return str(json.loads((folder / PLAN).read_text())["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Store:
    """The parts and closed arms of one plan, in a folder of their own."""

    def __init__(self, folder: Path, plan: Plan, block: int, columns: int) -> None:
        self.folder, self.plan, self.columns = folder, plan, columns
        if unfinished(folder) != plan.fingerprint:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            text = json.dumps({"fingerprint": plan.fingerprint, "block": block})
            write_aside(folder / PLAN, lambda file: file.write(text.encode()))
        # Parts keep the block they were begun with; what a run does never depends on it.
        self.block = int(json.loads((folder / PLAN).read_text())["block"])

    @property
    def parts(self) -> int:
        """Number of parts."""
        return -(-self.plan.runs // self.block)

    def pending(self) -> list[Task]:
        """The tasks still to be done."""
        return [self._task(n) for n in range(self.parts) if not self._done(n)]

    def _task(self, number: int) -> Task:
        first = number * self.block
        return Task(self.plan, self.folder, number, first, min(first + self.block, self.plan.runs))

    def _done(self, number: int) -> bool:
        closed = all(self._closed(arm) for arm in self._arms_in(number))
        there = _part(self.folder, number).exists() and _series(self.folder, number).exists()
        return _note(self.folder, number).exists() and (closed or there)

    def _arms_in(self, number: int) -> range:
        task = self._task(number)
        return range(task.first // self.plan.replicates, (task.last - 1) // self.plan.replicates + 1)

    def _parts_of(self, arm: int) -> range:
        first = arm * self.plan.replicates
        return range(first // self.block, (first + self.plan.replicates - 1) // self.block + 1)

    def _closed(self, arm: int) -> bool:
        return self._outcomes(arm).exists() and self._sums(arm).exists()

    def _outcomes(self, arm: int) -> Path:
        return self.folder / f"arm-{arm:05d}-outcomes.npy"

    def _sums(self, arm: int) -> Path:
        return self.folder / f"arm-{arm:05d}-series.npz"

    def close_arms(self) -> None:
        """Put together every arm whose parts are all there, and drop the parts that are no longer needed."""
        done = {number for number in range(self.parts) if self._done(number)}
        for arm in range(len(self.plan.arms)):
            if not self._closed(arm) and done.issuperset(self._parts_of(arm)):
                self._close(arm)
        for number in done:
            if all(self._closed(arm) for arm in self._arms_in(number)):
                _part(self.folder, number).unlink(missing_ok=True)
                _series(self.folder, number).unlink(missing_ok=True)

    def _close(self, arm: int) -> None:
        outcomes, reasons = (self._joined(arm, lambda n, name=name: np.load(_part(self.folder, n))[name]) for name in ("outcomes", "reasons"))
        ran = reasons == ""
        sums = np.array([summary(self._column(arm, i)[:, ran]) for i in range(self.columns)])
        write_aside(self._sums(arm), lambda file: np.savez(file, sums=sums, reasons=reasons))
        write_aside(self._outcomes(arm), lambda file: np.save(file, outcomes))

    def _joined(self, arm: int, name: str) -> Any:
        """One array of an arm from its parts, runs last, in the order of replicates."""
        first, pieces = arm * self.plan.replicates, []
        for number in self._parts_of(arm):
            begins = number * self.block
            own = slice(max(first - begins, 0), first + self.plan.replicates - begins)
            with np.load(_part(self.folder, number)) as part:
                pieces.append(part[name][..., own])
        return np.concatenate(pieces, axis=-1)

    def outcome(self, number: int) -> Array:
        """One outcome of all runs, shape (arm, replicate); not finite where a run failed."""
        arms = range(len(self.plan.arms))
        return np.array([np.load(self._outcomes(arm), mmap_mode="r")[number] for arm in arms])

    def outcomes(self, arm: int) -> Array:
        """All outcomes of an arm, shape (outcome, replicate)."""
        values: Array = np.load(self._outcomes(arm))
        return values

    def reasons(self, arm: int) -> list[str]:
        """Why each replicate of an arm failed; empty where it did not."""
        with np.load(self._sums(arm)) as kept:
            return [str(reason) for reason in kept["reasons"]]

    def sums(self, arm: int) -> Array:
        """An arm's series over its replicates that did not fail, shape (column, turn, summary)."""
        with np.load(self._sums(arm)) as kept:
            values: Array = kept["sums"].reshape(self.columns, self.plan.turns, len(SUMMARIES))
        return values

    def held(self) -> dict[str, int]:
        """How often a bound held each variable, over all runs."""
        total: dict[str, int] = {}
        for number in range(self.parts):
            for name, count in json.loads(_note(self.folder, number).read_text())["held"].items():
                total[name] = total.get(name, 0) + count
        return dict(sorted(total.items()))

    def drop(self) -> None:
        """Remove the store: what it held is recorded elsewhere."""
        shutil.rmtree(self.folder)

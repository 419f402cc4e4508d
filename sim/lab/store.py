"""The store: finished parts of an experiment, so that an interrupted one resumes and memory stays flat.

A part holds a block of runs. As soon as all parts of an arm are there, the arm is closed: its outcomes are put
together, its series are summed up over replicates, and parts no longer needed are dropped. Everything is written
aside and renamed, so that whatever bears its final name is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np

from sim.base.arrays import ArmRun, Array, OutcomeRun
from sim.lab.plan import Plan, Played, play_runs
from sim.lab.provenance import Origin
from sim.lab.statistics import summary
from sim.lab.tasks import Task
from sim.scenarios.scenario import Scenario

R = TypeVar("R")

PLAN = "plan.json"
MOST_PARTS = 500
"""Parts of one arm: so many files are open at once."""


def write_aside(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file under another name, then give it its own: it is whole or not there."""
    aside = path.with_name(f"{path.name}.tmp")
    with aside.open("wb") as file:
        write(file)
    os.replace(aside, path)


@dataclass(frozen=True)
class Piece:
    """The files of one part or one closed arm: arrays by name, and a note that is written last."""

    folder: Path
    kind: str
    number: int
    names: tuple[str, ...]

    def path(self, suffix: str) -> Path:
        """One of the files."""
        return self.folder / f"{self.kind}-{self.number:07d}{suffix}"

    def write(self, arrays: Sequence[Array], note: Mapping[str, Any]) -> None:
        """Write all files: the arrays in the order of their names."""
        for name, values in zip(self.names, arrays, strict=True):
            write_aside(self.path(f"-{name}.npy"), partial(_save, values))
        write_aside(self.path(".json"), lambda file: file.write(json.dumps(note).encode()))

    @property
    def whole(self) -> bool:
        """Whether all files are there."""
        return all(self.path(suffix).exists() for suffix in (".json", *(f"-{name}.npy" for name in self.names)))

    def array(self, name: str) -> Array:
        """One of the arrays, read as far as it is used; the last axis of those of a plan is the run."""
        values: Array = np.load(self.path(f"-{name}.npy"), mmap_mode="r")
        return values

    def note(self) -> Any:
        """The note: why runs failed, and how often a bound held a variable."""
        return json.loads(self.path(".json").read_text())

    def drop_arrays(self) -> None:
        """Remove the arrays; the note stays."""
        for name in self.names:
            self.path(f"-{name}.npy").unlink(missing_ok=True)


def _save(values: Array, file: IO[bytes]) -> None:
    np.save(file, values)


def unfinished(folder: Path) -> str | None:
    """The fingerprint of the unfinished experiment that a folder of parts holds, if it holds one."""
    try:
        return str(json.loads((folder / PLAN).read_text())["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Parts:
    """The finished parts of so many runs, in a folder of their own, under the fingerprint of what they depend on."""

    def __init__(self, folder: Path, fingerprint: str, runs: int, block: int, names: tuple[str, ...]) -> None:
        self.folder, self.runs, self.names = folder, runs, names
        if unfinished(folder) != fingerprint:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            text = json.dumps({"fingerprint": fingerprint, "block": block})
            write_aside(folder / PLAN, lambda file: file.write(text.encode()))
        # Parts keep the block they were begun with; what a run does never depends on it.
        self.block = int(json.loads((folder / PLAN).read_text())["block"])

    @property
    def parts(self) -> int:
        """Number of parts."""
        return -(-self.runs // self.block)

    def part(self, number: int) -> Piece:
        """One part, there or not."""
        return Piece(self.folder, "part", number, self.names)

    def there(self, number: int) -> bool:
        """Whether a part is there."""
        return self.part(number).whole

    def span(self, number: int) -> tuple[int, int]:
        """The first run of a part, and the one after its last."""
        return number * self.block, min((number + 1) * self.block, self.runs)

    def pending(self, origin: Origin, play: Callable[[Scenario, int, int], R]) -> list[Task[R]]:
        """The tasks still to be done."""
        return [Task(origin, play, *self.span(number)) for number in range(self.parts) if not self.there(number)]

    def keep(self, task: Task[R], arrays: Sequence[Array], note: Mapping[str, Any] | None = None) -> None:
        """Keep what a task gave as a part."""
        self.part(task.first // self.block).write(arrays, note or {})

    def drop(self) -> None:
        """Remove the store: what it held is recorded elsewhere."""
        shutil.rmtree(self.folder)


class Store(Parts):
    """The parts and closed arms of one plan."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        self.plan = plan
        super().__init__(
            folder, plan.fingerprint, plan.runs, max(block, -(-plan.replicates // MOST_PARTS)), ("outcomes", "series")
        )
        self._closed = {arm for arm in range(len(plan.arms)) if self._arm(arm).whole}
        self._done = {number for number in range(self.parts) if self.there(number)}
        for arm in range(len(plan.arms)):
            self._close_if_ready(arm)

    def tasks(self) -> list[Task[Played]]:
        """The tasks still to be done."""
        return self.pending(self.plan.origin, partial(play_runs, self.plan))

    def take(self, task: Task[Played], played: Played) -> None:
        """Keep what a task gave, and close the arms that it completes."""
        number = task.first // self.block
        note = {"reasons": played.reasons, "clipped": dict(sorted(played.clipped.items()))}
        self.keep(task, (played.outcomes, played.series), note)
        self._done.add(number)
        for arm in self._arms_in(number):
            self._close_if_ready(arm)

    def _arm(self, arm: int) -> Piece:
        return Piece(self.folder, "arm", arm, self.names)

    def there(self, number: int) -> bool:
        """Whether a part is there as far as it is still needed: its note, and its arrays until its arms are closed."""
        part = self.part(number)
        return part.whole or (part.path(".json").exists() and self._closed.issuperset(self._arms_in(number)))

    def _arms_in(self, number: int) -> range:
        first, last = self.span(number)
        return range(first // self.plan.replicates, (last - 1) // self.plan.replicates + 1)

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
                self.part(number).drop_arrays()

    def _close(self, arm: int) -> None:
        parts = [(self.part(number), self._own(arm, number)) for number in self._parts_of(arm)]
        reasons = [reason for part, own in parts for reason in part.note()["reasons"][own]]
        ran = np.array([reason == "" for reason in reasons])
        pieces = [part.array("series")[..., own] for part, own in parts]
        series = np.array([summary(_joined(columns)[:, ran]) for columns in zip(*pieces, strict=True)])
        outcomes = _joined(part.array("outcomes")[:, own] for part, own in parts)
        self._arm(arm).write((outcomes, series), {"reasons": reasons})

    def _own(self, arm: int, number: int) -> slice:
        """Where in a part the runs of an arm stand."""
        first = arm * self.plan.replicates - number * self.block
        return slice(max(first, 0), first + self.plan.replicates)

    def outcome(self, number: int) -> ArmRun:
        """One outcome of all runs; not finite where a run failed."""
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

    def outcomes(self, arm: int) -> OutcomeRun:
        """All outcomes of an arm."""
        return self._arm(arm).array("outcomes")

    def reasons(self, arm: int) -> list[str]:
        """Why each replicate of an arm failed; empty where it did not."""
        return [str(reason) for reason in self._arm(arm).note()["reasons"]]

    def summaries(self, arm: int) -> Array:
        """An arm's series over its replicates that did not fail, shape (column, turn, summary)."""
        return self._arm(arm).array("series")

    def clipped(self) -> dict[str, int]:
        """How often a bound held back each variable, over all runs."""
        total: dict[str, int] = {}
        for number in range(self.parts):
            for name, count in self.part(number).note()["clipped"].items():
                total[name] = total.get(name, 0) + count
        return dict(sorted(total.items()))


def _joined(pieces: Iterable[Array]) -> Array:
    return np.concatenate(list(pieces), axis=-1)

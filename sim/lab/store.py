"""The store: finished parts of a study, so that an interrupted one resumes and memory stays flat.

A part holds a block of runs. As soon as all parts of an arm are there, the arm is closed: its outcomes are put
together, the series of its first replicates are summed up where that was not done already, and parts no longer needed
are dropped. Everything is written aside and renamed, so that whatever bears its final name is whole.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import ArmRun, Array, OutcomeRun
from sim.base.errors import BadInput
from sim.lab.past import SERIES
from sim.lab.pasts import Pasts
from sim.lab.pieces import Piece, joined, most_files, reserve, write_aside
from sim.lab.plan import Plan
from sim.lab.played import COURSES, Played
from sim.lab.playing import Task, Work
from sim.lab.spared import together
from sim.lab.statistics import summary
from sim.model.pairs import Index

PLAN = "plan.json"
MOST_PARTS = 500
"""Parts of one arm: so many files are open at once, if the system lets a process open as many."""


def most_parts() -> int:
    """The most parts that an arm may have here: each keeps a file open while the arm is closed, others are open too."""
    return max(min(MOST_PARTS, most_files() // 3), 1)


def unfinished(folder: Path) -> str | None:
    """The fingerprint of the unfinished study that a folder of parts holds, if it holds one."""
    try:
        return str(json.loads((folder / PLAN).read_text())["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Parts:
    """The finished parts of a plan's runs, in a folder of their own, under the fingerprint of what they depend on."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        self.folder, self.plan = folder, plan
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
        return len(self._spans)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return list(self._divided())

    @cached_property
    def _number(self) -> dict[int, int]:
        return {first: number for number, (first, _) in enumerate(self._spans)}

    def _divided(self) -> Iterator[tuple[int, int]]:
        for first in range(0, self.plan.runs, self.block):
            yield first, min(first + self.block, self.plan.runs)

    def part(self, number: int) -> Piece:
        """One part, there or not."""
        return Piece(self.folder, "part", number)

    def there(self, number: int) -> bool:
        """Whether a part is there as far as it is still needed."""
        return self.part(number).whole

    def span(self, number: int) -> tuple[int, int]:
        """The first run of a part, and the one after its last."""
        return self._spans[number]

    @cached_property
    def pasts(self) -> Pasts:
        """The pasts that arms have in common."""
        return Pasts(self.folder, self.plan, self.block)

    def go_on(self, plan: Plan) -> None:
        """Go on under a plan that says more; pasts that were asked for under the one before are forgotten."""
        self.plan = plan
        self.__dict__.pop("pasts", None)

    def cut(self, task: Work) -> Work:
        """A task without what others play."""
        return replace(task, plan=task.plan.cut(task.first, task.last)) if isinstance(task, Task) else task

    def ready(self, task: Work) -> Work:
        """The same with what its runs go on from."""
        return self.pasts.before(self.cut(task))

    def tasks(self) -> list[Task]:
        """The tasks still to be done."""
        return [Task(self.plan, *self.span(number)) for number in range(self.parts) if not self.there(number)]

    def take(self, task: Work, played: Played) -> None:
        """Keep what a task gave."""
        assert isinstance(task, Task)
        note = {"reasons": played.reasons, "clipped": dict(sorted(played.clipped.items()))}
        self.part(self._number[task.first]).write(played.arrays, note)

    def arrays(self) -> dict[str, Array]:
        """What was read of all runs, by name; the last axis is the run, and one that failed is not a number.

        Raises `BadInput` where all of them failed.
        """
        parts = [(part, part.note()) for part in (self.part(number) for number in range(self.parts))]
        names = next((note["arrays"] for _, note in parts if note["arrays"]), None)
        if names is None:
            raise every_run_failed(self.plan, parts[0][1]["reasons"])

        def read(name: str) -> Array:
            held = ({name: np.array(part.array(name))} if name in note["arrays"] else {} for part, note in parts)
            notes = (note["reasons"] for _, note in parts)
            return together([Played(*one) for one in zip(held, notes, strict=True)]).arrays[name]

        return {name: read(name) for name in names}

    def clipped(self) -> dict[str, int]:
        """How often a bound held back each variable, over all runs; in a past that arms share, once."""
        total = Counter(self.pasts.clipped())
        for number in range(self.parts):
            total.update(self.part(number).note()["clipped"])
        return dict(sorted(total.items()))

    def failures(self) -> Iterator[dict[str, Any]]:
        """The runs that failed: mix, replicate and reason."""
        for number, arm in enumerate(self.plan.arms):
            for replicate, reason in enumerate(self.reasons(number)):
                if reason:
                    yield {"mix": arm.name, "replicate": replicate, "reason": reason}

    def reasons(self, arm: int) -> Sequence[str]:
        """Why each replicate of an arm failed; empty where it did not."""
        first = arm * self.plan.replicates
        return self.why[first : first + self.plan.replicates]

    @cached_property
    def why(self) -> tuple[str, ...]:
        """Why each of what the parts hold failed, in their order: runs, or whole arms; empty where none did."""
        return tuple(reason for number in range(self.parts) for reason in self.part(number).note()["reasons"])

    def ran(self, arms: Iterable[int]) -> Index:
        """The replicates that failed in none of some arms."""
        failed = {number for arm in arms for number, reason in enumerate(self.reasons(arm)) if reason}
        return np.setdiff1d(np.arange(self.plan.replicates), sorted(failed))


def every_run_failed(plan: Plan, reasons: Sequence[str]) -> BadInput:
    """What is said where nothing was played to its end."""
    return BadInput(plan.origin.scenario, "histories", reasons[0], "a history at least in which no rule raises")


class Store(Parts):
    """The parts and closed arms of a plan that keeps outcomes and series."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        super().__init__(folder, plan, max(block, -(-plan.replicates // most_parts())))
        self._closed = {arm for arm in range(len(plan.arms)) if self._arm(arm).whole}
        self._done = {number for number in range(self.parts) if self.there(number)}
        for arm in range(len(plan.arms)):
            self._close_if_ready(arm)

    def _divided(self) -> Iterator[tuple[int, int]]:
        """Whole arms together where several go into a block, else pieces of one arm each."""
        arms = self._together * self.plan.replicates
        size = min(arms, self.block)
        for first in range(0, self.plan.runs, arms):
            last = min(first + arms, self.plan.runs)
            yield from ((one, min(one + size, last)) for one in range(first, last, size))

    def tasks(self) -> list[Task]:
        """The tasks still to be done: all arms of some replicates before others, as these go on from the same pasts."""
        return sorted(super().tasks(), key=lambda task: (task.first % self.plan.replicates, task.first))

    def take(self, task: Work, played: Played) -> None:
        """Keep what a task gave, and close the arms that it completes."""
        super().take(task, played)
        assert isinstance(task, Task)
        number = self._number[task.first]
        self._done.add(number)
        for arm in self._arms_in(number):
            self._close_if_ready(arm)

    def _arm(self, arm: int) -> Piece:
        return Piece(self.folder, "arm", arm)

    def there(self, number: int) -> bool:
        """Whether a part is there as far as it is still needed: its note, and its arrays until its arms are closed."""
        part = self.part(number)
        return part.whole or (part.noted and self._closed.issuperset(self._arms_in(number)))

    def _arms_in(self, number: int) -> range:
        first, last = self.span(number)
        return range(first // self.plan.replicates, (last - 1) // self.plan.replicates + 1)

    @property
    def _together(self) -> int:
        """Number of arms that a part holds, whole; 1 where it holds a piece of one."""
        return max(self.block // self.plan.replicates, 1)

    def _parts_of(self, arm: int) -> range:
        pieces = -(-self.plan.replicates // self.block)
        first = arm // self._together * pieces
        return range(first, first + pieces)

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
        ran = np.array([reason == "" for reason in reasons[: self.plan.summed]])
        own_turns = self._course(arm, ran)
        series = np.concatenate([self.pasts.summaries(ran), own_turns], axis=1) if self.plan.shared else own_turns
        outcomes = joined(part.array("outcomes")[:, own] for part, own in parts)
        self._arm(arm).write({"outcomes": outcomes, "series": series}, {"reasons": reasons})

    def _course(self, arm: int, ran: npt.NDArray[np.bool_]) -> Array:
        """An arm's own turns over its first replicates that ran, summed up where they were played, or else here."""
        numbers = self._parts_of(arm)
        first = self.part(numbers[0])
        if COURSES in first.note()["arrays"]:
            return np.array(first.array(COURSES)[..., arm % self._together])
        needed = numbers[: -(-self.plan.summed // self.block)]
        pieces = [self.part(number).array(SERIES)[..., self._own(arm, number)] for number in needed]
        return np.array([summary(joined(columns)[:, : len(ran)][:, ran]) for columns in zip(*pieces, strict=True)])

    def _own(self, arm: int, number: int) -> slice:
        """Where in a part the runs of an arm stand."""
        first = arm * self.plan.replicates - self.span(number)[0]
        return slice(max(first, 0), first + self.plan.replicates)

    def outcome(self, number: int) -> ArmRun:
        """One outcome of all runs; not finite where a run failed."""
        return np.array(self._by_outcome[number])

    @cached_property
    def _by_outcome(self) -> Array:
        """All outcomes of all runs, shape (outcome, arm, replicate), in a file that is read as far as it is used."""
        arms = range(len(self.plan.arms))
        shape = (len(self.outcomes(0)), len(arms), self.plan.replicates)
        path = self.folder / "outcomes.npy"
        file: Array = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=shape)
        reserve(path)
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

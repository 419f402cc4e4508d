"""Tasks: some runs of a study, played wherever, by whoever has the model that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sim.lab.provenance import Origin
from sim.scenarios.scenario import Scenario

R = TypeVar("R")


@dataclass(frozen=True)
class Task(Generic[R]):
    """Runs `first` up to `last` of a study; can be pickled, and names no place on any disk.

    `play` is called with the scenario and both numbers, and gives what the parent shall have.
    """

    origin: Origin
    play: Callable[[Scenario, int, int], R]
    first: int
    last: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.last - self.first


def perform(task: Task[R]) -> R:
    """Play a task in this process; raise `BadInput` if its model is not the one that was asked for."""
    return task.play(task.origin.load(), task.first, task.last)


def tasks_of(
    origin: Origin, play: Callable[[Scenario, int, int], R], runs: int, block: int, first: int = 0
) -> list[Task[R]]:
    """So many runs in tasks of at most `block`, beginning with run `first`."""
    last = first + runs
    return [Task(origin, play, start, min(start + block, last)) for start in range(first, last, block)]

"""The pasts of a plan whose arms share them: played once, kept in pieces, and handed to whoever goes on from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.lab.past import SERIES, Past
from sim.lab.pieces import Piece, joined
from sim.lab.plan import Plan
from sim.lab.played import Played
from sim.lab.playing import PastTask, Task, Work
from sim.lab.statistics import summary
from sim.model.pairs import Index


class Pasts:
    """Finished pasts in a folder; there are none where arms share none."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        self.folder, self.plan, self.block = folder, plan, block
        self._summed: tuple[bytes, Array] | None = None

    @property
    def pieces(self) -> range:
        """The numbers of the pieces."""
        kept = self.plan.shared and not self.plan.branch
        return range(-(-self.plan.pasts // self.block) if kept else 0)

    def piece(self, number: int) -> Piece:
        """One piece, there or not."""
        return Piece(self.folder, "past", number)

    def tasks(self) -> list[PastTask]:
        """The tasks still to be done."""
        spans = ((number, number * self.block) for number in self.pieces if not self.piece(number).whole)
        return [PastTask(self.plan, first, min(first + self.block, self.plan.pasts)) for _, first in spans]

    def take(self, task: Work, played: Played) -> None:
        """Keep what a task gave."""
        assert isinstance(task, PastTask)
        note = {"reasons": played.reasons, "clipped": dict(sorted(played.clipped.items()))}
        self.piece(task.first // self.block).write(played.arrays, note)

    def before(self, task: Work) -> Work:
        """A task with the pasts that its runs go on from."""
        if not isinstance(task, Task):
            return task
        return replace(task, past=self.of(np.arange(task.first, task.last) % self.plan.replicates))

    def of(self, replicates: Index) -> Past | None:
        """The pasts that some replicates go on from, where they share any."""
        if not (self.pieces and len(replicates)):
            return None
        numbers, found = np.unique(self.plan.past_of(replicates)), list[Past]()
        for number in np.unique(numbers // self.block).tolist():
            piece, own = self.piece(number), numbers[numbers // self.block == number]
            names, reasons = (piece.note()[key] for key in ("arrays", "reasons"))
            rows = own - number * self.block
            arrays = {name: np.array(piece.array(name)[..., rows]) for name in names if name != SERIES}
            found.append(Past(own, arrays, tuple(reasons[row] for row in rows)))
        arrays = {name: joined(one.arrays[name] for one in found) for name in found[0].arrays}
        return Past(numbers, arrays, tuple(reason for one in found for reason in one.reasons))

    def summaries(self, ran: npt.NDArray[np.bool_]) -> Array:
        """The series of the past over those of the first replicates that ran, shape (column, turn, summary)."""
        if self._summed is None or self._summed[0] != ran.tobytes():
            self._summed = ran.tobytes(), self._summaries(ran)
        return self._summed[1]

    def _summaries(self, ran: npt.NDArray[np.bool_]) -> Array:
        numbers = self.plan.past_of(np.flatnonzero(ran))
        needed = self.pieces[: numbers.max(initial=0) // self.block + 1]
        pieces = [self.piece(number).array(SERIES) for number in needed]
        if self.plan.branch:
            pieces = [self.plan.branch.series(self.plan.origin.load())]
        return np.array([summary(joined(columns)[:, numbers]) for columns in zip(*pieces, strict=True)])

    def clipped(self) -> dict[str, int]:
        """How often a bound held back each variable."""
        total: Counter[str] = Counter()
        for number in self.pieces:
            total.update(self.piece(number).note()["clipped"])
        return dict(total)

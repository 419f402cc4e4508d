"""A stage: a part of a program with the buffers it works in, and NumPy called where code cannot go on without."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.engine.kernel.buffers import Buffer
from sim.engine.kernel.graph import function_named
from sim.engine.kernel.plan import Part
from sim.engine.kernel.program import Stretch


class Stage:
    """A part of a program with the buffers it works in, for so many chunks of runs."""

    def __init__(self, part: Part, stretches: tuple[Stretch, ...], chunks: int) -> None:
        waiting = chunks if part.stretches > 1 else 1
        self.called, self.kept = Buffer(part.call, waiting), Buffer(part.kept, waiting)
        self.scratch = Buffer(part.scratch, 1)
        self.own = (self.called.address, self.kept.address, self.scratch.address)
        self.stretches = [(run, self._calls_after(part, number)) for number, run in enumerate(stretches)]

    def _calls_after(self, part: Part, stretch: int) -> list[tuple[Any, tuple[Array, ...]]]:
        """The functions called after a stretch, each with its operands; the first is where the result goes."""
        return [
            (function_named(call.function), tuple(self.called.values[:, row : row + call.count] for row in call.rows))
            for call in part.calls
            if call.level == stretch
        ]

    def run(self, *addresses: int) -> None:
        """Work on the buffers at these addresses, in the order of the code's arguments.

        The last are where results go, how many chunks there are, a row's length, and whether parameters differ.
        """
        *buffers, result, chunks, width, apart = addresses
        for run, calls in self.stretches:
            run(*buffers, *self.own, result, chunks, width, apart)
            with np.errstate(all="ignore") if calls else nullcontext():
                for function, operands in calls:
                    operands[0][...] = function(*operands)

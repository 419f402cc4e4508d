"""Points: any number of arms as a table of numbers and sides, of which none is an object until it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Schedule, Step
from sim.inputs.promises import Promise
from sim.lab.designs import Arm
from sim.model.theories import THEORIES

Index = npt.NDArray[np.int64]
SCRIPT = "script"
"""Stands among the theories where rows tell apart what is ordered besides."""


@dataclass(frozen=True, eq=False)
class Points(Sequence[Arm]):
    """The rows of a table: what each sets parameters and levers to, which sides it takes, when its levers begin to act.

    `values` has shape (column, row), `sides` the numbers of the sides, shape (theory, row), `starts` shape (row,) if
    any. A script is a side too, of `scripts`. `skipped` rows after the first are not here: a part of a table has the
    first row and its own.
    """

    names: tuple[str, ...]
    values: Array
    theories: tuple[str, ...]
    sides: Index
    levers: tuple[str, ...]
    starts: Index | None = None
    scripts: tuple[tuple[Promise, ...], ...] = ()
    skipped: int = 0

    def __len__(self) -> int:
        return int(self.values.shape[1]) + self.skipped

    @overload
    def __getitem__(self, number: int) -> Arm: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Arm, ...]: ...
    def __getitem__(self, number: int | slice) -> Arm | tuple[Arm, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        if not (number == 0 or self.skipped < number < len(self)):
            raise IndexError(number)
        return Arm(str(number), {}, _alone(self.together(np.array([number]))))

    def __iter__(self) -> Iterator[Arm]:
        return (self[number] for number in range(len(self)))

    def part(self, first: int, last: int) -> Points:
        """The first row, and the rows from `first` up to `last`, under their own numbers."""
        rows = self._rows(np.array([0, *range(max(first, 1), last)]))
        starts = None if self.starts is None else self.starts[rows]
        skipped = max(first, 1) - 1
        return replace(self, values=self.values[:, rows], sides=self.sides[:, rows], starts=starts, skipped=skipped)

    def _rows(self, numbers: Index) -> Index:
        return np.where(numbers == 0, 0, numbers - self.skipped)

    def alike(self, numbers: Sequence[int]) -> list[list[int]]:
        """The places of points that can be played as one case: those that follow each other and take the same sides."""
        sides = self.sides[:, self._rows(np.asarray(numbers, dtype=np.int64))]
        cuts = np.flatnonzero((sides[:, 1:] != sides[:, :-1]).any(axis=0)) + 1
        return [group.tolist() for group in np.split(np.arange(len(numbers)), cuts)]

    def together(self, numbers: Index) -> Intervention:
        """Points that take the same sides as one intervention, with a number per point."""
        rows = self._rows(numbers)
        values: dict[str, Any] = {name: self.values[place, rows] for place, name in enumerate(self.names)}
        taken = dict(zip(self.theories, self.sides[:, rows[0]].tolist(), strict=True))
        script = self.scripts[taken.pop(SCRIPT)] if SCRIPT in taken else ()
        theories = {name: list(THEORIES[name].choices)[side] for name, side in taken.items()}
        if self.starts is None:
            return Intervention(parameters=values, theories=theories, script=script)
        steps = tuple(self._steps(values, self.starts[rows]))
        others = {name: value for name, value in values.items() if name not in self.levers}
        return Intervention(Schedule(steps), others, theories=theories, script=script)

    def _steps(self, values: dict[str, Array], starts: Index) -> Iterator[Step]:
        """Levers that begin to act each in its own turn, as steps that all points share."""
        for start in np.unique(starts).tolist():
            for name in self.levers:
                yield Step(start, name, np.where(starts <= start, values[name], 0.0))

    def share_a_past(self, start: int) -> bool:
        """Whether nothing but levers and scripts, which act from turn `start` on, and sides tell points apart."""
        others = self.values[[name not in self.levers for name in self.names]]
        late = self.starts is None or int(self.starts.min()) >= start
        late = late and all(order.first >= start for script in self.scripts for order in script)
        return late and start > 0 and bool((others == others[:, :1]).all())


def _alone(one: Intervention) -> Intervention:
    """The intervention of a single point: its numbers hold in every replicate."""
    steps = tuple(replace(step, value=float(np.ravel(step.value)[0])) for step in one.levers.steps)
    parameters = {name: float(np.ravel(value)[0]) for name, value in one.parameters.items()}
    return replace(one, levers=Schedule(steps), parameters=parameters)

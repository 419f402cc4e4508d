"""Triggers: levers that somebody moves when what is observed passes a line, run by run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Value
from sim.inputs.parameters import part_of

LONGEST = 120
"""Months that a window may reach back."""


@dataclass(frozen=True)
class Trigger:
    """A lever goes to another intensity where what is watched is above, or below, a line.

    `watched` is an outcome, measured over the `over` months before, or the column of a series, of which the mean over
    them counts. From turn `since` on (the turn from which levers act, if None) it is looked at before every month; the
    window may reach back before that, and decides nothing before it is whole. Once it is passed the lever has intensity
    `to` for good, or `until` what is watched is back at that level, which leaves room between the two lines so that the
    lever does not move back and forth (hysteresis). Of triggers on one lever the last that acts prevails; where none
    does, the lever is as it is otherwise. Adaptive pathways are made of such signposts (Haasnoot et al. 2013).

    `above`, `below`, `to` and `until` may be one number per run.
    """

    name: str
    watched: str
    lever: str
    to: Value = 1.0
    above: Value | None = None
    below: Value | None = None
    over: int = 12
    since: int | None = None
    until: Value | None = None

    @property
    def numbers(self) -> Mapping[str, Value]:
        """What may be one number per run, as far as it is said."""
        said = {"to": self.to, "above": self.above, "below": self.below, "until": self.until}
        return {name: value for name, value in said.items() if value is not None}

    @property
    def line(self) -> Value:
        """What is passed."""
        return self.numbers["above" if "above" in self.numbers else "below"]

    @property
    def sign(self) -> float:
        """1 where the line is passed upwards, -1 where downwards."""
        return 1.0 if self.below is None else -1.0

    @property
    def shape(self) -> tuple[object, ...]:
        """All else: what triggers must have in common to be played as one."""
        return (self.name, self.watched, self.lever, self.over, self.since, tuple(self.numbers))

    def part(self, rows: slice | npt.NDArray[np.int64]) -> Trigger:
        """The trigger in some of the runs."""
        return self.with_numbers({name: part_of(value, rows) for name, value in self.numbers.items()})

    def with_numbers(self, numbers: Mapping[str, Value]) -> Trigger:
        """The same with other numbers."""
        return replace(self, **dict(numbers))  # type: ignore[arg-type]

"""The parts of a plan of which only means are kept: a part holds whole arms, and no arm has a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.lab.plan import Plan
from sim.lab.store import Parts


class Rows(Parts):
    """The finished parts of an averaged plan: `means`, those of `half` the replicates, and how many `ran`."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        super().__init__(folder, plan, max(block // plan.replicates, 1) * plan.replicates)

    @cached_property
    def why(self) -> tuple[str, ...]:
        """Why a replicate of each arm failed, the first that did; empty where none did."""
        return tuple(reason for number in range(self.parts) for reason in self.part(number).note()["reasons"])

    def failures(self) -> Iterator[dict[str, Any]]:
        """The arms of which some replicates failed, how many, and why."""
        failed = self.plan.replicates - self.arrays()["ran"]
        for number, reason in enumerate(self.why):
            if reason:
                yield {"mix": str(number), "failed": int(failed[number]), "reason": reason}

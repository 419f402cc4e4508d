"""The parts of a plan of which only means are kept: a part holds whole arms, and no arm has a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.lab.plan import Plan
from sim.lab.store import Parts


class Rows(Parts):
    """The finished parts of an averaged plan: `means`, those of `half` the replicates, how many `ran`, `why` not."""

    def __init__(self, folder: Path, plan: Plan, block: int) -> None:
        super().__init__(folder, plan, max(block // plan.replicates, 1) * plan.replicates)

    def failures(self) -> Iterator[dict[str, Any]]:
        """The arms of which some replicates failed, how many, and why."""
        failed = self.plan.replicates - self.arrays()["ran"]
        for number, reason in enumerate(self.why):
            if reason:
                yield {"mix": str(number), "failed": int(failed[number]), "reason": reason}

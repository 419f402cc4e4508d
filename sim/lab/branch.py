"""A branch: runs as they stood before a turn, and all it takes to go on from there under whatever intervention."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sim.base.arrays import Array, Run
from sim.base.draws import LARGEST, Draws
from sim.base.given import whole
from sim.base.hashes import hash_of, plain
from sim.engine.interventions import NOTHING, Case, Intervention, case_of
from sim.engine.memory import Memory
from sim.engine.simulate import Checkpoint
from sim.evidence.record import ISSUED, SERIES, as_arrays, from_arrays
from sim.inputs.parameters import Schedule, Step
from sim.inputs.triggers import LONGEST
from sim.lab.past import packed, unpacked
from sim.model.measures import Trajectory
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

ANOTHER_LUCK = 1 << 48
"""What the number of a history grows by for another luck after its past; candidates are far fewer."""


@dataclass(frozen=True, eq=False)
class Branch:
    """Runs before turn `turn`, and how they came there.

    `numbers` are those by which their draws are named under `seed`. `intervention` is what they were under, with all
    parameters that were drawn or set, one number for each run where they differ; levers that follow no schedule acted
    `levers_from`. `world` holds all that moves, (row, run), and `followed` what was followed from turn 0 on;
    `triggered` is how triggers stood, by what is remembered of them.
    """

    scenario: str
    turn: int
    seed: int
    numbers: Index
    intervention: Intervention
    levers_from: int
    world: Array
    followed: Mapping[str, Array]
    triggered: Mapping[str, Mapping[str, Run]] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.numbers)

    @cached_property
    def digest(self) -> str:
        """Hash of everything that what comes after depends on."""
        arrays = {"world": self.world, "numbers": self.numbers, **self.followed}
        arrays |= {f"{what} {name}": one for what, table in self.triggered.items() for name, one in table.items()}
        contents = {name: hashlib.sha256(one.tobytes()).hexdigest() for name, one in arrays.items()}
        return hash_of([self.turn, self.seed, self.levers_from, plain(self.intervention), contents])

    def told(self, scenario: Scenario) -> dict[str, object]:
        """What a manifest says."""
        return {"turn": self.turn, "month": scenario.month(self.turn), "runs": self.runs, "hash": self.digest}

    def places(self, replicates: Index) -> Index:
        """The run that each replicate goes on from: they take them in turn."""
        return replicates % self.runs

    def luck(self, replicates: Index) -> Index:
        """The number by which a replicate's draws are named from here on.

        The first replicate of a run keeps its luck, each further one has another. Raises `BadInput` for a replicate of
        which there is no luck.
        """
        most = (LARGEST - int(self.numbers.max())) // ANOTHER_LUCK * self.runs
        whole(replicates.max(initial=0), "checkpoint", "replicate", 0, most)
        return self.numbers[self.places(replicates)] + ANOTHER_LUCK * (replicates // self.runs)

    def came_by(self, scenario: Scenario, places: Index | None = None) -> Case:
        """The case in which the runs at some places, all if None, came here."""
        case = case_of(scenario, self.intervention if places is None else self.intervention.part(places), "checkpoint")
        return case.under(case.parameters.acting_from(self.levers_from))

    def goes_on(
        self, scenario: Scenario, own: Intervention = NOTHING, start: int | None = None, places: Index | None = None
    ) -> Case:
        """The case in which they go on; see `under`."""
        case = case_of(scenario, self.under(scenario, own, start, places), "checkpoint")
        return case.under(case.parameters.acting_from(self.levers_from))

    def under(
        self, scenario: Scenario, own: Intervention = NOTHING, start: int | None = None, places: Index | None = None
    ) -> Intervention:
        """What they go on under: everything as it was, and `own` besides.

        Levers that it sets without a schedule act from turn `start`, that of the branch if None. Raises `BadInput`
        for a step that lies before the branch.
        """
        came = self.intervention if places is None else self.intervention.part(places)
        levers, since = scenario.parameters.levers, self.turn if start is None else start
        steps = [*own.levers.steps, *_set(own, levers, since)]
        triggers = tuple(replace(one, since=since) if one.since is None else one for one in own.triggers)
        for step in steps:
            whole(step.turn, "checkpoint", step.lever, self.turn, LARGEST)
        changed = {step.lever for step in steps}
        kept = [step for step in came.levers.steps if step.lever not in changed]
        kept += [step for lever in sorted(changed) for step in self._until_now(came, lever)]
        free = {name: value for name, value in own.parameters.items() if name not in levers}
        return replace(came, levers=Schedule()).also(
            replace(own, parameters=free, levers=Schedule((*kept, *steps)), triggers=triggers)
        )

    def _until_now(self, came: Intervention, lever: str) -> list[Step]:
        """What a lever did before the branch."""
        steps = came.levers.of(lever) or (Step(self.levers_from, lever, came.parameters.get(lever, 0.0)),)
        return [step for step in steps if step.turn < self.turn]

    def checkpoint(self, scenario: Scenario, places: Index) -> Checkpoint:
        """Where the runs at some places stand."""
        world = unpacked(self.came_by(scenario, places), self.turn, self.world[:, places])
        return Checkpoint(self.turn, world, self._remembered(places))

    def _remembered(self, places: Index) -> Memory:
        """What triggers know: the months before, and how they stood."""
        series = {n.removeprefix(SERIES): v for n, v in self.followed.items() if n.startswith(SERIES)}
        months = range(max(self.turn - LONGEST, 0), self.turn)
        seen = tuple({name: values[month][..., places] for name, values in series.items()} for month in months)
        tables = ({name: values[places] for name, values in table.items()} for table in self.triggered.values())
        return Memory(seen, *tables)

    def trajectory(self, case: Case, scenario: Scenario, places: Index) -> Trajectory:
        """What was followed of the runs at some places, as the case in which they go on has it."""
        arrays = {name: values[..., places] for name, values in self.followed.items() if name != ISSUED}
        if ISSUED in self.followed:
            rows = case.rows_in(self.came_by(scenario, places).cast)
            given = self.followed[ISSUED][..., places]
            arrays[ISSUED] = given[:, rows] * (rows >= 0)[:, None]
        return from_arrays(case, arrays)

    def series(self, scenario: Scenario) -> Array:
        """Every series before the branch, shape (column, turn, run)."""
        case, every = self.came_by(scenario), np.arange(self.runs)
        return np.array([values for _, values in self.trajectory(case, scenario, every).columns()])

    def without_orders(self) -> Branch:
        """The same without the orders that were given, which outcomes do not look at."""
        return replace(self, followed={name: values for name, values in self.followed.items() if name != ISSUED})


def _set(own: Intervention, levers: Sequence[str], since: int) -> list[Step]:
    """Levers that are set without a schedule, as steps."""
    scheduled = {step.lever for step in own.levers.steps}
    return [Step(since, name, v) for name, v in own.parameters.items() if name in levers and name not in scheduled]


def branch_of(
    scenario: str, case: Case, own: Intervention, draws: Draws, stands: Checkpoint, past: Trajectory
) -> Branch:
    """The branch where the runs of a case stand, that is a scenario by name or file under an intervention.

    `past` is what was followed of them from turn 0 on.
    """
    numbers = {name: value for name, value in case.parameters.overrides.items() if name not in own.ablated}
    known = stands.memory._asdict() if stands.memory else {}
    return Branch(
        scenario,
        stands.turn,
        draws.seed,
        draws.replicates,
        replace(own, parameters=numbers),
        case.parameters.levers_from,
        packed(stands.world),
        as_arrays(past),
        {what: table for what, table in known.items() if what != "months"},
    )

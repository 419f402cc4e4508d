"""Paired runs: every arm of a design is played on the same replicates, so that all arms share their random numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from sim.base.arrays import Array, Value
from sim.base.draws import Draws
from sim.engine.interventions import NOTHING, Case, Intervention, case_of
from sim.engine.memory import NEVER, Memory
from sim.engine.simulate import Checkpoint
from sim.engine.triggers import fired, firings
from sim.evidence.facts import judged
from sim.inputs.parameters import Schedule
from sim.inputs.triggers import Trigger
from sim.lab.branch import ANOTHER_LUCK, Branch
from sim.lab.designs import Arm
from sim.lab.past import Past
from sim.lab.points import Points
from sim.lab.provenance import Origin
from sim.lab.samplers import DECLARED, Sampler
from sim.model.actors import Cast
from sim.model.measures import Outcome
from sim.model.outcomes import outcomes_of
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

COURSES = 512
"""Replicates of an arm whose months are summed up: as many as a block, so that series never leave who played them."""

Read = Callable[[Case, Draws, int], Mapping[str, Array]]
"""Plays so many turns of a case and gives what shall be kept of it: arrays of which the last axis is the run.

A run that raises is left out, and none of the others with it. Of a reader that says that what it gives is `added_up`
only sums over runs are kept. One that `changes` the case plays another than the plan's.
"""


@dataclass(frozen=True)
class Plan:
    """What is played: a scenario with settings, the arms of a design, and so many replicates of each arm.

    Run number r is replicate r % replicates of arm r // replicates. Kept are `outcomes`, with the facts `measures`
    after them, and of the first `courses` replicates of each arm `series`; or what `read` gives; or, where arms are
    `averaged`, the means of outcomes over those replicates of an arm that did not fail. A plan can be pickled;
    `fingerprint` names everything that what is played depends on.

    `common` is what every run is under. Where arms are `shared`, nothing but levers tells them apart, which act from
    `start` on, and what lies before it is played once for all of them. Where histories are `conditioned`, only those
    are played that end the record near to what is known of it: `chosen` has their numbers. Runs that go on from a
    `branch` have its past and its parameters, but for what is set anew.
    """

    origin: Origin
    fingerprint: str
    seed: int
    replicates: int
    turns: int
    start: int
    settings: tuple[tuple[str, float], ...]
    arms: Sequence[Arm]
    sampler: Sampler = DECLARED
    draws: int = 1
    measures: tuple[str, ...] = ()
    read: Read | None = None
    common: Intervention = NOTHING
    shared: bool = False
    conditioned: bool = False
    averaged: bool = False
    courses: int = COURSES
    chosen: Index | None = field(default=None, compare=False, repr=False)
    branch: Branch | None = field(default=None, compare=False, repr=False)

    def cut(self, first: int, last: int) -> Plan:
        """The plan as whoever plays runs `first` up to `last` has to know it: of a table of points only their rows."""
        if not isinstance(self.arms, Points):
            return self
        return replace(self, arms=self.arms.part(first // self.replicates, -(-last // self.replicates)))

    @property
    def runs(self) -> int:
        """Number of runs of all arms."""
        return len(self.arms) * self.replicates

    @property
    def pasts(self) -> int:
        """Number of pasts that replicates begin from: conditioned, those that share a parameter set share it too."""
        return self.branch.runs if self.branch else -(-self.replicates // self.alike_pasts)

    @property
    def alike_pasts(self) -> int:
        """How many replicates in a row have a past in common."""
        return self.draws if self.conditioned else 1

    def past_of(self, replicates: Index) -> Index:
        """The past that each replicate goes on from, where there is one."""
        return self.branch.places(replicates) if self.branch else replicates // self.alike_pasts

    @property
    def begun(self) -> int:
        """The turn from which on an arm's own turns are kept; before it all arms have the same."""
        return self.branch.turn if self.branch else self.start if self.shared else 0

    @property
    def summed(self) -> int:
        """The replicates of each arm, from the first on, whose months are summed up."""
        return min(self.courses, self.replicates)

    @property
    def looked_at_from(self) -> int:
        """The first turn that anything measured looks at."""
        return 0 if self.measures else min(self.start, self.origin.load().levers_from)

    def histories(self, replicates: Index) -> Index:
        """The number of each replicate's history, by which its draws are named; conditioned, those that were chosen."""
        if self.chosen is None:
            return replicates // self.alike_pasts if self.conditioned else replicates
        found: Index = self.chosen[replicates // self.alike_pasts]
        return found

    def luck(self, replicates: Index) -> Index:
        """The number by which draws are named once a past is over: replicates of one past part there."""
        if self.branch:
            return self.branch.luck(replicates)
        return self.histories(replicates) + ANOTHER_LUCK * (replicates % self.alike_pasts)

    def measured(self, cast: Cast) -> tuple[Outcome, ...]:
        """What is measured of each run, in the order of the array `outcomes`; of triggers, when they acted."""
        return (*outcomes_of(cast), *judged(self.measures, cast), *firings(self.triggers))

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """The triggers of all arms."""
        own = () if isinstance(self.arms, Points) else self.arms  # a table has no triggers
        before = self.branch.intervention.triggers if self.branch else ()
        return (*before, *self.common.triggers, *(one for arm in own for one in arm.intervention.triggers))

    def idle(self, runs: int) -> dict[str, Array]:
        """What is noted of triggers where they never act."""
        memory = Memory(first={one.name: np.full(runs, NEVER) for one in self.triggers})
        return fired(memory, self.turns)

    @property
    def watched(self) -> int:
        """How many months before the start triggers look at."""
        return max((one.over for one in self.triggers), default=0)

    def drawn(self, replicates: Index) -> dict[str, Value]:
        """The parameters that are drawn: `draws` replicates in a row share a set, and all arms share it too."""
        return self.sampler.draw(self.histories(replicates) if self.conditioned else replicates // self.draws)

    def alike(self, arms: Sequence[int]) -> list[list[int]]:
        """The places of arms that can be played as one case, in groups: arms that follow each other and are alike."""
        if isinstance(self.arms, Points):
            return self.arms.alike(arms)
        shapes = {arm: _shape(self.arms[arm].intervention) for arm in set(arms)}
        return [list(places) for _, places in groupby(range(len(arms)), key=lambda place: shapes[arms[place]])]

    def case(self, scenario: Scenario, arms: Sequence[int], replicates: Index | None = None) -> Case:
        """The scenario as runs of arms that are alike play it: parameters drawn, then set, then the arm's own."""
        numbers = np.zeros(len(arms), dtype=np.int64) if replicates is None else replicates
        drawn = Intervention(parameters={**self.drawn(numbers), **dict(self.settings)})
        own = self._own(arms, numbers)
        if self.branch:
            return self.branch.goes_on(scenario, self.common.also(drawn).also(own), self.start, self.past_of(numbers))
        case = case_of(scenario, self.common.also(drawn).also(own), "design")
        return case.under(case.parameters.acting_from(self.start))

    def stand(
        self, scenario: Scenario, case: Case, arms: Index, replicates: Index, past: Past | None
    ) -> Checkpoint | None:
        """Where runs go on from: the branch, or a past that arms share, as the first arm's theory shaped it."""
        if self.branch:
            return self.branch.checkpoint(scenario, self.past_of(replicates))
        if past is None:
            return None
        whose = self.past_case(scenario, case, arms, replicates)
        return past.of(self.past_of(replicates)).checkpoint(whose, self.start)

    def past_case(self, scenario: Scenario, case: Case, arms: Index, replicates: Index) -> Case:
        """The case of a past that arms share: their own, or the first arm's where its theory is another."""
        same = self.arms[int(arms[0])].intervention.theories == self.arms[0].intervention.theories
        return case if same else self.case(scenario, [0] * len(replicates), replicates)

    def _own(self, arms: Sequence[int], replicates: Index) -> Intervention:
        if isinstance(self.arms, Points):
            return self.arms.together(np.asarray(arms, dtype=np.int64))
        return _by_run([self.arms[arm].intervention for arm in arms], replicates)


def _shape(one: Intervention) -> object:
    """What must be equal of interventions that are played as one: all but numbers and names of what is held."""
    steps = [(step.turn, step.lever) for step in one.levers.steps]
    held = one.held_from if one.held else None
    apart = (
        one.without,
        one.waived,
        one.calm,
        one.script,
        one.absent,
        held,
        [trigger.shape for trigger in one.triggers],
    )
    return (
        sorted(one.parameters),
        sorted(one.ablated),
        steps,
        dict(one.policies),
        dict(one.theories),
        apart,
    )


def share_a_past(arms: Sequence[Arm], levers: Sequence[str], start: int) -> bool:
    """Whether nothing but levers, which act from turn `start` on, and sides of theories tell arms apart.

    The past is played under the sides that the first arm takes; another theory holds from `start` on.
    """
    if isinstance(arms, Points):
        return arms.share_a_past(start)
    rests = []
    for arm in arms:
        one = arm.intervention
        since = (start if trigger.since is None else trigger.since for trigger in one.triggers)
        if any(turn < start for turn in (*(step.turn for step in one.levers.steps), *since)):
            return False
        others = {name: value for name, value in one.parameters.items() if name not in levers}
        if any(isinstance(value, np.ndarray) for value in (*others.values(), *one.ablated.values())):
            return False
        rests.append(replace(one, levers=Schedule(), parameters=others, theories={}, triggers=(), absent=()))
    return len(arms) > 1 and start > 0 and all(rest == rests[0] for rest in rests)


def _by_run(own: Sequence[Intervention], replicates: Index) -> Intervention:
    """Interventions that are alike as one, with a number per run; an arm's numbers may differ from run to run too."""
    first, numbers = own[0], replicates.tolist()

    def gathered(values: Sequence[Value]) -> Array:
        return np.array([v[k] if isinstance(v, np.ndarray) else v for v, k in zip(values, numbers, strict=True)])

    steps = (
        replace(step, value=gathered([one.levers.steps[place].value for one in own]))
        for place, step in enumerate(first.levers.steps)
    )
    triggers = (
        trigger.with_numbers({n: gathered([one.triggers[place].numbers[n] for one in own]) for n in trigger.numbers})
        for place, trigger in enumerate(first.triggers)
    )
    paths = dict.fromkeys(path for one in own for path in one.held)
    return replace(
        first,
        held={path: gathered([one.held.get(path, np.nan) for one in own]) for path in paths},
        levers=Schedule(tuple(steps)),
        triggers=tuple(triggers),
        parameters={name: gathered([one.parameters[name] for one in own]) for name in first.parameters},
        ablated={name: gathered([one.ablated[name] for one in own]) for name in first.ablated},
    )

"""Paired runs: every arm of a design is played on the same replicates, so that all arms share their random numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from sim.base.arrays import Array, Value
from sim.base.draws import Draws
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel import choice
from sim.engine.simulate import play_block
from sim.evidence.facts import judged
from sim.inputs.parameters import Schedule
from sim.lab.designs import Arm
from sim.lab.provenance import Origin
from sim.lab.samplers import DECLARED, Sampler
from sim.model.actors import Cast
from sim.model.measures import Outcome
from sim.model.outcomes import outcomes_of
from sim.model.pairs import Index
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario

HOPELESS = 5
"""Runs of an arm that fail one after another for the same reason before its others in the block count as failed too."""

Read = Callable[[Case, Draws, int], Mapping[str, Array]]
"""Plays so many turns of a case and gives what shall be kept of it: arrays of which the last axis is the run."""


@dataclass(frozen=True)
class Plan:
    """What is played: a scenario with settings, the arms of a design, and so many replicates of each arm.

    Run number r is replicate r % replicates of arm r // replicates. Kept are `outcomes`, with the facts `measures`
    after them, and `series`; or what `read` gives. A plan can be pickled; `fingerprint` names everything that what is
    played depends on.
    """

    origin: Origin
    fingerprint: str
    seed: int
    replicates: int
    turns: int
    start: int
    settings: tuple[tuple[str, float], ...]
    arms: tuple[Arm, ...]
    sampler: Sampler = DECLARED
    draws: int = 1
    measures: tuple[str, ...] = ()
    read: Read | None = None

    @property
    def runs(self) -> int:
        """Number of runs of all arms."""
        return len(self.arms) * self.replicates

    def measured(self, cast: Cast) -> tuple[Outcome, ...]:
        """What is measured of each run, in the order of the array `outcomes`."""
        return (*outcomes_of(cast), *judged(self.measures, cast))

    def drawn(self, replicates: Index) -> dict[str, Value]:
        """The parameters that are drawn: `draws` replicates in a row share a set, and all arms share it too."""
        return self.sampler.draw(replicates // self.draws)

    def alike(self, arms: Sequence[int]) -> list[list[int]]:
        """The places of arms that can be played as one case, in groups: arms that follow each other and are alike."""
        shapes = [_shape(self.arms[arm].intervention) for arm in arms]
        return [list(places) for _, places in groupby(range(len(arms)), key=lambda place: shapes[place])]

    def case(self, scenario: Scenario, arms: Sequence[int], replicates: Index | None = None) -> Case:
        """The scenario as runs of arms that are alike play it: parameters drawn, then set, then the arm's own."""
        numbers = np.zeros(len(arms), dtype=np.int64) if replicates is None else replicates
        common = Intervention(parameters={**self.drawn(numbers), **dict(self.settings)})
        own = _by_run([self.arms[arm].intervention for arm in arms], numbers)
        case = case_of(scenario, common.also(own), "design")
        return case.under(case.parameters.acting_from(self.start))


def _shape(one: Intervention) -> object:
    """What must be equal of interventions that are played as one: all but numbers and names of what is held."""
    steps = [(step.turn, step.lever) for step in one.levers.steps]
    held = one.held_from if one.held else None
    apart = (one.without, one.waived, one.calm, one.script, held)
    return (
        sorted(one.parameters),
        sorted(one.ablated),
        steps,
        dict(one.policies),
        dict(one.theories),
        apart,
    )


def _by_run(own: Sequence[Intervention], replicates: Index) -> Intervention:
    """Interventions that are alike as one, with a number per run; an arm's numbers may differ from run to run too."""
    first, numbers = own[0], replicates.tolist()

    def gathered(values: Sequence[Value]) -> Array:
        return np.array([v[k] if isinstance(v, np.ndarray) else v for v, k in zip(values, numbers, strict=True)])

    steps = (
        replace(step, value=gathered([one.levers.steps[place].value for one in own]))
        for place, step in enumerate(first.levers.steps)
    )
    paths = dict.fromkeys(path for one in own for path in one.held)
    return replace(
        first,
        held={path: gathered([one.held.get(path, np.nan) for one in own]) for path in paths},
        levers=Schedule(tuple(steps)),
        parameters={name: gathered([one.parameters[name] for one in own]) for name in first.parameters},
        ablated={name: gathered([one.ablated[name] for one in own]) for name in first.ablated},
    )


@dataclass(frozen=True)
class Played:
    """A range of runs: arrays of which the last axis is the run, why a run failed ("" if not), what bounds held."""

    arrays: Mapping[str, Array]
    reasons: tuple[str, ...]
    clipped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """Runs `first` up to `last` of a plan; can be pickled, and names no place on any disk."""

    plan: Plan
    first: int
    last: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.last - self.first


def perform(task: Task) -> Played:
    """Play a task in this process; raise `BadInput` if its model is not the one that was asked for."""
    return play_runs(task.plan, task.plan.origin.load(), task.first, task.last)


def given_up(task: Task, reason: str) -> Played:
    """A task whose runs could be played nowhere, and why."""
    return _failed(task.plan, task.plan.origin.load(), reason, task.runs)


def prepare(plan: Plan, scenario: Scenario) -> None:
    """Compile what most runs of a plan are played by, so that every process finds it."""
    groups, each = plan.alike(range(len(plan.arms))), plan.replicates * plan.turns
    choice.prepare((plan.case(scenario, arms[:1]), len(arms) * each) for arms in groups)


def play_runs(plan: Plan, scenario: Scenario, first: int, last: int) -> Played:
    """Play runs `first` up to `last`; a run that fails becomes numbers that are not finite, and a reason."""
    numbers = np.arange(first, last)
    arms, replicates = numbers // plan.replicates, numbers % plan.replicates
    try:
        return _play(plan, scenario, arms, replicates)
    except Exception:  # whatever a rule may raise shall cost the runs that raise it, not the sweep
        if plan.read is not None:
            raise
        return _joined([_salvaged(plan, scenario, arm, replicates[arms == arm]) for arm in np.unique(arms)])


def _salvaged(plan: Plan, scenario: Scenario, arm: int, replicates: Index) -> Played:
    """Play runs of one arm in ever smaller groups, until those that fail stand alone."""
    pieces: list[Played] = []
    waiting = [replicates]
    while waiting:
        group = waiting.pop()
        hopeless = _hopeless(pieces)
        try:
            if hopeless:
                pieces.append(_failed(plan, scenario, hopeless, len(group)))
            else:
                pieces.append(_play(plan, scenario, group * 0 + arm, group))
        except Exception as error:  # as above
            if len(group) == 1:
                reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
                pieces.append(_failed(plan, scenario, reason, 1))
            else:
                waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
    return _joined(pieces)


def _hopeless(pieces: list[Played]) -> str:
    """Why an arm's first runs have all failed, if they are many enough not to try the others; else nothing."""
    reasons = {reason for piece in pieces for reason in piece.reasons}
    return reasons.pop() if len(pieces) >= HOPELESS and len(reasons) == 1 else ""


def _play(plan: Plan, scenario: Scenario, arms: Index, replicates: Index) -> Played:
    return _joined([_play_alike(plan, scenario, arms[p], replicates[p]) for p in plan.alike(arms.tolist())])


def _play_alike(plan: Plan, scenario: Scenario, arms: Index, replicates: Index) -> Played:
    case, draws = plan.case(scenario, arms.tolist(), replicates), Draws(plan.seed, replicates)
    if plan.read is not None:
        return Played(plan.read(case, draws, plan.turns), ("",) * len(replicates))
    block = play_block(case, draws, plan.turns, measures=judged(plan.measures, scenario.cast))
    arrays = {
        "outcomes": np.array([block.outcomes[outcome.name] for outcome in plan.measured(scenario.cast)]),
        "series": np.array([values for _, values in block.trajectory.columns()]),
    }
    # A replicate may stand in a block once for each arm: why it failed is told by place.
    return Played(arrays, tuple(block.failed.get(run, "") for run in range(len(replicates))), block.clipped)


def _failed(plan: Plan, scenario: Scenario, reason: str, runs: int) -> Played:
    shapes = {
        "outcomes": (len(plan.measured(scenario.cast)),),
        "series": (len(recorded_series(scenario.cast)), plan.turns),
    }
    return Played({name: np.full((*shape, runs), np.nan) for name, shape in shapes.items()}, (reason,) * runs)


def _joined(pieces: list[Played]) -> Played:
    clipped: Counter[str] = Counter()
    for piece in pieces:
        clipped.update(piece.clipped)
    return Played(
        {name: np.concatenate([piece.arrays[name] for piece in pieces], axis=-1) for name in pieces[0].arrays},
        tuple(reason for piece in pieces for reason in piece.reasons),
        clipped,
    )

"""Playing a plan: tasks that any process may perform, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel import choice
from sim.engine.simulate import Block, play_block, simulate
from sim.engine.step import Turn
from sim.engine.trajectory import ClipCounter, FiniteGuard, FiniteWatch, Observer, followers_of, trajectory_of
from sim.evidence.facts import judged
from sim.lab.past import SERIES, WORLD, Past, arrays_of, packed
from sim.lab.plan import Plan
from sim.lab.played import Played, kept, kept_past
from sim.lab.spared import raising, spared, together
from sim.model.pairs import Index
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario


class Work(Protocol):
    """Whatever a process may be asked to play; can be pickled, and names no place on any disk."""

    @property
    def plan(self) -> Plan:
        """What it is a part of."""
        ...

    @property
    def runs(self) -> int:
        """Number of runs."""
        ...

    def play(self, scenario: Scenario) -> Played:
        """Play it."""
        ...

    def failed(self, scenario: Scenario, reason: str) -> Played:
        """What stands for it where it could be played nowhere."""
        ...


@dataclass(frozen=True)
class Task:
    """Runs `first` up to `last` of a plan, and the pasts that they go on from where these are kept."""

    plan: Plan
    first: int
    last: int
    past: Past | None = None

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.last - self.first

    def play(self, scenario: Scenario) -> Played:
        """Play the runs; series are summed up here where all that belongs together was played here."""
        played = play_runs(self.plan, scenario, self.first, self.last, self.past)
        return kept(self.plan, self.first, self.last, played)

    def failed(self, scenario: Scenario, reason: str) -> Played:
        """Runs without numbers."""
        return kept(self.plan, self.first, self.last, _failed(self.plan, scenario, reason, self.runs))


@dataclass(frozen=True)
class PastTask:
    """Pasts `first` up to `last` of a plan whose arms share them."""

    plan: Plan
    first: int
    last: int

    @property
    def runs(self) -> int:
        """Number of pasts."""
        return self.last - self.first

    def play(self, scenario: Scenario) -> Played:
        """Play the pasts."""
        return kept_past(self.plan, self.first, play_pasts(self.plan, scenario, np.arange(self.first, self.last)))

    def failed(self, scenario: Scenario, reason: str) -> Played:
        """Pasts without numbers."""
        return kept_past(self.plan, self.first, _no_past(self.plan, scenario, reason, self.runs))


def perform(work: Work) -> Played:
    """Play a task in this process; raise `BadInput` if its model is not the one that was asked for."""
    return work.play(work.plan.origin.load())


def given_up(work: Work, reason: str) -> Played:
    """A task that could be played nowhere, and why."""
    return work.failed(work.plan.origin.load(), reason)


def prepare(plan: Plan, scenario: Scenario) -> None:
    """Compile what most runs of a plan are played by, so that every process finds it."""
    groups, each = plan.alike(range(len(plan.arms))), plan.replicates * (plan.turns - plan.begun)
    choice.prepare((plan.case(scenario, arms[:1]), len(arms) * each) for arms in groups)


def play_pasts(plan: Plan, scenario: Scenario, numbers: Index) -> Played:
    """Play pasts that arms share, as the first of them has them; one that fails becomes a reason."""

    def look(some: Index) -> Mapping[int, str]:
        case, draws = _past_case(plan, scenario, some)
        return raising(case, draws, None, plan.start, lambda: followers_of(case.cast, plan.measured(case.cast)))

    return spared(partial(_play_pasts, plan, scenario), partial(_no_past, plan, scenario), look, numbers)


def _past_case(plan: Plan, scenario: Scenario, numbers: Index) -> tuple[Case, Draws]:
    """The case of some pasts, and their draws."""
    replicates = numbers * plan.alike_pasts
    return plan.case(scenario, [0] * len(numbers), replicates), Draws(plan.seed, plan.histories(replicates))


def _play_pasts(plan: Plan, scenario: Scenario, numbers: Index) -> Played:
    case, draws = _past_case(plan, scenario, numbers)
    followers, counter, watch = followers_of(case.cast, plan.measured(case.cast)), ClipCounter(), FiniteWatch()
    for turn in simulate(case, draws, until=plan.start, observers=(*followers, counter, watch), unseen=True):
        last: Turn = turn
    arrays = arrays_of(trajectory_of(case, followers), last.after, plan.looked_at_from, plan.watched)
    reasons = tuple(watch.broken.get(run, "") for run in range(len(numbers)))
    return Played(arrays, reasons, dict(counter.clipped))


def _no_past(plan: Plan, scenario: Scenario, reason: str, runs: int) -> Played:
    arrays = {
        WORLD: np.full((len(packed(plan.case(scenario, [0]).start(1))), runs), np.nan),
        SERIES: np.full((len(recorded_series(scenario.cast)), plan.start, runs), np.nan),
    }
    return Played(arrays, (reason,) * runs)


def play_runs(plan: Plan, scenario: Scenario, first: int, last: int, past: Past | None = None) -> Played:
    """Play runs `first` up to `last`; a run that fails becomes numbers that are not finite, and a reason.

    Pasts that arms share are played first where they are not given.
    """
    numbers = np.arange(first, last)
    if plan.shared and past is None and plan.branch is None:
        past = own_past(plan, scenario, numbers % plan.replicates)
    play = partial(_play, plan, scenario, past)
    changes = getattr(plan.read, "changes", False)
    look = _unseen if changes else partial(_look, plan, scenario, past)
    return spared(play, partial(_failed, plan, scenario), look, numbers)


def _unseen(numbers: Index) -> Mapping[int, str]:
    """Nothing: where a reader plays other cases than those of the plan, months of these tell nothing."""
    return {}


def own_past(plan: Plan, scenario: Scenario, replicates: Index) -> Past:
    """The pasts of some replicates, played here."""
    numbers = np.unique(plan.past_of(replicates))
    played = play_pasts(plan, scenario, numbers)
    return Past(numbers, played.arrays, played.reasons)


def _play(plan: Plan, scenario: Scenario, past: Past | None, numbers: Index) -> Played:
    """Play runs by their numbers, of whatever arms."""
    groups = _alike(plan, numbers)
    return together([_play_alike(plan, scenario, arms, replicates, past) for _, arms, replicates in groups])


def _alike(plan: Plan, numbers: Index) -> Iterator[tuple[Index, Index, Index]]:
    """Runs in groups that are played as one case: places, arms and replicates."""
    arms, replicates = numbers // plan.replicates, numbers % plan.replicates
    for group in plan.alike(arms.tolist()):
        places = np.array(group, dtype=np.int64)
        yield places, arms[places], replicates[places]


def _look(plan: Plan, scenario: Scenario, past: Past | None, numbers: Index) -> Mapping[int, str]:
    """Which runs raise, by their place, and why."""
    found: dict[int, str] = {}
    for places, arms, replicates in _alike(plan, numbers):
        case = plan.case(scenario, arms.tolist(), replicates)
        begun = plan.stand(scenario, case, arms, replicates, past)
        followed = partial(_followed, plan, case)
        here = raising(case, Draws(plan.seed, plan.luck(replicates)), begun, plan.turns, followed)
        found |= {int(places[place]): why for place, why in here.items()}
    return found


def _followed(plan: Plan, case: Case) -> list[Observer]:
    """What watches a month: what is measured of it, and whoever raises in it while it is read."""
    followers = followers_of(case.cast, plan.measured(case.cast))
    return [*followers, FiniteGuard()] if plan.read else [*followers]


def _play_alike(plan: Plan, scenario: Scenario, arms: Index, replicates: Index, past: Past | None) -> Played:
    case = plan.case(scenario, arms.tolist(), replicates)
    if plan.read is not None:
        read = plan.read(case, Draws(plan.seed, plan.histories(replicates)), plan.turns)
        return Played(read, ("",) * len(replicates))
    draws, measures = Draws(plan.seed, plan.luck(replicates)), judged(plan.measures, scenario.cast)
    begun = plan.stand(scenario, case, arms, replicates, past)
    before = None if past is None else past.of(plan.past_of(replicates))
    followed = before.trajectory(case, plan.looked_at_from) if before else None
    if plan.branch:
        followed = plan.branch.trajectory(case, scenario, plan.past_of(replicates))
    block = play_block(case, draws, plan.turns, None, measures, begun, followed)
    return _told(plan, scenario, block, before.reasons if before else ("",) * len(replicates))


def _told(plan: Plan, scenario: Scenario, block: Block, before: tuple[str, ...]) -> Played:
    """What is kept of runs, some of which may have failed `before`."""
    found = {**plan.idle(len(before)), **block.outcomes}
    outcomes = np.array([found[outcome.name] for outcome in plan.measured(scenario.cast)])
    outcomes[:, [reason != "" for reason in before]] = np.nan
    kept = {"outcomes": outcomes}
    if not plan.averaged:
        kept["series"] = np.array([values for _, values in block.trajectory.window(plan.begun).columns()])
    # A replicate may stand in a block once for each arm: why it failed is told by place.
    reasons = tuple(reason or block.failed.get(run, "") for run, reason in enumerate(before))
    return Played(kept, reasons, block.clipped)


def _failed(plan: Plan, scenario: Scenario, reason: str, runs: int) -> Played:
    if plan.read is not None:
        return Played({}, (reason,) * runs)
    shapes = {
        "outcomes": (len(plan.measured(scenario.cast)),),
        "series": (len(recorded_series(scenario.cast)), plan.turns - plan.begun),
    }
    kept = ("outcomes",) if plan.averaged else tuple(shapes)
    return Played(
        {name: np.full((*shape, runs), np.nan) for name, shape in shapes.items() if name in kept}, (reason,) * runs
    )

"""Playing a plan: tasks that any process may perform, and what comes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from sim.base.draws import Draws
from sim.engine.kernel import choice
from sim.engine.simulate import Block, play_block, simulate
from sim.engine.step import Turn
from sim.engine.trajectory import ClipCounter, FiniteWatch, followers_of, trajectory_of
from sim.evidence.facts import judged
from sim.lab.past import SERIES, WORLD, Past, arrays_of, packed
from sim.lab.plan import Plan
from sim.lab.played import Played, kept, kept_past
from sim.model.pairs import Index
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario

HOPELESS = 5
"""Runs that fail one after another for the same reason before the others in the block count as failed too."""

Play = Callable[[Index], Played]
"""Plays runs by their numbers."""
Fail = Callable[[str, int], Played]
"""What stands for so many runs that failed for a reason."""


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
    play = partial(_play_pasts, plan, scenario)
    try:
        return play(numbers)
    except Exception:  # whatever a rule may raise shall cost the runs that raise it, not the sweep
        return _salvaged(play, partial(_no_past, plan, scenario), numbers)


def _play_pasts(plan: Plan, scenario: Scenario, numbers: Index) -> Played:
    replicates = numbers * plan.alike_pasts
    case, draws = plan.case(scenario, [0] * len(numbers), replicates), Draws(plan.seed, plan.histories(replicates))
    followers, counter, watch = followers_of(case.cast, plan.measured(case.cast)), ClipCounter(), FiniteWatch()
    for turn in simulate(case, draws, until=plan.start, observers=(*followers, counter, watch)):
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
    arms, replicates = numbers // plan.replicates, numbers % plan.replicates
    if plan.shared and past is None and plan.branch is None:
        past = own_past(plan, scenario, replicates)
    return _tried(plan, scenario, arms, past, replicates)


def _tried(plan: Plan, scenario: Scenario, arms: Index, past: Past | None, replicates: Index) -> Played:
    """Play runs of some arms; where one raises, in ever fewer arms, so that no arm costs another."""
    try:
        return _play(plan, scenario, arms, past, replicates)
    except Exception:  # as above
        if plan.read is not None:
            raise
    numbers = np.unique(arms)
    if len(numbers) == 1:
        play, fail = partial(_play, plan, scenario, numbers[0], past), partial(_failed, plan, scenario)
        return _salvaged(play, fail, replicates)
    early = arms < numbers[len(numbers) // 2]
    return _joined([_tried(plan, scenario, arms[some], past, replicates[some]) for some in (early, ~early)])


def own_past(plan: Plan, scenario: Scenario, replicates: Index) -> Past:
    """The pasts of some replicates, played here."""
    numbers = np.unique(plan.past_of(replicates))
    played = play_pasts(plan, scenario, numbers)
    return Past(numbers, played.arrays, played.reasons)


def _salvaged(play: Play, fail: Fail, everything: Index) -> Played:
    """Play runs in ever smaller groups, until those that fail stand alone."""
    pieces: list[Played] = []
    waiting = [everything]
    while waiting:
        group = waiting.pop()
        hopeless = _hopeless(pieces)
        try:
            pieces.append(fail(hopeless, len(group)) if hopeless else play(group))
        except Exception as error:  # as above
            if len(group) == 1:
                pieces.append(fail(f"{type(error).__name__}: {' '.join(str(error).split())}", 1))
            else:
                waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
    return _joined(pieces)


def _hopeless(pieces: list[Played]) -> str:
    """Why the first runs have all failed, if they are many enough not to try the others; else nothing."""
    reasons = {reason for piece in pieces for reason in piece.reasons}
    return reasons.pop() if len(pieces) >= HOPELESS and len(reasons) == 1 else ""


def _play(plan: Plan, scenario: Scenario, arms: Index | int, past: Past | None, replicates: Index) -> Played:
    """Play replicates, each of its own arm or all of one."""
    each = replicates * 0 + arms
    groups = plan.alike(each.tolist())
    return _joined([_play_alike(plan, scenario, each[places], replicates[places], past) for places in groups])


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
    shapes = {
        "outcomes": (len(plan.measured(scenario.cast)),),
        "series": (len(recorded_series(scenario.cast)), plan.turns - plan.begun),
    }
    kept = ("outcomes",) if plan.averaged else tuple(shapes)
    return Played(
        {name: np.full((*shape, runs), np.nan) for name, shape in shapes.items() if name in kept}, (reason,) * runs
    )


def _joined(pieces: list[Played]) -> Played:
    """Pieces as one; what one has not, because it failed, is not a number."""
    clipped: Counter[str] = Counter()
    for piece in pieces:
        clipped.update(piece.clipped)
    shapes = {name: values.shape[:-1] for piece in pieces for name, values in piece.arrays.items()}
    arrays = {
        name: np.concatenate(
            [piece.arrays.get(name, np.full((*shape, len(piece.reasons)), np.nan)) for piece in pieces], axis=-1
        )
        for name, shape in shapes.items()
    }
    return Played(arrays, tuple(reason for piece in pieces for reason in piece.reasons), clipped)

"""Paired runs: every arm of a design is played on the same replicates, so that all arms share their random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from sim.base.arrays import Array, OutcomeRun, Value
from sim.base.draws import Draws
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.simulate import Block, play_block
from sim.inputs.parameters import Schedule
from sim.lab.designs import Arm
from sim.lab.provenance import Origin
from sim.lab.samplers import DECLARED, Sampler
from sim.model.outcomes import outcomes_of
from sim.model.pairs import Index
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario

HOPELESS = 5
"""Runs of an arm that fail one after another for the same reason before its others in the block count as failed too."""


@dataclass(frozen=True)
class Plan:
    """What is played: a scenario with settings, the arms of a design, and so many replicates of each arm.

    Run number r is replicate r % replicates of arm r // replicates. A plan can be pickled; `fingerprint` names
    everything its results depend on.
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

    @property
    def runs(self) -> int:
        """Number of runs of all arms."""
        return len(self.arms) * self.replicates

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
        case = case_of(scenario, common.also(_by_run([self.arms[arm].intervention for arm in arms])), "design")
        return case.under(case.parameters.acting_from(self.start))


def _shape(one: Intervention) -> object:
    """What must be equal of interventions that are played as one: all but their numbers."""
    steps = [(step.turn, step.lever) for step in one.levers.steps]
    apart = (one.without, one.waived, one.calm)
    return sorted(one.parameters), sorted(one.ablated), steps, dict(one.policies), apart


def _by_run(own: Sequence[Intervention]) -> Intervention:
    """Interventions that are alike as one, with a number per run."""
    first = own[0]
    steps = (
        replace(step, value=np.array([one.levers.steps[place].value for one in own]))
        for place, step in enumerate(first.levers.steps)
    )
    return replace(
        first,
        levers=Schedule(tuple(steps)),
        parameters={name: np.array([one.parameters[name] for one in own]) for name in first.parameters},
        ablated={name: np.array([one.ablated[name] for one in own]) for name in first.ablated},
    )


@dataclass(frozen=True)
class Played:
    """A range of runs: outcomes, series (column, turn, run), and why a run failed ("" if not)."""

    outcomes: OutcomeRun
    series: Array
    reasons: tuple[str, ...]
    clipped: dict[str, int] = field(default_factory=dict)


def play_runs(plan: Plan, scenario: Scenario, first: int, last: int) -> Played:
    """Play runs `first` up to `last`; a run that fails becomes numbers that are not finite, and a reason."""
    numbers = np.arange(first, last)
    arms, replicates = numbers // plan.replicates, numbers % plan.replicates
    try:
        return _play(plan, scenario, arms, replicates)
    except Exception:  # whatever a rule may raise shall cost the runs that raise it, not the sweep
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
    block = play_block(plan.case(scenario, arms.tolist(), replicates), Draws(plan.seed, replicates), plan.turns)
    names = [outcome.name for outcome in outcomes_of(scenario.cast)]
    outcomes = np.array([block.outcomes[name] for name in names])
    series = np.array([values for _, values in block.trajectory.columns()])
    return Played(outcomes, series, _reasons(block), dict(block.clipped))


def _reasons(block: Block) -> tuple[str, ...]:
    """Why each run failed; nothing where it did not. A replicate may stand in a block once for each arm."""
    return tuple(block.failed.get(run, "") for run in range(len(block.replicates)))


def _failed(plan: Plan, scenario: Scenario, reason: str, runs: int) -> Played:
    cast = scenario.cast
    outcomes = np.full((len(outcomes_of(cast)), runs), np.nan)
    return Played(outcomes, np.full((len(recorded_series(cast)), plan.turns, runs), np.nan), (reason,) * runs)


def _joined(pieces: list[Played]) -> Played:
    clipped: dict[str, int] = {}
    for piece in pieces:
        for name, count in piece.clipped.items():
            clipped[name] = clipped.get(name, 0) + count
    return Played(
        np.concatenate([piece.outcomes for piece in pieces], axis=-1),
        np.concatenate([piece.series for piece in pieces], axis=-1),
        tuple(reason for piece in pieces for reason in piece.reasons),
        clipped,
    )

"""Paired runs: every arm of a design is played on the same replicates, so that all arms share their luck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, Value
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import Block, play_block
from sim.inputs.parameters import Parameters
from sim.lab.designs import Arm
from sim.lab.parameter_sets import given
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario, load_scenario

Index = npt.NDArray[np.int64]

HOPELESS = 5
"""Runs of an arm that fail one after another for the same reason before its others in the block count as failed too."""


@dataclass(frozen=True)
class Plan:
    """What is played: a scenario with settings, the arms of a design, and so many replicates of each arm.

    Run number r is replicate r % replicates of arm r // replicates. A plan can be pickled; `fingerprint` names
    everything its results depend on.
    """

    scenario: str
    fingerprint: str
    seed: int
    replicates: int
    turns: int
    start: int
    settings: tuple[tuple[str, float], ...]
    arms: tuple[Arm, ...]
    source: str = "default"
    posterior: str = ""
    draws: int = 1

    @property
    def runs(self) -> int:
        """Number of runs of all arms."""
        return len(self.arms) * self.replicates

    def drawn(self, scenario: Scenario, replicates: Index) -> dict[str, Value]:
        """The parameters that are drawn: `draws` replicates in a row share a set, and all arms share it too."""
        posterior = Path(self.posterior) if self.posterior else None
        return given(scenario, self.source, replicates // self.draws, self.seed, posterior)

    def parameters(self, scenario: Scenario, arms: Iterable[int], replicates: Index | None = None) -> Parameters:
        """The scenario's parameters: drawn by replicate, then settings, then each arm's own values, per run."""
        chosen = list(arms)
        columns = {
            name: np.array([dict(self.arms[arm].values)[name] for arm in chosen]) for name, _ in self.arms[0].values
        }
        numbers = np.zeros(len(chosen), dtype=np.int64) if replicates is None else replicates
        base = scenario.parameters.with_values(self.drawn(scenario, numbers), self.source)
        return base.with_values(dict(self.settings)).acting_from(self.start).with_values(columns, "design")


@dataclass(frozen=True)
class Played:
    """A range of runs: outcomes (outcome, run), series (column, turn, run), and why a run failed ("" if not)."""

    outcomes: Array
    series: Array
    reasons: tuple[str, ...]
    held: dict[str, int] = field(default_factory=dict)


def scenario_of(plan: Plan) -> Scenario:
    """The plan's scenario, loaded once in each process."""
    return _loaded(plan.scenario, plan.fingerprint)


@lru_cache(maxsize=4)
def _loaded(name: str, fingerprint: str) -> Scenario:
    # The fingerprint is part of the key: an edited file is another scenario.
    return load_scenario(name)


def play_runs(plan: Plan, first: int, last: int) -> Played:
    """Play runs `first` up to `last`; a run that fails becomes numbers that are not finite, and a reason."""
    numbers = np.arange(first, last)
    arms, replicates = numbers // plan.replicates, numbers % plan.replicates
    try:
        return _play(plan, arms, replicates)
    except Exception:  # whatever a rule may raise shall cost the runs that raise it, not the sweep
        return _joined([_salvaged(plan, arm, replicates[arms == arm]) for arm in np.unique(arms)])


def _salvaged(plan: Plan, arm: int, replicates: Index) -> Played:
    """Play runs of one arm in ever smaller groups, until those that fail stand alone."""
    pieces: list[Played] = []
    waiting = [replicates]
    while waiting:
        group = waiting.pop()
        hopeless = _hopeless(pieces)
        try:
            pieces.append(_failed(plan, hopeless, len(group)) if hopeless else _play(plan, group * 0 + arm, group))
        except Exception as error:  # as above
            if len(group) == 1:
                pieces.append(_failed(plan, f"{type(error).__name__}: {' '.join(str(error).split())}", 1))
            else:
                waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
    return _joined(pieces)


def _hopeless(pieces: list[Played]) -> str:
    """Why an arm's first runs have all failed, if they are many enough not to try the others; else nothing."""
    reasons = {reason for piece in pieces for reason in piece.reasons}
    return reasons.pop() if len(pieces) >= HOPELESS and len(reasons) == 1 else ""


def _play(plan: Plan, arms: Index, replicates: Index) -> Played:
    scenario = scenario_of(plan)
    case = Case(scenario, plan.parameters(scenario, arms.tolist(), replicates))
    block = play_block(case, Draws(plan.seed, replicates), plan.turns)
    names = [outcome.name for outcome in outcomes_of(scenario.cast)]
    outcomes = np.array([block.outcomes[name] for name in names])
    series = np.array([values for _, values in block.trajectory.columns()])
    return Played(outcomes, series, _reasons(block), dict(block.clipped))


def _reasons(block: Block) -> tuple[str, ...]:
    """Why each run failed; nothing where it did not. A replicate may stand in a block once for each arm."""
    return tuple(block.failed.get(run, "") for run in range(len(block.replicates)))


def _failed(plan: Plan, reason: str, runs: int) -> Played:
    cast = scenario_of(plan).cast
    outcomes = np.full((len(outcomes_of(cast)), runs), np.nan)
    return Played(outcomes, np.full((len(recorded_series(cast)), plan.turns, runs), np.nan), (reason,) * runs)


def _joined(pieces: list[Played]) -> Played:
    held: dict[str, int] = {}
    for piece in pieces:
        for name, count in piece.held.items():
            held[name] = held.get(name, 0) + count
    return Played(
        np.concatenate([piece.outcomes for piece in pieces], axis=-1),
        np.concatenate([piece.series for piece in pieces], axis=-1),
        tuple(reason for piece in pieces for reason in piece.reasons),
        held,
    )

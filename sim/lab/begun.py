"""Histories ready to be played: from the start, through the record, or on from a branch; one or many, alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Value
from sim.base.draws import Draws
from sim.base.errors import BadInput, known_or_bad
from sim.base.given import whole
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.replay import Progress, Replay, replay
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.trajectory import Follower, OrderFollower, SeriesFollower, trajectory_of
from sim.lab.branch import Branch, branch_of
from sim.lab.candidates import accepted_upto
from sim.lab.history import history_of, script_of
from sim.lab.samplers import SOURCES, sampler_of
from sim.model.measures import Trajectory
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Begun:
    """The case of some histories, all that they are `under`, and their draws; where they `start`, and what was before.

    `name` is that of the scenario, or its file.
    """

    name: str
    case: Case
    under: Intervention
    draws: Draws
    start: Checkpoint | None = None
    past: Trajectory | None = None

    def branch(self, stands: Checkpoint, followed: Trajectory) -> Branch:
        """The branch where they stand, after all that was followed from turn 0 on."""
        return branch_of(self.name, self.case, self.under, self.draws, stands, followed)


@dataclass(frozen=True)
class Origins:
    """Where histories come from: where levers begin to act, parameters, the past, or a branch that has all of these.

    `start` is the turn from which levers act, the scenario's own if None; `source` where parameters come from; the
    past is `free`, or as the `record` has it; `chosen` are the accepted candidates, where they are known.
    """

    start: int | None = None
    source: str = "default"
    history: str = "free"
    branch: Branch | None = None
    chosen: tuple[int, ...] = ()

    def acts(self, scenario: Scenario) -> int:
        """The turn from which levers act; raise `BadInput` for one that is not to be played."""
        first, last = self.branch.turn if self.branch else 0, scenario.turns - 1
        usual = max(scenario.levers_from, first)
        return usual if self.start is None else whole(self.start, "--start", "turn", first, last)


def begin(name: str, scenario: Scenario, own: Intervention, origins: Origins, seed: int, replicates: Index) -> Begun:
    """Histories of a scenario under an intervention; raise `BadInput` for what is not known or does not fit."""
    acts = origins.acts(scenario)
    known_or_bad(origins.source, SOURCES, "--parameters", "source", "a known source")
    if origins.branch is not None:
        return _go_on(name, scenario, own, origins, origins.branch, replicates)
    numbers = replicates
    if history_of("options", scenario, origins.history, acts) == "record":
        found = origins.chosen or accepted_upto(scenario, origins.source, seed, int(replicates.max()), own)
        numbers, own = np.array(found)[replicates], Intervention(script=script_of(scenario)).also(own)
    drawn = {n: _each(v) for n, v in sampler_of(scenario, origins.source, seed).draw(numbers).items()}
    under = replace(own, parameters={**drawn, **own.parameters})
    case = case_of(scenario, under, "options")
    return Begun(name, case.under(case.parameters.acting_from(acts)), under, Draws(seed, numbers))


def replay_of(begun: Begun, turns: int | None = None, progress: Progress | None = None) -> Replay:
    """The one history that was begun, played with every reason kept."""
    number, seed = int(begun.draws.replicates[0]), begun.draws.seed
    return replay(begun.case, number, seed, turns, progress, begun.start, begun.past)


def play_to(begun: Begun, turn: int) -> Branch:
    """Play histories up to a turn, and branch there."""
    followers: list[Follower] = [SeriesFollower(), OrderFollower()]
    for played in simulate(begun.case, begun.draws, start=begun.start, until=turn, observers=followers):
        last = Checkpoint.after(played)
    followed = trajectory_of(begun.case, followers, begun.start.turn if begun.start else 0)
    return begun.branch(last, begun.past.then(followed) if begun.past else followed)


def _each(values: Value) -> Value:
    """One number for each run, as a plain number where there is one run."""
    return float(np.ravel(values)[0]) if np.size(values) == 1 else values


def _go_on(
    name: str, scenario: Scenario, own: Intervention, origins: Origins, branch: Branch, replicates: Index
) -> Begun:
    """Histories that go on from a branch; what levers are set to acts from the branch on, or from where it would."""
    for option, value in (("--parameters", origins.source), ("--history", origins.history)):
        if value not in ("default", "free", ""):
            raise BadInput("--from", option, value, "none: a checkpoint has parameters and a past of its own")
    places = branch.places(replicates)
    rows = places if branch.runs > 1 else None
    start = origins.acts(scenario)
    under = branch.under(scenario, own, start, rows)
    case = branch.goes_on(scenario, own, start, rows)
    return Begun(
        name,
        case,
        under,
        Draws(branch.seed, branch.luck(replicates)),
        branch.checkpoint(scenario, places),
        branch.trajectory(case, scenario, places),
    )

"""The record of simulated histories that facts are read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import Array
from sim.engine.simulate import Moment, Replicates, moments
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers, Parameters
from sim.model.actors import Cast
from sim.model.changes import Mechanism
from sim.model.derived import VIEWS
from sim.model.mechanisms import MECHANISMS
from sim.model.world import World
from sim.scenarios.scenario import Scenario

KEPT = (
    "launches",
    "border_incidents",
    "nuclear_tests",
    "rounds_fired",
    "rounds_shipped",
    "rounds_received",
    "troops_sent",
    "troops_deployed",
    "aid_given",
    "aid_received",
    "hardship",
    "partner_tie",
)
"""Variables and views of actors that facts look at."""


@dataclass(frozen=True)
class Past:
    """What happened in many histories: orders (turn, slot, run), variables (turn, actor, run), treaties, disputes."""

    cast: Cast
    start: str
    given: npt.NDArray[np.bool_]
    kept: dict[str, Array]
    treaty: Array
    rungs: Array

    @property
    def turns(self) -> int:
        """Number of turns recorded."""
        return len(self.given)

    @property
    def runs(self) -> int:
        """Number of histories."""
        return int(self.given.shape[2])

    def having(self, *roles: str) -> tuple[int, ...]:
        """Actors of these roles."""
        return tuple(i for i, role in enumerate(self.cast.roles) if role in roles)

    def orders(
        self, action: Action, givers: Iterable[int] | None = None, receivers: Iterable[int] | None = None
    ) -> Array:
        """How many orders of an action were given a turn, shape (turn, run)."""
        who = set(range(self.cast.size) if givers is None else givers)
        whom = set(range(self.cast.size) if receivers is None else receivers)
        rows = [slot for slot, i, j in self.cast.slots_of[action] if i in who and j in whom]
        counts: Array = self.given[:, rows].sum(axis=1).astype(np.float64)
        return counts

    def of(self, variable: str, actors: Iterable[int]) -> Array:
        """A variable summed over actors, shape (turn, run)."""
        summed: Array = self.kept[variable][:, list(actors)].sum(axis=1)
        return summed

    def year(self, year: int) -> slice:
        """The turns of a calendar year that were recorded."""
        first = (pd.Period(f"{year}-01", freq="M") - pd.Period(self.start, freq="M")).n
        return slice(max(first, 0), min(first + 12, self.turns))

    def until(self, turns: int) -> Past:
        """The same histories as they were known after so many turns."""
        kept = {name: values[:turns] for name, values in self.kept.items()}
        return Past(self.cast, self.start, self.given[:turns], kept, self.treaty[:turns], self.rungs[:turns])


def record(
    scenario: Scenario,
    parameters: Parameters,
    replicates: Replicates,
    seed: int,
    turns: int,
    mechanisms: Iterable[Mechanism] = MECHANISMS,
) -> Past:
    """Play `turns` of many histories at once and keep what facts look at; only these `mechanisms` answer."""
    given, kept, treaty, rungs = [], {name: [] for name in KEPT}, [], []  # type: ignore[var-annotated]
    disputants = scenario.cast.disputants
    played = moments(scenario, parameters, replicates, seed, turns, mechanisms=mechanisms)
    for turn, moment in enumerate(played):
        given.append(moment.orders.given > 0.0)
        for name in KEPT:
            kept[name].append(_read(moment.world, name, parameters.at(turn)))
        treaty.append(_treaty(scenario.cast, moment))
        rungs.append(moment.world.dispute_rung[disputants.who, disputants.whom])
    return Past(
        scenario.cast,
        scenario.start_month,
        np.array(given),
        {name: np.array(values) for name, values in kept.items()},
        np.array(treaty),
        np.array(rungs),
    )


def _read(world: World, name: str, p: Numbers) -> Array:
    """A variable or a view of every actor, shape (actor, run)."""
    return VIEWS[name].of(world, p) if name in VIEWS else world[name]


def _treaty(cast: Cast, moment: Moment) -> Array:
    """Whether any partnership is bound by treaty, shape (run,)."""
    bound = np.zeros_like(moment.world.front)
    for i, others in enumerate(cast.relations["partners"]):
        for j in others:
            bound = np.maximum(bound, moment.world.treaty[i, j])
    return bound


def joined(parts: list[Past]) -> Past:
    """Several records of the same length as one."""
    first = parts[0]
    return Past(
        first.cast,
        first.start,
        np.concatenate([p.given for p in parts], axis=2),
        {n: np.concatenate([p.kept[n] for p in parts], axis=2) for n in KEPT},
        np.concatenate([p.treaty for p in parts], axis=1),
        np.concatenate([p.rungs for p in parts], axis=2),
    )

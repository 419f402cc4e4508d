"""The Mesa model: one run to watch. An agent per actor, simultaneous decisions, the same step as the ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import mesa
import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel.choice import kernel_for
from sim.engine.step import Kernel, Turn, step
from sim.model.decisions import Orders
from sim.model.series import SERIES, recorded_series
from sim.model.world import VARIABLES, World
from sim.scenarios.scenario import Scenario, load_scenario


class Actor(mesa.Agent):  # type: ignore[misc]
    """One actor of the scenario, as it stands in the model's newest month."""

    model: EntenteModel

    def __init__(self, model: EntenteModel, index: int) -> None:
        super().__init__(model)
        cast = model.case.cast
        self.index, self.name, self.title = index, cast.names[index], cast.titles[index]
        self.role, self.policy = cast.roles[index], cast.policies[index]

    def value(self, variable: str) -> float:
        """One of the actor's own variables."""
        return self.model.of_actors(variable)[self.index]

    def ordered(self) -> list[tuple[str, str]]:
        """What the actor ordered in the newest month, as (action, toward whom)."""
        rows, cast = self.model.case.cast.slots.rows_of[self.index], self.model.case.cast
        slots = zip(cast.slots[rows], self.model.orders.issued[rows, 0], strict=True)
        return [(slot.action.value, cast.names[slot.target]) for slot, given in slots if given]


class EntenteModel(mesa.Model):  # type: ignore[misc]
    """One history, a month a step. Levers and parameters are keyword arguments.

    `rng` is the seed, a whole number, and `replicate` the history under it: replicate k is run k of the ensemble
    with the same seed. Without `rng` a seed is drawn. `case` names the scenario, and `intervention` says what is
    different from it beside the keyword arguments; a scenario's files are read once in a process. Raises `BadInput` for
    unknown names and values out of range. The data collector's first row is the start, before any month is played.
    """

    def __init__(
        self,
        case: str = "northeast-asia",
        replicate: int = 0,
        rng: Any = None,
        explain: bool = False,
        agent_variables: bool = True,
        intervention: Intervention | None = None,
        **kwargs: float,
    ) -> None:
        super().__init__(rng=rng)
        seed = int(rng) if isinstance(rng, int | np.integer) else int(self.rng.integers(2**31))
        changed = case_of(_read_once(case), intervention or Intervention())
        self.case: Case = changed.under(changed.parameters.with_values(kwargs, "EntenteModel"))
        self.draws = Draws(seed, [replicate])
        self.world: World = self.case.start(1)
        self.explain = explain
        self.kernel: Kernel = step if explain else kernel_for(self.case)
        self.turn: Turn | None = None
        for index in range(self.case.cast.size):
            Actor(self, index)
        self.datacollector = mesa.DataCollector(
            model_reporters={column: partial(_value, column=column) for column in _columns(self.case.scenario)},
            agent_reporters=AGENT_REPORTERS if agent_variables else None,
        )
        start, numbers = self.world, self.case.parameters.at(0)
        self._collect(Turn(self.case.scenario.start_month, start, self.orders, start, numbers, {}, {}))

    @property
    def orders(self) -> Orders:
        """The orders of the newest month; none before the first."""
        return self.turn.orders if self.turn else Orders.blank(self.world)

    def step(self) -> None:
        """Play one month: calendar, decisions of all on the same world, the world's answer."""
        numbers = self.case.parameters.at(self.world.turn)
        self.turn = self.kernel(self.world, self.case, numbers, self.draws, explain=self.explain)
        self.world = self.turn.after
        self._collect(self.turn)
        self.running = self.world.turn < self.case.turns

    def series(self, name: str) -> Array:
        """The newest value of a series: one number, or one per theatre."""
        return self._series[name][..., 0]

    def of_actors(self, variable: str) -> list[float]:
        """The newest values of an actors' variable, actor by actor."""
        if variable not in self._of_actors:
            self._of_actors[variable] = self.world[variable][:, 0].tolist()
        return self._of_actors[variable]

    def _collect(self, turn: Turn) -> None:
        """Look up once what the reporters are asked for one by one, and let the data collector ask."""
        self._series: Mapping[str, Array] = turn.series()
        self._of_actors: dict[str, list[float]] = {}
        found = (value for name in SERIES for value in self._series[name].ravel().tolist())
        self.newest = dict(zip(_columns(self.case.scenario), found, strict=True))
        self.datacollector.collect(self)


@lru_cache(maxsize=16)
def _read_once(case: str) -> Scenario:
    return load_scenario(case)


@lru_cache(maxsize=16)
def _columns(scenario: Scenario) -> tuple[str, ...]:
    return tuple(recorded_series(scenario.cast))


def _value(model: EntenteModel, column: str) -> float:
    return model.newest[column]


def _agent_value(agent: Actor, name: str) -> float:
    return agent.model.of_actors(name)[agent.index]


AGENT_REPORTERS = {
    name: partial(_agent_value, name=name)
    for name, quantity in VARIABLES.items()
    if quantity.of == "actor" and quantity.kind in ("stock", "flow")
}
"""What is collected of each actor: its own variables."""

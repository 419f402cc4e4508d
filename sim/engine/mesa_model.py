"""The Mesa model: one run to watch. An agent per actor, simultaneous activation, the same rules as the ensemble."""

from __future__ import annotations

from functools import partial
from typing import Any

import mesa
import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.engine.step import Ledger, begin, resolve
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders, decide
from sim.model.outcomes import recorded_series
from sim.model.series import SERIES
from sim.model.world import VARIABLES, World
from sim.scenarios.scenario import load_scenario


class Actor(mesa.Agent):  # type: ignore[misc]
    """One actor of the scenario: it decides; the world answers."""

    model: EntenteModel

    def __init__(self, model: EntenteModel, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name = model.world.cast.names[index]
        self.title = model.world.cast.titles[index]
        self.role = model.world.cast.roles[index]
        self.policy = model.case.policies[index]

    def decide(self) -> None:
        """Weigh all reasons on the world at the start of the turn and fill in one's own orders."""
        model = self.model
        decide(self.index, self.policy, model.world, model.numbers, model.dice, model.orders)

    def value(self, variable: str) -> float:
        """One of the actor's own variables."""
        return float(self.model.world[variable][self.index, 0])


class EntenteModel(mesa.Model):  # type: ignore[misc]
    """One history, a month a step. Levers and parameters are keyword arguments.

    `rng` is the seed, a whole number, and `replicate` the history under it: replicate k is run k of the ensemble
    with the same seed. Without `rng` a seed is drawn. `case` names the scenario. Raises `BadInput` for unknown
    names and values out of range. The data collector's first row is the start, before any month is played.
    """

    def __init__(
        self,
        case: str = "northeast-asia",
        replicate: int = 0,
        rng: Any = None,
        explain: bool = False,
        agent_variables: bool = True,
        **kwargs: float,
    ) -> None:
        super().__init__(rng=rng)
        seed = int(rng) if isinstance(rng, int | np.integer) else int(self.rng.integers(2**31))
        self.case = load_scenario(case)
        self.parameters = self.case.parameters.with_values(kwargs, "EntenteModel")
        self.dice = Dice(seed, [replicate])
        self.world: World = self.case.world(1)
        self.explain = explain
        self.ledger = Ledger(moved={} if explain else None)
        self.numbers: Numbers = self.parameters.at(0)
        self.orders: Orders = Orders.blank(self.world.cast, 1, explain)
        for index in range(self.world.cast.size):
            Actor(self, index)
        self.datacollector = mesa.DataCollector(
            model_reporters=self._model_reporters(),
            agent_reporters=_agent_reporters() if agent_variables else None,
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        """Play one month: calendar, decisions of all on the same world, the world's answer."""
        with np.errstate(over="ignore"):
            self.numbers = self.parameters.at(self.world.turn)
            self.world = begin(self.world, self.case, self.dice)
            self.orders = Orders.blank(self.world.cast, 1, self.explain)
            self.agents.do("decide")
            self.world = resolve(self.world, self.orders, self.numbers, self.dice, ledger=self.ledger)
            self.datacollector.collect(self)
        self.running = self.world.turn < self.case.turns

    def series(self, name: str) -> Array:
        """The newest value of a series: one number, or one per theatre."""
        return SERIES[name].read(self.world, self.orders, self.numbers)[..., 0]

    def _model_reporters(self) -> dict[str, Any]:
        cast = self.world.cast
        reporters: dict[str, Any] = {}
        for column, quantity in recorded_series(cast).items():
            if quantity.of == "theatre":
                theatre = next(t for t in cast.theatres if column.endswith(f"_{t}"))
                name = column.removesuffix(f"_{theatre}")
                reporters[column] = partial(_theatre_value, name=name, theatre=cast.theatres.index(theatre))
            else:
                reporters[column] = partial(_value, name=column)
        return reporters


def _value(model: EntenteModel, name: str) -> float:
    return float(model.series(name))


def _theatre_value(model: EntenteModel, name: str, theatre: int) -> float:
    return float(model.series(name)[theatre])


def _agent_reporters() -> dict[str, Any]:
    own = [n for n, q in VARIABLES.items() if q.of == "actor" and q.kind in ("stock", "flow")]
    return {name: partial(_agent_value, name=name) for name in own}


def _agent_value(agent: Actor, name: str) -> float:
    return agent.value(name)

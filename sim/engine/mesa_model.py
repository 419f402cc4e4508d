"""The Mesa model: one run to watch. An agent per actor, simultaneous decisions, the same step as the ensemble."""

from __future__ import annotations

from functools import partial
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
from sim.scenarios.scenario import load_scenario


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
        return float(self.model.world[variable][self.index, 0])

    def ordered(self) -> list[tuple[str, str]]:
        """What the actor ordered in the newest month, as (action, toward whom)."""
        rows, cast = self.model.case.cast.slots.rows_of[self.index], self.model.case.cast
        slots = zip(cast.slots[rows], self.model.orders.issued[rows, 0], strict=True)
        return [(slot.action.value, cast.names[slot.target]) for slot, given in slots if given]


class EntenteModel(mesa.Model):  # type: ignore[misc]
    """One history, a month a step. Levers and parameters are keyword arguments.

    `rng` is the seed, a whole number, and `replicate` the history under it: replicate k is run k of the ensemble
    with the same seed. Without `rng` a seed is drawn. `case` names the scenario, and `intervention` says what is
    different from it beside the keyword arguments. Raises `BadInput` for unknown names and values out of range. The
    data collector's first row is the start, before any month is played.
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
        changed = case_of(load_scenario(case), intervention or Intervention())
        self.case: Case = changed.under(changed.parameters.with_values(kwargs, "EntenteModel"))
        self.draws = Draws(seed, [replicate])
        self.world: World = self.case.start(1)
        self.explain = explain
        self.kernel: Kernel = step if explain else kernel_for(self.case)
        self.turn: Turn | None = None
        for index in range(self.case.cast.size):
            Actor(self, index)
        self.datacollector = mesa.DataCollector(
            model_reporters=self._model_reporters(),
            agent_reporters=_agent_reporters() if agent_variables else None,
        )
        self.datacollector.collect(self)

    @property
    def orders(self) -> Orders:
        """The orders of the newest month; none before the first."""
        return self.turn.orders if self.turn else Orders.blank(self.world)

    def step(self) -> None:
        """Play one month: calendar, decisions of all on the same world, the world's answer."""
        numbers = self.case.parameters.at(self.world.turn)
        self.turn = self.kernel(self.world, self.case, numbers, self.draws, explain=self.explain)
        self.world = self.turn.after
        self.datacollector.collect(self)
        self.running = self.world.turn < self.case.turns

    def series(self, name: str) -> Array:
        """The newest value of a series: one number, or one per theatre."""
        numbers = self.turn.p if self.turn else self.case.parameters.at(0)
        return SERIES[name].read(self.world, self.orders, numbers)[..., 0]

    def _model_reporters(self) -> dict[str, Any]:
        cast = self.case.cast
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

"""The Mesa model: one run to watch. An agent per actor, simultaneous decisions, the same step as the ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import mesa
import numpy as np

from sim.base.arrays import Array, Value
from sim.base.draws import LARGEST, Draws
from sim.base.errors import BadInput
from sim.base.given import whole
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel.choice import kernel_for
from sim.engine.step import Kernel, Turn, step
from sim.engine.triggers import Watch
from sim.inputs.parameters import Parameters, Schedule, Step
from sim.model.decisions import Orders
from sim.model.series import SERIES, recorded_series
from sim.model.world import VARIABLES, World
from sim.scenarios.scenario import Scenario, load_scenario

WHERE = "EntenteModel"
MADE = np.random.Generator | np.random.BitGenerator | np.random.SeedSequence
"""What Mesa takes for a generator of random numbers besides seeds."""


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

    `rng`, or `seed`, is the seed, a whole number, and `replicate` the history under it: replicate k is run k of the
    ensemble with the same seed. Without one a seed is drawn; the data collector tells it as `seed`. `case` names the
    scenario, and `intervention` says what is different from it beside the keyword arguments; a scenario's files are
    read once in a process. Raises `BadInput` for unknown names and values out of range. The data collector's first row
    is the start, before any month is played.

    A lever or parameter that is set on the model, as in `model.support_ukraine = 1.0`, acts from the next month on.
    """

    def __init__(
        self,
        case: str = "northeast-asia",
        replicate: int = 0,
        rng: Any = None,
        explain: bool = False,
        agent_variables: bool = True,
        intervention: Intervention | None = None,
        seed: Any = None,
        **kwargs: float,
    ) -> None:
        self._numbered = 0
        given = _seed(rng, seed)
        try:
            super().__init__(rng=given)
        except (TypeError, ValueError) as error:
            raise BadInput(
                WHERE, "rng", rng, f"a whole number, or what NumPy takes for a generator ({error})"
            ) from None
        fixed = given if isinstance(given, int) else int(self.rng.integers(2**31))
        changed = case_of(_read_once(case), intervention or Intervention())
        self.case: Case = changed.under(changed.parameters.with_values(_single(kwargs), WHERE))
        self.draws = Draws(fixed, [whole(replicate, WHERE, "replicate", 0, LARGEST)])
        self.world: World = self.case.start(1)
        self.watched = Watch(1) if self.case.triggers else None
        self.explain = explain
        self.kernel = self._kernel()
        self.turn: Turn | None = None
        for index in range(self.case.cast.size):
            Actor(self, index)
        columns = {column: partial(_value, column=column) for column in _columns(self.case.scenario)}
        agent_reporters = AGENT_REPORTERS if agent_variables else None
        self.datacollector = mesa.DataCollector({**columns, "seed": _seed_of}, agent_reporters)
        start, numbers = self.world, self.case.parameters.at(0)
        self._collect(Turn(self.case.scenario.start_month, start, self.orders, start, numbers, {}, {}))

    def __setattr__(self, name: str, value: Any) -> None:
        case = vars(self).get("case")
        if case is None or name not in case.parameters.declared:
            super().__setattr__(name, value)
            return
        parameters = case.parameters.with_values(_single({name: value}), WHERE)
        if name in parameters.levers:
            parameters = parameters.scheduled(_from(self.world.turn, name, parameters[name], case.parameters), WHERE)
        self.case = case.under(parameters)
        self.kernel = self._kernel()

    def _kernel(self) -> Kernel:
        return step if self.explain else kernel_for(self.case)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "kernel"}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)
        self.kernel = self._kernel()

    def __getattr__(self, name: str) -> Any:
        case = vars(self).get("case")
        if case is None or name not in case.parameters.declared:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return case.parameters[name]

    def register_agent(self, agent: mesa.Agent) -> None:
        """Register an agent as Mesa does, with a number that this model counts.

        Mesa 3.3 keeps every model for ever in the counter of its agents.
        """
        if hasattr(mesa.Agent, "_ids"):
            mesa.Agent._ids.pop(self, None)
            self._numbered += 1
            agent.unique_id = self._numbered
        super().register_agent(agent)

    @property
    def orders(self) -> Orders:
        """The orders of the newest month; none before the first."""
        return self.turn.orders if self.turn else Orders.blank(self.world)

    def step(self) -> None:
        """Play one month: calendar, decisions of all on the same world, the world's answer."""
        turn, watched = self.world.turn, self.watched
        numbers = watched.numbers(self.case, turn) if watched else self.case.parameters.at(turn)
        played = self.kernel(self.world, self.case, numbers, self.draws, explain=self.explain)
        self.turn = watched.see(played, self.case) if watched else played
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
        for name in self.datacollector.model_reporters:  # a reporter that was added later has no column yet
            self.datacollector.model_vars.setdefault(name, [None] * (turn.after.turn))
        self.datacollector.collect(self)


def _seed(rng: Any, seed: Any) -> Any:
    """What Mesa is given: a whole number from 0 on, or whatever else NumPy makes a generator of."""
    if rng is not None and seed is not None:
        raise BadInput(WHERE, "seed", seed, "a seed or rng, not both")
    given = rng if seed is None else seed
    if given is None or isinstance(given, MADE | list | tuple | np.ndarray):
        return given
    return whole(given, WHERE, "rng" if seed is None else "seed", 0, LARGEST)


def _single(numbers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same; raise `BadInput` for more than one number where there is only one history."""
    for name, value in numbers.items():
        if np.ndim(value):
            raise BadInput(WHERE, name, value, "one number: a model plays one history")
    return numbers


def _from(turn: int, lever: str, value: Value, before: Parameters) -> Schedule:
    """What levers did, with one of them at another intensity from a turn on."""
    past = before.schedule.of(lever) or (Step(before.levers_from, lever, before[lever]),)
    kept = (step for step in past if step.turn < turn)
    others = (step for step in before.schedule.steps if step.lever != lever)
    return Schedule((*others, *kept, Step(turn, lever, value)))


@lru_cache(maxsize=16)
def _read_once(case: str) -> Scenario:
    return load_scenario(case)


@lru_cache(maxsize=16)
def _columns(scenario: Scenario) -> tuple[str, ...]:
    return tuple(recorded_series(scenario.cast))


def _seed_of(model: EntenteModel) -> int:
    return model.draws.seed


def _value(model: EntenteModel, column: str) -> float:
    return model.newest[column]


def _agent_value(agent: mesa.Agent, name: str) -> float:
    return agent.value(name) if isinstance(agent, Actor) else np.nan


AGENT_REPORTERS = {
    name: partial(_agent_value, name=name)
    for name, quantity in VARIABLES.items()
    if quantity.of == "actor" and quantity.kind in ("stock", "flow")
}
"""What is collected of each actor: its own variables, which agents of another kind have not."""

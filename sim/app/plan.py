"""What is done: steps of the intensity of levers over time, and orders by hand; and the case that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sim.base.errors import BadInput
from sim.engine.interventions import Case
from sim.inputs.parameters import Parameters, Schedule, Step
from sim.model.promises import Promise
from sim.scenarios.promising import promising


@dataclass(frozen=True)
class Plan(Schedule):
    """The schedule of levers as the page puts it together, in order of time, and the orders that are given by hand.

    No steps and no orders mean that nothing is done.
    """

    orders: tuple[Promise, ...] = ()

    @property
    def first(self) -> int | None:
        """The turn from which anything differs from doing nothing."""
        begun = [*(step.turn for step in self.steps if step.value), *(one.first for one in self.orders)]
        return min(begun, default=None)

    def at(self, turn: int) -> dict[str, float]:
        """Intensities in force at a turn, of the levers that were ever moved."""
        return {step.lever: float(step.value) for step in self.steps if step.turn <= turn}

    def moved(self, lever: str, turn: int, value: float) -> Plan:
        """The plan with a lever set from a turn on; its earlier steps stay, its later ones go."""
        kept = [step for step in self.steps if step.lever != lever or step.turn < turn]
        before = next((float(step.value) for step in reversed(self.of(lever)) if step.turn < turn), 0.0)
        new = [Step(turn, lever, value)] if value != before else []
        return planned(kept + new, self.orders)

    def started(self, lever: str, turn: int) -> Plan:
        """The plan with a lever acting from this turn on and not before; what it does later stays."""
        steps = self.of(lever)
        if not steps:
            return self
        value = next((step.value for step in reversed(steps) if step.turn <= turn), steps[0].value)
        later = [Step(turn, lever, value), *(step for step in steps if step.turn > turn and step != steps[0])]
        others = [step for step in self.steps if step.lever != lever]
        return planned(others + later, self.orders)

    def text(self, lever: str) -> str:
        """The steps of a lever as they stand in a link: `35:0.5,60:1`."""
        return ",".join(f"{step.turn}:{step.value:.12g}" for step in self.of(lever))

    def since(self, other: Plan) -> int | None:
        """The first turn at which this plan differs from another."""
        turns = sorted({step.turn for plan in (self, other) for step in plan.steps})
        moved = [t for t in turns if _acting(self.at(t)) != _acting(other.at(t))][:1]
        return min([*moved, *(one.first for one in {*self.orders} ^ {*other.orders})], default=None)


def planned(steps: Iterable[Step], orders: tuple[Promise, ...] = ()) -> Plan:
    """The plan of some steps, put in order of time, and of orders."""
    return Plan(tuple(sorted(steps, key=lambda step: (step.turn, step.lever))), orders)


def under(case: Case, plan: Plan) -> Case:
    """A case in which nothing is done, under a plan: its orders are promised as those of a script are."""
    scenario = promising(case.scenario, plan.orders, "link")
    parameters = replace(case.parameters, promises=scenario.parameters.promises)
    return replace(case, scenario=scenario, parameters=parameters.scheduled(plan, "link"))


def _acting(values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if value}


def read_steps(lever: str, said: str, parameters: Parameters, turns: int) -> tuple[Step, ...]:
    """Read the steps of a lever from a link; raise `BadInput` for what is not `turn:intensity,...`."""
    most = parameters.declared[lever].high
    expected = f"steps such as {parameters.levers_from}:0.5 (turn 0 to {turns - 1}, intensity 0 to {most:g})"
    try:
        pairs = [part.split(":") for part in said.split(",")]
        steps = tuple(Step(int(turn), lever, float(value)) for turn, value in pairs)
    except ValueError:
        raise BadInput("link", lever, said, expected) from None
    known = {step.turn for step in steps}
    if len(known) < len(steps) or not known <= set(range(turns)):
        raise BadInput("link", lever, said, expected)
    for step in steps:
        parameters.with_values({lever: step.value}, "link")
    return steps

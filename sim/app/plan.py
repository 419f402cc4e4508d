"""What was done with the levers: steps of intensity over time, and the parameters that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.base.errors import BadInput
from sim.inputs.parameters import Numbers, Parameters


@dataclass(frozen=True, order=True)
class Step:
    """From this turn on a lever has this intensity."""

    turn: int
    lever: str
    value: float


@dataclass(frozen=True)
class Plan:
    """All steps of all levers, in order of time; no steps mean that nothing is done."""

    steps: tuple[Step, ...] = ()

    @property
    def first(self) -> int | None:
        """The turn from which anything differs from doing nothing."""
        return min((step.turn for step in self.steps if step.value), default=None)

    def at(self, turn: int) -> dict[str, float]:
        """Intensities in force at a turn, of the levers that were ever moved."""
        return {step.lever: step.value for step in self.steps if step.turn <= turn}

    def of(self, lever: str) -> tuple[Step, ...]:
        """The steps of one lever."""
        return tuple(step for step in self.steps if step.lever == lever)

    def moved(self, lever: str, turn: int, value: float) -> Plan:
        """The plan with a lever set from a turn on; its earlier steps stay, its later ones go."""
        kept = [step for step in self.steps if step.lever != lever or step.turn < turn]
        before = next((step.value for step in reversed(self.of(lever)) if step.turn < turn), 0.0)
        new = [Step(turn, lever, value)] if value != before else []
        return Plan(tuple(sorted(kept + new)))

    def started(self, lever: str, turn: int) -> Plan:
        """The plan with a lever acting from this turn on and not before; what it does later stays."""
        steps = self.of(lever)
        if not steps:
            return self
        value = next((step.value for step in reversed(steps) if step.turn <= turn), steps[0].value)
        later = [Step(turn, lever, value), *(step for step in steps if step.turn > turn and step != steps[0])]
        others = [step for step in self.steps if step.lever != lever]
        return Plan(tuple(sorted(others + later)))

    def text(self, lever: str) -> str:
        """The steps of a lever as they stand in a link: `35:0.5,60:1`."""
        return ",".join(f"{step.turn}:{step.value:.12g}" for step in self.of(lever))

    def since(self, other: Plan) -> int | None:
        """The first turn at which this plan differs from another."""
        turns = sorted({step.turn for plan in (self, other) for step in plan.steps})
        return next((t for t in turns if _acting(self.at(t)) != _acting(other.at(t))), None)


def _acting(values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if value}


def read_steps(lever: str, said: str, parameters: Parameters, turns: int) -> tuple[Step, ...]:
    """Read the steps of a lever from a link; raise `BadInput` for what is not `turn:intensity,...`."""
    expected = f"steps such as {parameters.levers_from}:0.5 (turn 0 to {turns - 1}, intensity 0 to 1)"
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


@dataclass(frozen=True)
class Planned(Parameters):
    """Parameters whose levers follow a plan, turn by turn."""

    plan: Plan = field(default_factory=Plan)

    @classmethod
    def of(cls, parameters: Parameters, plan: Plan) -> Planned:
        """The same parameters under a plan."""
        return cls(parameters.declared, parameters.given, parameters.levers_from, plan)

    def at(self, turn: int) -> Numbers:
        """The numbers in force at a turn: every lever as the plan has it."""
        values = self.plan.at(turn)
        key = tuple(values.items())
        if key not in self._known:
            self._known[key] = Parameters(self.declared, {**self.given, **values}, 0).at(0)
        return self._known[key]

    @property
    def _known(self) -> dict[tuple[tuple[str, float], ...], Numbers]:
        known: dict[tuple[tuple[str, float], ...], Numbers] = self.__dict__.setdefault("_numbers_known", {})
        return known

    def averaged(self, first: int, turns: int) -> Parameters:
        """Parameters with each lever at its mean intensity over a window: what the levers cost is linear in them."""
        values = [self.plan.at(turn) for turn in range(first, turns)]
        means = {name: sum(v.get(name, 0.0) for v in values) / len(values) for name in self.levers}
        return Parameters(self.declared, {**self.given, **means}, 0)

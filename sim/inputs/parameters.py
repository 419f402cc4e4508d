"""The numbers one could dispute: one table, `configs/parameters.toml`, each with value, range, unit and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Value
from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.quantities import Quantity
from sim.base.schemas import Schema, check, choice, source, table, text
from sim.inputs.declared_numbers import DeclaredNumbers
from sim.inputs.promises import Known, Levers, Promises
from sim.inputs.units import units

KINDS = ("uncertainty", "lever", "constant")
GRADES = ("measured", "literature", "judged")


@dataclass(frozen=True)
class Parameter:
    """One number with its range, kind (uncertainty, lever, constant), grade of evidence and passage.

    A lever has a title, its `dose` at intensity 1 in `dose_unit`, whether it is a `recommended` action, and how many
    `promises` are made under it.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    grade: str
    passage: str
    meaning: str
    source: str
    contested: bool = False
    title: str = ""
    dose: float = 1.0
    dose_unit: str = ""
    recommended: bool = False
    promises: int = 0

    @property
    def quantity(self) -> Quantity:
        """The parameter's declaration as a quantity."""
        return Quantity(self.name, self.meaning, self.unit, self.source, self.low, self.high, "world", self.kind)


class Numbers(DeclaredNumbers):
    """The parameters of one turn, by attribute; each a number or one number per run."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.__dict__.update(values)

    if not TYPE_CHECKING:  # the stub of the declared numbers says which there are

        def __getattr__(self, name: str) -> Value:
            if name.startswith("__"):
                raise AttributeError(name)
            raise BadInput("parameters", name, None, "this parameter: the rules read it")

    def __getitem__(self, name: str) -> Value:
        value: Value = getattr(self, name)
        return value


@dataclass(frozen=True)
class Step:
    """From this turn on a lever has this intensity: a number, or one number per run."""

    turn: int
    lever: str
    value: Value


@dataclass(frozen=True)
class Schedule:
    """The intensity of levers over turns, in steps; a lever without a step is not scheduled."""

    steps: tuple[Step, ...] = ()

    def of(self, lever: str) -> tuple[Step, ...]:
        """The steps of one lever, in order of time."""
        return tuple(sorted((step for step in self.steps if step.lever == lever), key=lambda step: step.turn))

    def part(self, rows: slice | npt.NDArray[np.int64]) -> Schedule:
        """The schedule of some of the runs."""
        return Schedule(tuple(replace(step, value=part_of(step.value, rows)) for step in self.steps))


def same(one: Value, other: Value) -> bool:
    """Whether two values are plainly the same: one array, or equal numbers."""
    return one is other or (isinstance(one, float) and isinstance(other, float) and one == other)


def part_of(value: Value, rows: slice | npt.NDArray[np.int64]) -> Value:
    """The value of some of the runs."""
    return value[rows] if isinstance(value, np.ndarray) else value


@dataclass(frozen=True)
class Parameters:
    """All declared parameters and what was set for these runs (by the user, a design or a posterior).

    A lever acts from `levers_from` with the intensity it was set to, or as `schedule` has it if it stands there.
    """

    declared: Mapping[str, Parameter]
    overrides: Mapping[str, Value]
    levers_from: int
    schedule: Schedule = field(default_factory=Schedule)
    promises: Promises = field(default_factory=Promises)

    @property
    def levers(self) -> tuple[str, ...]:
        """Names of the levers, in declared order."""
        return tuple(n for n, q in self.declared.items() if q.kind == "lever")

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the uncertain parameters, in declared order."""
        return tuple(n for n, q in self.declared.items() if q.kind == "uncertainty")

    def __getitem__(self, name: str) -> Value:
        return self.overrides.get(name, self.declared[name].value)

    def at(self, turn: int) -> Numbers:
        """The numbers in force at `turn`.

        Levers act by what is promised, which stands under the names of `sim.inputs.promises`. Turns of the same numbers
        share them.
        """
        if turn not in self._numbers:
            self._numbers[turn] = self._at(turn)
        return self._numbers[turn]

    @cached_property
    def _numbers(self) -> dict[int, Numbers]:
        return {}

    @cached_property
    def _fixed(self) -> Numbers:
        """What is the same in all turns."""
        return Numbers({n: self[n] for n, q in self.declared.items() if q.kind != "lever"})

    @cached_property
    def _known(self) -> Known:
        return {}

    def _at(self, turn: int) -> Numbers:
        if not self.promises:
            return self._fixed
        numbers = self.promises.at(turn, self, self._known)
        before = self._numbers.get(turn - 1)
        known = vars(before or self._fixed)
        if before and all(known[name] is value or same(known[name], value) for name, value in numbers.items()):
            return before
        return Numbers({**vars(self._fixed), **numbers})

    def under(self, turn: int, levers: Levers) -> Numbers:
        """The numbers at `turn` where somebody else says how strongly levers act, and since when."""
        return Numbers({**vars(self._fixed), **self.promises.at(turn, levers, {})})

    def intensity(self, lever: str, turn: int) -> Value:
        """How strongly a lever acts at a turn."""
        steps = self.schedule.of(lever)
        if not steps:
            return self[lever] if turn >= self.levers_from else 0.0
        return next((step.value for step in reversed(steps) if step.turn <= turn), 0.0)

    def begins(self, lever: str) -> Value:
        """The turn in which a lever begins to act; infinite where it never does."""
        steps = self.schedule.of(lever)
        if not steps:
            return self.levers_from
        begins: Value = np.inf
        for step in reversed(steps):
            begins = np.where(np.asarray(step.value) != 0.0, step.turn, begins)
        return begins if np.ndim(begins) else float(begins)

    def with_values(self, values: Mapping[str, Any], where: str = "--set") -> Parameters:
        """The same parameters with some set anew; raise `BadInput` for unknown names and values out of range."""
        checked = {name: self._checked(name, value, where) for name, value in values.items()}
        return replace(self, overrides={**self.overrides, **checked})

    def acting_from(self, turn: int) -> Parameters:
        """The same parameters with the levers that are not scheduled acting from another turn."""
        return replace(self, levers_from=turn)

    def scheduled(self, schedule: Schedule, where: str = "schedule") -> Parameters:
        """The same parameters with levers that follow a schedule; raise `BadInput` as `with_values` does."""
        for step in schedule.steps:
            known_or_bad(step.lever, self.levers, where, "lever", "a known lever")
            self._checked(step.lever, step.value, where)
        return replace(self, schedule=schedule)

    def part(self, rows: slice) -> Parameters:
        """The parameters of some of the runs."""
        overrides = {name: part_of(value, rows) for name, value in self.overrides.items()}
        return replace(self, overrides=overrides, schedule=self.schedule.part(rows))

    def _checked(self, name: str, value: Any, where: str) -> Value:
        known_or_bad(name, self.declared, where, "parameter", "a known parameter")
        quantity = self.declared[name].quantity
        many = isinstance(value, np.ndarray) and value.ndim
        return quantity.check_each(value, where, name) if many else quantity.check(value, where, name)


def parameters_schema() -> Schema:
    """JSON Schema of the table of parameters."""
    finite = {"type": "number", "description": "a finite number"}
    columns: dict[str, Schema] = {
        **{key: finite for key in ("value", "low", "high")},
        "unit": choice("unit", list(units())),
        "passage": text("passage"),
        "meaning": text("meaning"),
        "source": source(),
        "kind": choice("kind of parameter", [kind for kind in KINDS if kind != "lever"]),
        "grade": choice("grade of evidence", list(GRADES)),
        "contested": {"type": "boolean", "description": "true where even the sign is contested"},
    }
    required = ["value", "low", "high", "unit", "kind", "grade", "passage", "meaning", "source"]
    row = table(columns, required, "one parameter")
    return {"type": "object", "additionalProperties": row, "description": "the table of parameters"}


def load_parameters(path: Path = CONFIGS / "parameters.toml") -> dict[str, Parameter]:
    """Read the table of parameters; raise `BadInput` for unknown keys, missing values and broken ranges."""
    where, document = shown(path), read_toml(path)
    check(document, parameters_schema(), where)
    return {name: _parameter(name, entry, where) for name, entry in document.items()}


@cache
def shipped_parameters() -> Mapping[str, Parameter]:
    """The table that ships with the project, read and checked once."""
    return load_parameters()


def _parameter(name: str, entry: dict[str, Any], where: str) -> Parameter:
    numbers: dict[str, float] = {key: float(entry[key]) for key in ("value", "low", "high")}
    columns: dict[str, Any] = {"name": name, **entry, **numbers}
    parameter = Parameter(**columns)
    if parameter.low > parameter.high:
        raise BadInput(where, f"{name}.low", parameter.low, f"a number not above high = {parameter.high:g}")
    if parameter.contested and not parameter.low < 0.0 < parameter.high:
        raise BadInput(where, f"{name}.contested", True, "a range that spans zero where the sign is contested")
    parameter.quantity.check(parameter.value, where, f"{name}.value")
    return parameter

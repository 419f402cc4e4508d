"""Load pathways: levers over time, by steps and by triggers on what is observed; `configs/pathways/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.months import turn_of
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, choice, table, text
from sim.inputs.parameters import Schedule, Step
from sim.inputs.triggers import LONGEST, Trigger
from sim.model.observed import MOST_TURNS, check_triggers
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.scenario import Scenario
from sim.scenarios.schemas import MONTH, SNAKE

FOLDER = CONFIGS / "pathways"


@dataclass(frozen=True)
class Pathway:
    """What levers do over time: in steps by the calendar, and by triggers on what is observed."""

    name: str
    title: str
    levers: Schedule
    triggers: tuple[Trigger, ...]

    @property
    def highest(self) -> Mapping[str, float]:
        """The highest intensity to which it may bring each lever."""
        ends = [*((one.lever, one.value) for one in self.levers.steps), *((one.lever, one.to) for one in self.triggers)]
        return {lever: max(float(value) for name, value in ends if name == lever) for lever, _ in ends}


def pathway_schema(levers: Iterable[str] | None = None) -> Schema:
    """JSON Schema of a pathway."""
    lever = text("a lever") if levers is None else choice("a lever of the scenario", list(levers))
    when: Schema = {
        "oneOf": [{"type": "integer", "minimum": 0, "maximum": MOST_TURNS}, {"type": "string", "pattern": MONTH}],
        "description": "a turn, or a month such as 2025-06",
    }
    to = {"type": "number", "minimum": 0, "maximum": STRONGEST, "description": "the intensity that the lever goes to"}
    line = {"type": "number", "description": "the line that is passed"}
    over = {"type": "integer", "minimum": 1, "maximum": LONGEST, "description": "months over which it is measured"}
    trigger: dict[str, Schema] = {
        "name": {"type": "string", "pattern": SNAKE, "description": "name in snake_case"},
        "watched": text("an outcome, or a column of turns.csv"),
        "over": over,
        "above": line,
        "below": line,
        "until": {"type": "number", "description": "the level at which it lets go; never if left out"},
        "lever": lever,
        "to": to,
        "from": when,
    }
    steps = table({"lever": lever, "from": when, "to": to}, ["lever", "from", "to"], "a step of a lever")
    triggers = table(trigger, ["name", "watched", "lever", "to"], "a trigger")
    rows: dict[str, Schema] = {
        "step": {"type": "array", "items": steps, "description": "steps by month"},
        "trigger": {"type": "array", "items": triggers, "description": "triggers on what is observed"},
    }
    return table({"title": text("title"), "summary": text("summary"), **rows}, ["title"], "a pathway")


def pathway_names() -> list[str]:
    """The pathways that ship with the project."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_pathway(name: str | Path, scenario: Scenario) -> Pathway:
    """Read a pathway, by name or file, for a scenario; raise `BadInput` for what is unknown or broken in it."""
    path = Path(name)
    if path.suffix != ".toml":
        known_or_bad(str(name), pathway_names(), "--pathway", "pathway", "a known pathway or a .toml file")
        path = FOLDER / f"{name}.toml"
    where, document = shown(path), read_toml(path)
    check(document, pathway_schema(scenario.parameters.levers), where)
    if not document.get("step") and not document.get("trigger"):
        raise BadInput(where, "trigger", None, "a [[step]] or a [[trigger]]")
    steps = (
        Step(_turn(row["from"], scenario, where), row["lever"], float(row["to"])) for row in document.get("step", ())
    )
    triggers = tuple(_trigger(row, scenario, where) for row in document.get("trigger", ()))
    check_triggers(triggers, scenario.parameters, scenario.cast, where)
    return Pathway(path.stem, document["title"], Schedule(tuple(steps)), triggers)


def _trigger(row: Mapping[str, Any], scenario: Scenario, where: str) -> Trigger:
    numbers = {key: float(row[key]) for key in ("to", "above", "below", "until") if key in row}
    since = _turn(row["from"], scenario, where) if "from" in row else None
    return Trigger(row["name"], row["watched"], row["lever"], over=int(row.get("over", 12)), since=since, **numbers)


def _turn(when: float | str, scenario: Scenario, where: str) -> int:
    turn = turn_of(when, scenario.start_month) if isinstance(when, str) else int(when)  # schemas take 3.0 as whole
    if not 0 <= turn < scenario.turns:
        raise BadInput(
            where, "from", when, f"a month of the scenario, {scenario.month(0)} to {scenario.month(scenario.turns - 1)}"
        )
    return turn

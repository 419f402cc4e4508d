"""Load levers: the actions that may be taken in a scenario, and what is promised under each; `configs/commitments/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.base.errors import BadInput
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, choice, table, text
from sim.inputs.action import Action, known_actions
from sim.inputs.parameters import Parameter, shipped_parameters
from sim.inputs.promises import Promise

STRONGEST = 10.0
"""Highest intensity of a lever: ten times the action as its source describes it."""


class Commitments(NamedTuple):
    """The levers of a scenario, declared as parameters, and what is promised under them."""

    levers: Mapping[str, Parameter] = {}
    promises: tuple[Promise, ...] = ()


def promise_columns(actors: Iterable[str] | None = None) -> dict[str, Schema]:
    """The columns of a promised order that commitments and scripts share; `actors` are the names that are known."""
    actor = text("an actor's file name") if actors is None else choice("an actor of the scenario", list(actors))
    amount = {"type": "number", "minimum": 0, "maximum": 1e6, "description": "amount a month, in the action's unit"}
    return {
        "who": actor,
        "action": choice("a known action", [str(action) for action in known_actions()]),
        "toward": actor,
        "amount": amount,
        "ramp": {"type": "integer", "minimum": 1, "maximum": 1200, "description": "months in which it grows"},
        "chance": {"type": "number", "minimum": 0, "maximum": 1, "description": "chance that it is kept in a month"},
        "source": text("where it is from"),
    }


def commitments_schema(actors: Iterable[str] | None = None) -> Schema:
    """JSON Schema of a file of commitments."""
    month = {"type": "integer", "minimum": 0, "maximum": 1200, "description": "month from the lever's start"}
    cost = {"type": "number", "minimum": 0, "maximum": 100, "description": "what one unit costs, USD bn"}
    row = table(
        {**promise_columns(actors), "first": month, "until": month, "unit_cost": cost},
        ["who", "action", "toward", "amount", "source"],
        "one commitment",
    )
    texts = {key: text(key) for key in ("title", "meaning", "passage", "source", "unit")}
    dose = {"type": "number", "exclusiveMinimum": 0, "maximum": 1e6, "description": "the quantity at intensity 1"}
    whether = {"type": "boolean", "description": "true where it is a recommended action"}
    rows = {"type": "array", "items": row, "description": "what is promised at intensity 1"}
    lever = table(
        {**texts, "dose": dose, "recommended": whether, "commitment": rows}, [*texts, "dose", "recommended"], "a lever"
    )
    return {"type": "object", "additionalProperties": lever, "description": "levers and their commitments"}


def load_commitments(path: Path, actors: Iterable[str] | None = None) -> Commitments:
    """Read a file of commitments; raise `BadInput` for unknown keys, actors and actions, and for broken values."""
    where, document = shown(path), read_toml(path)
    check(document, commitments_schema(actors), where)
    for name, lever in document.items():
        _named(name, where)
        for number, row in enumerate(lever.get("commitment", ())):
            _in_order(row, where, f"{name}.commitment[{number}]")
    promises = tuple(_promise(name, row) for name, lever in document.items() for row in lever.get("commitment", ()))
    return Commitments({name: _lever(name, lever) for name, lever in document.items()}, promises)


def _named(name: str, where: str) -> None:
    if not (name.isidentifier() and name.isascii() and name.islower()):
        raise BadInput(where, name, name, "a name in snake_case")
    if name in shipped_parameters():
        raise BadInput(where, name, name, "a name that no parameter has")


def _in_order(row: Mapping[str, Any], where: str, key: str) -> None:
    if row.get("until", 1200) < row.get("first", 0):
        raise BadInput(where, f"{key}.until", row["until"], f"a month not before {row['first']}")


def _lever(name: str, lever: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        value=0.0,
        low=0.0,
        high=STRONGEST,
        unit="intensity",
        kind="lever",
        grade="judged",
        passage=lever["passage"],
        meaning=lever["meaning"],
        source=lever["source"],
        title=lever["title"],
        dose=float(lever["dose"]),
        dose_unit=lever["unit"],
        recommended=lever["recommended"],
        promises=len(lever.get("commitment", ())),
    )


def _promise(lever: str, row: Mapping[str, Any]) -> Promise:
    return Promise(
        who=row["who"],
        action=Action(row["action"]),
        toward=row["toward"],
        amount=float(row["amount"]),
        first=row.get("first", 0),
        last=row.get("until"),
        ramp=row.get("ramp", 1),
        chance=float(row.get("chance", 1.0)),
        lever=lever,
        unit_cost=float(row.get("unit_cost", 0.0)),
        source=row["source"],
    )


def commitments_of(scenario: Path, names: Iterable[str], actors: Iterable[str]) -> Commitments:
    """The commitments of a scenario, or of the first of those it extends that has any: beside it, or as shipped."""
    for name in names:
        for folder in (scenario.parent.parent / "commitments", CONFIGS / "commitments"):
            if (folder / f"{name}.toml").is_file():
                return load_commitments(folder / f"{name}.toml", actors)
    return Commitments()

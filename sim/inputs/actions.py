"""What can be done: one table, `configs/actions.toml`; one severity per action, from there only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.quantities import Quantity
from sim.base.schemas import Schema, check, choice, number, table, text


class Action(StrEnum):
    """The acts that a policy may name; their substance stands in the table."""

    SUPPLY_MUNITIONS = "supply_munitions"
    SEND_TROOPS = "send_troops"
    SEND_AID = "send_aid"
    TRANSFER_TECHNOLOGY = "transfer_technology"
    SHIELD = "shield"
    SANCTION = "sanction"
    EXERCISE = "exercise"
    SHARE_INTELLIGENCE = "share_intelligence"
    TALK = "talk"
    PARTNER = "partner"
    PROVOKE = "provoke"
    TEST_NUCLEAR = "test_nuclear"
    BROADCAST = "broadcast"


LEGAL_CONDITIONS = (
    "stock_above_reserve",
    "men_available",
    "treaty_in_force",
    "receiver_at_war",
    "has_programme",
    "closed_society",
    "budget",
    "open_channel",
)


@dataclass(frozen=True)
class ActionRow:
    """One action: meaning, unit of its size, when it is legal, what it costs, how it scores."""

    name: str
    meaning: str
    unit: str
    passage: str
    legality: tuple[str, ...]
    cost: float
    score: float
    third_party_score: float
    visibility: float
    code: str
    source: str


SCORES = {
    "cost": Quantity("cost", "outlay of one order", "USD bn", "judged", 0, 50),
    "score": Quantity("score", "conflict-cooperation value between giver and receiver", "Goldstein", "G92", -10, 10),
    "third_party_score": Quantity(
        "third_party_score", "value toward the receiver's rivals", "Goldstein", "judged", -10, 10
    ),
    "visibility": Quantity("visibility", "share of the act that outsiders see", "share", "judged", 0, 1),
}


def actions_schema() -> Schema:
    """JSON Schema of the table of actions."""
    names = [action.value for action in Action]
    texts = {key: text(key) for key in ("meaning", "unit", "passage", "code", "source")}
    legality = {"type": "array", "items": choice("condition of legality", list(LEGAL_CONDITIONS))}
    columns = {**texts, "legality": legality, **{key: number(q) for key, q in SCORES.items()}}
    row = table(columns, list(columns), "one action")
    return table(dict.fromkeys(names, row), names, "the table of actions")


def load_actions(path: Path = CONFIGS / "actions.toml") -> dict[Action, ActionRow]:
    """Read the table of actions; raise `BadInput` for unknown, missing or out-of-range entries."""
    document = read_toml(path)
    check(document, actions_schema(), shown(path))
    return {action: _row(action, document[action.value]) for action in Action}


def _row(action: Action, entry: dict[str, Any]) -> ActionRow:
    return ActionRow(name=action.value, **{**entry, "legality": tuple(entry["legality"])})

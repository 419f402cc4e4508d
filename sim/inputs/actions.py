"""What can be done: one table, `configs/actions.toml`; an action is a row of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.quantities import Quantity
from sim.base.schemas import Schema, check, choice, number, table, text
from sim.inputs.action import Action as Action

AMOUNTS = ("size", "count")
"""What the amount of a promise means: how large the order of a month is, or how many orders there are."""

NEWS = {"headline": 1, "notable": 2, "routine": 3}
"""How much an event weighs in a story."""

TIE = ("binds", "loosens", "neither")
"""What an act may do to the tie of giver and receiver."""


@dataclass(frozen=True)
class ActionRow:
    """One action: meaning, unit of its size, when it is legal, what it costs, how it scores, how it is told and drawn.

    `words` are what one does and what several do, with `{b}` for the receiver, `alone` where nobody is addressed.
    `kind` groups actions on the map; the first of a kind has its `colours` (on light and on dark paper), `dash` and
    whether it is `loud`. `news` is how much it weighs in a story, and `every_time` whether it always does. `amount` is
    what a promise is measured by: the size of an order in `unit`, or a count of orders; `notable` is the promised size
    that weighs half as much, in what others see and remember, as an order that reasons give.
    """

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
    words: tuple[str, str]
    kind: str
    alone: tuple[str, str] | None = None
    colours: tuple[str, str] | None = None
    dash: str = ""
    loud: bool = False
    news: str = "routine"
    every_time: bool = False
    tie: str = "neither"
    amount: str = "count"
    notable: float = 0.0

    def told(self, whom: str | None, *, several: bool) -> str:
        """The act in words, of one actor or of several, toward `whom`, or toward nobody."""
        words = self.alone or self.words if whom is None else self.words
        return words[several].replace("{b}", whom or "itself")


SCORES = {
    "cost": Quantity("cost", "outlay of one order", "USD bn", "judged", 0, 50),
    "score": Quantity("score", "conflict-cooperation value between giver and receiver", "Goldstein", "G92", -10, 10),
    "third_party_score": Quantity(
        "third_party_score", "value toward the receiver's rivals", "Goldstein", "judged", -10, 10
    ),
    "visibility": Quantity("visibility", "share of the act that outsiders see", "share", "judged", 0, 1),
}


def actions_schema(conditions: Iterable[str] | None = None) -> Schema:
    """JSON Schema of the table of actions; `conditions` are those of legality that are known, any if None."""
    condition = text("condition of legality") if conditions is None else choice("condition of legality", [*conditions])
    required = {
        **{key: text(key) for key in ("meaning", "unit", "passage", "code", "source")},
        "legality": {"type": "array", "items": condition},
        **{key: number(q) for key, q in SCORES.items()},
        "words": _two(
            r"^[^{}]*[^{}\s][^{}]*(\{b\}[^{}]*)?$(?!\n)", "two texts: what one actor does, and several, to {b}"
        ),
        "kind": text("kind of act on the map"),
    }
    optional = {
        "alone": _two(r"^[^{}]*[^{}\s][^{}]*$(?!\n)", "two texts without {b}: what one actor does, and several"),
        "colours": _two(r"^#[0-9a-f]{6}$(?!\n)", "two colours such as #c9571a, on light and on dark paper"),
        "dash": {
            "type": "string",
            "pattern": r"^([\d.]+( [\d.]+)*)?$(?!\n)",
            "description": "lengths of dashes and gaps",
        },
        "loud": {"type": "boolean", "description": "true where arcs are as wide as the order is large"},
        "news": choice("weight in a story", list(NEWS)),
        "every_time": {"type": "boolean", "description": "true where it is news whenever it is done"},
        "tie": choice("what it does to the tie", list(TIE)),
        "amount": choice("what the amount of a promise means", list(AMOUNTS)),
        "notable": number(Quantity("notable", "promised size that weighs half an order", "unit", "judged", 0, 1e6)),
    }
    row = table({**required, **optional}, list(required), "one action")
    return {"type": "object", "additionalProperties": row, "description": "the table of actions"}


def _two(pattern: str, meaning: str) -> Schema:
    one = {"type": "string", "pattern": pattern, "description": meaning}
    return {"type": "array", "items": one, "minItems": 2, "maxItems": 2, "description": meaning}


def load_actions(
    path: Path = CONFIGS / "actions.toml", conditions: Iterable[str] | None = None
) -> dict[Action, ActionRow]:
    """Read the table of actions; raise `BadInput` for unknown, missing or out-of-range entries.

    `conditions` are those of legality that are known. An action that the code names has to have a row.
    """
    where, document = shown(path), read_toml(path)
    check(document, actions_schema(conditions), where)
    for name in document:
        if not (name.isidentifier() and name.isascii() and name.islower()):
            raise BadInput(where, name, name, "a name in snake_case")
    for action in Action.named():
        if action not in document:
            raise BadInput(where, action, None, "a row for this action: a rule names it", list(document))
    rows = {Action(name): _row(name, entry) for name, entry in document.items()}
    _kinds_agree(rows, where)
    return rows


def _row(name: str, entry: Mapping[str, Any]) -> ActionRow:
    listed = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return ActionRow(name=name, **{**entry, **listed})


def _kinds_agree(rows: Mapping[Action, ActionRow], where: str) -> None:
    """The first row of a kind says how it is drawn, and no other does."""
    drawn: dict[str, str] = {}
    for name, row in rows.items():
        if row.kind not in drawn and row.colours is None:
            raise BadInput(where, f"{name}.colours", None, f"two colours: it is the first of its kind, {row.kind}")
        if row.kind in drawn and (row.colours or row.dash or row.loud):
            said = f"no colours, dash or loud of its own: {drawn[row.kind]} says how {row.kind} are drawn"
            raise BadInput(where, f"{name}.kind", row.kind, said)
        drawn.setdefault(row.kind, name)

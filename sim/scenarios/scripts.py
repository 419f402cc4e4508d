"""Load scripts: tables of orders by month, who, action, toward, amount, chance, never; `configs/scripts/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.months import turn_of
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, table, text
from sim.inputs.action import Action
from sim.inputs.promises import Promise
from sim.scenarios.commitments import promise_columns
from sim.scenarios.scenario import Scenario
from sim.scenarios.schemas import MONTH

FOLDER = CONFIGS / "scripts"
FIRST_MONTH = "2022-02"


def script_schema(actors: Iterable[str] | None = None) -> Schema:
    """JSON Schema of a script."""
    when: Schema = {
        "oneOf": [{"type": "integer", "minimum": 0, "maximum": 1200}, {"type": "string", "pattern": MONTH}],
        "description": "a turn, or a month such as 2025-06",
    }
    never = {"type": "boolean", "description": "true where reasons may give no such order meanwhile"}
    months = {"month": when, "from": when, "until": when}
    columns = {**promise_columns(actors), **months, "never": never, "note": text("a note")}
    rows = {
        "type": "array",
        "minItems": 1,
        "items": table(columns, ["who", "action"], "an order of one month, or of each from one to another"),
        "description": "orders",
    }
    return table({"title": text("title"), "summary": text("summary"), "order": rows}, ["order"], "a script")


def script_names() -> list[str]:
    """The scripts that ship with the project."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_script(name: str | Path, scenario: Scenario | None = None) -> tuple[Promise, ...]:
    """Read a script, by name or file, for a scenario; without one its months count from 2022-02.

    Raises `BadInput` for what is unknown or broken in it.
    """
    path = Path(name)
    if path.suffix != ".toml":
        known_or_bad(str(name), script_names(), "--script", "script", "a known script or a .toml file")
        path = FOLDER / f"{name}.toml"
    where, document = shown(path), read_toml(path)
    check(document, script_schema(scenario.cast.names if scenario else None), where)
    start = scenario.start_month if scenario else FIRST_MONTH
    rows = enumerate(document["order"])
    return tuple(_promise(row, start, where, f"order[{number}]") for number, row in rows)


def _promise(row: Mapping[str, Any], start: str, where: str, key: str) -> Promise:
    first, last = _months(row, start, where, key)
    if "amount" not in row and not row.get("never"):
        raise BadInput(where, f"{key}.amount", None, "an amount a month, or never = true")
    return Promise(
        who=row["who"],
        action=Action(row["action"]),
        toward=row.get("toward", row["who"]),
        amount=float(row.get("amount", 0.0)),
        first=first,
        last=last,
        ramp=row.get("ramp", 1),
        chance=float(row.get("chance", 1.0)),
        never=row.get("never", False),
        source=row.get("source", row.get("note", "")),
    )


def _months(row: Mapping[str, Any], start: str, where: str, key: str) -> tuple[int, int | None]:
    """The first turn of an order and its last, None if it goes on."""
    if "month" in row:
        if row.keys() & {"from", "until"}:
            raise BadInput(where, f"{key}.month", row["month"], "either a month, or from and until")
        return _turn(row["month"], start), _turn(row["month"], start)
    first = _turn(row.get("from", 0), start)
    last = _turn(row["until"], start) if "until" in row else None
    if last is not None and last < first:
        raise BadInput(where, f"{key}.until", row["until"], f"a time not before {row.get('from', 0)}")
    return first, last


def _turn(when: float | str, start: str) -> int:
    return turn_of(when, start) if isinstance(when, str) else int(when)  # schemas take 3.0 for a whole number

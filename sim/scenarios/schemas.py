"""JSON Schemas of actor and scenario files, derived from what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.schemas import Schema, choice, dated, number, source, table, text
from sim.inputs.actions import Action
from sim.inputs.parameters import GRADES
from sim.model.actors import RELATIONS
from sim.model.policies import POLICIES
from sim.model.world import VARIABLES

MONTH = r"^(1[6-9]|20|21)\d{2}-(0[1-9]|1[0-2])$(?!\n)"
SNAKE = r"^[a-z][a-z0-9_]*$(?!\n)"
FILE = r"^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$(?!\n)"
START_KINDS = ("fixed", "stock")


def _sourced(of: str) -> dict[str, Schema]:
    """Schema of starting values of one dimension: a value with date, grade and source."""
    return {
        name: table({"value": number(q), **_texts()}, ["value", "grade", "source"], q.meaning)
        for name, q in VARIABLES.items()
        if q.of == of and q.kind in START_KINDS
    }


def _recent() -> Schema:
    """Schema of how often an act was done in the months before the start."""
    return table({"value": number(VARIABLES["memory"]), **_texts()}, ["value", "grade", "source"], "fading frequency")


def _texts() -> dict[str, Schema]:
    return {"date": dated("date of the figure"), "source": source(), "grade": choice("grade", list(GRADES))}


def actor_schema(actors: list[str] | None = None) -> Schema:
    """JSON Schema of an actor file; with `actors`, relations may name only these."""
    name = choice("another actor of the scenario", actors) if actors is not None else text("an actor's file name")
    others = {"type": "array", "items": name, "uniqueItems": True}
    pair = table(_sourced("pair"), [], "starting values toward one other actor")
    toward: Schema = {"type": "object", "additionalProperties": pair, "description": "starting values toward others"}
    if actors is not None:
        toward = table(dict.fromkeys(actors, pair), [], "starting values toward others")
    return table(
        {
            "name": text("name in plain words"),
            "role": choice("a known role", list(POLICIES)),
            "home": text("a theatre, or global"),
            "relations": table({k: {**others, "description": v} for k, v in RELATIONS.items()}, [], "relations"),
            "start": table(_sourced("actor"), [], "starting values"),
            "toward": toward,
            "recent": table(
                dict.fromkeys([a.value for a in Action], _recent()), [], "how often each act was done of late"
            ),
        },
        ["name", "role", "home"],
        "an actor",
    )


def _shock(month: Schema) -> Schema:
    """Schema of one dated shock."""
    calendar = [n for n, q in VARIABLES.items() if q.kind == "calendar"]
    return table(
        {
            "variable": choice("a calendar variable", calendar),
            "actor": text("an actor's file name"),
            "value": {"type": "number", "minimum": -1, "maximum": 1, "description": "value in these months (-1 to 1)"},
            "from": month,
            "until": month,
            "months": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 12}},
            "source": source(),
            "grade": choice("grade", list(GRADES)),
        },
        ["variable", "actor", "value", "source"],
        "one dated shock",
    )


def scenario_schema(*, variant: bool = False) -> Schema:
    """JSON Schema of a scenario file; a `variant` extends another scenario and need only say what differs."""
    month = {"type": "string", "pattern": MONTH, "description": "a month as year-month, such as 2022-02"}
    names: Schema = {"type": "array", "items": text("an actor's file name"), "uniqueItems": True}
    theatre = {"type": "string", "pattern": SNAKE, "description": "a theatre's name in snake_case"}
    file = {"type": "string", "pattern": FILE}
    whole = {"type": "integer", "minimum": 0, "maximum": 1200}
    side = {**names, "minItems": 1, "description": "at least one actor"}
    properties = {
        "extends": {**file, "description": "the scenario of which this is a variant, by its plain name"},
        "title": text("title"),
        "summary": text("summary"),
        "start_month": month,
        "turns": {**whole, "minimum": 1, "description": "months to play (1 to 1200)"},
        "levers_from": {**whole, "description": "turn from which levers act (0 to 1200)"},
        "actors": {**file, "description": "a folder of actor files, by its plain name"},
        "record": {**file, "description": "the script of what is on record, by its plain name"},
        "theatres": {"type": "array", "items": theatre, "minItems": 1, "uniqueItems": True},
        "war": table(
            {"attackers": side, "defenders": side, "theatre": theatre},
            ["attackers", "defenders"],
            "the war that is under way",
        ),
        "groups": {"type": "object", "additionalProperties": names, "description": "groups of actors"},
        "world": table(_sourced("world"), [], "starting values of the world"),
        "parameters": {"type": "object", "description": "values other than the defaults"},
        "roles": {"type": "object", "additionalProperties": text("a role"), "description": "other roles"},
        "calendar": {"type": "array", "items": _shock(month), "description": "dated shocks"},
    }
    required = ["title", "summary", "start_month", "turns", "levers_from", "actors", "theatres"]
    return table(properties, ["extends", "title", "summary"] if variant else required, "a scenario")


def agree(document: Mapping[str, Any], where: str) -> None:
    """Raise `BadInput` where the parts of a scenario contradict each other, which no schema can say."""
    turns, theatres = int(document["turns"]), document["theatres"]
    if document["levers_from"] >= turns:
        raise BadInput(where, "levers_from", document["levers_from"], f"a turn before the end, 0 to {turns - 1}")
    for name in theatres:
        if name == "global" or any(name.endswith(f"_{other}") for other in theatres):
            raise BadInput(where, "theatres", name, "a name other than global that does not end with another's")
    _war_agrees(document.get("war", {}), theatres, where)
    for shock in document.get("calendar", []):
        _shock_agrees(shock, where)


def _war_agrees(war: Mapping[str, Any], theatres: list[str], where: str) -> None:
    known_or_bad(war.get("theatre", theatres[0]), theatres, where, "war.theatre", "a theatre of the scenario")
    for name in war.get("defenders", []):
        if name in war["attackers"]:
            raise BadInput(where, "war.defenders", name, "an actor that is not an attacker too")


def _shock_agrees(shock: Mapping[str, Any], where: str) -> None:
    VARIABLES[shock["variable"]].check(shock["value"], where, f"calendar.{shock['variable']}")
    if shock.get("from", "") > shock.get("until", "9999"):
        raise BadInput(where, "calendar.until", shock["until"], f"a month not before {shock['from']}")

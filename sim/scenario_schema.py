"""JSON Schemas of actor and scenario files, derived from what is declared."""

from __future__ import annotations

from sim.actions import Action
from sim.cast import RELATIONS
from sim.check import Schema, choice, number, table, text
from sim.parameters import GRADES
from sim.policies import POLICIES
from sim.world import VARIABLES

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
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
    return {"date": text("date of the figure"), "source": text("source"), "grade": choice("grade", list(GRADES))}


def actor_schema(actors: list[str] | None = None) -> Schema:
    """JSON Schema of an actor file; with `actors`, relations may name only these."""
    name = choice("an actor of the scenario", actors) if actors else text("an actor's file name")
    others = {"type": "array", "items": name, "uniqueItems": True}
    pair = table(_sourced("pair"), [], "starting values toward one other actor")
    toward: Schema = {"type": "object", "additionalProperties": pair, "description": "starting values toward others"}
    if actors:
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


def scenario_schema(*, variant: bool = False) -> Schema:
    """JSON Schema of a scenario file; a `variant` extends another scenario and need only say what differs."""
    month = {"type": "string", "pattern": MONTH, "description": "a month as year-month, such as 2022-02"}
    names = {"type": "array", "items": text("an actor's file name"), "uniqueItems": True}
    calendar = [n for n, q in VARIABLES.items() if q.kind == "calendar"]
    shock = table(
        {
            "variable": choice("a calendar variable", calendar),
            "actor": text("an actor's file name"),
            "value": {"type": "number", "minimum": -1, "maximum": 1, "description": "value in these months (-1 to 1)"},
            "from": month,
            "until": month,
            "months": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 12}},
            "source": text("source"),
            "grade": choice("grade", list(GRADES)),
        },
        ["variable", "actor", "value", "source"],
        "one dated shock",
    )
    whole = {"type": "integer", "minimum": 0, "maximum": 1200}
    war_properties = {"attackers": names, "defenders": names, "theatre": text("a theatre")}
    properties = {
        "extends": text("the scenario of which this is a variant"),
        "title": text("title"),
        "summary": text("summary"),
        "start_month": month,
        "turns": {**whole, "minimum": 1, "description": "months to play (1 to 1200)"},
        "levers_from": {**whole, "description": "turn from which levers act (0 to 1200)"},
        "actors": text("folder of actor files"),
        "theatres": {"type": "array", "items": text("a theatre"), "minItems": 1, "uniqueItems": True},
        "war": table(war_properties, ["attackers", "defenders"], "the war that is under way"),
        "groups": {"type": "object", "additionalProperties": names, "description": "groups of actors"},
        "world": table(_sourced("world"), [], "starting values of the world"),
        "parameters": {"type": "object", "description": "values other than the defaults"},
        "roles": {"type": "object", "additionalProperties": text("a role"), "description": "other roles"},
        "calendar": {"type": "array", "items": shock, "description": "dated shocks"},
    }
    required = ["title", "summary", "start_month", "turns", "levers_from", "actors", "theatres"]
    return table(properties, ["extends", "title", "summary"] if variant else required, "a scenario")

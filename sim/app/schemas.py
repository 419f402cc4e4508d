"""JSON Schema of what the server sends, generated from the types that it is built from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from sim.app.contract import BandsTold, BaselineTold, Setup
from sim.app.contract_answer import Answer, Arrived, CurvePoint, Effects, Example, Mixes, Played, Studies
from sim.app.contract_plan import Followed, PlanTold
from sim.app.frame import Frame, MovedTold
from sim.base.schemas import Schema, table
from sim.scenarios.editor_schemas import Schemas

PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema_of(kind: Any) -> Schema:
    """The schema of a type: plain ones, lists, tuples, dicts, unions and literals of them, and records of these."""
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if hasattr(kind, "__annotations__"):
        return _record(kind)
    return _COMPOUND[get_origin(kind)](*get_args(kind))


def _record(kind: Any) -> Schema:
    """A dataclass or TypedDict is an object, a NamedTuple an array of as many places."""
    fields = {name: schema_of(inner) for name, inner in get_type_hints(kind, include_extras=True).items()}
    meaning = inspect.cleandoc(kind.__doc__)
    if not issubclass(kind, tuple):
        return table(fields, list(fields), meaning)
    places = [{"title": name, **schema} for name, schema in fields.items()]
    return {**_places(*places), "description": meaning}


def _places(*places: Schema) -> Schema:
    return {"type": "array", "prefixItems": list(places), "items": False, "minItems": len(places)}


def _many(kind: Any, *_: Any) -> Schema:
    return {"type": "array", "items": schema_of(kind)}


def _by_key(key: Any, kind: Any) -> Schema:
    """JSON has only texts as keys, so whole numbers are written in digits."""
    names: Schema = {"propertyNames": {"pattern": r"^\d+$"}} if key is int else {}
    return {"type": "object", **names, "additionalProperties": schema_of(kind)}


_COMPOUND: Mapping[Any, Callable[..., Schema]] = {
    Annotated: lambda kind, *meanings: {**schema_of(kind), "description": meanings[-1]},
    Literal: lambda *names: {"enum": list(names)},
    UnionType: lambda *kinds: {"anyOf": [schema_of(kind) for kind in kinds]},
    list: _many,
    tuple: _many,
    dict: _by_key,
}

SENT: Schemas = {
    "setup": ("Entente: a scenario as the page is told it", lambda: schema_of(Setup)),
    "frame": ("Entente: one month of one history", lambda: schema_of(Frame)),
    "moved": ("Entente: what moved what in a month", lambda: schema_of(MovedTold)),
    "baseline": ("Entente: many histories without a plan", lambda: schema_of(BaselineTold)),
    "bands": ("Entente: many histories under a plan", lambda: schema_of(BandsTold)),
    "plan": ("Entente: what was done with the levers and ordered by hand", lambda: schema_of(PlanTold)),
    "followed": ("Entente: what stays when something else is done", lambda: schema_of(Followed)),
    "answer": ("Entente: what each action changes", lambda: schema_of(Answer)),
    "played": ("Entente: one row of the answer, played", lambda: schema_of(Played)),
    "arrived": ("Entente: what one promised order came to", lambda: schema_of(Arrived)),
    "mixes": ("Entente: every mix of a sweep", lambda: schema_of(Mixes)),
    "studies": ("Entente: what other finished studies say", lambda: schema_of(Studies)),
    "curve": ("Entente: one point of a curve, played", lambda: schema_of(CurvePoint)),
    "effects": ("Entente: every effect of a sweep", lambda: schema_of(Effects)),
    "example": ("Entente: one action and one outcome, history by history", lambda: schema_of(Example)),
}
"""For each message that is described its title and schema."""

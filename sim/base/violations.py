"""Where a document does not fit its JSON Schema, for the keywords that the schemas of this project use.

A library for all of JSON Schema costs more processor time to load, and again to check a scenario, than all else that
reading a scenario costs. Tests hold the two to the same findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Part = str | int


@dataclass(frozen=True)
class Violation:
    """One place at which a document does not fit: the keyword of the schema that the value there breaks."""

    path: tuple[Part, ...]
    keyword: str
    value: Any
    schema: Schema


def violations(value: Any, schema: Schema, path: tuple[Part, ...] = ()) -> Iterator[Violation]:
    """Every violation in `value` and what it holds; a keyword that is not known raises `KeyError`."""
    for keyword, wanted in schema.items():
        if not HOLDS[keyword](value, wanted, schema):
            yield Violation(path, keyword, value, schema)
    for part, inner, its_schema in _inside(value, schema):
        yield from violations(inner, its_schema, (*path, part))
    if "if" in schema and not any(violations(value, schema["if"])):
        yield from violations(value, schema["then"], path)


def _inside(value: Any, schema: Schema) -> Iterator[tuple[Part, Any, Schema]]:
    """What a table or a list holds, each with the schema for it, if there is one."""
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, inner in value.items():
            its_schema = known.get(name, others)
            if its_schema:
                yield name, inner, its_schema
    elif isinstance(value, list) and "items" in schema:
        yield from ((number, inner, schema["items"]) for number, inner in enumerate(value))


def _is(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and (kind == "number" or float(value).is_integer())
    return isinstance(value, {"object": dict, "array": list, "string": str, "boolean": bool}[kind])


def _only_known(value: Any, others: Any, schema: Schema) -> bool:
    return others is not False or not isinstance(value, dict) or value.keys() <= schema["properties"].keys()


def _nothing(value: Any, wanted: Any, schema: Schema) -> bool:
    return True


HOLDS: Mapping[str, Callable[[Any, Any, Schema], bool]] = {
    "type": lambda value, kind, _: _is(value, kind),
    "minimum": lambda value, low, _: not _is(value, "number") or value >= low,
    "maximum": lambda value, high, _: not _is(value, "number") or value <= high,
    "enum": lambda value, names, _: value in names,
    "const": lambda value, name, _: value == name,
    "minLength": lambda value, least, _: not isinstance(value, str) or len(value) >= least,
    "pattern": lambda value, pattern, _: not isinstance(value, str) or re.search(pattern, value) is not None,
    "minItems": lambda value, least, _: not isinstance(value, list) or len(value) >= least,
    "maxItems": lambda value, most, _: not isinstance(value, list) or len(value) <= most,
    "uniqueItems": lambda value, _, __: not isinstance(value, list) or all(value.count(one) == 1 for one in value),
    "required": lambda value, names, _: not isinstance(value, dict) or value.keys() >= set(names),
    "additionalProperties": _only_known,
    **dict.fromkeys(("description", "properties", "items", "if", "then"), _nothing),
}
"""For each keyword whether a value holds to it by itself; what it holds is looked at apart."""

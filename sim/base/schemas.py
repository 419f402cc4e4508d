"""Hold a TOML document against its JSON Schema and say the first thing wrong in one line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.base.quantities import Quantity

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

Schema = dict[str, Any]

LARGEST = 1e300
"""Beyond this no number means anything, and none that is not finite lies below it."""


def number(quantity: Quantity) -> Schema:
    """Schema of a number within a quantity's bounds."""
    return {
        "type": "number",
        "minimum": quantity.low,
        "maximum": quantity.high,
        "description": f"{quantity.meaning} ({quantity.unit}, {quantity.low:g} to {quantity.high:g})",
    }


def text(meaning: str) -> Schema:
    """Schema of a text that says something."""
    return {"type": "string", "minLength": 1, "pattern": r"\S", "description": meaning}


FROM = (
    r"https?://[\w.-]+\.[a-z]{2,}|\b(1[5-9]|20)\d{2}\b"
    r"|judged|hypothetical|announced|own (count|sum|reading)|(table of|ladder) (acts|table)|\b([Kk]iel|csis)\b"
)
"""What every source holds: an address, a year, or an open word for a number that nobody else has."""


def source(meaning: str = "source") -> Schema:
    """Schema of a text that says where something is from."""
    said = f"{meaning}: an address, a work or document with its year, or a word such as judged, own count, hypothetical"
    return {"type": "string", "pattern": FROM, "description": said}


def dated(meaning: str) -> Schema:
    """Schema of a year, a month or a day."""
    pattern = r"^(1[89]|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
    return {"type": "string", "pattern": pattern, "description": f"{meaning}: YYYY, YYYY-MM or YYYY-MM-DD"}


def choice(meaning: str, names: list[str]) -> Schema:
    """Schema of one name out of a list."""
    return {"enum": names, "description": meaning}


def table(properties: Mapping[str, Schema], required: list[str], meaning: str) -> Schema:
    """Schema of a table that knows all its keys."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
        "description": meaning,
    }


def check(document: Any, schema: Schema, where: str) -> None:
    """Raise `BadInput` for the first place at which `document` does not fit `schema`."""
    for key, value in _numbers(document, ""):
        if not abs(value) <= LARGEST:
            raise BadInput(where, key, value, "a finite number")
    try:
        errors = sorted(_validator(json.dumps(schema)).iter_errors(_plain(document)), key=_place)
    except ValueError as error:  # nested more deeply than the validator follows
        raise BadInput(where, "file", str(error), "tables and lists within a few others") from None
    if errors:
        raise _told(errors[0], document, schema, where)


def fits(document: Any, schema: Schema) -> bool:
    """Whether `check` finds nothing wrong."""
    try:
        check(document, schema, "")
    except BadInput:
        return False
    return True


@lru_cache(maxsize=64)
def _validator(schema: str) -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator  # which help and mistakes of usage need not wait for

    return Draft202012Validator(json.loads(schema))


def _plain(document: Any) -> Any:
    """The document with nothing in place of dates and times, which no schema knows: neither fits anywhere."""
    if isinstance(document, dict):
        return {key: _plain(value) for key, value in document.items()}
    if isinstance(document, list):
        return [_plain(value) for value in document]
    return None if isinstance(document, date | time) else document


def _place(error: ValidationError) -> list[str]:
    return [str(part) for part in error.instance_path]


def _numbers(document: Any, key: str) -> Iterator[tuple[str, float]]:
    if isinstance(document, int | float):
        yield key, document
    elif isinstance(document, dict):
        for name, inner in document.items():
            yield from _numbers(inner, f"{key}.{name}" if key else name)
    elif isinstance(document, list):
        for number_, inner in enumerate(document):
            yield from _numbers(inner, f"{key}[{number_}]")


def _told(error: ValidationError, document: Any, schema: Any, where: str) -> BadInput:
    key, said = _path(error), error.kind.name
    instance, broken = _at(document, error.instance_path), _at(schema, error.schema_path[:-1])
    if said == "additionalProperties":
        known = list(broken.get("properties", {}))
        unknown = next(name for name in instance if name not in known)
        return BadInput(where, f"{key}.{unknown}" if key else unknown, unknown, "a known key", known)
    if said == "required":
        missing = next(name for name in broken["required"] if name not in instance)
        wanted = broken["properties"].get(missing, {}).get("description", "a value")
        return BadInput(where, f"{key}.{missing}" if key else missing, None, f"this key: {wanted}")
    known = [str(name) for name in broken["enum"]] if said == "enum" else []
    return BadInput(where, key or "file", instance, _expected(error, broken), known)


def _at(document: Any, path: Iterable[str | int]) -> Any:
    """What stands at a place of a document."""
    for part in path:  # a key of digits comes as a number
        document = document[str(part)] if isinstance(document, Mapping) else document[part]
    return document


def _expected(error: ValidationError, schema: Any) -> str:
    kind = {
        "object": "a table",
        "array": "a list",
        "string": "a text",
        "number": "a number",
        "integer": "a whole number",
    }
    said, keyword = schema.get("description", ""), error.kind.name
    if keyword == "enum":
        return f"one of the known names: {said}" if said else "one of the known names"
    if keyword in ("type", "minimum", "maximum") and schema.get("type") in kind:
        bounds = "" if "(" in said else _bounds(schema)
        return f"{kind[schema['type']]}{bounds}: {said}" if said else f"{kind[schema['type']]}{bounds}"
    return str(said or error.message)


def _bounds(schema: Any) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {schema['minimum']:g} to {schema['maximum']:g}"
    return f" of at least {schema['minimum']:g}" if "minimum" in schema else ""


def _path(error: ValidationError) -> str:
    key = ""
    for part in error.instance_path:
        key += f"[{part}]" if isinstance(part, int) else (f".{part}" if key else str(part))
    return key

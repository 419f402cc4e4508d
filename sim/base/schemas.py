"""Hold a TOML document against its JSON Schema and say the first thing wrong in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from sim.base.errors import BadInput
from sim.base.quantities import Quantity

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

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
    from jsonschema import (
        Draft202012Validator,  # a tenth of a second, which help and mistakes of usage need not wait for
    )

    errors = sorted(Draft202012Validator(schema).iter_errors(document), key=lambda e: [str(p) for p in e.path])
    if errors:
        raise _told(errors[0], where)


def _numbers(document: Any, key: str) -> Iterator[tuple[str, float]]:
    if isinstance(document, int | float):
        yield key, document
    elif isinstance(document, dict):
        for name, inner in document.items():
            yield from _numbers(inner, f"{key}.{name}" if key else name)
    elif isinstance(document, list):
        for number_, inner in enumerate(document):
            yield from _numbers(inner, f"{key}[{number_}]")


def _told(error: ValidationError, where: str) -> BadInput:
    key, instance = _path(error), cast("Any", error.instance)
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        unknown = next(name for name in instance if name not in known)
        return BadInput(where, f"{key}.{unknown}" if key else unknown, unknown, "a known key", known)
    if error.validator == "required":
        missing = next(name for name in schema["required"] if name not in instance)
        wanted = schema["properties"].get(missing, {}).get("description", "a value")
        return BadInput(where, f"{key}.{missing}" if key else missing, None, f"this key: {wanted}")
    known = [str(name) for name in schema["enum"]] if error.validator == "enum" else []
    return BadInput(where, key or "file", instance, _expected(error), known)


def _expected(error: ValidationError) -> str:
    schema: Any = error.schema
    kind = {
        "object": "a table",
        "array": "a list",
        "string": "a text",
        "number": "a number",
        "integer": "a whole number",
    }
    said = schema.get("description", "")
    if error.validator == "enum":
        return f"one of the known names: {said}" if said else "one of the known names"
    if error.validator in ("type", "minimum", "maximum") and schema.get("type") in kind:
        bounds = "" if "(" in said else _bounds(schema)
        return f"{kind[schema['type']]}{bounds}: {said}" if said else f"{kind[schema['type']]}{bounds}"
    return str(said or error.message)


def _bounds(schema: Any) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {schema['minimum']:g} to {schema['maximum']:g}"
    return f" of at least {schema['minimum']:g}" if "minimum" in schema else ""


def _path(error: ValidationError) -> str:
    key = ""
    for part in error.absolute_path:
        key += f"[{part}]" if isinstance(part, int) else (f".{part}" if key else str(part))
    return key

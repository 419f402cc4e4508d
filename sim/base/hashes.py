"""Hashes of what a result depends on: the package's own code, and whatever is declared."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = Path(__file__).parents[1]
LONG = 10_000
"""Numbers from which on an array goes into a document by its own hash."""

OF_A_TURN = ("base", "inputs", "model", "scenarios", "engine")
"""Rooms whose code a turn depends on."""


@lru_cache(maxsize=2)
def code_hash(rooms: tuple[str, ...] = ("",)) -> str:
    """Hash of the source files of some rooms, all if none is named, as they were when this process first asked.

    How a checkout ends its lines makes no difference.
    """
    digest = hashlib.sha256()
    for path in sorted(path for room in rooms for path in (PACKAGE / room).rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def hash_of(document: Any) -> str:
    """Hash of a document of plain values."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Anything declared, as plain values; rules written in code go by their name, since `code_hash` covers them."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if _declared(f.name)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, np.ndarray):
        return (
            value.tolist()
            if value.size < LONG
            else [value.shape, hashlib.sha256(np.ascontiguousarray(value).data).hexdigest()]
        )
    return getattr(value, "__qualname__", value)


def _declared(field: str) -> bool:
    """Whether a field says something of its own; what is remembered under a name with a leading underscore does not."""
    return field != "keys" and not field.startswith("_")

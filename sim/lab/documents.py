"""Declared values as documents and back: what a file keeps of an intervention, without any code in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np


def revived(kind: Any, document: Any) -> Any:
    """A value of a declared kind from what `sim.base.hashes.plain` made of it.

    Lists become tuples where these are declared, else arrays of one number for each run.
    """
    inner = get_args(kind)
    if isinstance(document, Mapping):
        return _table(kind, inner, document)
    if get_origin(kind) is tuple:
        return tuple(revived(inner[0], one) for one in document)
    if isinstance(document, list):
        return np.array(document)
    return kind(document) if isinstance(kind, type) and issubclass(kind, str) else document


def _table(kind: Any, inner: tuple[Any, ...], document: Mapping[str, Any]) -> Any:
    declared = next((one for one in (kind, *inner) if is_dataclass(one)), None)
    if declared is None:
        return {name: revived(inner[1], one) for name, one in document.items()}
    hints = get_type_hints(declared)
    return declared(**{f.name: revived(hints[f.name], document[f.name]) for f in fields(declared)})  # type: ignore[operator]

"""How histories were chosen that end where the record does, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def chosen_line(told: Mapping[str, Any] | None) -> str:
    """How histories were chosen that end where the record does, in a sentence."""
    if told is None:
        return "No candidate ends near the record: nothing is conditioned on it."
    name = max(told["rejected"], key=lambda one: told["rejected"][one])
    widened = "" if told["width"] == 1.0 else f", tolerances times {told['width']:g}"
    return (
        f"Conditioned on the record's end: {told['accepted']} of {told['candidates']} candidates accepted{widened}; "
        f"{told['distinct_sets']} parameter sets, {told['effective_sets']:.0f} in effect; what turns away most: "
        f"{name} ({told['rejected'][name]:.0%})."
    )

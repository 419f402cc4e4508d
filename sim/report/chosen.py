"""Where parameters come from, how the past is played, and how histories were chosen, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SOURCES_TOLD = {
    "default": "parameters as declared",
    "prior": "parameters drawn from their declared ranges",
    "posterior": "parameters of the posterior",
}
PASTS_TOLD = {
    "free": "all months by the model alone",
    "record": "the months on record as they were, and their end",
    "script": "the months on record as they were",
    "checkpoint": "on from a checkpoint, with its parameters",
}


def played_with(facts: Mapping[str, Any]) -> str:
    """With which parameters and from what past results were played, in a sentence; nothing where that is varied."""
    source = SOURCES_TOLD.get(str(facts.get("parameters")))
    past = PASTS_TOLD.get(str(facts.get("history")))
    if source is None:
        return f"Played with parameters that vary{f'; {past}' if past else ''}."
    draws = facts.get("draws_per_set", 1)
    shared = f", {draws} replicates in a row under one set" if source != SOURCES_TOLD["default"] and draws > 1 else ""
    return f"Played with {source}{shared}{f'; {past}' if past else ''}."


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

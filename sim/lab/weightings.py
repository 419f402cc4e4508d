"""Weightings: what is wanted of the world, as declared in `configs/weightings.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.base.errors import known_or_bad
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import check, table, text
from sim.model.measures import Outcome
from sim.model.outcomes import OUTCOMES

FILE = CONFIGS / "weightings.toml"


@dataclass(frozen=True)
class Weighting:
    """What one smallest difference of interest of each outcome is worth, below zero where less is better, and why."""

    name: str
    title: str
    reason: str
    weights: Mapping[str, float]

    def of(self, outcome: Outcome) -> float:
        """The worth of one unit of an outcome; nothing where it has no smallest difference of interest."""
        if outcome.least is None:
            return 0.0
        named = self.weights.get(outcome.name)
        usual = self.weights.get(outcome.name.removesuffix(f"_{outcome.theatre}"), 0.0)
        return (usual if named is None else named) / outcome.least.size


@lru_cache(maxsize=4)
def load_weightings(path: Path = FILE) -> tuple[Weighting, ...]:
    """All that are declared; raise `BadInput` for what is no weighting and for outcomes that nobody declares."""
    where, content = shown(path), read_toml(path)
    weights = {"type": "object", "additionalProperties": {"type": "number"}, "description": "weights by outcome"}
    known = {"title": text("name as a title"), "reason": text("who would want this"), "weights": weights}
    row = table(known, list(known), "one weighting")
    check(content, {"type": "object", "additionalProperties": row, "description": "the table of weightings"}, where)
    found = tuple(Weighting(name, one["title"], one["reason"], one["weights"]) for name, one in content.items())
    for one in found:
        _check(where, one)
    return found


def _check(where: str, one: Weighting) -> None:
    known = [declared.quantity.name for declared in OUTCOMES]
    for name in one.weights:
        if not any(name.startswith(f"{base}_") for base in known):
            known_or_bad(name, known, where, f"{one.name}.weights", "an outcome, or one with its theatre")


def weighed(outcomes: Sequence[Outcome]) -> tuple[Weighting, ...]:
    """The weightings that want anything of some outcomes."""
    return tuple(one for one in load_weightings() if any(one.of(outcome) for outcome in outcomes))

"""Which kind a configuration file is of, told without loading what checks it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.base.errors import BadInput
from sim.base.paths import read_toml, shown

SIGNS: Mapping[str, frozenset[str]] = {
    "sources": frozenset({"passages", "works"}),
    "chains": frozenset({"chains", "scenario"}),
    "scenario": frozenset({"start_month", "theatres", "actors", "turns", "levers_from", "calendar", "war", "extends"}),
    "script": frozenset({"order"}),
    "pathway": frozenset({"step", "trigger"}),
    "units": frozenset({"evidence"}),
    "actor": frozenset({"role", "home", "relations", "start", "toward"}),
}
"""Keys at the top of a file that tell its kind."""

ROWS: Mapping[str, frozenset[str]] = {
    "commitments": frozenset({"dose", "recommended", "commitment"}),
    "actions": frozenset({"legality", "score", "third_party_score", "visibility"}),
    "parameters": frozenset({"value", "low", "high"}),
    "weightings": frozenset({"weights", "reason"}),
}
"""Keys in the tables of a file that tell its kind."""


def kind_of(path: Path) -> str:
    """The kind of a file, by the keys at its top, else by its place; raise `BadInput` where neither tells."""
    document = read_toml(path)
    hits = {kind: len(signs & document.keys()) for kind, signs in SIGNS.items()}
    best = max(hits, key=lambda kind: hits[kind])
    if hits[best]:
        return best
    columns = {key for entry in document.values() if isinstance(entry, dict) for key in entry}
    return next((kind for kind, signs in ROWS.items() if signs & columns), None) or _by_place(path)


def _by_place(path: Path) -> str:
    if path.stem in ("parameters", "actions", "sources", "chains", "weightings", "units"):
        return path.stem
    folders = [parent.name for parent in path.absolute().parents[:2]]
    if "scenarios" in folders[:1]:
        return "scenario"
    if folders[:1] in (["commitments"], ["scripts"], ["pathways"]):
        return folders[0] if folders[0] == "commitments" else folders[0].removesuffix("s")
    if "actors" in folders:
        return "actor"
    raise BadInput(shown(path), "file", path.name, "a file with the keys of one kind", [*SIGNS, *ROWS])

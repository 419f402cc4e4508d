"""Finished results: a folder as it stands, whatever study filled it, read by its manifest and its dictionary alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.crate import described_in
from sim.base.errors import BadInput
from sim.base.manifest import fingerprint_of, manifest_of
from sim.base.recorder import DICTIONARY, KEYS, WORDS, read_table
from sim.lab.folder import PARTS
from sim.lab.store import unfinished

NO_SETTINGS = frozenset(
    (
        *("experiment", "title", "version", "versions", "commit", "fingerprint", "files"),
        *("config_hash", "code_hash", "deciding_hash"),
        *("failed", "failed_runs", "held_at_a_bound", "found", "conditioned"),
        *("question", "verdict"),
    )
)
"""What a manifest says that nobody asked for; nor are seconds."""
EFFECTS = ("difference", "low", "high")
"""Columns that a table of effects has beside its keys."""


@dataclass(frozen=True)
class Finished:
    """A folder of finished results, and what its manifest says."""

    out: Path
    manifest: Mapping[str, Any]

    @classmethod
    def of(cls, out: Path) -> Finished:
        """The results that stand in a folder; raise `BadInput` where there are none, or none that are finished."""
        manifest = manifest_of(out)
        if manifest is not None and "experiment" in manifest:
            return cls(out, manifest)
        begun = unfinished(out / PARTS) is not None
        known = "unfinished: the command that began it goes on with it" if begun else "it holds no manifest.json"
        raise BadInput("results", "folder", str(out), f"a folder of finished results ({known})")

    @property
    def experiment(self) -> str:
        """What was carried out."""
        return str(self.manifest["experiment"])

    @property
    def settings(self) -> dict[str, Any]:
        """What was asked for."""
        return {k: v for k, v in self.manifest.items() if k not in NO_SETTINGS and not k.startswith("wall_seconds")}

    def damaged(self) -> list[str]:
        """The files that are missing or no longer what they were, by the hashes of the manifest."""
        known = self.manifest["files"].items()
        return [
            path for path, was in known if not (self.out / path).is_file() or fingerprint_of(self.out / path) != was
        ]

    @cached_property
    def described(self) -> dict[str, str]:
        """What each file holds."""
        return described_in(self.out)

    @cached_property
    def dictionary(self) -> pd.DataFrame:
        """What every column means; without rows where there is no dictionary."""
        path = self.out / DICTIONARY
        return read_table(path) if path.exists() else pd.DataFrame({"name": [], "file": [], "stands_as": []})

    def columns(self, file: str, role: str = "") -> list[str]:
        """The columns of a table, or those that have a role in it."""
        book = self.dictionary
        own = book[(book["file"] == file) & (book["stands_as"] == "column")]
        if not role:
            return list(own["name"])
        known = own["name"].isin(KEYS) if role == "key" else own["name"].isna()  # where roles are not told yet
        return list(own.loc[own["role"] == role if "role" in own else known, "name"])

    def table(self, file: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A table, or some of its columns; what the dictionary calls text is text."""
        book = self.dictionary[self.dictionary["file"] == file]
        texts = dict.fromkeys(book.loc[book["unit"].isin(WORDS), "name"], str)
        return read_table(self.out / file, dtype=texts, usecols=columns)

    @property
    def effects(self) -> str:
        """The file of effects with intervals; empty where there is none."""
        names = sorted(path for path in self.manifest["files"] if path.endswith(".csv"))
        found = [name for name in names if {"outcome", *EFFECTS} <= set(self.columns(name))]
        return next((name for name in ("effects.csv", "compared.csv") if name in found), next(iter(found), ""))


def finished_in(place: Path) -> list[Finished]:
    """All finished results in a folder and in those within it; raise `BadInput` where there are none."""
    if not place.is_dir():
        raise BadInput("results", "folder", str(place), "a folder")
    folders = sorted({place, *(path.parent for path in place.rglob("manifest.json"))})
    found = [Finished(one, manifest) for one in folders if "experiment" in (manifest := manifest_of(one) or {})]
    return found or [Finished.of(place)]

"""A finished sweep that the page reads: its tables, whether it fits the model as it stands, and where it is from."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.app.contract_answer import Origin
from sim.base.errors import BadInput
from sim.base.hashes import code_hash
from sim.base.manifest import MANIFEST, manifest_of
from sim.base.recorder import read_table
from sim.lab.provenance import DECIDING, config_hash
from sim.report.sweep.told import Told
from sim.scenarios.scenario import Scenario

USUAL = Path("results/sweep")
"""Where `entente sweep` leaves its results unless it is told otherwise."""


@dataclass(frozen=True, eq=False)
class Finished:
    """The folder of a finished sweep."""

    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Finished:
        """A folder with a manifest and effects; raise `BadInput` where it is none."""
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            whole = isinstance(manifest, dict) and (folder / "effects.csv").is_file()
        except (OSError, ValueError):
            whole = False
        if not whole:
            raise BadInput("--results", "folder", str(folder), "the folder of a finished sweep, with effects.csv in it")
        return cls(folder, manifest)

    @cached_property
    def told(self) -> Told:
        """The tables, read once."""
        return Told.read(self.folder)

    def of(self, scenario: str) -> bool:
        """Whether the sweep is of a scenario."""
        return self.manifest.get("scenario") == scenario

    def fits(self, scenario: Scenario) -> bool:
        """Whether it was made by the model as it stands: its configuration, and the rooms that decide results."""
        made = (self.manifest.get("config_hash"), self.manifest.get("deciding_hash"))
        return made == (config_hash(scenario), code_hash(DECIDING))

    def origin(self, scenario: Scenario) -> Origin:
        """Where the answer is from."""
        return {
            "kind": "sweep",
            "name": self.folder.name,
            "replicates": int(self.manifest["replicates"]),
            "parameters": str(self.manifest["parameters"]),
            "theories": self.told.crossed,
            "months": [scenario.month(int(self.manifest["measured_from"])), scenario.month(scenario.turns - 1)],
            "stale": not self.fits(scenario),
        }


def finished_for(scenario: Scenario, named: Path | None) -> Finished | None:
    """The sweep that was named, if it is of this scenario; else the one that lies where it usually does, if it fits."""
    if named is not None:
        found = _read(named)
        return found if found.of(scenario.name) else None
    try:
        found = _read(USUAL)
    except BadInput:
        return None
    return found if found.of(scenario.name) and found.fits(scenario) else None


def _read(folder: Path) -> Finished:
    """A folder, read once as long as its manifest is the same."""
    with contextlib.suppress(OSError):
        return _known(folder, (folder / MANIFEST).stat().st_mtime_ns)
    return Finished.read(folder)


@lru_cache(maxsize=2)
def _known(folder: Path, changed: int) -> Finished:
    return Finished.read(folder)


def beside(
    scenario: Scenario, named: Path | None, study: str, file: str
) -> tuple[pd.DataFrame, Mapping[str, Any]] | None:
    """A table and the manifest of another study, where it lies beside the sweep and was made by the model as it is."""
    folder = (named or USUAL).parent / study
    found = Finished(folder, manifest_of(folder) or {})
    if not (folder / file).is_file() or not found.of(scenario.name) or not found.fits(scenario):
        return None
    return read_table(folder / file), found.manifest

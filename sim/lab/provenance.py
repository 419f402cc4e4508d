"""Provenance: what a result depends on, as hashes, and with what it was made."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from sim import __version__
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.scenarios.scenario import Scenario, load_scenario

PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "mesa")


@dataclasses.dataclass(frozen=True)
class Origin:
    """What runs are played from: a scenario by name or file, the hash of all that was read for it, that of the code."""

    scenario: str
    config: str
    code: str

    @classmethod
    def of(cls, name: str, scenario: Scenario | None = None) -> Origin:
        """The origin of a scenario as it stands here and now."""
        return cls(name, config_hash(scenario or load_scenario(name)), code_hash())

    def load(self) -> Scenario:
        """The scenario, loaded and compared once in each process; raise `BadInput` if anything here is different."""
        return _loaded(self)


@lru_cache(maxsize=8)
def _loaded(origin: Origin) -> Scenario:
    scenario = load_scenario(origin.scenario)
    for what, asked, here in (
        ("scenario", origin.config, config_hash(scenario)),
        ("code", origin.code, code_hash()),
    ):
        if asked != here:
            expected = f"the {what} that was asked for, {asked[:12]}; in this process it is {here[:12]}"
            raise BadInput("worker", what, origin.scenario, expected)
    return scenario


def config_hash(scenario: Scenario) -> str:
    """Hash of all that was read from the configuration: cast, starts, calendar, parameters, actions."""
    return hash_of(plain(scenario))


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash of the package's own source files, as they were when this process first asked."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def hash_of(document: Any) -> str:
    """Hash of a document of plain values."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Anything declared, as plain values; rules written in code go by their name, since `code_hash` covers them."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "keys"}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return getattr(value, "__qualname__", value)


def commit() -> str | None:
    """The commit of the checkout the package lies in; None outside of one."""
    top = CONFIGS.parent
    if not (top / ".git").exists():
        return None
    try:
        said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=top, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.stdout.strip()


def made_from(scenario: Scenario) -> dict[str, Any]:
    """What every manifest says of where results come from: scenario, version, commit, hashes, libraries."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "version": __version__,
        "commit": commit(),
        "config_hash": config_hash(scenario),
        "code_hash": code_hash(),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that results can depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}

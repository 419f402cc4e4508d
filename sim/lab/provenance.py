"""Provenance: what a result depends on, as hashes, and with what it was made."""

from __future__ import annotations

import dataclasses
import pickle
import platform
import subprocess
import zlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput
from sim.base.hashes import OF_A_TURN, code_hash, hash_of, plain
from sim.base.paths import CONFIGS
from sim.base.version import VERSION
from sim.scenarios.scenario import Scenario, load_scenario

LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "mesa")

DECIDING = (*OF_A_TURN, "lab")
"""Rooms whose code decides the numbers of a result; the others tell them, show them, or ask for them."""


@dataclasses.dataclass(frozen=True)
class Origin:
    """What runs are played from: a scenario by name or file, the hash of all that was read for it, that of the code.

    A file may lie where no other process finds it: then its `content` is taken along.
    """

    scenario: str
    config: str
    code: str
    content: bytes | None = dataclasses.field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, name: str, scenario: Scenario | None = None) -> Origin:
        """The origin of a scenario as it stands here and now."""
        loaded = scenario or load_scenario(name)
        content = zlib.compress(pickle.dumps(loaded)) if Path(name).suffix else None
        return cls(name, config_hash(loaded), code_hash(), content)

    def load(self) -> Scenario:
        """The scenario, loaded and compared once in each process; raise `BadInput` if anything here is different."""
        return _loaded(self)


@lru_cache(maxsize=8)
def _loaded(origin: Origin) -> Scenario:
    named = origin.content is None
    scenario = load_scenario(origin.scenario) if named else pickle.loads(zlib.decompress(origin.content or b""))
    for what, asked, here in (
        ("scenario", origin.config, config_hash(scenario)),
        ("code", origin.code, code_hash()),
    ):
        if asked != here:
            expected = f"the {what} that was asked for, {asked[:12]}; in this process it is {here[:12]}"
            raise BadInput("worker", what, origin.scenario, expected)
    found: Scenario = scenario
    return found


@lru_cache(maxsize=8)
def config_hash(scenario: Scenario) -> str:
    """Hash of all that was read from the configuration: cast, starts, calendar, parameters, actions."""
    return hash_of(plain(scenario))


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
        "version": VERSION,
        "commit": commit(),
        "config_hash": config_hash(scenario),
        "code_hash": code_hash(),
        "deciding_hash": code_hash(DECIDING),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that results can depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}

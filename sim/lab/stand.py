"""What a process plays with: code, configuration, libraries, arithmetic; and how those of two processes differ."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from sim.base.arrays import exp, log
from sim.base.hashes import PACKAGE, hash_of
from sim.base.paths import CONFIGS

LIBRARIES = ("numpy", "scipy", "llvmlite")
"""Libraries whose version decides on the last digits of a number."""

NAMED = 3
"""Files that a difference names."""


@lru_cache(maxsize=1)
def stand() -> dict[str, str]:
    """What this process plays with, piece by piece: a hash for each file, versions, and how machines calculate."""
    return {**dict(_files()), **dict(_versions()), "arithmetic": _arithmetic()}


def stand_hash() -> str:
    """The same as one hash."""
    return hash_of(stand())


def _files() -> Iterator[tuple[str, str]]:
    for kind, top, suffixes in (("sim", PACKAGE, (".py",)), ("configs", CONFIGS, (".toml", ".csv"))):
        for path in sorted(top.rglob("*")):
            if path.suffix in suffixes:
                content = path.read_bytes().replace(b"\r\n", b"\n")
                yield f"{kind}/{path.relative_to(top).as_posix()}", hashlib.sha256(content).hexdigest()


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", ".".join(platform.python_version_tuple()[:2])
    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "none"


def _arithmetic() -> str:
    """A hash of numbers that processors of another make may round otherwise."""
    numbers = np.linspace(-5.0, 5.0, 1001)
    found = (exp(numbers), log(numbers**2 + 0.5), np.sqrt(numbers + 5.0), numbers.cumsum())
    return hashlib.sha256(np.concatenate(found).tobytes()).hexdigest()


def difference(asked: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What differs, in a few words; empty where nothing does."""
    names = [name for name in {**asked, **found} if asked.get(name) != found.get(name)]
    told = [_told(name, asked.get(name, "none"), found.get(name, "none")) for name in names[:NAMED]]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(told) + more


def _told(name: str, asked: str, found: str) -> str:
    return f"{name} {found} instead of {asked}" if name in ("Python", *LIBRARIES) else name

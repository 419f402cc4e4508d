"""Pieces on disk: arrays and a note that names them, each file written aside and renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np

from sim.base.arrays import Array

FILES = 4096
"""Open files that are enough for anything."""


def write_aside(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file under another name, then give it its own: it is whole or not there."""
    aside = path.with_name(f"{path.name}.tmp")
    with aside.open("wb") as file:
        write(file)
    os.replace(aside, path)


def reserve(path: Path) -> None:
    """Take all the room of a file at once: on a full disk an error says so, which writing through memory cannot."""
    if hasattr(os, "posix_fallocate"):
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)


def most_files() -> int:
    """How many files this process may have open, after asking for as many as the system grants."""
    try:
        import resource  # Windows has none, and no such limit
    except ImportError:
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return FILES if soft == resource.RLIM_INFINITY else soft


@dataclass(frozen=True)
class Piece:
    """The files of one part or one closed arm: arrays by name, and a note that is written last and names them."""

    folder: Path
    kind: str
    number: int

    def path(self, suffix: str) -> Path:
        """One of the files."""
        return self.folder / f"{self.kind}-{self.number:07d}{suffix}"

    def write(self, arrays: Mapping[str, Array], note: Mapping[str, Any]) -> None:
        """Write all files."""
        for name, values in arrays.items():
            write_aside(self.path(f"-{name}.npy"), partial(_save, values))
        text = json.dumps({**note, "arrays": list(arrays)})
        write_aside(self.path(".json"), lambda file: file.write(text.encode()))

    @property
    def noted(self) -> bool:
        """Whether the note is there."""
        return self.path(".json").exists()

    @property
    def whole(self) -> bool:
        """Whether all files are there."""
        return self.noted and all(self.path(f"-{name}.npy").exists() for name in self.note()["arrays"])

    def array(self, name: str) -> Array:
        """One of the arrays, read as far as it is used; its last axis is the run."""
        values: Array = np.load(self.path(f"-{name}.npy"), mmap_mode="r")
        return values

    def note(self) -> Any:
        """The note: which arrays there are, why runs failed, and how often a bound held back a variable."""
        return json.loads(self.path(".json").read_text())

    def drop_arrays(self) -> None:
        """Remove the arrays; the note stays."""
        for name in self.note()["arrays"]:
            self.path(f"-{name}.npy").unlink(missing_ok=True)


def _save(values: Array, file: IO[bytes]) -> None:
    np.save(file, values)


def joined(pieces: Iterable[Array]) -> Array:
    """Arrays of some runs each as one of all."""
    return np.concatenate(list(pieces), axis=-1)

"""The folder of results: whether it may be written, and how files take their places in it: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput
from sim.base.recorder import Recorder, manifest_of, publish, writing
from sim.lab.store import unfinished

PARTS = ".parts"
"""Where, in the folder of results, what is not finished yet is kept."""


def free_for(out: Path, experiment: str, *, force: bool = False, made: str | None = None, begun: str = "") -> None:
    """Raise `BadInput` if `out` cannot be written, or holds anything but earlier results of the same experiment.

    With the fingerprint `made` they must be these very results, and `begun` that of what lies there unfinished;
    `force` lets everything be replaced.
    """
    _writable(out)
    if force:
        return
    manifest, parts = manifest_of(out), unfinished(out / PARTS)
    if manifest and (manifest.get("experiment") != experiment or made not in (None, manifest.get("fingerprint"))):
        raise _bad(out, "a folder without other results (settings or code differ); --force replaces them")
    if parts and made is not None and parts != begun:
        raise _bad(out, "a folder without another unfinished experiment (settings or code differ); --force drops it")
    if not (manifest or parts) and out.is_dir() and any(path.name != PARTS for path in out.iterdir()):
        raise _bad(out, "a new or empty folder; --force writes beside what it holds")


def _writable(out: Path) -> None:
    place = out.absolute()
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise _bad(out, f"a folder ({place.name} is a file)")
    if not os.access(place, os.W_OK | os.X_OK):
        raise _bad(out, "a folder that can be written")


def _bad(out: Path, expected: str) -> BadInput:
    return BadInput("results", "--out", str(out), expected)


@contextmanager
def recording(out: Path) -> Iterator[Recorder]:
    """A recorder whose files take their places in `out` at the end, and are dropped if anything goes wrong.

    Raises `BadInput` if `out` cannot be written.
    """
    aside = out / PARTS / "finished"
    with writing(out):
        try:
            yield Recorder(aside)
            publish(aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            for folder in (aside.parent, out):
                with suppress(OSError):
                    folder.rmdir()  # where nothing else lies in it


@contextmanager
def adding(out: Path, manifest: Mapping[str, Any]) -> Iterator[Recorder]:
    """A recorder of more files to finished results, beside those that stand there; all else stays as it is."""
    with recording(out) as recorder:
        for name in manifest["files"]:
            (recorder.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, recorder.folder / name)
        yield recorder
        recorder.seal(manifest)

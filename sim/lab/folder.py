"""The folder of results: whether it may be written, and how files take their places in it: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sim.base.dialects import DIALECTS, PLAIN
from sim.base.errors import BadInput
from sim.base.manifest import manifest_of
from sim.base.recorder import DIALECT, Recorder, publish, writing
from sim.lab.lock import LOCK, held
from sim.lab.store import unfinished

PARTS = ".parts"
"""Where, in the folder of results, what is not finished yet is kept."""


def free_for(out: Path, experiment: str, *, force: bool = False) -> None:
    """Raise `BadInput` if `out` cannot be written now, or holds anything but earlier results of the same experiment.

    With `force` everything may be replaced.
    """
    with alone(out):
        check_free(out, experiment, force=force)


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile; raise `BadInput` where somebody does, or where nobody can."""
    _check_place(out)
    with held(out):
        yield


def check_free(out: Path, experiment: str, *, force: bool, made: str | None = None, begun: str = "") -> None:
    """Raise `BadInput` if `out` holds anything but earlier results of the same experiment, unless by `force`.

    With the fingerprint `made` they must be these very results; what lies there unfinished must have that of `begun`.
    """
    if force:
        return
    manifest, parts = manifest_of(out), unfinished(out / PARTS)
    if manifest and (manifest.get("experiment") != experiment or made not in (None, manifest.get("fingerprint"))):
        held = f"it holds those of {manifest.get('experiment')}"
        raise _bad(out, f"a folder without other results ({held}; settings or code differ); --force replaces them")
    if parts and parts != begun:
        raise _bad(out, "a folder without another unfinished experiment (settings or code differ); --force drops it")
    if not (manifest or parts) and any(path.name not in (PARTS, LOCK) for path in out.iterdir()):
        raise _bad(out, "a new or empty folder; --force writes beside what it holds")


def _check_place(out: Path) -> None:
    """Raise `BadInput` where a file or a link that leads nowhere stands in the way of the folder, or within it."""
    with writing(out):
        place = next(folder for folder in (out.absolute(), *out.absolute().parents) if os.path.lexists(folder))
        for path in (place, *(place.iterdir() if place.is_dir() and place == out.absolute() else ())):
            if path.is_symlink() and not path.exists():
                raise _bad(out, f"a folder ({path.name} is a link that leads nowhere: {os.readlink(path)})")
    if not place.is_dir():
        raise _bad(out, f"a folder ({place.name} is a file)")


def _bad(out: Path, expected: str) -> BadInput:
    return BadInput("results", "--out", str(out), expected)


@contextmanager
def recording(out: Path, dialect: str = "") -> Iterator[Recorder]:
    """A recorder whose files take their places in `out` at the end, and are dropped if anything goes wrong.

    Raises `BadInput` if `out` cannot be written, or if somebody else writes into it.
    """
    with alone(out), recording_alone(out, dialect) as recorder:
        yield recorder


@contextmanager
def recording_alone(out: Path, dialect: str = "") -> Iterator[Recorder]:
    """The same in a folder that is held already."""
    parts = out / PARTS
    with writing(out):
        parts.mkdir(exist_ok=True)
        for left in parts.glob("finished-*"):  # by a process that was killed
            shutil.rmtree(left, ignore_errors=True)
        aside = Path(mkdtemp(prefix="finished-", dir=parts))
        try:
            yield Recorder(aside, DIALECTS[dialect or PLAIN.name])
            publish(aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            with suppress(OSError):
                parts.rmdir()  # where nothing else lies in it


@contextmanager
def adding(out: Path, manifest: Mapping[str, Any], dialect: str = "") -> Iterator[Recorder]:
    """A recorder of more files to finished results, beside those that stand there; all else stays as it is.

    But that tables are written anew where they are to be in another dialect.
    """
    with recording(out, dialect or dialect_in(manifest)) as recorder:
        for name in manifest["files"]:
            (recorder.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, recorder.folder / name)
        if recorder.dialect.name != dialect_in(manifest):
            recorder.translate()
        yield recorder
        recorder.seal(manifest)


def dialect_in(manifest: Mapping[str, Any]) -> str:
    """The dialect in which the tables of finished results stand."""
    return str(manifest.get(DIALECT, PLAIN.name))


def check_one_experiment(out: Path, fingerprint: str) -> None:
    """Raise `BadInput` unless what was played and lies in the folder is of this very experiment still."""
    if unfinished(out / PARTS) != fingerprint:
        raise _bad(out, "a folder of one experiment: another one put its histories there meanwhile, play again")


def drop_parts(out: Path, fingerprint: str) -> None:
    """Remove what is left of an experiment that is finished."""
    if unfinished(out / PARTS) == fingerprint:
        shutil.rmtree(out / PARTS, ignore_errors=True)

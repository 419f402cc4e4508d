"""Results of one history: written aside, then renamed into place, so that nothing is ever half-written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.base.errors import BadInput
from sim.base.recorder import Recorder, manifest_of, publish, writing


def free_for(out: Path, experiment: str, *, force: bool = False) -> None:
    """Raise `BadInput` if `out` is no folder, or holds anything but earlier results of the same kind."""
    if out.exists() and not out.is_dir():
        raise BadInput("results", "--out", str(out), "a folder, or a name that is still free")
    if force or not out.exists() or not any(out.iterdir()):
        return
    if (manifest_of(out) or {}).get("experiment") != experiment:
        expected = "a new or empty folder, or one with earlier results of the same command; --force writes into it"
        raise BadInput("results", "--out", str(out), expected)


@contextmanager
def recording(out: Path) -> Iterator[Recorder]:
    """A recorder whose files take their places in `out` at the end, and are dropped if anything goes wrong.

    Raises `BadInput` if `out` cannot be written.
    """
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            recorder = Recorder(aside)
            yield recorder
            out.mkdir(exist_ok=True)
            publish(recorder.folder, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

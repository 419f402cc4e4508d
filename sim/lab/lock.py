"""One at a time: whoever writes into a folder of results holds it, so that no two experiments ever mix their files.

The lock is the operating system's own on an open file. It ends with its process however that ends, so that a file which
a killed process left behind holds nobody up; and it reaches other machines wherever a network file system passes locks
on (NFS 4 and SMB do). Where the file system knows no locks, what the file says decides: a process of this machine that
is gone is passed over, one of another machine is not.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sim.base.errors import BadInput
from sim.base.recorder import writing

LOCK = ".lock"
"""The file, in the folder of results, that says who writes into it."""

BEYOND = 1 << 30
"""Byte that is locked on Windows, where nobody can read what is locked: far behind the text."""

NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
"""Errors by which a file system says that it knows no locks."""


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold a folder, which is made if it is not there, and goes again if it is left empty.

    Raises `BadInput` where it cannot be written, and where another process or thread holds it: which, and since when.
    """
    with writing(out):
        made = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
        file = _taken(out)
    try:
        yield
    finally:
        _release(file, out / LOCK)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _taken(out: Path) -> IO[str]:
    """The open file of the lock, once it is ours."""
    while True:
        file = (out / LOCK).open("a+", encoding="utf-8")
        if not _lock(file):
            told = _read(file)
            file.close()
            raise BadInput(
                "results", "--out", str(out), f"a folder into which nothing else writes now ({_words(told)})"
            )
        with suppress(OSError):
            if os.path.samestat(os.fstat(file.fileno()), (out / LOCK).stat()):  # its last holder may have removed it
                _write(file)
                return file
        file.close()


def _lock(file: IO[str]) -> bool:
    """Whether the file could be locked for this process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(BEYOND)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in NO_LOCKS and not _alive(_read(file))
    return True


def _release(file: IO[str], path: Path) -> None:
    if sys.platform == "win32":  # where an open file cannot be removed
        file.close()
    with suppress(OSError):
        path.unlink()
    file.close()


def _write(file: IO[str]) -> None:
    file.truncate(0)
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    file.write(json.dumps({"host": socket.gethostname(), "process": os.getpid(), "since": since}))
    file.flush()


def _read(file: IO[str]) -> dict[str, object]:
    """Who holds the lock, as far as it is told."""
    try:
        file.seek(0)
        told = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _words(told: dict[str, object]) -> str:
    if not told:
        return "another process does"
    return f"process {told.get('process')} on {told.get('host')} does, since {told.get('since')}"


def _alive(told: dict[str, object]) -> bool:
    """Whether whoever wrote the file may still be at work."""
    process, host = told.get("process"), told.get("host")
    if not isinstance(process, int) or host != socket.gethostname():
        return bool(told)
    try:
        os.kill(process, 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return True

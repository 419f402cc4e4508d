"""What a command said of finished results, to be said again at once where nothing has changed since.

It is kept in the user's cache with a hash of all that it hangs on: code, configuration, versions, what was asked, the
terminal, and every file of the results. Where any of them differs nothing is taken from it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

from sim.base.manifest import MANIFEST, manifest_of, whole
from sim.base.paths import CONFIGS, cache_folder

KEPT = 40
"""Answers that are kept, the newest."""
TERMINAL = ("TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "ENTENTE_KERNEL")
FILES = ("scenario", "posterior", "script", "scripts", "pathway", "pathways", "from_", "table", "series")
"""Options that may name a file whose content is not looked at here: then nothing is kept."""


class Memory:
    """What a command with these options says of the results in a folder."""

    def __init__(self, command: str, asked: Mapping[str, Any], out: Path) -> None:
        self.out, self.text = out, io.StringIO()
        self.plain = not any(_may_be_file(asked.get(name)) for name in FILES)
        self.path = cache_folder() / "answers" / f"{_hash(str(out.absolute()))}.json"
        meant = sorted((name, value) for name, value in asked.items() if name != "jobs")
        self.key = _hash(repr((command, meant, _made(), _terminal()))) if self.plain else ""

    def said_again(self) -> bool:
        """Say what was said before of these very results, if that is known."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            known = json.loads(self.path.read_text(encoding="utf-8")) if self.plain else {}
            if known["key"] == self.key and known["manifest"] == self._manifest():
                sys.stdout.write(known["text"])
                return True
        return False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear what is said."""
        with redirect_stdout(_Both(sys.stdout, self.text)):
            yield

    def keep(self, last: Callable[[], None]) -> None:
        """Keep what was heard, with a last line as it will be."""
        with redirect_stdout(_Both(None, self.text, sys.stdout)):
            last()
        known = {"key": self.key, "manifest": self._manifest(), "text": self.text.getvalue()}
        if self.plain and known["manifest"]:
            _write(self.path, json.dumps(known))

    def _manifest(self) -> str:
        """A hash of the manifest, where every file that it lists is as it was."""
        manifest = manifest_of(self.out)
        return (
            _hash((self.out / MANIFEST).read_text(encoding="utf-8")) if manifest and whole(self.out, manifest) else ""
        )


def checked(file: Path, check: Callable[[Path], str]) -> str:
    """What a check says of a file; that of one of the configuration is kept, and said again where nothing changed."""
    if not file.resolve().is_relative_to(CONFIGS.resolve()):
        return check(file)
    path = cache_folder() / "checks" / _hash(str(file.absolute()))
    key = f"{_hash(_made() + str(file))}\n"
    with suppress(OSError, ValueError):
        known = path.read_text(encoding="utf-8")
        if known.startswith(key):
            return known.removeprefix(key)
    said = check(file)
    _write(path, key + said)
    return said


def _write(path: Path, text: str) -> None:
    """Write a file of the cache, where that can be done, and forget what is old."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.write_text(text, encoding="utf-8")
        os.replace(aside, path)
        _forget(path.parent)


class _Both(io.TextIOBase):
    """A stream that also writes into a text; it looks like a terminal where the stream is one."""

    def __init__(self, stream: TextIO | None, text: io.StringIO, like: TextIO | None = None) -> None:
        self.stream, self.text, self.like = stream, text, like or stream or sys.stdout

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.like.encoding

    def isatty(self) -> bool:
        return self.like.isatty()

    def fileno(self) -> int:
        return self.like.fileno()

    def write(self, text: str) -> int:
        self.text.write(text)
        return self.stream.write(text) if self.stream else len(text)

    def flush(self) -> None:
        if self.stream:
            self.stream.flush()


def _may_be_file(value: object) -> bool:
    if isinstance(value, tuple | list):
        return any(map(_may_be_file, value))
    return isinstance(value, Path) or (isinstance(value, str) and bool(Path(value).suffix))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _made() -> str:
    """A hash of all code and configuration, and of versions."""
    digest = hashlib.sha256(f"{platform.python_version()} {version('numpy')}".encode())
    for top in (Path(__file__).parents[1], CONFIGS):
        for path in sorted(top.rglob("*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _terminal() -> tuple[object, ...]:
    """What decides how something is shown."""
    shown = sys.stdout.isatty()
    size = shutil.get_terminal_size() if shown else ()
    return (shown, size, sys.stdout.encoding, *map(os.environ.get, TERMINAL))


def _forget(folder: Path) -> None:
    for path in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        path.unlink(missing_ok=True)

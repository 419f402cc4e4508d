"""Where the project's configuration lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput
from sim.base.written import MINUS

LONG = 5_000
"""Characters of a TOML file from which on what was read of it is kept."""
_INSIDE = Path(__file__).parents[1] / "configs"
CONFIGS = _INSIDE if _INSIDE.is_dir() else Path(__file__).parents[2] / "configs"


def shown(path: Path) -> str:
    """Name a file as briefly as is still clear: relative to the configuration's parent where it lies there."""
    try:
        return path.resolve().relative_to(CONFIGS.resolve().parent).as_posix()
    except (ValueError, OSError, RuntimeError):
        return str(path)


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file; raise `BadInput` if it is missing, unreadable, not text or not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows begin a file with a mark of byte order
    except FileNotFoundError:
        raise BadInput(shown(path), "file", path.name, "an existing file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(shown(path), "file", str(error), "a readable UTF-8 text file") from None
    try:
        return _parsed(text) if len(text) > LONG else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a whole number of thousands of digits is no TOMLDecodeError
        raise BadInput(shown(path), "file", str(error), f"valid TOML{_hint(text, str(error))}") from None


def cache_folder() -> Path:
    """Where things are kept that can be made again: `ENTENTE_CACHE`, or the user's cache."""
    named = os.environ.get("ENTENTE_CACHE")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("entente", appauthor=False)


def _parsed(text: str) -> dict[str, Any]:
    """A long TOML text, which is kept as JSON once it is read: that is read twenty times as fast."""
    path = cache_folder() / "parsed" / f"{hashlib.sha256(text.encode()).hexdigest()}.json"
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    read = tomllib.loads(text)
    with suppress(OSError, TypeError, RecursionError):  # JSON has no dates: then nothing is kept
        kept, aside = json.dumps(read), path.with_name(f"{path.stem}.{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(kept, encoding="utf-8")
        os.replace(aside, path)
    return read


def _hint(text: str, error: str) -> str:
    """What may be meant, where a line that cannot be read holds a minus of a word processor."""
    at = re.search(r"at line (\d+)", error)
    line = text.splitlines()[int(at[1]) - 1] if at else ""
    return f"; {MINUS} is a typographic minus, numbers take a hyphen (-)" if MINUS in line else ""

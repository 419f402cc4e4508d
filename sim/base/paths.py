"""Where the project's configuration lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput
from sim.base.written import MINUS

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
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a whole number of thousands of digits is no TOMLDecodeError
        raise BadInput(shown(path), "file", str(error), f"valid TOML{_hint(text, str(error))}") from None


def _hint(text: str, error: str) -> str:
    """What may be meant, where a line that cannot be read holds a minus of a word processor."""
    at = re.search(r"at line (\d+)", error)
    line = text.splitlines()[int(at[1]) - 1] if at else ""
    return f"; {MINUS} is a typographic minus, numbers take a hyphen (-)" if MINUS in line else ""

"""The manifest of a folder of results, read without loading what writes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


def fingerprint_of(path: Path) -> dict[str, object]:
    """Size and hash of a file."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def manifest_of(out: Path) -> dict[str, Any] | None:
    """The manifest of a finished experiment; None where there is none that can be read."""
    try:
        document = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) and isinstance(document.get("files"), dict) else None


def whole(out: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether every file that a manifest lists is there, unchanged."""
    return all(
        (out / path).is_file() and fingerprint_of(out / path) == known for path, known in manifest["files"].items()
    )

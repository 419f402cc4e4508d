"""Units: those that a parameter or a number of the record may have; `configs/units.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import check, table, text

FILE = CONFIGS / "units.toml"


@cache
def units(of: str = "parameters", path: Path = FILE) -> tuple[str, ...]:
    """The units of `parameters`, or of `evidence`; raise `BadInput` for a file that lists them otherwise."""
    document, names = read_toml(path), {"type": "array", "items": text("a unit"), "uniqueItems": True}
    check(document, table({"parameters": names, "evidence": names}, ["parameters", "evidence"], "units"), shown(path))
    return tuple(document[of])

"""Dialects of CSV: the plain one, and others for spreadsheets whose language writes its numbers otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Dialect:
    """How a table is written: what parts cells, what marks decimals, and how characters become bytes."""

    name: str
    separator: str
    decimal: str
    encoding: str

    @property
    def reading(self) -> dict[str, Any]:
        """The same as options of `pandas.read_csv`."""
        return {"sep": self.separator, "decimal": self.decimal, "encoding": "utf-8-sig"}


PLAIN = Dialect("plain", ",", ".", "utf-8")
DIALECTS = {one.name: one for one in (PLAIN, Dialect("excel-de", ";", ",", "utf-8-sig"))}
"""All of them; a mark of byte order tells Excel that a file is UTF-8."""


def dialect_of(path: Path) -> Dialect:
    """The dialect of a file, by its first line: names of columns hold neither commas nor semicolons."""
    with path.open("rb") as file:
        head = file.readline()
    found = [one for one in DIALECTS.values() if head.count(one.separator.encode())]
    return max(found, key=lambda one: head.count(one.separator.encode()), default=PLAIN)

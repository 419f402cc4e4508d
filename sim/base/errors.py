"""What is said when an input is wrong: one line, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

LISTED = 24
"""Known names that are listed, where no near one is told instead."""


class BadInput(Exception):
    """A user's mistake, told in one line: file, key, value, what was expected, known alternatives."""

    def __init__(
        self,
        where: str | Path,
        key: str,
        value: object,
        expected: str,
        known: Iterable[str] = (),
    ) -> None:
        self.where, self.key, self.value = str(where), key, value
        self.expected, self.known = expected, tuple(known)
        super().__init__(self.line())

    def __reduce__(self) -> tuple[Any, ...]:
        return BadInput, (self.where, self.key, self.value, self.expected, self.known)

    def line(self) -> str:
        """The message as one line of characters that a terminal can show."""
        text = f"{self.where}: {_short(self.key)} = {_short(_told(self.value, repr))}: expected {self.expected}"
        plain = " ".join((text + self._alternatives()).split())
        return "".join(c if c.isprintable() else "?" for c in plain)

    def _alternatives(self) -> str:
        if not self.known:
            return ""
        close = difflib.get_close_matches(_told(self.value, str), self.known, n=3)
        hint = f"; did you mean {', '.join(map(_short, close))}?" if close else ""
        few = len(self.known) <= LISTED
        listed = ", ".join(map(_short, self.known[:LISTED])) + ("" if few else f", ... ({len(self.known)} in all)")
        return hint if close and not few else f"{hint}; known: {listed}"


def _told(value: object, write: Callable[[object], str]) -> str:
    """A value as it is told: some cannot be written, as a whole number of more than a few thousand digits."""
    try:
        return write(value)
    except Exception:  # whatever writes it: what is told is another mistake
        return f"a value of type {type(value).__name__}"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def known_or_bad(name: str, known: Iterable[str], where: str | Path, key: str, what: str) -> str:
    """Give `name` if it is among `known`, else raise `BadInput` listing them."""
    names = tuple(known)
    if name not in names:
        raise BadInput(where, key, name, what, names)
    return name

"""What is said when an input is wrong: one line, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any


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
        text = f"{self.where}: {_short(self.key)} = {_short(repr(self.value))}: expected {self.expected}"
        plain = " ".join((text + self._alternatives()).split())
        return "".join(c if c.isprintable() else "?" for c in plain)

    def _alternatives(self) -> str:
        if not self.known:
            return ""
        close = difflib.get_close_matches(str(self.value), self.known, n=3)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        listed = ", ".join(_short(name) for name in self.known[:40]) + (", ..." if len(self.known) > 40 else "")
        return f"{hint}; known: {listed}"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def known_or_bad(name: str, known: Iterable[str], where: str | Path, key: str, what: str) -> str:
    """Give `name` if it is among `known`, else raise `BadInput` listing them."""
    names = tuple(known)
    if name not in names:
        raise BadInput(where, key, name, what, names)
    return name

"""Numbers as they are written, on the command line and in tables."""

from __future__ import annotations

import re

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
MINUS = "\N{MINUS SIGN}"
"""The typographic minus, which texts from word processors and tables bring along."""


def read(text: str) -> float:
    """A number as it is written, also with a typographic minus; raise `ValueError` for anything else."""
    plain = text.strip().replace(MINUS, "-")
    if not NUMBER.fullmatch(plain):
        raise ValueError(f"{text!r} is no number")
    return float(plain)

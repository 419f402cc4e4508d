"""`entente bench`: how fast, how much memory, and how cost grows."""

from __future__ import annotations


def bench() -> None:
    """Measure speed."""

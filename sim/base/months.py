"""Calendar months as year-month, and the turns that count them."""

from __future__ import annotations

YEAR = 12


def month_of(turn: int, start: str) -> str:
    """The calendar month of a turn, as year-month; turn 0 is `start`."""
    year, month = divmod(_count(start) + turn, YEAR)
    return f"{year:04d}-{month + 1:02d}"


def turn_of(month: str, start: str) -> int:
    """The turn of a calendar month; turn 0 is `start`, what lies before it is below nothing."""
    return _count(month) - _count(start)


def _count(month: str) -> int:
    year, number = month.split("-")
    return int(year) * YEAR + int(number) - 1

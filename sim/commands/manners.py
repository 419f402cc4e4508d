"""How commands and scripts speak and end: printing never fails, and a mistake is one line and an exit code."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
import warnings
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any

import typer

from sim.base.errors import BadInput

FAILED, BAD_INPUT, STOPPED = 1, 2, 130
"""Exit codes beside 0 for done: failed, bad input, stopped by the user."""

# The ancestor of every complaint about usage, wherever Typer keeps it.
Complaint = typer.BadParameter.__mro__[2]

NEAREST = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{ALMOST EQUAL TO}": "~",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{MIDDLE DOT}": ".",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
}
"""What is printed where the console's code page lacks a character; letters lose their marks."""


def politely(work: Callable[[], object], *, debug: bool = False) -> int:
    """Do what a command or script does; give its exit code, and tell a mistake in one line, never as a traceback.

    What `work` gives is the code where it is a whole number. With `debug` a failure is shown in full.
    """
    _speak_plainly()
    warnings.formatwarning = lambda message, *_, **__: f"entente: {message}\n"
    if sys.flags.optimize > 1:
        _note("python -OO takes away what rules, meanings and help say; leave out one O")
    try:
        code = work()
        sys.stdout.flush()
    except Exception as error:
        if debug:
            raise
        return _told(error)
    except KeyboardInterrupt:
        code = STOPPED
    if code == STOPPED:
        _note("stopped")
    return code if isinstance(code, int) else 0


def _speak_plainly() -> None:
    """Let both streams print any character, or what is nearest to it; what is closed takes everything in silence."""
    codecs.register_error("nearest", _nearest)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="nearest")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return NEAREST.get(character) or bare or "?"


def _told(error: Exception) -> int:
    """Tell an error in one line on standard error, and give its exit code."""
    if isinstance(error, BadInput):
        _note(str(error))
        return BAD_INPUT
    if isinstance(error, Complaint):
        complaint: Any = error
        _note(f"{complaint.format_message()} (entente --help says more)")
        return BAD_INPUT
    if isinstance(error, typer.Abort):
        _note("stopped")
        return STOPPED
    _note(f"failed: {type(error).__name__}: {error} (--debug shows where)")
    return FAILED


def _note(text: str) -> None:
    """One line on standard error."""
    print(f"entente: {' '.join(text.split())}", file=sys.stderr)

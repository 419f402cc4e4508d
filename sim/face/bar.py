"""A bar of progress: in a terminal and in a notebook, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

Moved = Callable[..., None]
"""Told what is done, of how much, and, where it is no longer what the label says, what is being done."""


@contextmanager
def bar(label: str, shown: bool | None = None) -> Iterator[Moved]:
    """A bar that is moved by calling with what is done and of how much; on standard error in a terminal.

    Shown where somebody can see it unless `shown` says otherwise; gone when it is done.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    seen = console.is_terminal or (console.is_jupyter and find_spec("ipywidgets") is not None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not (seen if shown is None else shown)
    ) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total, what=label: progress.update(task, completed=done, total=total, description=what)

"""What is shown: tables and progress on a terminal, plain Markdown tables and no bars in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
from rich import box
from rich.console import Console, JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

PIPED = 10_000
"""Width of a line where no terminal sets one: nothing is wrapped."""


def screen() -> Console:
    """Standard output: as the terminal has it, or plain and unwrapped in a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, no_color=True, width=PIPED, force_terminal=False)


def say(text: str = "", style: str = "") -> None:
    """One paragraph, wrapped on a terminal."""
    screen().print(Text(text, style=style))


def show(table: pd.DataFrame, title: str = "") -> None:
    """One table; numbers to the right, long texts wrapped on a terminal, Markdown in a pipe."""
    out = screen()
    if title:
        out.print(Text(title, style="bold"))
    out.print(_grid(table) if out.is_terminal else f"\n{_markdown(table)}", markup=False)
    out.print()


def _grid(table: pd.DataFrame) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in map(str, table.columns):
        whole = not any(" " in _cell(value) for value in table[column])
        justify: JustifyMethod = "right" if _numeric(table[column]) else "left"
        grid.add_column(column, justify=justify, overflow="fold", no_wrap=whole)
    for row in table.itertuples(index=False):
        grid.add_row(*(Text(_cell(value)) for value in row))
    return grid


def _markdown(table: pd.DataFrame) -> str:
    head = [str(column) for column in table.columns]
    rows = [[_cell(value).replace("|", "\\|") for value in row] for row in table.itertuples(index=False)]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    right = [_numeric(table[column]) for column in table.columns]
    lines = [head, ["-" * (width - r) + ":" * r for width, r in zip(widths, right, strict=True)], *rows]
    return "\n".join(_line(line, widths, right) for line in lines)


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
    return f"| {' | '.join(padded)} |"


def show_story(lines: Iterable[tuple[str, str]]) -> None:
    """Months and sentences: one under the other on a terminal, `Aug 2023: sentence` in a pipe."""
    out = screen()
    if not out.is_terminal:
        for month, sentence in lines:
            out.print(f"{month}: {sentence}", markup=False)
        return
    grid, before = Table.grid(padding=(0, 2)), ""
    grid.add_column(style="bold", no_wrap=True)
    for month, sentence in lines:
        grid.add_row(month if month != before else "", Text(sentence))
        before = month
    out.print(grid)


def show_all(tables: Mapping[str, pd.DataFrame]) -> None:
    """Tables under their titles."""
    for title, table in tables.items():
        show(table, title)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.6g}"
    return str(value)


def _numeric(values: pd.Series) -> bool:
    """Whether a column reads as numbers, counts and shares included."""
    texts = [text for text in (_cell(value).rstrip("%") for value in values) if text]
    return bool(texts) and bool(pd.to_numeric(pd.Series(texts), errors="coerce").notna().all())


@contextmanager
def progress(label: str) -> Iterator[Callable[..., None]]:
    """A bar on standard error that a worker moves by calling with what is done and of how much; none in a pipe.

    A third word says what is being done, where that is no longer what the label says.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total, what=label: bar.update(task, completed=done, total=total, description=what)

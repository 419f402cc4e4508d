"""What is shown: tables and progress on a terminal, plain Markdown tables and no bars in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
from rich import box
from rich.console import Console, Group, JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sim.lab.pace import Notice, in_words

PIPED = 10_000
"""Width of a line where no terminal sets one: nothing is wrapped."""
FIRST, EVERY, FURTHER, LONGEST = 5.0, 10.0, 1.5, 300.0
"""Seconds before the first line that says how far something is; between lines at first, how that grows, and at last."""


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
    if not out.is_terminal:
        out.print(f"\n{_markdown(table)}", markup=False)
    else:
        out.print(_grid(table) if _narrowest(table) <= out.width else _stacked(table), markup=False)
    out.print()


def _narrowest(table: pd.DataFrame) -> int:
    """The width of a table whose texts are wrapped after every word."""
    words = ([str(name), *map(_cell, table[name])] for name in table.columns)
    return sum(2 + max(len(word) for text in texts for word in text.split() or [""]) for texts in words)


def _stacked(table: pd.DataFrame) -> Group:
    """A table that is too wide for the terminal: a row under another, each value beside the name of its column."""
    blocks: list[Table | Text] = []
    for row in table.itertuples(index=False):
        block = Table.grid(padding=(0, 2))
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for name, value in zip(table.columns, row, strict=True):
            block.add_row(str(name), Text(_cell(value)))
        blocks += [block, Text()]
    return Group(*blocks)


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
    """A worker tells what is done and of how much, and this shows it on standard error: a bar, or lines in a pipe.

    A third word says what is being done, where that is no longer what the label says; a `Notice` stays.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(label)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)

        def moved(done: int, total: int, what: str = label) -> None:
            if isinstance(what, Notice):
                console.print(f"{what}.", highlight=False)
            else:
                bar.update(task, completed=done, total=total, description=what)

        yield moved


class Lines:
    """Says on standard error how far something is where there is no terminal: a line now and then, none if it is soon.

    Lines come further apart the longer it takes.
    """

    def __init__(self, label: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.label, self.clock = label, clock
        self.what, self.began, self.first = label, clock(), 0
        self.next, self.pause = self.began + FIRST, EVERY

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Hear what is done, and say it if it is time."""
        what, now = what or self.label, self.clock()
        if isinstance(what, Notice):
            self._say(what)
            return
        if what != self.what:
            self.what, self.began, self.first = what, now, done
        if now >= self.next:
            self._say(f"{what}: {done:,} of {total:,}{self._left(done, total, now)}")
            self.next, self.pause = now + self.pause, min(self.pause * FURTHER, LONGEST)

    def _left(self, done: int, total: int, now: float) -> str:
        if not self.first < done < total or now - self.began < 1.0:
            return ""
        return f", about {in_words((now - self.began) * (total - done) / (done - self.first))} more"

    @staticmethod
    def _say(text: str) -> None:
        print(f"entente: {text}", file=sys.stderr, flush=True)

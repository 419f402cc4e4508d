"""What a study says, as it is shown: the verdict first, then its tables, and where the rest is."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

from sim.commands.console import say, show
from sim.commands.memory import Memory
from sim.lab.study import FIGURES, Results
from sim.report.studies.page import played_line
from sim.report.studies.telling import tale_of


def show_told(results: Results, memory: Memory | None = None) -> None:
    """Show the tale of a finished study; `memory` keeps what is said, but for how long it took."""
    with memory.listening() if memory else nullcontext():
        pictures = _show_tale(results)
    say(_last_line(results, pictures))
    if memory:
        memory.keep(lambda: say(_last_line(replace(results, reused=True), pictures)))


def _show_tale(results: Results) -> int:
    """Show all but the last line; give the number of figures."""
    tale = tale_of(results)
    say(tale.title, "bold")
    say(tale.question)
    say()
    for line in tale.verdict:
        say(f"- {line}")
    say()
    for section in tale.sections:
        if len(section.table):
            show(section.table, section.title)
        else:
            say(section.title, "bold")
        if section.note:
            say(section.note)
            say()
    say(played_line(results))
    return len(tale.pictures)


def _last_line(results: Results, pictures: int) -> str:
    facts, out = results.manifest, results.asked.out
    spent = f"played in {facts['wall_seconds_playing']:.1f} s, closed in {facts['wall_seconds_closing']:.1f} s"
    how = "Read from finished results" if results.reused else spent.capitalize()
    drawn = f"; figures in {out / FIGURES}" if pictures else ""
    return f"{how}. Page: {out / 'report.html'}{drawn}."

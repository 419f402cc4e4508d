"""What a study says, as it is shown: the verdict first, then its tables, and where the rest is."""

from __future__ import annotations

from sim.commands.console import say, show
from sim.lab.study import FIGURES, Results
from sim.report.studies.page import played_line
from sim.report.studies.telling import tale_of


def show_told(results: Results) -> None:
    """Show the tale of a finished study."""
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
    say(_last_line(results, len(tale.pictures)))


def _last_line(results: Results, pictures: int) -> str:
    facts, out = results.manifest, results.asked.out
    spent = f"played in {facts['wall_seconds_playing']:.1f} s, closed in {facts['wall_seconds_closing']:.1f} s"
    how = "Read from finished results" if results.reused else spent.capitalize()
    drawn = f"; figures in {out / FIGURES}" if pictures else ""
    return f"{how}. Page: {out / 'report.html'}{drawn}."

"""The page of a study: one file that can be read alone, the verdict in words first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from sim.lab.study import Results
from sim.report.chosen import played_with
from sim.report.html import cell, figures, files, table, whole
from sim.report.studies.limits import Limit
from sim.report.studies.tale import Section, Tale

BESIDE = {
    "data_dictionary.csv": "what every column means, with unit, source and bounds",
    "manifest.json": "what the results depend on, and what happened to the runs",
    "limits.md": "what the numbers do not say",
    "figures/": "every figure as PNG; asked for with --svg, also as SVG",
}


def page(tale: Tale, limits: Sequence[Limit], results: Results, folder: Path) -> str:
    """The page as HTML that needs no other file; the figures are those of a folder."""
    return whole(tale.title, _sections(tale, limits, results, folder))


def _sections(tale: Tale, limits: Sequence[Limit], results: Results, folder: Path) -> Iterator[str]:
    yield f"<h1>{escape(tale.title)}</h1>\n<p>{escape(tale.question)}</p>"
    yield f"<h2>Verdict</h2>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in tale.verdict)}</ul>"
    yield f"<p>{escape(played_line(results))}</p>"
    yield from map(_section, tale.sections)
    if tale.pictures:
        yield figures({picture.name: picture.title for picture in tale.pictures}, folder)
    yield "\n".join(["<h2>Limits</h2>", *(f"<h3>{escape(head)}</h3>\n<p>{escape(said)}</p>" for head, said in limits)])
    yield files(
        {**{one.file: _columns(results, one.file) for one in results.study.analyses}, **BESIDE}, results.manifest
    )


def played_line(results: Results) -> str:
    """How much was played, in a sentence."""
    facts, scenario = results.manifest, results.scenario
    return (
        f"{scenario.title}. {facts['runs']:,} histories: {facts['arms']} arms, {facts['replicates']} replicates each "
        f"on common random numbers, {facts['turns']} months. {facts['failed']} failed. {played_with(facts)}"
    )


def _section(section: Section) -> str:
    rows = ([cell(_text(value)) for value in row] for row in section.table.itertuples(index=False))
    note = f"<p>{escape(section.note)}</p>" if section.note else ""
    shown = table(map(str, section.table.columns), rows) if len(section.table) else ""
    return f"<h2>{escape(section.title)}</h2>\n{shown}{note}"


def _text(value: object) -> str:
    return ("" if value != value else f"{value:.6g}") if isinstance(value, float) else str(value)


def _columns(results: Results, file: str) -> str:
    one = next(one for one in results.study.analyses if one.file == file)
    return "columns " + ", ".join(quantity.name for quantity in one.columns(results))


def as_markdown(limits: Iterable[Limit]) -> str:
    """The limits as a page of Markdown."""
    return "\n".join(["# Limits of this study\n", *(f"## {head}\n\n{said}\n" for head, said in limits)])

"""The report: one page that can be read alone, with the answers, figures, limits and where each number stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from sim.base.recorder import Recorder
from sim.model.measures import Outcome
from sim.report.chosen import played_with
from sim.report.html import cell, figures, files, table, whole
from sim.report.sweep.answer_page import sections_of
from sim.report.sweep.figures import Picture
from sim.report.sweep.findings import Findings, label, number, titled, unit_of
from sim.report.sweep.limits import as_markdown, limits
from sim.report.sweep.maps import Answering

FILES = {
    "commitments.csv": "what each action promises, and what was given, delivered, crowded out, held by a ceiling",
    "runs.csv": "a row per run: mix, replicate, levers, every outcome",
    "turns.csv": "mean and quantiles of every series, by mix and turn",
    "effects.csv": "every comparison, with intervals and replicates needed",
    "doses.csv": "what each action alone changes at each dose",
    "ranks.csv": "what each mix is worth under three weightings, with regret",
    "drivers.csv": "on which parameter an effect hangs, where sets were drawn",
    "variance.csv": "luck and parameters told apart, where sets were drawn",
    "theories.csv": "what each action changes under rival theories, where asked for",
    "levels.csv": "every outcome in every mix",
    "orders.csv": "the orders of replicate 0 of every mix, with reasons",
    "data_dictionary.csv": "what every column means, with unit, source and bounds",
    "manifest.json": "what the results depend on, and what happened to the runs",
    "limits.md": "what the numbers do not say",
    "figures/": "every figure as PNG; asked for with --svg, also as SVG",
}
FIGURES = "figures"


def drawn(picture: Answering | Picture, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    # these load Matplotlib, in the processes that draw
    if isinstance(picture, Answering):
        from sim.report.sweep.drawn_maps import draw_answer

        return draw_answer(picture, svg)
    from sim.report.sweep.drawing import draw

    return draw(picture, svg)


def write_pages(recorder: Recorder, findings: Findings, drawn: Iterable[Answering | Picture]) -> None:
    """Write the report, with the figures that were drawn, and the page of limits."""
    recorder.describe({**FILES, "report.html": "answer, figures and limits on one page"})
    recorder.text("limits.md", as_markdown(findings))
    captions = {picture.name: picture.title for picture in drawn}
    recorder.text("report.html", page(findings, captions, recorder.folder / FIGURES))


def page(findings: Findings, captions: Mapping[str, str], folder: Path) -> str:
    """The report as one page of HTML that needs no other file."""
    answer = sections_of(findings.told)
    told = [f"<p>{_placebo(findings)}</p>", _mixes(findings), figures(captions, folder), _limits(findings)]
    sections = [_head(findings), *answer, *told]
    return whole(findings.scenario.title, [*sections, files(FILES, findings.manifest)])


def _head(findings: Findings) -> str:
    facts = findings.manifest
    return (
        f"<h1>{escape(findings.scenario.title)}: what the recommended actions change</h1>\n"
        f"<p>{escape(findings.scenario.summary)}</p>\n"
        f"<p>{facts['runs']:,} histories: every mix of {len(findings.actions)} actions, and the placebo on two of "
        f"them, {facts['replicates']} replicates each, {facts['turns']} turns. The actions act from "
        f"{findings.scenario.month(facts['levers_from'])}; outcomes are measured from "
        f"{findings.scenario.month(facts['measured_from'])}. {facts['failed']} runs failed. {played_with(facts)}</p>"
    )


def _named(outcome: Outcome) -> str:
    place = "" if outcome.theatre == "global" else f"{titled(outcome.theatre)}, "
    return cell(label(outcome), f"{place}{unit_of(outcome)}", title=outcome.quantity.meaning)


def _placebo(findings: Findings) -> str:
    placebo = findings.of_kind("placebo")
    if placebo.empty:
        return "This scenario has no placebo."
    largest = placebo["difference"].abs().max()
    return f"The placebo, a lever that promises nothing: largest difference over all outcomes {number(float(largest))}."


def _mixes(findings: Findings) -> str:
    rows = []
    for outcome in findings.headlines():
        levels = (findings.level(mix, outcome.name) for mix in findings.mixes)
        rows.append([_named(outcome), *(_level(level) for level in levels)])
    head = ["outcome", *(titled(mix) for mix in findings.mixes)]
    return (
        "<h2>Levels</h2>\n<p>Means over replicates of the baseline, of each action alone and of all of them, with "
        "their 95 % intervals. "
        f"All mixes stand in <code>levels.csv</code>.</p>\n{table(head, rows)}"
    )


def _level(level: Mapping[str, Any]) -> str:
    bounds = f"{number(float(level['low']))} to {number(float(level['high']))}"
    return cell(number(float(level["mean"])), bounds)


def _limits(findings: Findings) -> str:
    parts = [f"<h3>{escape(heading)}</h3>\n<p>{escape(text)}</p>" for heading, text in limits(findings)]
    return "\n".join(["<h2>Limits</h2>", *parts])

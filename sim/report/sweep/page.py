"""The report: one page that can be read alone, with the answers, figures, limits and where each number stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.recorder import Recorder
from sim.model.measures import Outcome
from sim.report.html import cell, figures, files, table, whole
from sim.report.sweep.figures import Picture
from sim.report.sweep.findings import Findings, label, number, signed, titled, unit_of
from sim.report.sweep.limits import as_markdown, limits

FILES = {
    "runs.csv": "a row per run: mix, replicate, levers, every outcome",
    "turns.csv": "mean and quantiles of every series, by mix and turn",
    "effects.csv": "every comparison, with intervals and replicates needed",
    "levels.csv": "every outcome in every mix",
    "orders.csv": "the orders of replicate 0 of every mix, with reasons",
    "data_dictionary.csv": "what every column means, with unit, source and bounds",
    "manifest.json": "what the results depend on, and what happened to the runs",
    "limits.md": "what the numbers do not say",
    "figures/": "every figure as PNG; asked for with --svg, also as SVG",
}
FIGURES = "figures"


def drawn(picture: Picture, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    from sim.report.sweep.drawing import draw  # loads Matplotlib, in the processes that draw

    return draw(picture, svg)


def write_pages(recorder: Recorder, findings: Findings, drawn: Iterable[Picture]) -> None:
    """Write the report, with the figures that were drawn, and the page of limits."""
    recorder.text("limits.md", as_markdown(findings))
    captions = {picture.name: picture.title for picture in drawn}
    recorder.text("report.html", page(findings, captions, recorder.folder / FIGURES))


def page(findings: Findings, captions: Mapping[str, str], folder: Path) -> str:
    """The report as one page of HTML that needs no other file."""
    sections = [_head(findings), _answers(findings), _mixes(findings), figures(captions, folder), _limits(findings)]
    return whole(findings.scenario.title, [*sections, files(FILES, findings.manifest)])


def _head(findings: Findings) -> str:
    facts = findings.manifest
    return (
        f"<h1>{escape(findings.scenario.title)}: what the recommended actions change</h1>\n"
        f"<p>{escape(findings.scenario.summary)}</p>\n"
        f"<p>{facts['runs']:,} histories: every mix of {len(findings.actions)} actions, and the placebo on two of "
        f"them, {facts['replicates']} replicates each, {facts['turns']} turns. The actions act from "
        f"{findings.scenario.month(facts['levers_from'])}; outcomes are measured from "
        f"{findings.scenario.month(facts['measured_from'])}. {facts['failed']} runs failed.</p>"
    )


def _answers(findings: Findings) -> str:
    rows = [_answer(findings, outcome) for outcome in findings.headlines()]
    head = ["outcome", "baseline", *(titled(action) for action in findings.actions)]
    return (
        "<h2>What each action changes</h2>\n"
        "<p>Main effects: the action at full strength less without it, averaged over every setting of the other "
        "actions, on common random numbers. Below each its 95 % interval corrected for the number of comparisons; "
        "shaded where it leaves out zero. * marks a comparison whose replicates do not reach the wanted precision."
        "</p>\n"
        f"{table(head, rows)}\n<p>{_placebo(findings)}</p>"
    )


def _answer(findings: Findings, outcome: Outcome) -> list[str]:
    effects = findings.of_kind("main")
    own = effects[effects["outcome"] == outcome.name]
    cells = [_effect(effect) for _, effect in own.iterrows()]
    return [_named(outcome), cell(number(float(own["baseline_mean"].iloc[0]))), *cells]


def _named(outcome: Outcome) -> str:
    place = "" if outcome.theatre == "global" else f"{titled(outcome.theatre)}, "
    return cell(label(outcome), f"{place}{unit_of(outcome)}", title=outcome.quantity.meaning)


def _effect(effect: pd.Series) -> str:
    low, high = float(effect["low_corrected"]), float(effect["high_corrected"])
    said = effect["reading"] if isinstance(effect["reading"], str) else ""
    if said == "no run differs":
        return cell(said, kind="none")
    kind = "clear" if said.endswith(("larger", "smaller")) else "none"
    star = "" if effect["enough"] == "yes" else " *"
    return cell(
        f"{signed(float(effect['difference']))}{star}", f"{signed(low)} to {signed(high)}; {_chance(effect)}", kind=kind
    )


def _chance(effect: pd.Series) -> str:
    """How likely the difference matters, on the likelier side."""
    above, below = float(effect["p_above"]), float(effect["p_below"])
    side, chance = ("larger", above) if above >= below else ("smaller", below)
    return f"{effect['reading']} ({side} {chance:.0%})"


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

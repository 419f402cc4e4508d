"""Telling: the report of any study that makes a tale, with figures, page and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.base.recorder import Recorder
from sim.lab.study import FIGURES, Files, Report, Results
from sim.report.studies.drawn import files_of
from sim.report.studies.limits import limits
from sim.report.studies.page import as_markdown, page
from sim.report.studies.tale import Tale


@dataclass(frozen=True)
class Telling(Report):
    """A report that is made from a tale; `tell` makes the tale of results from their tables and manifest alone."""

    tell: Callable[[Results], Tale]


def telling(tell: Callable[[Results], Tale]) -> Telling:
    """The report of a tale: figures, `report.html`, `limits.md`, and the verdict in the manifest."""
    return Telling(partial(_figures, tell), partial(_pages, tell), tell)


def tale_of(results: Results) -> Tale:
    """The tale of results, finished or being closed; raise `ValueError` where their study tells none."""
    if not isinstance(results.study.report, Telling):
        raise ValueError(f"{results.study.name} tells no tale")
    return results.once(results.study.report.tell)


def _figures(tell: Callable[[Results], Tale], results: Results) -> list[Files]:
    return [partial(files_of, picture, results.asked.svg) for picture in results.once(tell).pictures]


def _pages(tell: Callable[[Results], Tale], results: Results, recorder: Recorder) -> Mapping[str, Any]:
    tale = results.once(tell)
    every = (*limits(results), *tale.limits)
    recorder.text("limits.md", as_markdown(every))
    recorder.text("report.html", page(tale, every, results, recorder.folder / FIGURES))
    return {"title": tale.title, "question": tale.question, "verdict": list(tale.verdict)}

"""A finished study in the hand: its verdict, its tables, its page; and how a scenario as it was changed is studied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.errors import BadInput, known_or_bad
from sim.base.hashes import plain
from sim.base.recorder import read_table
from sim.engine.interventions import NOTHING, Intervention
from sim.face.bar import bar
from sim.face.html import page_of
from sim.inputs.parameters import Schedule
from sim.lab.experiment import carry_out
from sim.lab.study import FIGURES, Results
from sim.report.studies.page import played_line
from sim.report.studies.telling import Telling, tale_of
from sim.report.sweep import telling
from sim.studies.factorial_sweep import told_of
from sim.studies.registry import known_options, listing

if TYPE_CHECKING:
    from sim.face.scenario import Scenario

Sections = tuple[tuple[str, pd.DataFrame], ...]


@dataclass(frozen=True, eq=False)
class Studied:
    """A study that stands finished in a folder: what it says, and its tables as DataFrames."""

    name: str
    question: str
    said: str
    verdict: tuple[str, ...]
    sections: Sections
    folder: Path
    manifest: Mapping[str, Any]

    @classmethod
    def of(
        cls, scenario: Scenario, name: str, out: Path | None, progress: bool | None, options: Mapping[str, Any]
    ) -> Studied:
        """A study of a scenario as it was changed, carried out or read where it stands finished."""
        return _carried(scenario, name, out, progress, options)

    @property
    def tables(self) -> list[str]:
        """The tables that there are."""
        return sorted(Path(file).stem for file in self.manifest["files"] if file.endswith(".csv"))

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables, whole; raise `BadInput` for one that is not there."""
        known_or_bad(name, self.tables, self.name, "table", "a table of this study")
        return read_table(self.folder / f"{name}.csv")

    @property
    def page(self) -> Path:
        """The page that tells it all, for a browser."""
        return self.folder / "report.html"

    @property
    def figures(self) -> list[Path]:
        """The figures, as PNG."""
        return sorted((self.folder / FIGURES).glob("*.png"))

    def _repr_html_(self) -> str:
        said = "\n".join([self.question, *self.verdict, self.said, f"Page: {self.page}"])
        return page_of(self.name, said, *self.sections)


def _carried(
    scenario: Scenario, name: str, out: Path | None, progress: bool | None, options: Mapping[str, Any]
) -> Studied:
    module = import_module(f"sim.studies.{listing(name, 'study').module}")
    own = _common(scenario, name)
    asked = {"jobs": 1, **_asked(scenario, own, module.Options), **options}
    known_options(name, module.Options, asked)
    given = module.Options(**asked if out is None else {**asked, "out": out})
    rest = replace(
        own,
        script=() if "script" in asked else own.script,
        theories={} if "theories" in asked else own.theories,
        parameters={} if "settings" in asked else own.parameters,
    )
    study = module.study(given)
    if rest != NOTHING:
        study = replace(study, common=study.common.also(rest), facts={**study.facts, "under": plain(rest)})
    with bar(f"{scenario.title}, {name}", progress) as moved:
        results = carry_out(study, given, moved)
    return _studied(name, results)


def _studied(name: str, results: Results) -> Studied:
    question, verdict, sections = listing(name).question, tuple[str, ...](), dict[str, pd.DataFrame]()
    if isinstance(results.study.report, Telling):
        tale = tale_of(results)
        question, verdict = tale.question, tale.verdict
        sections = {one.title: one.table for one in tale.sections}
    elif name == "sweep":
        told = results.once(told_of)
        sections = {"In short": telling.in_short(told), "Mixes under three weightings": telling.ranks(told)}
    facts = results.manifest
    return Studied(name, question, played_line(results), verdict, tuple(sections.items()), results.asked.out, facts)


def _common(scenario: Scenario, name: str) -> Intervention:
    """What is different in every arm; raise `BadInput` for levers, which a study moves itself."""
    own = scenario.changes.intervention(scenario.loaded, scenario.origins.acts(scenario.loaded))
    pulled = [lever for lever in own.parameters if lever in scenario.loaded.parameters.levers]
    if pulled or own.levers != Schedule() or own.triggers:
        told = ", ".join(pulled) or "a pathway"
        raise BadInput(f"study {name}", "levers", told, "no lever that is pulled already: a study moves them itself")
    return replace(own, held_from=own.held_from if own.held else 0)


def _asked(scenario: Scenario, own: Intervention, options: Any) -> dict[str, Any]:
    """What a study is asked for, of what is different."""
    known = {one.name for one in fields(options)}
    asked: dict[str, Any] = {
        "scenario": scenario.name,
        "start": scenario.start,
        "parameters": scenario.parameters_from,
        "history": scenario.history,
        "settings": own.parameters,
        "script": own.script,
        "theories": own.theories,
    }
    if scenario.branch:
        if "checkpoint" not in known:
            raise BadInput("study", "checkpoint", scenario.name, "sweep or run_many: this study begins at the start")
        asked |= {"checkpoint": scenario.branch, "seed": scenario.branch.seed, "parameters": "default"}
    return {name: value for name, value in asked.items() if value and name in known}

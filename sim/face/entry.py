"""The way in: load a scenario or a checkpoint, list what there is, carry out a study."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.face.scenario import Scenario
from sim.lab import saved
from sim.scenarios.scenario import load_scenario, scenario_names
from sim.studies.registry import STUDIES

if TYPE_CHECKING:
    from sim.face.studied import Studied

CASE = "northeast-asia"


def load(name: str | PathLike[str] = CASE) -> Scenario:
    """A scenario by name, or from a file: a `.toml` of your own, or a checkpoint (`.npz`) to go on from.

    `entente.list_scenarios()` lists the names. Raises `BadInput` with one line for a name that is not known, for
    whatever is wrong in a file, and for a checkpoint of another code or scenario.
    """
    text = fspath(name)
    if text.endswith(".npz"):
        branch = saved.load(Path(text))
        return Scenario(branch.scenario, branch=branch)
    scenario = Scenario(text)
    scenario.loaded  # noqa: B018 # what is wrong in it is told now
    return scenario


def list_scenarios() -> pd.DataFrame:
    """The scenarios that ship with the project."""
    found = [load_scenario(name) for name in scenario_names()]
    rows = [{"scenario": s.name, "title": s.title, "first": s.start_month, "months": s.turns} for s in found]
    return pd.DataFrame(rows).set_index("scenario")


def list_studies() -> pd.DataFrame:
    """The studies that can be carried out by name, with what each asks."""
    return pd.DataFrame([{"study": one.name, "question": one.question} for one in STUDIES]).set_index("study")


def study(
    name: str,
    out: str | PathLike[str] | None = None,
    scenario: str | Scenario = CASE,
    progress: bool | None = None,
    **options: Any,
) -> Studied:
    """Carry out a study by its name; the same as `load(scenario).study(name, ...)`."""
    return _handle(scenario).study(name, out, progress, **options)


def evaluate(
    table: pd.DataFrame | Mapping[str, Any],
    scenario: str | Scenario = CASE,
    progress: bool | None = None,
    **options: Any,
) -> pd.DataFrame:
    """The mean outcomes of every row of a table of levers, parameters, theories and starts.

    All rows are played on the same `replicates` (10), so that differences are paired. `outcomes` names some;
    `parameters`, `history`, `seed`, `jobs`, `out` are those of `sim.lab.evaluate`.
    """
    return _handle(scenario).evaluate(table, progress, **options)


def _handle(scenario: str | Scenario) -> Scenario:
    return scenario if isinstance(scenario, Scenario) else load(scenario)

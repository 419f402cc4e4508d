"""What is declared, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from sim.base.errors import known_or_bad
from sim.engine.interventions import Intervention, case_of
from sim.face.changes import Changes
from sim.lab.begun import Origins
from sim.lab.history import HISTORIES
from sim.lab.samplers import SOURCES
from sim.model.outcomes import outcomes_of
from sim.model.theories import THEORIES
from sim.scenarios.scenario import Scenario


def actors(scenario: Scenario) -> pd.DataFrame:
    """Who plays."""
    cast = scenario.cast
    rows = {"title": cast.titles, "role": cast.roles, "home": cast.homes}
    return pd.DataFrame(rows, index=pd.Index(cast.names, name="actor"))


def levers(scenario: Scenario) -> pd.DataFrame:
    """What can be done, and in which dose."""
    declared = (scenario.parameters.declared[name] for name in scenario.parameters.levers)
    rows = [
        {
            "lever": one.name,
            "title": one.title,
            "dose": one.dose,
            "dose_unit": one.dose_unit,
            "highest": one.high,
            "recommended": one.recommended,
            "promises": one.promises,
            "meaning": one.meaning,
        }
        for one in declared
    ]
    return pd.DataFrame(rows).set_index("lever")


def parameters(scenario: Scenario) -> pd.DataFrame:
    """Every number one could dispute, as the scenario has it."""
    p = scenario.parameters
    said = ("low", "high", "unit", "kind", "grade", "contested", "passage", "meaning", "source")
    rows = [
        {"parameter": name, "value": p[name], **{column: getattr(one, column) for column in said}}
        for name, one in p.declared.items()
        if one.kind != "lever"
    ]
    return pd.DataFrame(rows).set_index("parameter")


def outcomes(scenario: Scenario) -> pd.DataFrame:
    """What is measured of each history."""
    rows = [
        {
            "outcome": one.name,
            "theatre": one.theatre,
            "unit": one.quantity.unit,
            "headline": one.headline,
            "least": one.least.size if one.least else float("nan"),
            "meaning": one.quantity.meaning,
        }
        for one in outcomes_of(scenario.cast)
    ]
    return pd.DataFrame(rows).set_index("outcome")


def theories() -> pd.DataFrame:
    """Where scholars disagree."""
    rows = [{"theory": name, "about": one.meaning, "sides": ", ".join(one.choices)} for name, one in THEORIES.items()]
    return pd.DataFrame(rows).set_index("theory")


def checked(scenario: Scenario, own: Intervention, origins: Origins) -> None:
    """Raise `BadInput` for whatever is not known or out of its range."""
    known_or_bad(origins.source, SOURCES, "change", "parameters", "a known source")
    known_or_bad(origins.history, HISTORIES, "change", "history", "how the past is played")
    case_of(scenario, replace(own, ablated=dict(own.ablated)), "change")


def told(scenario: Scenario, changes: Changes, origins: Origins) -> Iterator[tuple[str, pd.DataFrame]]:
    """What a notebook shows of a scenario: what is different, and what can be done."""
    rows = [{"changed": what, "to": str(value)} for what, value in different(changes, origins)]
    if origins.branch:
        where = f"{scenario.month(origins.branch.turn)}, turn {origins.branch.turn}"
        rows.insert(0, {"changed": "goes on from", "to": f"{where}, {origins.branch.runs} saved"})
    yield "What is different", pd.DataFrame(rows)
    yield "What can be done", levers(scenario)[["title", "dose", "dose_unit"]]


def different(changes: Changes, origins: Origins) -> Iterator[tuple[str, object]]:
    """What is different, by name."""
    for name, value in vars(changes).items():
        if value and value != getattr(Changes(), name):
            yield name, value
    for name in ("start", "source", "history"):
        if getattr(origins, name) != getattr(Origins(), name):
            yield name, getattr(origins, name)

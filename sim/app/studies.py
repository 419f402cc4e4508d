"""Finished studies beside the sweep: when to begin an action, and which parameters decide what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.app.answer import actions_of
from sim.app.choice import Choice
from sim.app.columns import columns_of
from sim.app.compare import place
from sim.app.contract_answer import CurveTold, Driver, Studies
from sim.app.results import beside
from sim.lab.analyses.compared import OF_COMPARED
from sim.report.studies.sensitivity import SOBOL_FILE
from sim.scenarios.scenario import Scenario

STRONGEST = 2
"""Parameters that are told of each effect."""


def studies(choice: Choice, named: Path | None) -> Studies:
    """What the studies `timing` and `sensitivity` say, where they lie beside the sweep and fit the model."""
    scenario = choice.played
    delays = beside(scenario, named, "timing", OF_COMPARED.file)
    shares = beside(scenario, named, "sensitivity", SOBOL_FILE)
    return {
        "timing": {} if delays is None else _timing(*delays, scenario),
        "drivers": [] if shares is None else _drivers(shares[0], scenario),
    }


def _timing(table: pd.DataFrame, manifest: Mapping[str, Any], scenario: Scenario) -> dict[str, list[CurveTold]]:
    """By action how outcomes answer to the turn in which it begins: at once, at its dose, with everybody."""
    begin = int(manifest.get("measured_from", scenario.levers_from))
    level = min(table["level"], key=lambda one: abs(one - 1.0))
    usual = (table["ramp"] == table["ramp"].min()) & (table["level"] == level)
    shown = {column.outcome.name for column in columns_of(scenario)}
    own = table[usual & (table["joins"] == table["joins"].iloc[0]) & table["outcome"].isin(shown)]
    own = own.assign(turn=begin + own["start"]).sort_values("turn", kind="stable")
    return {
        action: [
            {"outcome": str(name), "points": [place(row, "turn") for row in rows.to_dict("records")]}
            for name, rows in own[own["action"] == action].groupby("outcome", sort=False)
        ]
        for action in actions_of(scenario)
        if (own["action"] == action).any()
    }


def _drivers(table: pd.DataFrame, scenario: Scenario) -> list[Driver]:
    """The parameters that have most of a part in each effect that matters; those first with which one turns."""
    least = {column.outcome.name: column.told["least"] for column in columns_of(scenario)}
    own = table[table["action"].isin(actions_of(scenario)) & table["outcome"].isin(least)]
    ends = own[["at_low", "at_high"]]
    own = own[ends.abs().max(axis=1) >= own["outcome"].map(least)].sort_values("total", ascending=False)
    rows = own.groupby(["action", "outcome"], sort=False).head(STRONGEST).to_dict("records")
    return sorted((_driver(row, scenario) for row in rows), key=lambda one: not one["turns"])


def _driver(row: Mapping[Any, Any], scenario: Scenario) -> Driver:
    declared = scenario.parameters.declared.get(str(row["parameter"]))
    return {
        "action": str(row["action"]),
        "outcome": str(row["outcome"]),
        "parameter": str(row["parameter"]),
        "meaning": declared.meaning if declared else "",
        "contested": bool(declared and declared.contested),
        "at_lowest": float(row["at_low"]),
        "at_highest": float(row["at_high"]),
        "turns": float(row["at_low"]) * float(row["at_high"]) < 0.0,
        "share": float(row["total"]),
    }

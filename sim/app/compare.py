"""Every mix of a finished sweep side by side, how outcomes answer to the dose, and what turns the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.app.answer import actions_of
from sim.app.cells import plain, read_cell
from sim.app.choice import Choice
from sim.app.columns import Column, columns_of
from sim.app.contract_answer import CurveTold, Driver, Mix, Mixes, Place, Rival, WeightingTold
from sim.app.results import Finished
from sim.base.arrays import Array
from sim.base.recorder import read_table
from sim.lab.designs import BASELINE, EVERYTHING
from sim.lab.weightings import weighed
from sim.lab.wide import USUAL
from sim.model.measures import Outcome
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import Scenario


def compare(choice: Choice, finished: Finished | None) -> Mixes | None:
    """What a finished sweep says of all mixes; nothing without one."""
    if finished is None:
        return None
    scenario, columns = choice.played, columns_of(choice.played)
    wanted = _weighed(scenario)
    mixes, runs = _mixes(finished, scenario, columns), _runs(finished, [outcome.name for outcome in wanted])
    return {
        "mixes": mixes,
        "outcomes": [outcome.name for outcome in wanted],
        "draws": int(finished.manifest["draws_per_set"]),
        "drawn": finished.manifest["parameters"] != "default",
        "worth": [_worth(runs, mix["name"], wanted) for mix in mixes],
        "weightings": [_weighting(one, wanted) for one in weighed(wanted)],
        "curves": {action: _curves(finished, action, columns) for action in actions_of(scenario)},
        "drivers": _drivers(finished, scenario, columns),
        "rivals": _rivals(finished, columns),
    }


def _weighed(scenario: Scenario) -> list[Outcome]:
    """The outcomes that any weighting wants, and those that are shown."""
    outcomes = outcomes_of(scenario.cast)
    shown = {column.outcome.name for column in columns_of(scenario)}
    known = weighed(outcomes)
    return [one for one in outcomes if one.least and (one.name in shown or any(w.of(one) for w in known))]


def _mixes(finished: Finished, scenario: Scenario, columns: list[Column]) -> list[Mix]:
    effects = finished.told.tables["effects.csv"]
    own = effects[effects["kind"] == "mix"]
    rows = {(row["mix"], row["outcome"]): row for row in own.to_dict("records")}
    recommended = [name for name in actions_of(scenario) if scenario.parameters.declared[name].recommended]
    names = [str(name) for name in dict.fromkeys(own["mix"])]
    return [
        {
            "name": name,
            "actions": recommended if name == EVERYTHING else name.split("+"),
            "cells": [read_cell(rows.get((name, column.outcome.name), {})) for column in columns],
        }
        for name in names
    ]


def _runs(finished: Finished, outcomes: list[str]) -> Mapping[str, pd.DataFrame]:
    """What every replicate came to in each mix, under the theories that are taken anyway."""
    kept = {"mix", "replicate", "theory", *outcomes}
    table = read_table(finished.folder / "runs.csv", usecols=lambda name: name in kept)
    if "theory" in table:
        table = table[table["theory"] == USUAL]
    return {str(mix): rows.sort_values("replicate") for mix, rows in table.groupby("mix", sort=False)}


def _worth(runs: Mapping[str, pd.DataFrame], mix: str, outcomes: list[Outcome]) -> list[list[float]]:
    """By outcome and replicate the difference of a mix to the baseline, in smallest differences of interest."""
    found = [_differences(runs, mix, outcome) for outcome in outcomes]
    return [[float(f"{value:.4g}") for value in row] for row in found]


def _differences(runs: Mapping[str, pd.DataFrame], mix: str, outcome: Outcome) -> Array:
    name, base = outcome.name, runs[BASELINE]
    least = outcome.least.size if outcome.least else 1.0
    if name not in base or mix not in runs:
        return np.zeros(len(base))
    difference: Array = (runs[mix][name].to_numpy(float) - base[name].to_numpy(float)) / least
    return np.nan_to_num(difference)


def _weighting(one: Any, outcomes: list[Outcome]) -> WeightingTold:
    weights = {outcome.name: one.of(outcome) * outcome.least.size for outcome in outcomes if outcome.least}
    kept = {name: float(f"{weight:.6g}") for name, weight in weights.items() if weight}
    return {"name": one.name, "title": one.title, "reason": one.reason, "weights": kept}


def _curves(finished: Finished, action: str, columns: list[Column]) -> list[CurveTold]:
    table = finished.told.tables.get("doses.csv", pd.DataFrame())
    if table.empty:
        return []
    own = table[table["action"] == action]
    shown = {column.outcome.name for column in columns}
    return [
        {"outcome": str(name), "points": [place(row, "dose") for row in rows.sort_values("dose").to_dict("records")]}
        for name, rows in own[own["outcome"].isin(shown)].groupby("outcome", sort=False)
    ]


def place(row: Mapping[Any, Any], at: str) -> Place:
    """A point of a curve from a row of a table, of which the column `at` says where it lies."""
    ends = (plain(row[name]) for name in ("low", "high", "low_90", "high_90"))
    return Place(float(row[at]), float(row["difference"]), *ends)


def _drivers(finished: Finished, scenario: Scenario, columns: list[Column]) -> list[Driver]:
    """The parameters on which effects that matter hang, those with which one turns first."""
    shown, declared = {column.outcome.name for column in columns}, scenario.parameters.declared
    found: list[Driver] = []
    for action in finished.told.actions:
        rows = finished.told.turning(action).to_dict("records")
        found += [
            {
                "action": action,
                "outcome": str(row["outcome"]),
                "parameter": str(row["parameter"]),
                "meaning": declared[row["parameter"]].meaning if row["parameter"] in declared else "",
                "contested": row["parameter"] in declared and declared[row["parameter"]].contested,
                "at_lowest": float(row["at_lowest"]),
                "at_highest": float(row["at_highest"]),
                "turns": row["turns"] == "yes",
                "share": None,
            }
            for row in rows
            if row["outcome"] in shown
        ]
    return sorted(found, key=lambda one: not one["turns"])


def _rivals(finished: Finished, columns: list[Column]) -> list[Rival]:
    """The readings of an action under all theories, where they are not the same under each."""
    table = finished.told.tables.get("theories.csv", pd.DataFrame())
    if table.empty:
        return []
    shown = {column.outcome.name for column in columns}
    own = table[table["outcome"].isin(shown) & (table["verdict"] != "robust") & (table["verdict"] != "open")]
    return [
        {
            "action": str(action),
            "outcome": str(outcome),
            "verdict": str(rows["verdict"].iloc[0]),
            "readings": {str(row["theory"]): str(row["reading"]) for row in rows.to_dict("records")},
        }
        for (action, outcome), rows in own.groupby(["action", "outcome"], sort=False)
    ]

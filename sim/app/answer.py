"""The first screen: what each action changes in the outcomes that matter, of a finished sweep or to be played."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sim.app.cells import plain, read_cell
from sim.app.chains import links_of
from sim.app.choice import Choice
from sim.app.columns import Column, columns_of
from sim.app.contract_answer import Answer, Cell, Number, Origin, StageTold
from sim.app.results import Finished
from sim.report.sweep.told import Told
from sim.report.wording import called
from sim.scenarios.scenario import Scenario


def answer(choice: Choice, finished: Finished | None, replicates: int) -> Answer:
    """The answer of a finished sweep where there is one, else the same without cells, which are then played."""
    scenario = choice.played
    columns, levers = columns_of(scenario), actions_of(scenario)
    told = finished.told if finished else Told({})
    cells = _cells(told, columns, levers) if finished else {}
    return {
        "origin": finished.origin(scenario) if finished else _played(choice, replicates),
        "question": _question(scenario),
        "actions": list(levers),
        "columns": [column.told for column in columns],
        "cells": cells,
        "stages": {lever: _stages(told, scenario, lever) for lever in levers} if finished else {},
        "chains": {
            lever: links_of(
                scenario, scenario.parameters.declared[lever].passage, finished.folder if finished else None
            )
            for lever in levers
        },
    }


@lru_cache(maxsize=8)
def actions_of(scenario: Scenario) -> tuple[str, ...]:
    """The actions that can be taken: the recommended ones first; one that promises nothing is none."""
    declared = [scenario.parameters.declared[name] for name in scenario.parameters.levers]
    known = sorted((one for one in declared if one.promises), key=lambda one: not one.recommended)
    return tuple(one.name for one in known)


def _question(scenario: Scenario) -> str:
    first, last = scenario.month(scenario.levers_from)[:4], scenario.month(scenario.turns - 1)[:4]
    return f"What would each action change from {first} to {last}, how sure is that, and what does it cost?"


def _played(choice: Choice, replicates: int) -> Origin:
    scenario = choice.played
    return {
        "kind": "played",
        "name": "",
        "replicates": replicates,
        "parameters": choice.parameters_from,
        "theories": [],
        "months": [scenario.month(scenario.levers_from), scenario.month(scenario.turns - 1)],
        "stale": False,
    }


def _cells(told: Told, columns: list[Column], levers: tuple[str, ...]) -> dict[str, list[Cell]]:
    """The cells of the actions that the sweep played, in the order of the columns."""
    rows = {(row["action"], row["outcome"]): row for row in told.changes.to_dict("records")}
    return {
        lever: [read_cell(rows.get((lever, column.outcome.name), {})) for column in columns]
        for lever in levers
        if lever in told.actions
    }


def _stages(told: Told, scenario: Scenario, lever: str) -> list[StageTold]:
    """What became of each order that an action promises, alone at its dose."""
    done = told.done(lever)
    return [_stage(row, scenario) for row in done.to_dict("records")]


def _stage(row: Mapping[Any, Any], scenario: Scenario) -> StageTold:
    titles = {name: called(title) for name, title in zip(scenario.cast.names, scenario.cast.titles, strict=True)}
    counted = row["unit"] == "orders"
    return {
        "who": titles[row["who"]],
        "action": str(row["action"]).replace("_", " "),
        "toward": "" if row["toward"] == row["who"] else titles[row["toward"]],
        "unit": str(row["unit"]) if str(row["unit"]).endswith(" a day") else f"{row['unit']} a month",
        "promised": float(row["promised"]),
        "kept": float(row["kept"]),
        "without": float(row["baseline"]),
        "given": _three(row, "given"),
        "delivered": _three(row, "delivered"),
        "crowded_out": _three(row, "crowded_out"),
        "at_ceiling": None if counted else plain(row["at_ceiling"]),
    }


def _three(row: Mapping[Any, Any], name: str) -> list[Number]:
    return [plain(row[column]) for column in (name, f"{name}_low", f"{name}_high")]

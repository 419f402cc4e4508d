"""What a posterior was fitted to: the model as it behaves, the declared numbers, the facts; and what differs by now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Value
from sim.base.draws import Draws
from sim.base.hashes import hash_of
from sim.base.paths import CONFIGS
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import simulate
from sim.inputs.parameters import Parameter
from sim.lab.provenance import config_hash
from sim.scenarios.scenario import Scenario, load_scenario

RUNS, MONTHS, SEED = 32, 35, 1
"""What is played to see how the model behaves: so many prior sets through the months on record."""

NEAR = 1e-7
"""Relative difference that another processor may make; a rule that is another one makes more."""

FITTED_TO = "fitted_to"


def stamp(scenario: Scenario, drawn: Mapping[str, Value]) -> dict[str, Any]:
    """What a fit to the record of a scenario depends on, as plain values; `drawn` are its first prior sets."""
    declared = {n: p for n, p in scenario.parameters.declared.items() if p.kind != "lever"}
    return {
        "scenario": scenario.name,
        "facts": _facts(),
        "parameters": {name: _numbers(parameter) for name, parameter in declared.items()},
        "behaviour": _behaviour(scenario, drawn),
    }


def _numbers(parameter: Parameter) -> list[float]:
    one = [parameter.value]
    return [*one, parameter.low, parameter.high] if parameter.kind == "uncertainty" else one


def _facts() -> str:
    table = pd.read_csv(CONFIGS / "evidence" / "facts.csv")
    used = table.loc[table["use"] == "calibrate", ["name", "low", "value", "high"]]
    targets = pd.read_csv(CONFIGS / "evidence" / "targets.csv")[["name", "low", "value", "high", "replaces"]]
    return hash_of([one.to_csv(index=False, float_format="%.10g") for one in (used, targets)])


def _behaviour(scenario: Scenario, drawn: Mapping[str, Value]) -> dict[str, float]:
    """The mean size of every variable of the world over the months on record."""
    case, sums = case_of(scenario, Intervention(parameters=drawn)), dict[str, float]()
    for turn in simulate(case, Draws(SEED, range(RUNS)), until=MONTHS):
        for name, values in turn.after.variables().items():
            sums[name] = sums.get(name, 0.0) + float(np.abs(values).mean()) / MONTHS
    return {name: float(f"{value:.10g}") for name, value in sums.items()}


def stamp_beside(path: Path) -> dict[str, Any] | None:
    """The stamp that is kept beside a table of sets; None where there is none."""
    for name in (f"{path.stem}.json", f"{path.stem.removesuffix('_to_2023')}.json", "manifest.json"):
        try:
            found = json.loads(path.with_name(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(found, dict) and isinstance(found.get(FITTED_TO), dict):
            return dict(found[FITTED_TO])
    return None


def differing(path: Path, scenario: Scenario, drawn: Mapping[str, Value]) -> str:
    """What differs, in words, between this model and that to which a table of sets was fitted; empty where nothing."""
    known = stamp_beside(path)
    return "" if known is None else _differing(json.dumps(known), config_hash(scenario), _Held(scenario, drawn))


class _Held:
    """A scenario and its draws, which are equal as far as the hash beside them says so."""

    def __init__(self, scenario: Scenario, drawn: Mapping[str, Value]) -> None:
        self.scenario, self.drawn = scenario, drawn

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _differing(known: str, config: str, held: _Held) -> str:
    fitted, scenario = json.loads(known), held.scenario
    if fitted["scenario"] not in (scenario.name, *scenario.extends):
        return f"it was fitted to the scenario {fitted['scenario']}"
    if scenario.name != fitted["scenario"]:  # a variant shares the past of the scenario that it extends
        scenario = load_scenario(fitted["scenario"])
    return "; ".join(_words(fitted, stamp(scenario, held.drawn)))


def _words(fitted: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    before, after = fitted["parameters"], now["parameters"]
    for what, names in (
        ("new to it", [n for n in after if n not in before and len(after[n]) > 1 and after[n][1] < after[n][2]]),
        ("no longer there", [n for n in before if n not in after]),
        ("with other values or ranges", [n for n in before if n in after and before[n] != after[n]]),
    ):
        if names:
            yield f"{what}: {', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
    if fitted["facts"] != now["facts"]:
        yield "the facts it was fitted to are others now"
    moved = _moved(fitted["behaviour"], now["behaviour"])
    if moved:
        yield f"rules or scenario changed: on the record's months {', '.join(moved[:3])} differ"


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    # Names in common: a variable that is new, or renamed, is no other model by itself.
    common = [name for name in before if name in after]
    if 2 * len(common) < len(before):
        return ["most variables"]
    return [name for name in common if not np.isclose(before[name], after[name], rtol=NEAR, atol=1e-12)]

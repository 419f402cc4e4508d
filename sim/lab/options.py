"""What a study is asked for, and whether it can be done: everything is checked before anything is written."""

from __future__ import annotations

import os
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any

from sim.base.dialects import DIALECTS, PLAIN
from sim.base.draws import LARGEST
from sim.base.errors import BadInput, known_or_bad
from sim.base.given import own, real, whole
from sim.evidence.facts import FACTS, NOT_MODELLED
from sim.evidence.observed import on_record
from sim.evidence.tables import TURNS
from sim.lab.samplers import SOURCES, Sampler, sampler_of
from sim.scenarios.scenario import Scenario

LARGEST_SEED = LARGEST

EXECUTORS = ("processes", "dask", "slurm", "ray")
"""Where histories can be played: in processes of this machine, by workers of a Dask scheduler, in jobs of SLURM."""

KINDS = {bool: "True or False", tuple: "a list", dict: "a table of names and values", Path: "a path", str: "a text"}
"""Kinds of options that are no numbers, and how they are told."""


@dataclass(frozen=True)
class Asked:
    """What every study is asked for.

    `jobs` 0 uses all cores; `block` is how many runs are played together; `executor` says where, and `scheduler` is the
    address of one of Dask or a file that tells it; none of them ever changes a result. `force` replaces other results
    in `out`; `svg` and `parquet` write figures and tables in that form too; `series` is a store of Zarr to which every
    series of every run is written. `csv_dialect` is how tables are written, as they stand or else plainly if empty.
    """

    scenario: str = "northeast-asia"
    seed: int = 1
    jobs: int = 0
    out: Path = Path("results")
    force: bool = False
    svg: bool = False
    parquet: bool = False
    block: int | None = None
    series: Path | None = None
    executor: str = EXECUTORS[0]
    scheduler: str = ""
    csv_dialect: str = ""

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, _own(one, getattr(self, one.name)))
        known_or_bad(self.csv_dialect or PLAIN.name, DIALECTS, "options", "--csv-dialect", "a dialect of tables")
        known_or_bad(self.executor, EXECUTORS, "options", "--executor", "where histories are played")
        if self.scheduler and self.executor not in ("dask", "ray"):
            raise BadInput("options", "--scheduler", self.scheduler, "this only with --executor dask or ray")


def _own(one: Field[Any], given: Any) -> Any:
    """What is given for an option, as Python's own; raise `BadInput` where it is of another kind than the usual."""
    usual = one.default if one.default_factory is MISSING else one.default_factory()
    if isinstance(given, str | os.PathLike) and "Path" in str(one.type):
        return Path(given)
    value = os.fspath(given) if isinstance(given, os.PathLike) else own(given)
    for kind, expected in KINDS.items():
        if isinstance(usual, kind) and not isinstance(value, kind):
            raise BadInput("options", option(one.name), given, expected)
    return value


def check_whole(where: str, asked: Asked, **bounds: tuple[int, int]) -> None:
    """Raise `BadInput` for a seed, a number of jobs or any other option that is no whole number within its bounds."""
    common = {"seed": (0, LARGEST_SEED), "jobs": (0, 4096), "block": (1, 100_000)}
    for name, (low, high) in {**common, **bounds}.items():
        value = getattr(asked, name)
        if value is None:  # left to the study or the scenario
            continue
        whole(value, where, option(name), low, high)


def check_number(where: str, name: str, value: object, low: float, high: float) -> None:
    """Raise `BadInput` for an option that is no number within its bounds."""
    real(value, where, option(name), low, high)


def option(name: str) -> str:
    """The name of an option on the command line."""
    return f"--{name.replace('_', '-')}"


def asked_sampler(
    where: str,
    scenario: Scenario,
    source: str,
    seed: int,
    posterior: Path | None,
    *,
    stale: bool,
    usual: Path | None = None,
) -> Sampler:
    """The sampler that is asked for; a posterior is the file named, else the `usual` one of the study.

    Raises `BadInput` for an unknown source and for a file that is named without need or not there.
    """
    known_or_bad(source, SOURCES, where, "--parameters", "where the parameters come from")
    if posterior is not None and source != "posterior":
        raise BadInput(where, "--posterior", str(posterior), "this only with --parameters posterior")
    return sampler_of(scenario, source, seed, posterior or usual, stale=stale)


def check_measures(where: str, scenario: Scenario, turns: int, names: tuple[str, ...]) -> None:
    """Raise `BadInput` for facts that cannot be measured of each run, and where the months on record are not played."""
    for name in names:
        _check_fact(where, name)
    if len(set(names)) < len(names):
        raise BadInput(where, "--measure", ", ".join(names), "each fact only once")
    if names:
        on_record(scenario, where)
        if turns < TURNS:
            raise BadInput(where, "--turns", turns, f"at least {TURNS}, the months on record, with --measure")


def _check_fact(where: str, name: str) -> None:
    if name in NOT_MODELLED:
        raise BadInput(where, "--measure", name, f"a fact that the model can show: {NOT_MODELLED[name]}")
    if name in FACTS and FACTS[name].pooled:
        raise BadInput(where, "--measure", name, "a fact of each run: this one is of all runs together")
    each = [one for one, fact in FACTS.items() if not fact.pooled]
    known_or_bad(name, each, where, "--measure", "a fact of the record")


def check_actions(where: str, scenario: Scenario) -> None:
    """Raise `BadInput` for a scenario in which there is no action to study."""
    if not any(scenario.parameters.declared[name].recommended for name in scenario.parameters.levers):
        expected = (
            "a scenario with actions: a file of its name among the commitments, or one that extends such a scenario"
        )
        raise BadInput(where, "--scenario", scenario.name, expected)

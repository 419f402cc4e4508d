"""What a sweep may be asked for, and whether it can be done: everything is checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from sim.base.errors import BadInput, known_or_bad
from sim.engine.simulate import BLOCK
from sim.lab.designs import Design, Factorial, actions_of, placebos_of
from sim.lab.experiment import Request
from sim.lab.plan import Plan
from sim.lab.provenance import Origin, hash_of, plain
from sim.lab.samplers import DECLARED, SOURCES, sampler_of, uncertain
from sim.scenarios.scenario import Scenario, load_scenario

WHERE = "sweep"
MOST_TURNS = 1200
MOST_LEVELS = 5
HASHED = 10_000
"""Replicates whose drawn parameters go into the fingerprint."""


@dataclass(frozen=True)
class Options:
    """What is asked of a sweep.

    `jobs` 0 uses all cores; `levels` are the intensities every action is played at; `start` is the turn from which
    the levers act, the scenario's own if None (outcomes are measured from the scenario's turn in either case);
    `precision` is the half-width wanted of an interval, as a share of the baseline's mean; `force` replaces other
    results in `out`; `jobs` and `block` never change a result; `parquet` and `svg` write tables and figures in that
    form too. `parameters` is `default`, `prior` or `posterior`: drawn sets are the same in every mix, and `draws`
    replicates in a row share one, so that stochastic and parametric uncertainty can be told apart; `posterior` is a
    file of sets, the one of the configuration if None, and `stale` lets it be one that was fitted to another model.
    """

    scenario: str = "northeast-asia"
    replicates: int = 200
    seed: int = 1
    jobs: int = 0
    levels: tuple[float, ...] = (0.0, 1.0)
    start: int | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    out: Path = Path("results/sweep")
    turns: int | None = None
    precision: float = 0.1
    parquet: bool = False
    svg: bool = False
    force: bool = False
    block: int | None = None
    parameters: str = "default"
    posterior: Path | None = None
    draws: int = 2
    stale: bool = False


D = TypeVar("D", bound=Design, covariant=True)
E = TypeVar("E", bound=Design)


@dataclass(frozen=True)
class Checked(Generic[D]):
    """An experiment that can be done: the scenario, the design and the plan that follow from the options."""

    options: Options
    scenario: Scenario
    design: D
    plan: Plan
    experiment: str = "recommended_actions"

    def under(self, design: E, experiment: str) -> Checked[E]:
        """The same with the arms of a design, under the fingerprint of everything that its results depend on."""
        plan = replace(self.plan, arms=design.points())
        for arms in plan.alike(range(len(plan.arms))):
            plan.case(self.scenario, arms)  # tells what does not fit before anything is played
        drawn = plan.drawn(np.arange(min(plan.replicates, HASHED)))
        hashes = {name: hash_of(np.asarray(values).tolist()) for name, values in drawn.items()}
        asked = plain(replace(plan, origin=replace(plan.origin, scenario=""), fingerprint="", sampler=DECLARED))
        fingerprint = hash_of([np.__version__, hashes, asked, plan.sampler.source, experiment, self.options.precision])
        return Checked(self.options, self.scenario, design, replace(plan, fingerprint=fingerprint), experiment)

    @property
    def block(self) -> int:
        """Runs played together."""
        return self.options.block or BLOCK


def check(options: Options) -> Checked[Factorial]:
    """The sweep that the options ask for; raise `BadInput` for anything that is not possible."""
    _check_numbers(options)
    scenario = load_scenario(options.scenario)
    parameters = scenario.parameters.with_values(_settings(options, scenario))
    design = Factorial(actions_of(parameters), placebos_of(parameters), _levels(options.levels))
    return Checked(options, scenario, design, _plan(options, scenario)).under(design, "recommended_actions")


def _check_numbers(options: Options) -> None:
    _whole("--replicates", options.replicates, 1, 1_000_000)
    _whole("--seed", options.seed, 0, 2**63 - 1)
    _whole("--jobs", options.jobs, 0, 4096)
    _number("--precision", options.precision, 0.001, 10.0)
    if options.block is not None:
        _whole("--block", options.block, 1, 100_000)


def _plan(options: Options, scenario: Scenario) -> Plan:
    start, turns = _window(options, scenario)
    _check_source(options)
    return Plan(
        origin=Origin.of(options.scenario, scenario),
        fingerprint="",
        seed=options.seed,
        replicates=options.replicates,
        turns=turns,
        start=start,
        settings=tuple(sorted(options.settings.items())),
        arms=(),
        sampler=sampler_of(scenario, options.parameters, options.seed, options.posterior, stale=options.stale),
        draws=1 if options.parameters == "default" else options.draws,
    )


def _check_source(options: Options) -> None:
    known_or_bad(options.parameters, SOURCES, WHERE, "--parameters", "where the parameters come from")
    _whole("--draws", options.draws, 1, 100)
    if options.posterior is not None and options.parameters != "posterior":
        raise BadInput(WHERE, "--posterior", str(options.posterior), "this only with --parameters posterior")
    if options.posterior is not None and not options.posterior.is_file():
        raise BadInput(WHERE, "--posterior", str(options.posterior), "a readable CSV file of parameter sets")


def request_of(checked: Checked[Design], needed: tuple[str, ...] = ()) -> Request:
    """What is to be played and where to; `needed` are files that finished results must hold."""
    options = checked.options
    facts = {
        "experiment": checked.experiment,
        "config_hash": checked.plan.origin.config,
        "code_hash": checked.plan.origin.code,
        "levels": list(_levels(options.levels)),
        "precision": options.precision,
        "parameters": options.parameters,
        "draws_per_set": checked.plan.draws,
        "posterior_differs": getattr(checked.plan.sampler, "differs", "") or None,
        "uncertain_not_drawn": len(_not_drawn(checked)),
    }
    return Request(checked.plan, options.out, facts, checked.block, options.jobs, options.force, needed)


def _not_drawn(checked: Checked[Design]) -> list[str]:
    """Uncertain parameters that stand still although parameters are drawn."""
    if checked.plan.sampler.source == "default":
        return []
    drawn = {**checked.plan.drawn(np.zeros(1, dtype=np.int64)), **checked.options.settings}
    return [name for name in uncertain(checked.scenario.parameters.declared) if name not in drawn]


def _window(options: Options, scenario: Scenario) -> tuple[int, int]:
    start = scenario.levers_from if options.start is None else options.start
    turns = scenario.turns if options.turns is None else options.turns
    # Outcomes look at the turns after the scenario's own start of the levers: there must be some.
    _whole("--turns", turns, scenario.levers_from + 1, MOST_TURNS)
    _whole("--start", start, 0, turns - 1)
    return start, turns


def _levels(levels: tuple[float, ...]) -> tuple[float, ...]:
    for level in levels:
        _number("--levels", level, 0.0, 1.0)
    if not 2 <= len(set(levels)) == len(levels) <= MOST_LEVELS:
        raise BadInput(WHERE, "--levels", levels, f"2 to {MOST_LEVELS} different numbers from 0 to 1")
    return tuple(sorted(float(level) for level in levels))


def _settings(options: Options, scenario: Scenario) -> dict[str, float]:
    levers = scenario.parameters.levers
    for name in options.settings:
        if name in levers:
            free = [n for n in scenario.parameters.declared if n not in levers]
            raise BadInput("--set", name, options.settings[name], "no lever, the sweep sets them (see --levels)", free)
    return dict(options.settings)


def _whole(key: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadInput(WHERE, key, value, f"a whole number from {low} to {high}")


def _number(key: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadInput(WHERE, key, value, f"a number from {low:g} to {high:g}")

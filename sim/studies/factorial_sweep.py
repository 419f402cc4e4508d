"""The sweep: all mixes of the actions and the placebo on common random numbers, as tables, figures and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import BadInput
from sim.base.recorder import Recorder
from sim.engine.interventions import NOTHING, Intervention
from sim.inputs.parameters import Parameters
from sim.lab.analyses.answers import answers, unmoved
from sim.lab.analyses.commitments import OF_COMMITMENTS
from sim.lab.analyses.curves import OF_DOSES
from sim.lab.analyses.drivers import OF_DRIVERS
from sim.lab.analyses.effects import OF_EFFECTS
from sim.lab.analyses.levels import OF_LEVELS
from sim.lab.analyses.orders import OF_ORDERS
from sim.lab.analyses.ranks import OF_RANKS
from sim.lab.analyses.runs import OF_RUNS, OF_TURNS, courses_of
from sim.lab.analyses.theories import OF_THEORIES
from sim.lab.analyses.variance import OF_VARIANCE
from sim.lab.branch import Branch
from sim.lab.designs import BASELINE, Factorial, actions_of, others_of, placebos_of
from sim.lab.experiment import carry_out
from sim.lab.history import history_of, script_of
from sim.lab.options import Asked, asked_sampler, check_actions, check_measures, check_number, check_whole, option
from sim.lab.samplers import Sampler, uncertain, usual
from sim.lab.saved import load
from sim.lab.study import Files, Progress, Report, Results, Study
from sim.lab.weightings import load_weightings
from sim.lab.wide import Wide
from sim.model.promises import Promise
from sim.model.theories import THEORIES, chosen
from sim.report.sweep.figures import Picture, pictures
from sim.report.sweep.findings import Findings
from sim.report.sweep.maps import Answering, answering
from sim.report.sweep.page import drawn, write_pages
from sim.report.sweep.told import TABLES, Told
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.pathways import Pathway
from sim.scenarios.scenario import Scenario, load_scenario

WHERE = "sweep"
MOST_TURNS = 1200
MOST_LEVELS = 5
CURVE = (0.25, 0.5, 2.0, 4.0)
"""Intensities at which each action is also played alone, to see how its effects grow with the dose."""

ALWAYS = (OF_COMMITMENTS, OF_EFFECTS, OF_DOSES, OF_LEVELS, OF_RANKS, OF_RUNS, OF_TURNS, OF_ORDERS)
"""The tables of every sweep; the first stage is the first of them."""


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of a sweep.

    `levels` are the intensities every action is played at; `start` is the turn from which the levers act, the
    scenario's own if None (outcomes are measured from the scenario's turn in either case); `precision` is the
    half-width wanted of an interval, as a share of the baseline's mean. `parameters` is `default`, `prior` or
    `posterior`, if empty the last of these where the scenario has one: drawn sets are the same in every mix, and
    `draws` replicates in a row share one, so that stochastic and parametric uncertainty can be told apart; `posterior`
    is a file of sets, the one of the configuration if None, and `stale` lets it be one that was fitted to another
    model. `measures` are facts of the record that are measured too.
    `doses` are the intensities that level 1 of an action stands for, where that is not 1; all mixes are under the same
    `script` and sides of `theories`. Each action is also played alone at the levels `curve`, and where `rivals` are
    asked for under every other side of every theory; of `pathways` each is an arm beside the mixes. `history` says how
    the past is played: as the `record` has it, or `free`; if empty, the record where there is one and the levers act
    after it. A `quick` sweep draws no figures, lists no orders and plays no further doses. Runs go on from the
    `checkpoint` of a file, with the parameters and the past that it holds: replicates take its runs in turn, the first
    of each with the luck that it had, and each further one with another.
    """

    out: Path = Path("results/sweep")
    replicates: int = 200
    levels: tuple[float, ...] = (0.0, 1.0)
    start: int | None = None
    turns: int | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    precision: float = 0.1
    parameters: str = ""
    posterior: Path | None = None
    draws: int = 2
    stale: bool = False
    measures: tuple[str, ...] = ()
    doses: Mapping[str, float] = field(default_factory=dict)
    script: tuple[Promise, ...] = ()
    theories: Mapping[str, str] = field(default_factory=dict)
    history: str = ""
    curve: tuple[float, ...] = CURVE
    rivals: bool = False
    pathways: tuple[Pathway, ...] = ()
    quick: bool = False
    checkpoint: Path | Branch | None = None


@dataclass(frozen=True)
class Summary:
    """What a sweep found, for printing; `table` as described in `sim.lab.analyses.answers`.

    `playing` and `closing` are the seconds that the histories and then the tables took, `facts` what the manifest says.
    """

    table: pd.DataFrame
    failed: int
    runs: int
    out: Path
    playing: float
    closing: float
    reused: bool
    variance: pd.DataFrame | None = None
    still: Sequence[str] = ()
    conditioned: Mapping[str, Any] | None = None
    told: Told = field(default_factory=lambda: Told({}))
    facts: Mapping[str, Any] = field(default_factory=dict)


def study(options: Options) -> Study:
    """The sweep that the options ask for; raise `BadInput` for anything that is not possible."""
    scenario = load_scenario(options.scenario)
    branch = load(options.checkpoint, options.scenario) if isinstance(options.checkpoint, Path) else options.checkpoint
    options = replace(options, parameters=options.parameters or ("default" if branch else usual(scenario)))
    _check(options, scenario, branch)
    parameters = scenario.parameters.with_values(dict(options.settings))
    source, seed, history = options.parameters, options.seed, _history(options, scenario)
    sampler = asked_sampler(WHERE, scenario, source, seed, options.posterior, stale=options.stale)
    draws = 1 if source == "default" else options.draws
    return Study(
        name="recommended_actions",
        design=_design(options, parameters),
        sampler=sampler,
        replicates=options.replicates,
        analyses=(
            *(one for one in ALWAYS if not (options.quick and one is OF_ORDERS)),
            *([OF_VARIANCE, OF_DRIVERS] if draws > 1 else []),
            *([OF_THEORIES] if options.rivals else []),
        ),
        report=Report((lambda _: []) if options.quick else _figures, _pages),
        draws=draws,
        start=options.start,
        turns=options.turns,
        settings=options.settings,
        measures=options.measures,
        common=Intervention(script=script_of(scenario)) if history == "record" else NOTHING,
        conditioned=history == "record",
        facts={**_facts(options, scenario, sampler, history), "checkpoint": branch and branch.told(scenario)},
        guarded=True,
        branch=branch,
    )


def _facts(options: Options, scenario: Scenario, sampler: Sampler, history: str) -> dict[str, Any]:
    """What the manifest says of what was asked for."""
    return {
        "history": history,
        "levels": sorted(map(float, options.levels)),
        "doses": dict(options.doses),
        "theories": dict(options.theories),
        "precision": options.precision,
        "parameters": options.parameters,
        "draws_per_set": 1 if options.parameters == "default" else options.draws,
        "posterior_differs": getattr(sampler, "differs", "") or None,
        "uncertain_not_drawn": _not_drawn(options, scenario, sampler),
        "pathways": [one.name for one in options.pathways],
        "quick": options.quick,
        "weightings": {one.name: dict(one.weights) for one in load_weightings()},
    }


def _design(options: Options, parameters: Parameters) -> Wide:
    """All mixes and the placebo; each action alone at further doses; and, if asked for, under every rival theory."""
    core = Factorial(
        actions_of(parameters),
        placebos_of(parameters),
        tuple(sorted(map(float, options.levels))),
        others_of(parameters),
        doses=options.doses,
        under=Intervention(script=options.script, theories=options.theories),
    )
    taken = {name: options.theories.get(name, theory.default) for name, theory in THEORIES.items()}
    rivals = ((name, side) for name, theory in THEORIES.items() for side in theory.choices if side != taken[name])
    further = () if options.quick else tuple(sorted(map(float, options.curve)))
    return Wide(core, further, tuple(rivals) if options.rivals else (), options.pathways)


def run(options: Options, progress: Progress | None = None, executor: Executor | None = None) -> Summary:
    """Play the sweep into `options.out`, or read it where it stands finished there already; see `carry_out`."""
    results = carry_out(study(options), options, progress, executor)
    facts = results.manifest
    seconds = (facts["wall_seconds_playing"], facts["wall_seconds_closing"])
    split = results.table(OF_VARIANCE) if results.plan.draws > 1 else None
    table, still, chosen = answers(results.table(OF_EFFECTS)), unmoved(results.table(OF_EFFECTS)), facts["conditioned"]
    played = facts["failed"], facts["runs"], options.out, *seconds, results.reused
    return Summary(table, *played, split, still, chosen, results.once(told_of), facts)


def _history(options: Options, scenario: Scenario) -> str:
    """How the past is played."""
    if options.checkpoint:
        return "checkpoint"
    start = scenario.levers_from if options.start is None else options.start
    return history_of(WHERE, scenario, options.history, start)


def _check(options: Options, scenario: Scenario, branch: Branch | None) -> None:
    if branch is not None:
        _check_branch(options, branch)
    check_whole(WHERE, options, replicates=(1, 1_000_000), draws=(1, 100))
    check_number(WHERE, "precision", options.precision, 0.001, 10.0)
    _check_levels(options)
    check_actions(WHERE, scenario)
    # Outcomes look at the turns after the scenario's own start of the levers: there must be some.
    turns = scenario.turns if options.turns is None else options.turns
    check_whole(WHERE, options, turns=(scenario.levers_from + 1, MOST_TURNS), start=(0, turns - 1))
    check_measures(WHERE, scenario, turns, options.measures)
    chosen(options.theories)
    if options.rivals and options.measures:
        raise BadInput(WHERE, "--measure", ", ".join(options.measures), "this not with --theories")
    levers = scenario.parameters.levers
    for name in options.settings:
        if name in levers:
            free = [n for n in scenario.parameters.declared if n not in levers]
            raise BadInput("--set", name, options.settings[name], "no lever, the sweep sets them (see --levels)", free)


def _check_branch(options: Options, branch: Branch) -> None:
    """Raise `BadInput` for what a checkpoint has of its own."""
    source = options.parameters if options.parameters != "default" else ""
    asked = {"parameters": source, "history": options.history, "measure": ", ".join(options.measures)}
    for name, value in asked.items():
        if value:
            raise BadInput(WHERE, option(name), value, "none: a checkpoint has a past and parameters of its own")
    if options.seed != branch.seed:
        raise BadInput(WHERE, "--seed", options.seed, f"that of the checkpoint, {branch.seed}")


def _check_levels(options: Options) -> None:
    for name, levels in (("levels", options.levels), ("curve", options.curve)):
        for level in levels:
            check_number(WHERE, name, level, 0.0, STRONGEST)
    if not 2 <= len(set(options.levels)) == len(options.levels) <= MOST_LEVELS:
        raise BadInput(
            WHERE, "--levels", options.levels, f"2 to {MOST_LEVELS} different numbers from 0 to {STRONGEST:g}"
        )


def _not_drawn(options: Options, scenario: Scenario, sampler: Sampler) -> int:
    """How many uncertain parameters stand still although parameters are drawn."""
    moved = {*sampler.draw(np.zeros(1, dtype=np.int64)), *options.settings}
    still = [name for name in uncertain(scenario.parameters.declared) if name not in moved]
    return 0 if sampler.source == "default" else len(still)


def told_of(results: Results) -> Told:
    """The tables that the answer is put together from."""
    return Told({one.file: results.table(one) for one in TABLES if one in results.study.analyses})


def _findings(results: Results) -> Findings:
    design, names = results.study.design, [arm.name for arm in results.plan.arms]
    assert isinstance(design, Wide)
    shown = tuple(dict.fromkeys((BASELINE, *map(design.alone, design.actions), names[design.mixed - 1])))
    tables = results.table(OF_EFFECTS), results.table(OF_LEVELS), courses_of(results, shown)
    headlines = set(tables[0].loc[tables[0]["headline"] == "yes", "outcome"])
    outcomes = tuple(replace(outcome, headline=outcome.name in headlines) for outcome in results.outcomes)
    told = results.once(told_of)
    return Findings(
        results.scenario, outcomes, design.core.actions, shown, *tables, results.manifest, told, _mixes(results)
    )


def _mixes(results: Results) -> pd.DataFrame:
    """The intensities of the actions in each mix of the factorial, by name."""
    design, arms = results.study.design, results.plan.arms
    assert isinstance(design, Wide)
    levels = [[float(arm.factors[name]) for name in design.core.actions] for arm in arms[: design.mixed]]
    names = pd.Index([arm.name for arm in arms[: design.mixed]], name="mix")
    return pd.DataFrame(levels, index=names, columns=list(design.core.actions))


def _pictures(results: Results) -> list[Answering | Picture]:
    findings = results.once(_findings)
    return [*answering(findings.told, findings.levels_of_mixes), *pictures(findings)]


def _figures(results: Results) -> list[Files]:
    return [partial(drawn, picture, results.asked.svg) for picture in results.once(_pictures)]


def _pages(results: Results, recorder: Recorder) -> Mapping[str, Any]:
    pictures = [] if results.manifest["quick"] else results.once(_pictures)
    write_pages(recorder, results.once(_findings), pictures)
    return {}

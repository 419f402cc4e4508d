"""Sensitivity: which parameter moves the outcomes, and which decides what an action changes.

Morris' trajectories go over all parameters at once (Morris 1991, Campolongo et al. 2007), every point without any
action and with each action alone, on common random numbers. Of those that move most, Sobol's indices are told (Saltelli
et al. 2010): the share of the variance that a parameter explains alone, and that it has a part in. SALib computes both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.recorder import TEXT, column
from sim.engine.simulate import BLOCK
from sim.lab.analyses.indices import luck, morris, sobol
from sim.lab.crossed import LEVEL, Crossed, Targets
from sim.lab.designs import actions_of
from sim.lab.evaluate import Options as Evaluated, study as evaluation
from sim.lab.experiment import play
from sim.lab.options import Asked, check_whole
from sim.lab.rows import Rows
from sim.lab.sampled import Factor, factors_of, sample
from sim.lab.samplers import uncertain
from sim.lab.study import Analysis, Results, Study
from sim.model.measures import Outcome
from sim.report.studies.sensitivity import MORRIS_FILE, SOBOL_FILE, tell
from sim.report.studies.telling import telling
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.dose import named_actions

WHERE, SECOND = "study sensitivity", "second"
FEWER = 4
"""Replicates of a point in the second stage for each in the first, which only sorts parameters."""
A_SECOND = 500.0
"""Histories of a hundred months that a core plays, counts and writes in a second, for what is told before it begins."""

IN_UNIT = "in the unit of the outcome"
TARGET = (
    column("action", f"the action whose effect is told; `{LEVEL}` for the outcome itself", TEXT),
    column("outcome", "name of the outcome", TEXT),
    column("unit", "unit of the outcome", TEXT),
    column("parameter", "name of the parameter", TEXT),
)
OF_TRAJECTORIES = (
    *TARGET,
    column("mu", "mean change of the target where the parameter goes through its whole distribution", IN_UNIT),
    column("mu_star", "mean size of that change", IN_UNIT, 0),
    column("mu_star_half_width", "half-width of its 95 % interval, by resampling trajectories", IN_UNIT, 0),
    column("sigma", "standard deviation of the change from place to place: bends and interactions", IN_UNIT, 0),
    column("share", "its size as a share of the sizes of all parameters", "share", 0, 1),
    column("second_stage", "whether it is looked at more closely: `yes` or `no`", TEXT),
)
OF_SHARES = (
    *TARGET,
    column("first", "share of the variance that the parameter explains alone", "share"),
    column("first_half_width", "half-width of its 95 % interval, by resampling", "share", 0),
    column("total", "share of the variance that it has a part in", "share"),
    column("total_half_width", "half-width of its 95 % interval, by resampling", "share", 0),
    column("at_low", "mean of the target where the parameter is in its lowest quarter, all else alike", IN_UNIT),
    column("at_high", "the same in the highest quarter", IN_UNIT),
    column("mean", "mean of the target over all points", IN_UNIT),
    column("sd", "standard deviation of the target over all points", IN_UNIT, 0),
    column("luck", "share of that variance that is luck; empty where it cannot be told", "share", 0, 1),
)


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of the study.

    So many `walks`, Morris' trajectories, over the parameters `over` (all that are uncertain if none is named), then
    Sobol's indices of the `most` that move most, from so many `base_points`, a power of two. Every point is played in
    `replicates` (of trajectories, in a quarter of them), without any and with each of the `actions`, all recommended
    ones if none is named; `history` is how the past is played, as in `sim.lab.evaluate`.
    """

    out: Path = Path("results/sensitivity")
    replicates: int = 16
    walks: int = 10
    base_points: int = 128
    most: int = 12
    actions: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    history: str = ""


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    check_whole(WHERE, options, replicates=(1, 4096), walks=(2, 10_000), most=(1, 1000), base_points=(2, 2**20))
    scenario, factors = load_scenario(options.scenario), _factors(options)
    sample("saltelli", options.base_points, factors[: options.most], options.seed)  # tells what it cannot be
    crossed = Crossed(sample("morris", options.walks, factors, options.seed), _actions(options))
    asked = evaluation(crossed.table(scenario), _evaluated(options, FEWER))
    return replace(
        asked,
        name="sensitivity",
        analyses=(_of_trajectories(crossed), _of_shares(options, factors)),
        report=telling(tell),
        facts={
            **asked.facts,
            "actions": list(crossed.actions),
            "parameters_moved": len(factors),
            "second_stage": {"base": options.base_points, "most": options.most, "histories": histories(options)[1]},
        },
    )


def histories(options: Options) -> tuple[int, int]:
    """How many histories both stages take."""
    factors, arms = len(_factors(options)), 1 + len(_actions(options))
    first = options.walks * (factors + 1) * arms * _evaluated(options, FEWER).replicates
    return first, options.base_points * (min(options.most, factors) + 2) * arms * options.replicates


def _factors(options: Options) -> tuple[Factor, ...]:
    scenario = load_scenario(options.scenario)
    return factors_of(scenario, options.over or uncertain(scenario.parameters.declared))


def _actions(options: Options) -> tuple[str, ...]:
    parameters = load_scenario(options.scenario).parameters
    return named_actions(WHERE, parameters, options.actions or actions_of(parameters))


def _evaluated(options: Options, fewer: int = 1) -> Evaluated:
    common = {name: getattr(options, name) for name in ("scenario", "seed", "history")}
    return Evaluated(**common, replicates=max(options.replicates // fewer, 1))


def _headlines(results: Results) -> list[Outcome]:
    return [one for one in results.outcomes if one.headline]


def _of_trajectories(crossed: Crossed) -> Analysis:
    return Analysis(MORRIS_FILE, lambda results: OF_TRAJECTORIES, partial(_trajectories, crossed))


def _trajectories(crossed: Crossed, results: Results) -> Iterator[pd.DataFrame]:
    """Elementary effects on every target."""
    assert isinstance(results.parts, Rows)
    table, outcomes = crossed.table(results.scenario), _headlines(results)
    targets, _ = crossed.targets(table, results.plan, results.parts, outcomes)
    found = {target: morris(crossed.design, values) for target, values in targets.items()}
    names = [one.name for one in crossed.design.factors]
    second = set(most_moving(names, found, results.study.facts["second_stage"]["most"]))
    for target, rows in found.items():
        share = rows["mu_star"] / (rows["mu_star"].sum() or 1.0)
        chosen = ["yes" if name in second else "no" for name in names]
        yield _told(target, names, results, rows.assign(share=share, second_stage=chosen))


def most_moving(names: list[str], found: Mapping[tuple[str, str], pd.DataFrame], most: int) -> list[str]:
    """Names of the factors that move most: by their mean share of the sizes of all, over targets that move."""
    shares = [rows["mu_star"] / rows["mu_star"].sum() for rows in found.values() if rows["mu_star"].sum() > 0.0]
    scores = np.mean(shares, axis=0) if shares else np.zeros(len(names))
    return [names[place] for place in sorted(np.argsort(-scores, kind="stable")[:most].tolist())]


def _told(target: tuple[str, str], names: list[str], results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a target with what they are about in front."""
    unit = next(one.quantity.unit for one in results.outcomes if one.name == target[1])
    about = {"action": target[0], "outcome": target[1], "unit": unit, "parameter": names}
    return pd.concat([pd.DataFrame(about, index=rows.index), rows], axis=1)


def _of_shares(options: Options, factors: tuple[Factor, ...]) -> Analysis:
    return Analysis(SOBOL_FILE, lambda results: OF_SHARES, partial(_shares, options, factors))


def _shares(options: Options, factors: tuple[Factor, ...], results: Results) -> Iterator[pd.DataFrame]:
    """Shares of variance on every target, of the factors that move most; their points are played first."""
    first = results.table(results.study.analyses[0])
    chosen = set(first.loc[first["second_stage"] == "yes", "parameter"])
    moving = tuple(one for one in factors if one.name in chosen)
    crossed = Crossed(sample("saltelli", options.base_points, moving, options.seed), _actions(options))
    targets, half = _second_stage(crossed, options, results)
    for target, values in targets.items():
        spread: dict[str, Any] = {
            "mean": np.nanmean(values),
            "sd": np.nanstd(values),
            "luck": luck(half[target], values, options.replicates),
        }
        yield _told(target, [one.name for one in moving], results, sobol(crossed.design, values).assign(**spread))


def _second_stage(crossed: Crossed, options: Options, results: Results) -> tuple[Targets, Targets]:
    """Play the second design where the first was played, so that an interruption costs a block of it too."""
    closing, parts, scenario = results.closing, results.parts, results.scenario
    assert closing is not None and parts is not None
    table = crossed.table(scenario)
    plan = evaluation(table, _evaluated(options)).plan(options, scenario)
    own = Rows(parts.folder / SECOND, plan, options.block or BLOCK)
    play(own, scenario, closing.executor, closing.ahead, closing.progress)
    return crossed.targets(table, plan, own, _headlines(results))


def estimate(options: Options, cores: int) -> str:
    """How much there is to play, and about how long it takes, in a line."""
    first, second = histories(options)
    scenario: Scenario = load_scenario(options.scenario)
    seconds = (first + second) * scenario.turns / 100.0 / A_SECOND / cores
    about = f"{seconds / 60.0:.0f} minutes" if seconds >= 90.0 else f"{max(seconds, 1.0):.0f} seconds"
    return f"{first + second:,} histories: {first:,} of trajectories, then {second:,}; about {about} on {cores} cores."

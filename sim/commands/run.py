"""`entente run`: one history, told month by month and written as tables."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from sim import __version__
from sim.commands.console import progress, say, show, show_story
from sim.commands.options import (
    DEFAULT_SCENARIO,
    Force,
    Replicate,
    ScenarioName,
    Seed,
    Settings,
    Source,
    Start,
    Turns,
    chosen,
    settings,
)
from sim.commands.result_folder import free_for, recording
from sim.engine.replay import Replay, replay
from sim.lab.provenance import code_hash, commit, config_hash, versions
from sim.report.run_tables import outcomes_table, record
from sim.report.story import NOTABLE, ROUTINE, Story, tell
from sim.scenarios.scenario import load_scenario

EXPERIMENT = "one_history"


def run(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicate: Replicate = 0,
    seed: Seed = 1,
    turns: Turns = None,
    start: Start = None,
    set_: Settings = None,
    parameters: Source = "default",
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("results/run"),
    full: Annotated[bool, typer.Option("--full", help="Tell routine orders too.")] = False,
    force: Force = False,
) -> None:
    """Play one history, tell it month by month, and write its tables."""
    begun = time.perf_counter()
    free_for(out, EXPERIMENT, force=force)
    case = load_scenario(scenario)
    with progress("Playing one history") as moved:
        history = replay(case, chosen(case, set_, start, parameters, replicate, seed), replicate, seed, turns, moved)
    story = tell(history)
    with recording(out) as recorder:
        record(recorder, history, story.table())
        recorder.finish(
            {
                **_manifest(history),
                "parameters": parameters,
                "set": settings(set_),
                "wall_seconds": time.perf_counter() - begun,
            }
        )
    _print(history, story, ROUTINE if full else NOTABLE)
    say(f"Tables of this history: {out}")


def _manifest(history: Replay) -> dict[str, Any]:
    return {
        "experiment": EXPERIMENT,
        "scenario": history.scenario.name,
        "title": history.scenario.title,
        "version": __version__,
        "commit": commit(),
        "config_hash": config_hash(history.scenario),
        "code_hash": code_hash(),
        "seed": history.seed,
        "replicate": history.replicate,
        "turns": len(history.months),
        "levers_from": history.parameters.levers_from,
        "versions": versions(),
    }


def _print(history: Replay, story: Story, weight: int) -> None:
    case, months = history.scenario, len(history.months)
    say(f"{case.title}: seed {history.seed}, replicate {history.replicate}", "bold")
    show_story(story.told(weight))
    if months <= history.parameters.levers_from and any(np.any(history.parameters[n]) for n in case.parameters.levers):
        say(f"The levers act from turn {history.parameters.levers_from}, after this history ends; see --start.")
    if months > case.levers_from:
        outcomes = outcomes_table(history)
        span = f"{case.month(case.levers_from)} to {history.months[-1].label}"
        say()
        show(
            outcomes[outcomes.headline == 1].drop(columns="headline"),
            f"Headline outcomes of this one history, {span}",
        )

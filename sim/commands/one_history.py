"""One history on the command line: with which parameters, from what it was made, how it is told."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import BadInput
from sim.commands.arm import Asked, intervention
from sim.commands.console import say, show, show_story
from sim.commands.options import DEFAULT_SCENARIO
from sim.engine.replay import Replay
from sim.lab.begun import Begun, Origins, begin
from sim.lab.branch import Branch
from sim.lab.folder import recording
from sim.lab.provenance import made_from
from sim.lab.saved import load
from sim.report.chosen import PASTS_TOLD, SOURCES_TOLD
from sim.report.promised import promised_table
from sim.report.run_tables import outcomes_table, record
from sim.report.story import Story
from sim.scenarios.scenario import Scenario, load_scenario

EXPERIMENT = "one_history"


def origin(
    name: str, seed: int | None, file: Path | None, turns: int | None
) -> tuple[str, Scenario, int, Branch | None]:
    """The scenario that was asked for, its name, the seed and the checkpoint, where there is one.

    Raises `BadInput` for a checkpoint of another seed, and where nothing is left to be played.
    """
    if file is None:
        return name or DEFAULT_SCENARIO, load_scenario(name or DEFAULT_SCENARIO), 1 if seed is None else seed, None
    branch = load(file, name)
    scenario = load_scenario(branch.scenario)
    if seed not in (None, branch.seed):
        raise BadInput(file, "--seed", seed, f"that of the checkpoint, {branch.seed}; --replicate gives another luck")
    last = scenario.turns if turns is None else turns
    if last <= branch.turn:
        raise BadInput(file, "--turns", last, f"more than {branch.turn}, the turn of the checkpoint")
    return branch.scenario, scenario, branch.seed, branch


def chosen(name: str, scenario: Scenario, asked: Asked, origins: Origins, replicate: int = 0, seed: int = 1) -> Begun:
    """The history that was asked for, ready to be played."""
    own = intervention(scenario, asked, origins.acts(scenario))
    return begin(name, scenario, own, origins, seed, np.array([replicate]))


def manifest(history: Replay) -> dict[str, Any]:
    """What made one history: scenario, versions, hashes, seed, replicate, turns."""
    return {
        "experiment": EXPERIMENT,
        **made_from(history.case.scenario),
        "seed": history.seed,
        "replicate": history.replicate,
        "turns": history.trajectory.turns,
        "levers_from": history.case.parameters.levers_from,
    }


def origin_told(source: str, history: str, branch: Branch | None = None) -> str:
    """Where the parameters of one history come from, and how its past is played."""
    if branch:
        return f"parameters and past of the checkpoint, which stands before turn {branch.turn}"
    more = " (a sweep draws them from the posterior where there is one)" if source == "default" else ""
    return f"{SOURCES_TOLD[source]}{more}; {PASTS_TOLD.get(history or 'free', history)}"


def write(out: Path, history: Replay, story: Story, facts: dict[str, Any], begun_at: float, dialect: str = "") -> None:
    """Write the tables of one history in a dialect, with what it was made from."""
    with recording(out, dialect) as recorder:
        record(recorder, history, story.table())
        recorder.finish({**manifest(history), **facts, "wall_seconds": time.perf_counter() - begun_at})


def show_history(history: Replay, story: Story, weight: int, origin: str) -> None:
    """Tell one history month by month, with events of this weight or more, and its headline outcomes."""
    case, months = history.case.scenario, history.trajectory.turns
    say(f"{case.title}: seed {history.seed}, replicate {history.replicate}", "bold")
    say(f"Played with {origin}.")
    show_story(story.told(weight))
    if months <= history.case.parameters.levers_from and any(
        np.any(history.case.parameters[n]) for n in case.parameters.levers
    ):
        say(f"The levers act from turn {history.case.parameters.levers_from}, after this history ends; see --start.")
    show_triggers(history)
    show_promises(history)
    if months > case.levers_from:
        outcomes = outcomes_table(history)
        span = f"{case.month(case.levers_from)} to {history.turns[-1].month}"
        say()
        show(
            outcomes[outcomes.headline == 1].drop(columns="headline"),
            f"Headline outcomes of this one history, {span}",
        )
        empty = outcomes.loc[(outcomes.headline == 1) & outcomes.value.isna(), "outcome"]
        if len(empty):
            say(f"No number, as nobody is in the group that it is about, or nothing came of it: {', '.join(empty)}.")


def show_triggers(history: Replay) -> None:
    """When each trigger acted in a history; nothing where there are none."""
    memory = history.turns[-1].memory if history.turns else None
    for name, first in (memory.first if memory else {}).items():
        acted = int(memory.turns[name][0]) if memory else 0
        since = f", first in {history.case.scenario.month(int(first[0]))}" if acted else ""
        say(f"The trigger {name} acted in {acted} months{since}.")


def show_promises(history: Replay) -> None:
    """What was promised in a history, what was given, and what arrived; nothing where nothing was promised."""
    table = promised_table(history)
    if len(table):
        say()
        show(table, "Promised, given and delivered, in the unit of the action")

"""One history on the command line: with which parameters, from what it was made, how it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.errors import BadInput, known_or_bad
from sim.commands.arm import Asked, intervention
from sim.commands.console import say, show, show_story
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.replay import Replay
from sim.lab.candidates import accepted
from sim.lab.history import history_of, script_of
from sim.lab.provenance import made_from
from sim.lab.samplers import SOURCES, parameters_of
from sim.report.promised import promised_table
from sim.report.run_tables import outcomes_table
from sim.report.story import Story
from sim.scenarios.scenario import Scenario

EXPERIMENT = "one_history"


def chosen(
    scenario: Scenario,
    asked: Asked,
    start: int | None = None,
    source: str = "default",
    replicate: int = 0,
    seed: int = 1,
    history: str = "free",
) -> tuple[Case, int]:
    """The case of a history and its number: its parameters from their source, and what the user asked.

    Levers act from `start`. Where the `history` is the record, it is that of the accepted candidate `replicate`.
    """
    known_or_bad(source, SOURCES, "--parameters", "source", "a known source")
    if start is not None and start >= scenario.turns:
        raise BadInput("--start", "turn", start, f"a whole number from 0 to {scenario.turns - 1}")
    own, number = intervention(scenario, asked, start), replicate
    past = history_of("options", scenario, history, scenario.levers_from if start is None else start)
    if past == "record":
        number = accepted(scenario, source, seed, replicate, own)
        own = Intervention(script=script_of(scenario)).also(own)
    drawn = parameters_of(scenario, source, number, seed)
    settings = drawn.with_values(own.parameters)
    case = case_of(scenario, replace(own, parameters={}), "options")
    parameters = replace(case.parameters, overrides=settings.overrides)
    return case.under(parameters if start is None else parameters.acting_from(start)), number


def manifest(history: Replay) -> dict[str, Any]:
    """What made one history: scenario, versions, hashes, seed, replicate, turns."""
    return {
        "experiment": EXPERIMENT,
        **made_from(history.case.scenario),
        "seed": history.seed,
        "replicate": history.replicate,
        "turns": len(history.turns),
        "levers_from": history.case.parameters.levers_from,
    }


SOURCES_TOLD = {
    "default": "parameters as declared (a sweep draws them from the posterior where there is one)",
    "prior": "parameters drawn from their declared ranges",
    "posterior": "parameters of the posterior",
}
PASTS_TOLD = {"free": "all months by the model alone", "record": "the months on record as they were"}


def origin_told(source: str, history: str) -> str:
    """Where the parameters of one history come from, and how its past is played."""
    past = PASTS_TOLD.get(history or "free", history)
    return f"{SOURCES_TOLD[source]}; {past}"


def show_history(history: Replay, story: Story, weight: int, origin: str) -> None:
    """Tell one history month by month, with events of this weight or more, and its headline outcomes."""
    case, months = history.case.scenario, len(history.turns)
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

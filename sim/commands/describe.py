"""`entente describe`: what is declared, as tables."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.base.errors import known_or_bad
from sim.commands.options import DEFAULT_SCENARIO, ScenarioName

TOPICS = ("variables", "parameters", "actions", "policies", "schedule", "outcomes", "evidence")
"""What can be described, for the help, which does not load what describes it."""


def describe(
    topic: Annotated[str | None, typer.Argument(help=f"One of: {', '.join(TOPICS)}.")] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="The dated record that histories are held against.")
    ] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
) -> None:
    """List variables, parameters, actions, policies, the schedule of a turn, outcomes or the evidence."""
    from sim.commands.console import say, show_all
    from sim.report.describe import TOPICS as TABLES, overview
    from sim.scenarios.scenario import load_scenario

    case = load_scenario(scenario)
    asked = "evidence" if evidence else topic
    if asked is None:
        show_all(overview(case))
        say("entente describe TOPIC lists one of them.")
    else:
        show_all(TABLES[known_or_bad(asked, TOPICS, "entente describe", "topic", "a known topic")](case))

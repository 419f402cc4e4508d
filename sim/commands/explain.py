"""`entente explain`: why the orders of one actor in one month were given or withheld."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.base.errors import BadInput
from sim.commands.options import (
    DEFAULT_SCENARIO,
    Does,
    Doses,
    Past,
    Pathways,
    Replicate,
    ScenarioName,
    Scripts,
    Seed,
    Settings,
    Source,
    Start,
    Theories,
)


def explain_(
    actor: Annotated[str, typer.Option(help="Whose orders: an actor's file name, or a role that one actor holds.")],
    turn: Annotated[int, typer.Option(min=0, help="In which turn; turn 0 is the first month.")],
    action: Annotated[str | None, typer.Option(help="Only this action.")] = None,
    target: Annotated[str | None, typer.Option(help="Only toward this actor.")] = None,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicate: Replicate = 0,
    seed: Seed = 1,
    start: Start = None,
    settings: Settings = None,
    dose: Doses = None,
    script: Scripts = None,
    theory: Theories = None,
    do: Does = None,
    pathway: Pathways = None,
    parameters: Source = "default",
    past: Past = "free",
    brief: Annotated[bool, typer.Option("--brief", help="Only the summary, one row an order.")] = False,
) -> None:
    """Say for each possible order of an actor in a month why it was given or withheld."""
    from sim.commands.arm import Asked
    from sim.commands.console import progress, say, show
    from sim.commands.explanations import actor_of, show_explanation
    from sim.commands.one_history import chosen, origin_told
    from sim.lab.begun import Origins, replay_of
    from sim.report.explain import explain, summary_table
    from sim.report.wording import month_name
    from sim.scenarios.scenario import load_scenario

    case = load_scenario(scenario)
    who = actor_of(case, actor)
    if turn >= case.turns:
        raise BadInput("--turn", "turn", turn, f"a whole number from 0 to {case.turns - 1}")
    with progress(f"Playing {turn + 1} months") as moved:
        asked = Asked(settings, dose, script, theory, do, pathway)
        begun = chosen(scenario, case, asked, Origins(start, parameters, past), replicate, seed)
        history = replay_of(begun, turn + 1, moved)
    found = explain(history, turn, who, action, target)
    name = case.cast.titles[case.cast.names.index(who)]
    say(f"{name} ({who}), {month_name(case.month(turn))}, turn {turn}", "bold")
    say(f"Played with {origin_told(parameters, past)}.")
    if len(found) > 1:
        show(summary_table(found), "In short")
    for one in () if brief else found:
        show_explanation(one)

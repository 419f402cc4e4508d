"""`entente explain`: why the orders of one actor in one month were given or withheld."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.base.errors import BadInput, known_or_bad
from sim.commands.console import progress, say, show
from sim.commands.options import DEFAULT_SCENARIO, Replicate, ScenarioName, Seed, Settings, Source, Start, chosen
from sim.engine.replay import replay
from sim.report.explain import Explanation, explain, steps_table, summary_table
from sim.report.wording import month_name
from sim.scenarios.scenario import Scenario, load_scenario


def explain_(
    actor: Annotated[str, typer.Option(help="Whose orders: an actor's file name, or a role that one actor holds.")],
    turn: Annotated[int, typer.Option(min=0, help="In which turn; turn 0 is the first month.")],
    action: Annotated[str | None, typer.Option(help="Only this action.")] = None,
    target: Annotated[str | None, typer.Option(help="Only toward this actor.")] = None,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicate: Replicate = 0,
    seed: Seed = 1,
    start: Start = None,
    set_: Settings = None,
    parameters: Source = "default",
    brief: Annotated[bool, typer.Option("--brief", help="Only the summary, one row an order.")] = False,
) -> None:
    """Say for each possible order of an actor in a month why it was given or withheld."""
    case = load_scenario(scenario)
    who = _actor(case, actor)
    if turn >= case.turns:
        raise BadInput("--turn", "turn", turn, f"a whole number from 0 to {case.turns - 1}")
    with progress(f"Playing {turn + 1} months") as moved:
        history = replay(case, chosen(case, set_, start, parameters, replicate, seed), replicate, seed, turn + 1, moved)
    found = explain(history, turn, who, action, target)
    name = case.cast.titles[case.cast.names.index(who)]
    say(f"{name} ({who}), {month_name(case.month(turn))}, turn {turn}", "bold")
    if len(found) > 1:
        show(summary_table(found), "In short")
    for one in () if brief else found:
        _show(one)


def _actor(case: Scenario, asked: str) -> str:
    """The actor of this name, or the only holder of this role."""
    holders = [name for name, role in zip(case.cast.names, case.cast.roles, strict=True) if role == asked]
    if len(holders) == 1:
        return holders[0]
    known = [*case.cast.names, *(role for role in case.cast.roles if case.cast.roles.count(role) == 1)]
    return known_or_bad(asked, known, "--actor", "actor", "an actor of the scenario, or a role that one actor holds")


def _show(one: Explanation) -> None:
    toward = "" if one.relation == "self" else f" toward {one.target} ({one.relation})"
    show(steps_table(one), f"{one.action}{toward}")
    conditions = ", ".join(
        f"{name} {'holds' if held == 1 else 'fails' if held == 0 else f'holds to {held:.2f}'}"
        for name, held in one.conditions.items()
    )
    say(f"  Legal if: {conditions or 'always'}.")
    say(f"  Sum {one.log_odds:+.2f}, rationality {one.rationality:g}: probability {one.probability:.3f}.")
    say(f"  {one.verdict[:1].upper()}{one.verdict[1:]}.\n", "bold" if one.given else "")

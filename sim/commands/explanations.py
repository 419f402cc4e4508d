"""Why orders were given or withheld, as it is shown."""

from __future__ import annotations

from sim.base.errors import known_or_bad
from sim.commands.console import say, show
from sim.report.explain import Explanation, steps_table
from sim.scenarios.scenario import Scenario


def actor_of(case: Scenario, asked: str) -> str:
    """The actor of this name, or the only holder of this role."""
    holders = [name for name, role in zip(case.cast.names, case.cast.roles, strict=True) if role == asked]
    if len(holders) == 1:
        return holders[0]
    known = [*case.cast.names, *(role for role in case.cast.roles if case.cast.roles.count(role) == 1)]
    return known_or_bad(asked, known, "--actor", "actor", "an actor of the scenario, or a role that one actor holds")


def show_explanation(one: Explanation) -> None:
    """Show the sum behind one order, its conditions, its probability and the verdict."""
    toward = "" if one.relation == "self" else f" toward {one.target} ({one.relation})"
    show(steps_table(one), f"{one.action}{toward}")
    conditions = ", ".join(
        f"{name} {'holds' if held == 1 else 'fails' if held == 0 else f'holds to {held:.2f}'}"
        for name, held in one.conditions.items()
    )
    say(f"  Legal if: {conditions or 'always'}.")
    say(f"  Sum {one.log_odds:+.2f}, rationality {one.rationality:g}: probability {one.probability:.3f}.")
    say(f"  {one.verdict[:1].upper()}{one.verdict[1:]}.\n", "bold" if one.given else "")

"""Why orders were given or withheld, as it is shown."""

from __future__ import annotations

from sim.base.errors import known_or_bad
from sim.commands.console import say, show
from sim.report.explain import Explanation, steps_table
from sim.scenarios.scenario import Scenario


def actor_of(case: Scenario, asked: str) -> str:
    """The actor of this name, or the only one in this position."""
    cast = case.cast
    alone = {cast.positions[i]: cast.names[i] for i in range(cast.size) if cast.positions.count(cast.positions[i]) == 1}
    known = (*cast.names, *alone)
    said = known_or_bad(asked, known, "--actor", "actor", "an actor of the scenario, or a role that one actor holds")
    return alone.get(said, said)


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
    say(f"  {one.verdict[:1].upper()}{one.verdict[1:]}.\n", "bold" if one.issued else "")

"""The defender: it fights with what it has and seeks friends."""

from __future__ import annotations

from sim.actions import Action
from sim.declare import Value
from sim.parameters import Numbers
from sim.policies.shared import other_side_talks, partnerships_are_urged, tie_is_deep
from sim.reasons import Policy, Rule, reason
from sim.side import Side


@reason("R1")
def stores_run_out(me: Side, other: Side, p: Numbers) -> Value:
    """The shorter of shells, the more friends are pressed for help."""
    return p.plea_for_help * me.munitions_shortfall


POLICY = Policy(
    role="defender",
    doctrine="Hold the line and win friends.",
    rules=(
        Rule(Action.TALK, "courted", "defender_pleads", (stores_run_out, other_side_talks)),
        Rule(Action.PARTNER, "courted", "defender_partners", (tie_is_deep, stores_run_out, partnerships_are_urged)),
    ),
)

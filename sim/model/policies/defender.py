"""The defender: it fights with what it has and seeks friends."""

from __future__ import annotations

from sim.base.arrays import Value
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policies.shared import little_left_to_agree, other_side_talks, tie_is_deep
from sim.model.policy import Policy, Rule, reason


@reason("R1")
def stores_run_out(me: Side, other: Side, p: Numbers) -> Value:
    """The shorter of shells, the more friends are pressed for help."""
    return p.plea_for_help * me.munitions_shortfall


POLICY = Policy(
    role="defender",
    doctrine="Hold the line and win friends.",
    rules=(
        Rule(Action.TALK, "courted", "defender_pleads").because(stores_run_out, other_side_talks),
        Rule(Action.PARTNER, "courted", "defender_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, stores_run_out
        ),
    ),
)

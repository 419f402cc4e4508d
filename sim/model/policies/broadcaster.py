"""The broadcaster: defector-led organisations, stations and NGOs that reach into a closed society."""

from __future__ import annotations

from sim.base.arrays import Value
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policy import Policy, Rule, reason


@reason("R5b")
def border_lets_little_through(me: Side, other: Side, p: Numbers) -> Value:
    """A shut border keeps out what is smuggled; the stations remain."""
    return -p.smuggling_stopped * other.border_closed


@reason("R5c")
def jamming_discourages(me: Side, other: Side, p: Numbers) -> Value:
    """The harder the crackdown, the less is sent."""
    return -p.jamming_felt * other.repression


POLICY = Policy(
    role="broadcaster",
    doctrine="Bring outside information to whoever will listen, as funding allows.",
    rules=(
        Rule(Action.BROADCAST, "listeners", "broadcaster_broadcasts").because(
            border_lets_little_through, jamming_discourages
        ),
    ),
)

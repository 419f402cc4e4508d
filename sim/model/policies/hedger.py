"""The hedger: first economic partner of the client; it trades on, abstains, shields a little and joins nobody."""

from __future__ import annotations

from sim.base.arrays import Value
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policies.shared import border_is_closed, other_side_talks, tie_is_deep
from sim.model.policy import Policy, Rule, reason


@reason("C3")
def rivals_encircle(me: Side, other: Side, p: Numbers) -> Value:
    """The better one's rivals fight together, the more the partners across from them are worth."""
    return p.encirclement_pull * me.encirclement


@reason("C1")
def collapse_next_door_threatens(me: Side, other: Side, p: Numbers) -> Value:
    """Hardship across one's border is a danger to oneself."""
    return p.instability_feared * other.hardship


@reason("C1")
def leverage_slips_away(me: Side, other: Side, p: Numbers) -> Value:
    """A client that finds another patron listens less, and is favoured less."""
    return -p.leverage_lost * other.partner_tie


@reason("C2")
def taking_sides_is_costly(me: Side, other: Side, p: Numbers) -> Value:
    """While arms and men move in breach of the rules, being seen beside those who move them costs trade."""
    moved = other.did(Action.SUPPLY_MUNITIONS) + other.did(Action.SEND_TROOPS)
    return -p.side_taking_cost * moved


@reason("R3b")
def dialogue_offers_another_way(me: Side, other: Side, p: Numbers) -> Value:
    """A dialogue that includes one makes the partners' company less needful, or a price to be raised (contested)."""
    return -p.dialogue_pulls_away * me.suffered(Action.TALK)


@reason("T1")
def nuclear_test_angers(me: Side, other: Side, p: Numbers) -> Value:
    """A nuclear test across the border is not shielded."""
    return -p.test_anger * other.did(Action.TEST_NUCLEAR)


@reason("C3")
def rivals_exercise_nearby(me: Side, other: Side, p: Numbers) -> Value:
    """Exercises nearby are answered with exercises."""
    return p.exercises_answered * other.did(Action.EXERCISE)


POLICY = Policy(
    role="hedger",
    doctrine="Trade with all, stand with none: keep the client alive, the rivals apart and every door open.",
    rules=(
        Rule(Action.SEND_AID, "allies", "hedger_trades").because(
            collapse_next_door_threatens,
            tie_is_deep,
            leverage_slips_away,
            border_is_closed,
            nuclear_test_angers,
            rivals_encircle,
            taking_sides_is_costly,
            dialogue_offers_another_way,
        ),
        Rule(Action.SHIELD, "clients", "hedger_shields").because(
            rivals_encircle, tie_is_deep, taking_sides_is_costly, dialogue_offers_another_way, nuclear_test_angers
        ),
        Rule(Action.TALK, "clients", "hedger_talks_to_clients").because(
            rivals_encircle, tie_is_deep, leverage_slips_away, border_is_closed
        ),
        Rule(Action.PARTNER, "clients", "hedger_joins").because(
            rivals_encircle, tie_is_deep, taking_sides_is_costly, dialogue_offers_another_way
        ),
        Rule(Action.TALK, "interlocutors", "hedger_talks_across").because(other_side_talks, rivals_encircle),
        Rule(Action.EXERCISE, "rivals", "hedger_exercises").because(rivals_encircle, rivals_exercise_nearby),
    ),
)

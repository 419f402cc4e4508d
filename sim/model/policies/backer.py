"""A rival theory of the hedger: a backer that stands with the two against a common rival."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.decisions import Policy, Rule
from sim.model.policies.hedger import (
    collapse_next_door_threatens,
    nuclear_test_angers,
    rivals_encircle,
    rivals_exercise_nearby,
)
from sim.model.policies.shared import border_is_closed, other_side_talks, tie_is_deep

POLICY = Policy(
    role="backer",
    doctrine="Stand with the client and its patron as a bloc: trade, shield, join, exercise.",
    rules=(
        Rule(
            Action.SEND_AID,
            "allies",
            "hedger_trades",
            (collapse_next_door_threatens, tie_is_deep, border_is_closed),
        ),
        Rule(
            Action.SHIELD,
            "clients",
            "backer_shields",
            (rivals_encircle, tie_is_deep, nuclear_test_angers),
        ),
        Rule(Action.TALK, "clients", "hedger_talks_to_clients", (rivals_encircle, tie_is_deep, border_is_closed)),
        Rule(Action.PARTNER, "clients", "backer_joins", (rivals_encircle, tie_is_deep)),
        Rule(Action.TALK, "interlocutors", "hedger_talks_across", (other_side_talks,)),
        Rule(Action.EXERCISE, "rivals", "hedger_exercises", (rivals_encircle, rivals_exercise_nearby)),
    ),
)

"""A rival theory of the hedger: a balancer that resents the new patron and works with the other side against it."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.decisions import Policy, Rule
from sim.model.policies.hedger import (
    collapse_next_door_threatens,
    dialogue_offers_another_way,
    leverage_slips_away,
    nuclear_test_angers,
    rivals_encircle,
    taking_sides_is_costly,
)
from sim.model.policies.shared import border_is_closed, other_side_talks

POLICY = Policy(
    role="balancer",
    doctrine="Keep the client from another's arms: punish lost leverage, talk to the other side, shield less.",
    rules=(
        Rule(
            Action.SEND_AID,
            "allies",
            "hedger_trades",
            (collapse_next_door_threatens, leverage_slips_away, border_is_closed, nuclear_test_angers),
        ),
        Rule(
            Action.SHIELD,
            "clients",
            "balancer_shields",
            (leverage_slips_away, taking_sides_is_costly, dialogue_offers_another_way, nuclear_test_angers),
        ),
        Rule(Action.TALK, "clients", "hedger_talks_to_clients", (leverage_slips_away, border_is_closed)),
        Rule(Action.TALK, "interlocutors", "balancer_talks_across", (other_side_talks,)),
        Rule(Action.EXERCISE, "rivals", "hedger_exercises", (rivals_encircle,)),
    ),
)

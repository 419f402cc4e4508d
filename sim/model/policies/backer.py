"""A rival theory of the hedger: a backer that stands with the two against a common rival."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies import hedger
from sim.model.policies.hedger import (
    dialogue_offers_another_way,
    leverage_slips_away,
    nuclear_test_angers,
    rivals_encircle,
    taking_sides_is_costly,
)

POLICY = hedger.POLICY.but(
    "backer",
    "Stand with the client and its patron as a bloc: trade, shield, join, exercise.",
    drop={
        (Action.SEND_AID, "allies"): (
            leverage_slips_away,
            nuclear_test_angers,
            taking_sides_is_costly,
            dialogue_offers_another_way,
        ),
        (Action.SHIELD, "clients"): (taking_sides_is_costly, dialogue_offers_another_way),
        (Action.TALK, "clients"): (leverage_slips_away,),
        (Action.PARTNER, "clients"): (taking_sides_is_costly, dialogue_offers_another_way),
        (Action.TALK, "interlocutors"): (rivals_encircle,),
    },
    base_rates={(Action.SHIELD, "clients"): "backer_shields", (Action.PARTNER, "clients"): "backer_joins"},
)

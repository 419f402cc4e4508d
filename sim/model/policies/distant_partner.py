"""The distant partner: it carries the defender with money, shells and sanctions and looks to the other ocean."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies.shared import (
    aggression_is_under_way,
    arms_trade_offends,
    defender_loses_ground,
    little_left_to_agree,
    little_left_to_sanction,
    other_side_talks,
    own_depots_run_low,
    politics_block_aid,
    proliferators_are_helped,
    rivals_grow_closer,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule

POLICY = Policy(
    role="distant_partner",
    doctrine="Carry the defender, sanction the aggressor and its suppliers, answer friends from the other theatre.",
    rules=(
        Rule(Action.SUPPLY_MUNITIONS, "beneficiaries", "partner_arms_defender").because(
            politics_block_aid, defender_loses_ground, own_depots_run_low
        ),
        Rule(Action.SEND_AID, "beneficiaries", "partner_aids_defender").because(
            politics_block_aid, defender_loses_ground
        ),
        Rule(Action.SANCTION, "targets", "partner_sanctions").because(
            arms_trade_offends, proliferators_are_helped, aggression_is_under_way, little_left_to_sanction
        ),
        Rule(Action.PARTNER, "courted", "distant_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, rivals_grow_closer
        ),
        Rule(Action.TALK, "courted", "distant_talks").because(tie_is_deep, other_side_talks),
    ),
)

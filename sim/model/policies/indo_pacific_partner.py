"""The Indo-Pacific partner: far from both fronts, it joins groupings and pays a little."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies.shared import (
    arms_trade_offends,
    little_left_to_agree,
    little_left_to_sanction,
    other_side_talks,
    politics_block_aid,
    proliferators_are_helped,
    rivals_grow_closer,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule

POLICY = Policy(
    role="indo_pacific_partner",
    doctrine="Join what keeps the region open, commit little to the distant war.",
    rules=(
        Rule(Action.PARTNER, "courted", "distant_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, rivals_grow_closer
        ),
        Rule(Action.TALK, "courted", "distant_talks").because(tie_is_deep, other_side_talks),
        Rule(Action.SANCTION, "targets", "partner_sanctions").because(
            arms_trade_offends, proliferators_are_helped, little_left_to_sanction
        ),
        Rule(Action.SEND_AID, "beneficiaries", "partner_aids_defender").because(politics_block_aid),
        Rule(Action.TALK, "interlocutors", "ally_talks_across").because(other_side_talks),
    ),
)

"""The neighbouring ally: under the same missiles, bound to the guarantor, estranged from the front line by the past."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies.shared import (
    aggression_is_under_way,
    arms_trade_offends,
    little_left_to_agree,
    little_left_to_sanction,
    other_side_talks,
    politics_block_aid,
    proliferators_are_helped,
    provocations_alarm,
    rivals_grow_closer,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule

POLICY = Policy(
    role="neighbouring_ally",
    doctrine="Stay close to the guarantor, exercise against the threat, pay rather than arm, mend fences next door.",
    rules=(
        Rule(Action.EXERCISE, "rivals", "neighbour_exercises").because(provocations_alarm, rivals_grow_closer),
        Rule(Action.SHARE_INTELLIGENCE, "allies", "ally_shares_with_ally").because(tie_is_deep, rivals_grow_closer),
        Rule(Action.SHARE_INTELLIGENCE, "courted", "ally_shares_with_friend").because(tie_is_deep, rivals_grow_closer),
        Rule(Action.TALK, "allies", "ally_talks_to_ally").because(rivals_grow_closer, other_side_talks),
        Rule(Action.TALK, "courted", "ally_talks_to_friend").because(tie_is_deep, other_side_talks),
        Rule(Action.TALK, "interlocutors", "ally_talks_across").because(other_side_talks),
        Rule(Action.PARTNER, "courted", "ally_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, rivals_grow_closer
        ),
        Rule(Action.SANCTION, "targets", "ally_sanctions").because(
            provocations_alarm,
            arms_trade_offends,
            proliferators_are_helped,
            aggression_is_under_way,
            little_left_to_sanction,
        ),
        Rule(Action.SEND_AID, "beneficiaries", "partner_aids_defender").because(politics_block_aid),
    ),
)

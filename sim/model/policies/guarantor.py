"""The guarantor: it arms the defender, extends its deterrent to allies and holds the coalition together."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies.shared import (
    aggression_is_under_way,
    arms_trade_offends,
    defender_loses_ground,
    little_left_to_agree,
    little_left_to_sanction,
    other_looks_aggressive,
    other_side_talks,
    own_depots_run_low,
    politics_block_aid,
    proliferators_are_helped,
    provocations_alarm,
    rivals_grow_closer,
    season_of_exercises,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule

POLICY = Policy(
    role="guarantor",
    doctrine="Arm the defender as domestic politics allow, exercise by the calendar and the threat, keep allies close.",
    rules=(
        Rule(Action.SUPPLY_MUNITIONS, "beneficiaries", "guarantor_arms_defender").because(
            politics_block_aid, defender_loses_ground, own_depots_run_low
        ),
        Rule(Action.SEND_AID, "beneficiaries", "guarantor_aids_defender").because(
            politics_block_aid, defender_loses_ground
        ),
        Rule(Action.EXERCISE, "rivals", "guarantor_exercises").because(
            season_of_exercises, provocations_alarm, other_looks_aggressive
        ),
        Rule(Action.SHARE_INTELLIGENCE, "allies", "guarantor_shares").because(tie_is_deep, rivals_grow_closer),
        Rule(Action.TALK, "allies", "guarantor_talks_to_allies").because(rivals_grow_closer, other_side_talks),
        Rule(Action.TALK, "interlocutors", "guarantor_talks_across").because(other_side_talks),
        Rule(Action.PARTNER, "courted", "guarantor_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, rivals_grow_closer
        ),
        Rule(Action.SANCTION, "targets", "guarantor_sanctions").because(
            provocations_alarm,
            arms_trade_offends,
            proliferators_are_helped,
            aggression_is_under_way,
            little_left_to_sanction,
        ),
    ),
)

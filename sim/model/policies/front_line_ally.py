"""The front-line ally: it faces the client across a contested border and hesitates to arm a distant war."""

from __future__ import annotations

from sim.base.arrays import Value
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policies.shared import (
    arms_trade_offends,
    foreign_troops_fight,
    government_is_hawkish,
    little_left_to_agree,
    little_left_to_sanction,
    other_side_talks,
    own_depots_run_low,
    proliferators_are_helped,
    provocations_alarm,
    rivals_grow_closer,
    season_of_exercises,
    talks_calm,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule, reason


@reason("R1")
def government_favours_defender(me: Side, other: Side, p: Numbers) -> Value:
    """A government of a harder line is readier to arm the defender, though not ready."""
    return p.hawkish_pull * me.government


@reason("R1")
def technology_for_rival_is_feared(me: Side, other: Side, p: Numbers) -> Value:
    """Arming the defender may bring technology to one's own rival: the less it has had so far, the more to lose."""
    return -p.technology_feared * (1.0 - me.rivals_armed / (1.0 + me.rivals_armed))


@reason("R4")
def friends_share_burdens(me: Side, other: Side, p: Numbers) -> Value:
    """Accords with the defender's friends bring a call to share the burden, or let them carry it (contested)."""
    return p.accords_oblige * me.accords_in_force


@reason("R3b")
def hawks_shun_dialogue(me: Side, other: Side, p: Numbers) -> Value:
    """A government of a harder line seeks fewer talks across the divide."""
    return -p.hawkish_pull * me.government


@reason("R5b")
def provocation_at_border_is_answered(me: Side, other: Side, p: Numbers) -> Value:
    """Balloons and incidents at the border are answered in kind, through the air."""
    return p.answer_in_kind * other.did_to_other(Action.PROVOKE)


POLICY = Policy(
    role="front_line_ally",
    doctrine="Deter the neighbour with the guarantor, court friends, and keep out of the distant war.",
    rules=(
        Rule(Action.EXERCISE, "neighbours", "ally_exercises").because(
            season_of_exercises, provocations_alarm, government_is_hawkish, talks_calm
        ),
        Rule(Action.SHARE_INTELLIGENCE, "allies", "ally_shares_with_ally").because(tie_is_deep, rivals_grow_closer),
        Rule(Action.SHARE_INTELLIGENCE, "courted", "ally_shares_with_friend").because(
            tie_is_deep, rivals_grow_closer, government_is_hawkish
        ),
        Rule(Action.TALK, "allies", "ally_talks_to_ally").because(rivals_grow_closer, other_side_talks),
        Rule(Action.TALK, "courted", "ally_talks_to_friend").because(
            tie_is_deep, government_is_hawkish, other_side_talks
        ),
        Rule(Action.TALK, "interlocutors", "ally_talks_across").because(hawks_shun_dialogue, other_side_talks),
        Rule(Action.PARTNER, "courted", "ally_partners", only_if=("accord_left",)).because(
            little_left_to_agree, tie_is_deep, rivals_grow_closer, government_is_hawkish
        ),
        Rule(Action.SANCTION, "targets", "ally_sanctions").because(
            provocations_alarm,
            arms_trade_offends,
            proliferators_are_helped,
            government_is_hawkish,
            little_left_to_sanction,
        ),
        Rule(Action.SUPPLY_MUNITIONS, "beneficiaries", "ally_arms_defender").because(
            foreign_troops_fight,
            government_favours_defender,
            technology_for_rival_is_feared,
            own_depots_run_low,
            friends_share_burdens,
        ),
        Rule(Action.SEND_AID, "beneficiaries", "ally_aids_defender").because(
            foreign_troops_fight, friends_share_burdens
        ),
        Rule(Action.BROADCAST, "listeners", "ally_broadcasts").because(
            provocation_at_border_is_answered, government_is_hawkish, talks_calm
        ),
    ),
)

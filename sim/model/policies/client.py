"""The client: poor, armed and isolated; it sells what its partner at war lacks and holds on to its weapons."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Value, positive
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policies.shared import (
    border_is_closed,
    defender_is_strong,
    isolation_leaves_nothing_to_lose,
    isolation_presses,
    other_looks_aggressive,
    other_side_talks,
    own_depots_run_low,
    talks_calm,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule, reason


@reason("D1")
def aid_is_needed(me: Side, other: Side, p: Numbers) -> Value:
    """Food, fuel and money are had from the partner for what it wants."""
    return p.need_of_aid * me.aid_need


@reason("D2")
def partner_is_short_of_shells(me: Side, other: Side, p: Numbers) -> Value:
    """The shorter a partner at war is of shells, the likelier it is to be supplied."""
    return p.shell_hunger * other.munitions_shortfall


@reason("D3")
def partner_gives_cover(me: Side, other: Side, p: Numbers) -> Value:
    """A great power that shields one's weapons programme is worth a favour."""
    return p.cover_for_weapons * other.did_to_other(Action.SHIELD)


@reason("S1")
def partner_pays(me: Side, other: Side, p: Numbers) -> Value:
    """A partner who has lately paid will be served again."""
    paid = other.did_to_other(Action.SEND_AID) + other.did_to_other(Action.TRANSFER_TECHNOLOGY)
    return p.payment_seen * paid


@reason("S1")
def debt_is_unpaid(me: Side, other: Side, p: Numbers) -> Value:
    """A partner who owes much and does not pay is served less."""
    return -p.unpaid_debt * positive(other.owed)


@reason("S2")
def supply_line_stands(me: Side, other: Side, p: Numbers) -> Value:
    """Once ships and trains run, they go on running."""
    return p.standing_supply * me.did_to_other(Action.SUPPLY_MUNITIONS)


@reason("C1")
def first_partner_frowns(me: Side, other: Side, p: Numbers) -> Value:
    """The more one depends on a partner who keeps its distance, the more one holds back."""
    return -p.first_partner_frown * me.first_partner_distance


@reason("T2")
def something_left_to_lose(me: Side, other: Side, p: Numbers) -> Value:
    """Who is not yet isolated has more to lose from new sanctions."""
    return -p.sanctions_exposure * (1.0 - me.isolation)


@reason("P2")
def partner_is_short_of_men(me: Side, other: Side, p: Numbers) -> Value:
    """The more men are missing at the front, the likelier troops are sent."""
    return p.manpower_hunger * other.manpower_shortfall


@reason("P2")
def partner_soil_is_invaded(me: Side, other: Side, p: Numbers) -> Value:
    """An enemy on the partner's own soil makes help a duty of the treaty."""
    return p.invaded_soil * other.incursion


@reason("S2")
def arms_came_first(me: Side, other: Side, p: Numbers) -> Value:
    """Men follow where munitions have gone before."""
    return p.arms_before_men * me.did_to_other(Action.SUPPLY_MUNITIONS)


@reason("P2")
def losses_are_replaced(me: Side, other: Side, p: Numbers) -> Value:
    """Those who have fallen beside the partner leave a gap that is filled while the bargain holds."""
    gap = np.minimum(me.troops_lost, positive(p.guest_ceiling - me.troops_deployed))
    return p.losses_replaced * gap / p.guest_ceiling


@reason("P2")
def presence_suffices(me: Side, other: Side, p: Numbers) -> Value:
    """The more men are already there, the fewer are added."""
    return -p.presence_suffices * me.troops_deployed / p.guest_ceiling


@reason("D4")
def programme_wants_tests(me: Side, other: Side, p: Numbers) -> Value:
    """A programme that is not yet mature may have to test, a finished one may be displayed: the sign is contested."""
    return p.programme_drive * (1.0 - me.weapons_programme)


@reason("T1")
def exercises_look_like_threat(me: Side, other: Side, p: Numbers) -> Value:
    """Exercises aimed at one may be answered with a display, or may hold one back: the sign is contested."""
    return p.exercise_to_provocation * me.suffered(Action.EXERCISE)


@reason("R5a")
def broadcasts_sting(me: Side, other: Side, p: Numbers) -> Value:
    """Broadcasts into one's own society may be answered with a provocation: the sign is contested."""
    return p.broadcast_to_provocation * me.suffered(Action.BROADCAST)


@reason("T1")
def exercises_are_due(me: Side, other: Side, p: Numbers) -> Value:
    """The months in which the other side's exercises are announced may invite displays: the sign is contested."""
    return p.exercise_anticipated * me.rivals_in_season


@reason("P2")
def partner_rewards_calm(me: Side, other: Side, p: Numbers) -> Value:
    """A deep tie with the partner may make displays less needful, or safer: the sign is contested."""
    return -p.reward_for_calm * me.partner_tie


@reason("S2")
def missiles_are_sold(me: Side, other: Side, p: Numbers) -> Value:
    """What is sold abroad is not fired at home, unless the sale pays for more tests: the sign is contested."""
    return -p.sold_not_fired * me.did(Action.SUPPLY_MUNITIONS)


@reason("R3b")
def others_seek_talks(me: Side, other: Side, p: Numbers) -> Value:
    """Talks offered by rivals or across the divide may take away from the case for a display."""
    return -p.talks_restrain * me.talks_across


@reason("C1")
def first_partner_draws_a_line(me: Side, other: Side, p: Numbers) -> Value:
    """A nuclear test crosses the line of the partner on whom one's trade depends."""
    return -p.red_line * me.trade_share


@reason("D4")
def programme_is_ready(me: Side, other: Side, p: Numbers) -> Value:
    """A mature programme can afford a nuclear test."""
    return p.nuclear_readiness * me.weapons_programme


@reason("P2")
def partner_serves_better(me: Side, other: Side, p: Numbers) -> Value:
    """A deep tie with the partner makes talks with rivals less needful."""
    return -p.partner_instead_of_talks * me.partner_tie


@reason("T1")
def trouble_at_home_is_diverted(me: Side, other: Side, p: Numbers) -> Value:
    """A regime in trouble looks for an enemy outside (Levy 1989), or has no hands free for one (contested)."""
    return p.trouble_to_provocation * (me.trouble_at_home - 0.5)


@reason("S6")
def trouble_at_home_wants_a_patron(me: Side, other: Side, p: Numbers) -> Value:
    """A regime in trouble sells and courts more for a patron's backing, or keeps to itself (contested)."""
    return p.trouble_to_patron * (me.trouble_at_home - 0.5)


@reason("S6")
def men_are_needed_at_home(me: Side, other: Side, p: Numbers) -> Value:
    """A regime in trouble keeps its soldiers at home, or sends them away from it: the sign is contested."""
    return p.trouble_to_troops * (me.trouble_at_home - 0.5)


@reason("R3b")
def trouble_at_home_shuts_doors(me: Side, other: Side, p: Numbers) -> Value:
    """A regime in trouble turns inward and meets fewer outsiders, or seeks relief abroad: the sign is contested."""
    return p.trouble_to_contact * (me.trouble_at_home - 0.5)


POLICY = Policy(
    role="client",
    doctrine="Sell arms and then men to a partner at war for aid, technology and cover; keep the weapons.",
    rules=(
        Rule(Action.SUPPLY_MUNITIONS, "partners", "client_supplies").because(
            aid_is_needed,
            partner_is_short_of_shells,
            tie_is_deep,
            partner_gives_cover,
            partner_pays,
            debt_is_unpaid,
            supply_line_stands,
            own_depots_run_low,
            first_partner_frowns,
            something_left_to_lose,
            border_is_closed,
            trouble_at_home_wants_a_patron,
        ),
        Rule(Action.SEND_TROOPS, "partners", "client_sends_troops").because(
            partner_is_short_of_men,
            partner_soil_is_invaded,
            tie_is_deep,
            arms_came_first,
            aid_is_needed,
            debt_is_unpaid,
            losses_are_replaced,
            presence_suffices,
            first_partner_frowns,
            men_are_needed_at_home,
        ),
        Rule(Action.PROVOKE, "self", "client_tests_missiles", only_if=("has_programme",)).because(
            programme_wants_tests,
            exercises_look_like_threat,
            exercises_are_due,
            broadcasts_sting,
            isolation_leaves_nothing_to_lose,
            partner_rewards_calm,
            missiles_are_sold,
            others_seek_talks,
            trouble_at_home_is_diverted,
        ),
        Rule(Action.PROVOKE, "neighbours", "client_provokes_at_border").because(
            other_looks_aggressive,
            exercises_look_like_threat,
            exercises_are_due,
            broadcasts_sting,
            defender_is_strong,
            talks_calm,
            trouble_at_home_is_diverted,
        ),
        Rule(Action.TEST_NUCLEAR, "self", "client_tests_device").because(
            programme_is_ready, isolation_leaves_nothing_to_lose, first_partner_draws_a_line, partner_rewards_calm
        ),
        Rule(Action.TALK, "partners", "client_talks_to_partner").because(
            tie_is_deep,
            isolation_presses,
            partner_gives_cover,
            other_side_talks,
            border_is_closed,
            aid_is_needed,
            trouble_at_home_wants_a_patron,
        ),
        Rule(Action.PARTNER, "partners", "client_seeks_accord").because(
            tie_is_deep,
            isolation_presses,
            partner_gives_cover,
            supply_line_stands,
            border_is_closed,
            aid_is_needed,
            trouble_at_home_wants_a_patron,
        ),
        Rule(Action.TALK, "interlocutors", "client_talks_to_rivals").because(
            other_side_talks, partner_serves_better, border_is_closed, aid_is_needed, trouble_at_home_shuts_doors
        ),
    ),
)

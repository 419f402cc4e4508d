"""The patron at war: sanctioned and hard pressed, it pays for munitions and men with aid, cover and technology."""

from __future__ import annotations

from sim.base.arrays import Value
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
from sim.model.policies.shared import (
    border_is_closed,
    debt_is_honoured,
    defender_is_strong,
    isolation_leaves_nothing_to_lose,
    isolation_presses,
    other_side_talks,
    season_of_exercises,
    tie_is_deep,
)
from sim.model.policy import Policy, Rule, reason


@reason("D2")
def shells_run_short(me: Side, other: Side, p: Numbers) -> Value:
    """The shorter one is of shells, the more a supplier is courted."""
    return p.shell_courtship * me.munitions_shortfall


@reason("D2")
def shells_suffice(me: Side, other: Side, p: Numbers) -> Value:
    """Who has shells enough need not pay with the dearest coin."""
    return -p.enough_shells * (1.0 - me.munitions_shortfall)


@reason("S1")
def arms_keep_coming(me: Side, other: Side, p: Numbers) -> Value:
    """A supplier who delivers is looked after."""
    return p.supplier_valued * other.did_to_other(Action.SUPPLY_MUNITIONS)


@reason("S5")
def men_fight_for_us(me: Side, other: Side, p: Numbers) -> Value:
    """Soldiers sent are paid for with hardware and know-how."""
    return p.men_for_technology * other.troops_deployed / p.guest_ceiling


@reason("P2")
def men_run_short(me: Side, other: Side, p: Numbers) -> Value:
    """The more men are missing, the more an ally with an army is worth."""
    return p.manpower_courtship * me.manpower_shortfall


@reason("R1")
def clients_rival_arms_the_enemy(me: Side, other: Side, p: Numbers) -> Value:
    """Shells sent to one's enemy by the client's neighbour are answered with technology for the client."""
    return p.retaliation_in_kind * other.neighbours_supply


@reason("S4")
def enemy_is_supported(me: Side, other: Side, p: Numbers) -> Value:
    """Those who arm one's enemy make it worth shielding their own rivals."""
    return p.support_resented * me.enemy_support


@reason("T2")
def spread_is_costly(me: Side, other: Side, p: Numbers) -> Value:
    """While the non-proliferation regime stands, breaking it has a price."""
    return -p.proliferation_cost * me.institutions


@reason("C1")
def first_partner_restrains(me: Side, other: Side, p: Numbers) -> Value:
    """The client's first economic partner does not want it stronger."""
    return -p.hedger_restrains * other.trade_share


@reason("T1")
def other_arms_the_enemy(me: Side, other: Side, p: Numbers) -> Value:
    """Who arms one's enemy may be made to pay at home, short of war: sabotage, cut cables, airspace."""
    return p.enemy_armed * other.did(Action.SUPPLY_MUNITIONS)


POLICY = Policy(
    role="patron_at_war",
    doctrine="Take munitions and men from whoever sells them; pay with aid first, technology last.",
    rules=(
        Rule(Action.SEND_AID, "partners", "patron_aids").because(
            shells_run_short, arms_keep_coming, debt_is_honoured, tie_is_deep, border_is_closed
        ),
        Rule(Action.TRANSFER_TECHNOLOGY, "partners", "patron_transfers_technology").because(
            debt_is_honoured,
            men_fight_for_us,
            arms_keep_coming,
            clients_rival_arms_the_enemy,
            shells_suffice,
            spread_is_costly,
            first_partner_restrains,
        ),
        Rule(Action.SHIELD, "clients", "patron_shields").because(
            isolation_presses, arms_keep_coming, enemy_is_supported
        ),
        Rule(Action.TALK, "partners", "patron_talks_to_partner").because(
            shells_run_short, men_run_short, isolation_presses, arms_keep_coming, other_side_talks, border_is_closed
        ),
        Rule(Action.PARTNER, "partners", "patron_seeks_accord").because(
            shells_run_short, men_run_short, isolation_presses, arms_keep_coming, border_is_closed
        ),
        Rule(Action.TALK, "interlocutors", "patron_talks_to_hedger").because(isolation_presses, other_side_talks),
        Rule(Action.EXERCISE, "rivals", "patron_exercises").because(enemy_is_supported, season_of_exercises),
        Rule(Action.PROVOKE, "neighbours", "patron_provokes").because(
            other_arms_the_enemy, isolation_leaves_nothing_to_lose, defender_is_strong
        ),
    ),
)

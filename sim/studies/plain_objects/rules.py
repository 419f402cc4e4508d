"""What a country of the plain-objects model weighs: a line of arithmetic a reason, on the attributes of two agents.

`me` and `other` are agents of `sim.studies.plain_objects.country`, `p` holds the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

Weigh = Callable[[Any, Any, Any], float]
Holds = Callable[[Any, Any, Any], bool]

REASONS: dict[str, Weigh] = {
    "the tie is deep": lambda me, other, p: p.depth_of_tie * me.toward[other].tie,
    "the border is closed": lambda me, other, p: -p.closed_border * (me.border_closed + other.border_closed),
    "isolation presses": lambda me, other, p: p.isolation_pull * me.isolation,
    "aid is needed": lambda me, other, p: p.need_of_aid * me.aid_need,
    "it is short of shells": lambda me, other, p: p.shell_hunger * me.sees(other.munitions_shortfall),
    "it is short of men": lambda me, other, p: p.manpower_hunger * other.manpower_shortfall,
    "its soil is invaded": lambda me, other, p: p.invaded_soil * other.incursion,
    "it gives cover": lambda me, other, p: p.cover_for_weapons * other.toward[me].lately["shield"],
    "it has paid": lambda me, other, p: (
        p.payment_seen * (other.toward[me].lately["send_aid"] + other.toward[me].lately["transfer_technology"])
    ),
    "it owes": lambda me, other, p: -p.unpaid_debt * max(other.toward[me].owed, 0.0),
    "I owe": lambda me, other, p: p.debt_honoured * max(me.toward[other].owed, 0.0),
    "the line stands": lambda me, other, p: p.standing_supply * me.toward[other].lately["supply_munitions"],
    "arms keep coming": lambda me, other, p: p.supplier_valued * other.toward[me].lately["supply_munitions"],
    "depots run low": lambda me, other, p: (
        -p.empty_depots * (me.munitions_reserve / (me.munitions_stock + 1.0)) ** 2
    ),
    "the first partner frowns": lambda me, other, p: -p.first_partner_frown * me.first_partner_distance,
    "there is much to lose": lambda me, other, p: -p.sanctions_exposure * (1.0 - me.isolation),
    "its fallen are replaced": lambda me, other, p: (
        p.losses_replaced * max(p.guest_ceiling - me.troops_deployed, 0.0) / p.guest_ceiling
    ),
    "men enough are there": lambda me, other, p: -p.presence_suffices * me.troops_deployed / p.guest_ceiling,
    "its men fight for me": lambda me, other, p: p.men_for_technology * other.troops_deployed / p.guest_ceiling,
    "shells run short": lambda me, other, p: p.shell_courtship * me.munitions_shortfall,
    "men run short": lambda me, other, p: p.manpower_courtship * me.manpower_shortfall,
    "rules have a price": lambda me, other, p: -p.proliferation_cost * me.model.institutions,
    "its trade holds it back": lambda me, other, p: -p.hedger_restrains * other.trade_share,
    "politics block aid": lambda me, other, p: -p.blocked_aid * me.aid_blocked,
    "ground is lost": lambda me, other, p: p.ground_lost * (me.model.front - 0.5),
    "the enemy is armed": lambda me, other, p: p.support_resented * me.enemy_support,
    "rivals stand together": lambda me, other, p: p.encirclement_pull * me.encirclement,
    "rivals trade arms": lambda me, other, p: p.rival_bloc_alarm * me.arms_trade_of_targets,
    "another patron is near": lambda me, other, p: -p.leverage_lost * other.partner_tie,
    "it tested a device": lambda me, other, p: -p.test_anger * other.did["test_nuclear"],
    "an invitation is answered": lambda me, other, p: p.talks_answered * other.toward[me].lately["talk"],
    "talks calm": lambda me, other, p: (
        -p.talks_restrain * (other.toward[me].lately["talk"] + me.toward[other].lately["talk"])
    ),
    "it provokes": lambda me, other, p: p.threat_seen * other.did["provoke"],
    "it looks aggressive": lambda me, other, p: p.hostility_pull * (me.toward[other].hostility - 0.5),
    "it is the season": lambda me, other, p: p.exercise_calendar * me.exercise_season,
    "the government is hawkish": lambda me, other, p: p.hawkish_pull * me.hawkish_government,
    "its arms trade offends": lambda me, other, p: (
        p.arms_trade_outrage * (other.did["supply_munitions"] + other.did["send_troops"])
    ),
    "it shares in a breach": lambda me, other, p: p.arms_trade_outrage * other.suffered["supply_munitions"],
    "little is left to sanction": lambda me, other, p: -p.sanctions_exhausted * me.toward[other].sanctions,
    "it wages war": lambda me, other, p: p.war_outrage * other.at_war,
    "exercises threaten": lambda me, other, p: p.exercise_to_provocation * me.suffered["exercise"],
    "broadcasts sting": lambda me, other, p: p.broadcast_to_provocation * me.suffered["broadcast"],
    "the programme wants tests": lambda me, other, p: p.programme_drive * (1.0 - me.weapons_programme),
    "a partner rewards calm": lambda me, other, p: -p.reward_for_calm * me.partner_tie,
    "it deters": lambda me, other, p: -p.border_deterrence * me.toward[other].deterrence,
    "it jams": lambda me, other, p: -p.jamming_felt * me.sees(other.repression),
}  # fmt: skip
"""By what it says: the log-odds that a reason adds for or against an order."""

WHY: dict[str, tuple[str, ...]] = {
    "supply_munitions": (
        "ground is lost", "depots run low", "politics block aid", "it is short of shells", "the tie is deep",
        "the line stands", "it has paid", "it owes", "aid is needed", "there is much to lose",
        "the first partner frowns",
    ),
    "send_troops": (
        "it is short of men", "its soil is invaded", "the tie is deep", "the line stands", "aid is needed", "it owes",
        "its fallen are replaced", "men enough are there", "the first partner frowns",
    ),
    "send_aid": ("politics block aid", "ground is lost", "shells run short", "the tie is deep", "the border is closed"),
    "transfer_technology": (
        "I owe", "its men fight for me", "arms keep coming", "shells run short", "rules have a price",
        "its trade holds it back", "the border is closed",
    ),
    "shield": (
        "isolation presses", "the enemy is armed", "the tie is deep", "another patron is near", "it tested a device",
    ),
    "sanction": (
        "it provokes", "its arms trade offends", "it shares in a breach", "it wages war", "little is left to sanction",
    ),
    "exercise": (
        "it is the season", "it provokes", "it looks aggressive", "the government is hawkish",
    ),
    "share_intelligence": ("the tie is deep", "rivals trade arms", "it provokes"),
    "talk": (
        "an invitation is answered", "rivals trade arms", "isolation presses", "men run short",
        "the border is closed",
    ),
    "partner": (
        "the tie is deep", "rivals trade arms", "rivals stand together", "isolation presses",
    ),
    "provoke": (
        "exercises threaten", "broadcasts sting", "talks calm", "it looks aggressive", "it deters",
        "the programme wants tests",
    ),
    "test_nuclear": ("the programme wants tests", "isolation presses", "a partner rewards calm", "it gives cover"),
    "broadcast": ("the border is closed", "it jams", "it provokes"),
}  # fmt: skip
"""By action: what may be weighed, the commonest first."""

CONDITIONS: dict[str, Holds] = {
    "stock_above_reserve": lambda me, other, p: me.munitions_stock > me.munitions_reserve,
    "men_available": lambda me, other, p: me.troops_available > 0.0,
    "treaty_in_force": lambda me, other, p: me.toward[other].treaty > 0.0,
    "receiver_at_war": lambda me, other, p: other.at_war > 0.0,
    "has_programme": lambda me, other, p: me.programme_effort > 0.0,
    "closed_society": lambda me, other, p: other.closedness >= p.closed_from,
    "budget": lambda me, other, p: me.aid_budget > 0.0,
    "open_channel": lambda me, other, p: me.border_closed * other.border_closed < 1.0,
}
"""What must hold for an order to be legal, by the names of the table of actions."""


def reasons_for(action: str, count: int) -> list[Weigh]:
    """So many reasons for an action; where more are asked for than it has, some are weighed twice."""
    return [REASONS[name] for name in islice(cycle(WHY.get(action, WHY["talk"])), count)]


def conditions_for(names: tuple[str, ...]) -> list[Holds]:
    """What these conditions of legality ask for; one that is new asks for an open channel."""
    return [CONDITIONS.get(name, CONDITIONS["open_channel"]) for name in names]

"""Reasons that several roles hold in common, in the order of the brief's passages."""

from __future__ import annotations

from sim.base.arrays import Value, positive
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.definitions import TENS_OF_THOUSANDS
from sim.model.perception import Side
from sim.model.policy import reason


@reason("P2")
def tie_is_deep(me: Side, other: Side, p: Numbers) -> Value:
    """The deeper the tie, the more is done for the partner."""
    return p.depth_of_tie * me.tie


@reason("S2")
def border_is_closed(me: Side, other: Side, p: Numbers) -> Value:
    """Little crosses a border that is shut on either side."""
    return -p.closed_border * (me.border_closed + other.border_closed)


@reason("S4")
def isolation_presses(me: Side, other: Side, p: Numbers) -> Value:
    """The more others have turned away, the more the remaining friends are worth."""
    return p.isolation_pull * me.isolation


@reason("S4")
def isolation_leaves_nothing_to_lose(me: Side, other: Side, p: Numbers) -> Value:
    """Who is isolated gains attention and loses little by a provocation."""
    return p.isolation_to_provocation * me.isolation


@reason("R2")
def defender_is_strong(me: Side, other: Side, p: Numbers) -> Value:
    """A rival whose defence is credible may be provoked less, or more below that threshold: the sign is contested."""
    return -p.border_deterrence * me.deterrence


@reason("T1")
def provocations_alarm(me: Side, other: Side, p: Numbers) -> Value:
    """Recent provocations by the other call for an answer, and a nuclear test for as much as several."""
    return p.threat_seen * (other.did(Action.PROVOKE) + p.nuclear_test_evidence * other.did(Action.TEST_NUCLEAR))


@reason("T1")
def other_looks_aggressive(me: Side, other: Side, p: Numbers) -> Value:
    """The surer one is that the other is aggressive, the harder the line."""
    return p.hostility_pull * (me.hostility - 0.5)


@reason("T2")
def arms_trade_offends(me: Side, other: Side, p: Numbers) -> Value:
    """Arms and men that the other moves in breach of the rules call for sanctions."""
    moved = other.did(Action.SUPPLY_MUNITIONS) + other.did(Action.SEND_TROOPS)
    return p.arms_trade_outrage * (moved + other.did(Action.TRANSFER_TECHNOLOGY))


@reason("T2")
def proliferators_are_helped(me: Side, other: Side, p: Numbers) -> Value:
    """Who takes arms or men from an embargoed partner shares in the breach."""
    taken = other.suffered(Action.SUPPLY_MUNITIONS) + other.suffered(Action.SEND_TROOPS)
    return p.arms_trade_outrage * taken


@reason("T2")
def little_left_to_sanction(me: Side, other: Side, p: Numbers) -> Value:
    """The more is already sanctioned, the fewer new listings follow."""
    return -p.sanctions_exhausted * me.sanctions


@reason("T1")
def aggression_is_under_way(me: Side, other: Side, p: Numbers) -> Value:
    """A war of aggression keeps sanctions coming while it is fought."""
    return p.war_outrage * other.at_war


@reason("R1")
def foreign_troops_fight(me: Side, other: Side, p: Numbers) -> Value:
    """Outsiders' troops at the front tie one's own security to the war."""
    return p.foreign_troops_alarm * me.foreign_troops / TENS_OF_THOUSANDS


@reason("R1")
def politics_block_aid(me: Side, other: Side, p: Numbers) -> Value:
    """A legislature or government that blocks aid stops it."""
    return -p.blocked_aid * me.aid_held_up


@reason("R1")
def defender_loses_ground(me: Side, other: Side, p: Numbers) -> Value:
    """Ground lost by the defender makes help more urgent."""
    return p.ground_lost * (me.front - 0.5)


@reason("R1")
def own_depots_run_low(me: Side, other: Side, p: Numbers) -> Value:
    """Who has little above its own reserve gives less."""
    return -p.empty_depots * (me.munitions_reserve / (me.munitions_stock + 1.0)) ** 2


@reason("R2")
def season_of_exercises(me: Side, other: Side, p: Numbers) -> Value:
    """The yearly exercises are held in their months."""
    return p.exercise_calendar * me.exercise_season


@reason("R2")
def government_is_hawkish(me: Side, other: Side, p: Numbers) -> Value:
    """A government of a harder line does more of what is hard."""
    return p.hawkish_pull * me.government


@reason("R2")
def rivals_grow_closer(me: Side, other: Side, p: Numbers) -> Value:
    """Arms, men and technology that pass between those one opposes bring the allies closer."""
    return p.rival_bloc_alarm * me.arms_trade_of_targets


@reason("R3b")
def talks_calm(me: Side, other: Side, p: Numbers) -> Value:
    """Recent talks with the other may take away from the case for force: the sign is contested."""
    return -p.talks_restrain * (other.did_to_other(Action.TALK) + me.did_to_other(Action.TALK))


@reason("R3b")
def other_side_talks(me: Side, other: Side, p: Numbers) -> Value:
    """An invitation is answered."""
    return p.talks_answered * other.did_to_other(Action.TALK)


@reason("R4")
def little_left_to_agree(me: Side, other: Side, p: Numbers) -> Value:
    """The more accords stand between two, the less is left to agree on."""
    return -p.accords_exhausted * me.accords


@reason("S1")
def debt_is_honoured(me: Side, other: Side, p: Numbers) -> Value:
    """What is owed for arms and men is paid."""
    return p.debt_honoured * positive(me.owed)

"""What is measured of a run, by theatre: averages over a window, peaks, first passages, never the last turn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.base.arrays import Run, TurnRun, Value, highest, total, whether
from sim.model.actors import Cast
from sim.model.definitions import FLOOR, MONTHS_A_YEAR
from sim.model.measures import (
    Declared,
    Outcome,
    Trajectory,
    average,
    first_passage,
    in_theatres,
    nobody,
    outcome,
    sum_over_turns,
)


@outcome("occasions a year", 0, 24_000, "T1", "each", headline=True)
def provocations_a_year(run: Trajectory, theatre: int) -> Run:
    """Missile launches, border incidents and nuclear tests a year."""
    return MONTHS_A_YEAR * average(run["provocations"][:, theatre])


@outcome("disputes a year", 0, 24_000, "T1", "each", headline=True)
def disputes_a_year(run: Trajectory, theatre: int) -> Run:
    """Militarised disputes that began, a year."""
    return MONTHS_A_YEAR * average(run["disputes"][:, theatre])


@outcome("share", 0, 1, "T1", "each")
def share_at_force(run: Trajectory, theatre: int) -> Run:
    """Share of disputes that reached the use of force, with one pseudo-dispute at the base share."""
    all_of_them = sum_over_turns(run["disputes"][:, theatre])
    forceful = sum_over_turns(run["forceful_disputes"][:, theatre])
    share = (forceful + run.parameters["pseudo_disputes_at_force"]) / (all_of_them + 1.0)
    disputants = {run.cast.theatre_of_pair(i, j) for i, j in run.cast.pairs.disputants.row_of}
    return share if theatre in disputants else nobody(share)


@outcome("0 or 1", 0, 1, "T1", "each", headline=True, binary=True)
def war_by_the_end(run: Trajectory, theatre: int) -> Run:
    """Whether a new war broke out within the window: its mean over runs is a probability."""
    return highest(run["new_war"][:, theatre])


@outcome("months", 0, 1200, "T1", "each")
def months_above_rung_4(run: Trajectory, theatre: int) -> Run:
    """Months in which a dispute has climbed above the use of force: a new war is under way."""
    return sum_over_turns(run["new_war"][:, theatre])


@outcome("probability", 0, 1, "T1", "each")
def peak_hostility(run: Trajectory, theatre: int) -> Run:
    """Highest monthly mean belief among rivals that the other is aggressive."""
    return highest(run["hostility"][:, theatre])


@outcome("Goldstein points a month", 0, 10_000, "P3", "each")
def conflict_a_month(run: Trajectory, theatre: int) -> Run:
    """Sum of conflictual acts a month; never netted against cooperation."""
    return average(run["conflict"][:, theatre])


@outcome("Goldstein points a month", 0, 10_000, "P3", "each")
def cooperation_a_month(run: Trajectory, theatre: int) -> Run:
    """Sum of cooperative acts a month; arms shipments count here toward the receiver only."""
    return average(run["cooperation"][:, theatre])


@outcome("thousand rounds a year", 0, 144_000, "S2", "war", headline=True)
def rounds_delivered_a_year(run: Trajectory) -> Run:
    """Rounds that reached the attackers from others, a year."""
    return MONTHS_A_YEAR * average(run["rounds_delivered"])


@outcome("share", 0, 1, "D2", "war")
def share_of_fire_supplied(run: Trajectory) -> Run:
    """Share of the attackers' fire that was delivered by others; capped at 1."""
    fired = sum_over_turns(run["rounds_fired_by_attackers"])
    return np.minimum(sum_over_turns(run["rounds_delivered"]) / np.maximum(fired, 1.0), 1.0)


@outcome("thousand men", 0, 3000, "P2", "war", headline=True)
def guest_troops_mean(run: Trajectory) -> Run:
    """Outsiders' men at the front on the attackers' side, mean over months."""
    return average(run["guest_troops"])


@outcome("share", 0, 1, "R1", "war", headline=True)
def territory_mean(run: Trajectory) -> Run:
    """Share of contested territory that the attackers hold, mean over months."""
    return average(run["territory"])


@outcome("index", 0, 1, "R1", "war")
def weariness_mean(run: Trajectory) -> Run:
    """War weariness, mean of both sides over months."""
    return average(0.5 * run["weariness_of_attackers"] + 0.5 * run["weariness_of_defenders"])


@outcome("months", 0, 1200, "R1", "war", headline=True)
def months_of_fighting(run: Trajectory) -> Run:
    """Months in which the war at the start is being fought."""
    return sum_over_turns(1.0 - run["ceasefire"])


@outcome("thousand rounds a year", 0, 144_000, "R1", "war")
def rounds_for_defenders_a_year(run: Trajectory) -> Run:
    """Rounds that reached the defenders from others, a year."""
    return MONTHS_A_YEAR * average(run["rounds_for_defenders"])


@outcome("0 or 1", 0, 1, "R1", "war", binary=True)
def front_line_arms_defender(run: Trajectory) -> Run:
    """Whether the front-line ally ever ships rounds to the war."""
    shipped = highest(run["rounds_from_front_line"])
    return whether(shipped > 0.0, shipped)


@outcome("index", 0, 1, "R2", "order", headline=True)
def alliance_credibility_mean(run: Trajectory) -> Run:
    """Ability to fight together times reputation, mean over alliances and months."""
    return average(run["alliance_credibility"])


@outcome("share", 0, 1, "R5a", "order", headline=True)
def outside_information_mean(run: Trajectory) -> Run:
    """Share of the closed society reached from outside, mean over months."""
    return average(run["outside_information"])


@outcome("share", 0, 1, "R5c", "order", headline=True)
def disaffection_mean(run: Trajectory) -> Run:
    """Share of the closed society who privately disagree, mean over months."""
    return average(run["disaffection"])


@outcome("share", 0, 1, "R5c", "order")
def disaffection_peak(run: Trajectory) -> Run:
    """Highest share of the closed society who privately disagree."""
    return highest(run["disaffection"])


@outcome("index", 0, 1, "S6", "order")
def regime_security_mean(run: Trajectory) -> Run:
    """Security of the closed society's regime, mean over months."""
    return average(run["regime_security"])


@outcome("index", 0, 1, "P2", "order", headline=True)
def partnership_tie_mean(run: Trajectory) -> Run:
    """Depth of the tie between client and patron, mean over months."""
    return average(run["partnership_tie"])


@outcome("index", 0, 1, "S3", "order")
def partnership_dependence_mean(run: Trajectory) -> Run:
    """How much client and patron need each other, mean over months."""
    return average(run["partnership_dependence"])


@outcome("USD bn", -50, 50, "S1", "order")
def owed_to_client_mean(run: Trajectory) -> Run:
    """What patrons at war owe their partners, mean over months."""
    return average(run["owed_to_client"])


@outcome("months", 0, 1200, "P2", "order")
def months_to_guest_troops(run: Trajectory) -> Run:
    """Months of the window until outsiders' men are at the front; its length where they never are."""
    return first_passage(whether(run["guest_troops"] > 0.0))


@outcome("index", 0, 1, "D4", "order", headline=True)
def weapons_programme_mean(run: Trajectory) -> Run:
    """Maturity of the most advanced weapons programme under way, mean over months."""
    return average(run["weapons_programme"])


@outcome("0 or 1", 0, 1, "D4", "order", binary=True)
def nuclear_test_by_the_end(run: Trajectory) -> Run:
    """Whether a nuclear device was tested within the window."""
    return whether(highest(highest(run["nuclear_tests"])) > 0.0)


@outcome("thousand rounds a year", 0, 144_000, "T2", "order")
def embargoed_rounds_a_year(run: Trajectory) -> Run:
    """Rounds that partners shipped to each other against the embargo, a year."""
    return MONTHS_A_YEAR * average(run["embargoed_rounds"])


@outcome("transfers a year", 0, 1200, "T2", "order", headline=True)
def technology_transfers_a_year(run: Trajectory) -> Run:
    """Transfers of military technology between partners, a year."""
    return MONTHS_A_YEAR * average(run["technology_transfers"])


@outcome("index", 0, 1, "D3", "order", headline=True)
def institutions_mean(run: Trajectory) -> Run:
    """Integrity of the sanctions and non-proliferation regime, mean over months."""
    return average(run["institutions"])


@outcome("index", 0, 1, "C2", "order", headline=True)
def hedger_distance_mean(run: Trajectory) -> Run:
    """How far the hedger stands from those it shelters, mean over months."""
    return average(run["hedger_distance"])


@outcome("USD bn a year", 0, 120_000, "E2", "order")
def outlay_a_year(run: Trajectory) -> Run:
    """What the coalition's orders, aid and levers cost, a year."""
    levers = run.parameters.lever_cost(run.first, run.first + run.turns)
    return MONTHS_A_YEAR * (average(run["outlay"]) + levers)


@outcome("index", -1, 1, "P3", "order")
def stability_index(run: Trajectory) -> Run:
    """A composite of the parts above, weighted by parameters: read it only beside them.

    One less the weighted mean of: provocations and disputes against the rates that count as full, a new war, the
    attackers' territory where there is a war, wear of institutions and the weapons programme.
    """
    p, nothing = run.parameters, np.zeros(run.runs)
    parts = [
        (p["stability_weight_provocations"], _pace(run, "provocations", p["stability_full_provocations"])),
        (p["stability_weight_disputes"], _pace(run, "disputes", p["stability_full_disputes"])),
        (p["stability_weight_war"], np.minimum(highest(_all(run, "new_war")), 1.0)),
        *([(p["stability_weight_territory"], average(run["territory"]))] if run.cast.attackers else []),
        (p["stability_weight_institutions"], 1.0 - average(run["institutions"])),
        (p["stability_weight_programme"], average(run["weapons_programme"])),
    ]
    weighted = total((weight * part for weight, part in parts), nothing)
    return 1.0 - weighted / np.maximum(total((weight + nothing for weight, _ in parts), nothing), FLOOR)


def _pace(run: Trajectory, name: str, full: Value) -> Run:
    """A count a year in all theatres over the rate at which it counts as full, at most 1."""
    return np.minimum(MONTHS_A_YEAR * average(_all(run, name)) / full, 1.0)


def _all(run: Trajectory, name: str) -> TurnRun:
    """A series summed over theatres."""
    return total(np.moveaxis(run[name], 1, 0), run[name][:, 0])


OUTCOMES: tuple[Declared, ...] = (
    provocations_a_year,
    disputes_a_year,
    share_at_force,
    war_by_the_end,
    months_above_rung_4,
    peak_hostility,
    conflict_a_month,
    cooperation_a_month,
    rounds_delivered_a_year,
    share_of_fire_supplied,
    guest_troops_mean,
    territory_mean,
    weariness_mean,
    months_of_fighting,
    rounds_for_defenders_a_year,
    front_line_arms_defender,
    alliance_credibility_mean,
    outside_information_mean,
    disaffection_mean,
    disaffection_peak,
    regime_security_mean,
    partnership_tie_mean,
    partnership_dependence_mean,
    owed_to_client_mean,
    months_to_guest_troops,
    weapons_programme_mean,
    nuclear_test_by_the_end,
    embargoed_rounds_a_year,
    technology_transfers_a_year,
    institutions_mean,
    hedger_distance_mean,
    outlay_a_year,
    stability_index,
)
"""Every outcome; a new one takes its place here."""


@lru_cache(maxsize=16)
def outcomes_of(cast: Cast) -> tuple[Outcome, ...]:
    """The outcomes of a cast: those of each theatre once for each, those of the war in its theatre."""
    return in_theatres(OUTCOMES, cast)

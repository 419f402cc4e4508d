"""What is measured of alliances, the partnership, its weapons, the closed society, the order as a whole, cost."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, TurnRun, Value, highest, total, whether
from sim.model.definitions import FLOOR, MONTHS_A_YEAR
from sim.model.measures import (
    Least,
    Trajectory,
    average,
    first_passage,
    outcome,
)


@outcome(
    "index",
    0,
    1,
    "R2",
    "order",
    least=Least(0.02, "a smaller change would not be seen by those who are to be deterred"),
    headline=True,
)
def alliance_credibility_mean(run: Trajectory) -> Run:
    """Ability to fight together times reputation, mean over alliances and months."""
    return average(run["alliance_credibility"])


@outcome(
    "share",
    0,
    1,
    "R5a",
    "order",
    least=Least(0.01, "one person in a hundred of the closed society, a quarter of a million people"),
    headline=True,
)
def outside_information_mean(run: Trajectory) -> Run:
    """Share of the closed society reached from outside, mean over months."""
    return average(run["outside_information"])


@outcome(
    "share",
    0,
    1,
    "R5c",
    "order",
    least=Least(0.01, "one person in a hundred of the closed society, a quarter of a million people"),
    headline=True,
)
def disaffection_mean(run: Trajectory) -> Run:
    """Share of the closed society who privately disagree, mean over months."""
    return average(run["disaffection"])


@outcome("share", 0, 1, "R5c", "order", least=Least(0.02, "twice what matters of the mean, as a peak is noisier"))
def disaffection_peak(run: Trajectory) -> Run:
    """Highest share of the closed society who privately disagree."""
    return highest(run["disaffection"])


@outcome(
    "index",
    0,
    1,
    "S6",
    "order",
    least=Least(0.02, "a fiftieth of the scale: less would not show in what the regime does"),
)
def regime_security_mean(run: Trajectory) -> Run:
    """Security of the closed society's regime, mean over months."""
    return average(run["regime_security"])


@outcome(
    "index", 0, 1, "P2", "order", least=Least(0.03, "two months of the deepening between 2022 and 2024"), headline=True
)
def partnership_tie_mean(run: Trajectory) -> Run:
    """Depth of the tie between client and patron, mean over months."""
    return average(run["partnership_tie"])


@outcome("index", 0, 1, "S3", "order", least=Least(0.03, "as for the tie itself"))
def partnership_dependence_mean(run: Trajectory) -> Run:
    """How much client and patron need each other, mean over months."""
    return average(run["partnership_dependence"])


@outcome("USD bn", -50, 50, "S1", "order", least=Least(0.5, "a fifth of the client's yearly trade with all the world"))
def owed_to_client_mean(run: Trajectory) -> Run:
    """What patrons at war owe their partners, mean over months."""
    return average(run["owed_to_client"])


@outcome("months", 0, 1200, "P2", "order", least=Least(3, "a season of the war"))
def months_to_guest_troops(run: Trajectory) -> Run:
    """Months of the window until outsiders' men are at the front; its length where they never are."""
    return first_passage(whether(run["guest_troops"] > 0.0))


@outcome(
    "index", 0, 1, "D4", "order", least=Least(0.01, "about half a year of the programme's own progress"), headline=True
)
def weapons_programme_mean(run: Trajectory) -> Run:
    """Maturity of the most advanced weapons programme under way, mean over months."""
    return average(run["weapons_programme"])


@outcome("0 or 1", 0, 1, "D4", "order", least=Least(0.05, "one history in twenty"), binary=True)
def nuclear_test_by_the_end(run: Trajectory) -> Run:
    """Whether a nuclear device was tested within the window."""
    return whether(highest(highest(run["nuclear_tests"])) > 0.0)


@outcome("thousand rounds a year", 0, 144_000, "T2", "order", least=Least(100, "as for the rounds that reach the war"))
def embargoed_rounds_a_year(run: Trajectory) -> Run:
    """Rounds that partners shipped to each other against the embargo, a year."""
    return MONTHS_A_YEAR * average(run["embargoed_rounds"])


@outcome(
    "transfers a year",
    0,
    1200,
    "T2",
    "order",
    least=Least(0.25, "one transfer more or less in four years"),
    headline=True,
)
def technology_transfers_a_year(run: Trajectory) -> Run:
    """Transfers of military technology between partners, a year."""
    return MONTHS_A_YEAR * average(run["technology_transfers"])


@outcome(
    "index",
    0,
    1,
    "D3",
    "order",
    least=Least(0.02, "a fiftieth of the scale: less would not show in what gets through"),
    headline=True,
)
def institutions_mean(run: Trajectory) -> Run:
    """Integrity of the sanctions and non-proliferation regime, mean over months."""
    return average(run["institutions"])


@outcome(
    "USD bn a year",
    0,
    600,
    "C1",
    "order",
    least=Least(0.1, "a twentieth of the trade of 2023 and 2024, as much as it fell from the one to the other"),
)
def trade_with_first_partner_a_year(run: Trajectory) -> Run:
    """Trade of the client with its first commercial partner, a year."""
    return MONTHS_A_YEAR * average(run["trade_with_first_partner"])


@outcome("accords", 0, 2_000, "R4", "order", least=Least(1.0, "one accord more or less in force, of some six a year"))
def accords_of_coalition_mean(run: Trajectory) -> Run:
    """Accords in force among the recommending side, mean over months."""
    return average(run["accords_of_coalition"])


@outcome(
    "index",
    0,
    1,
    "C2",
    "order",
    least=Least(0.02, "a smaller change would not be seen in a vote or in trade"),
    headline=True,
)
def hedger_distance_mean(run: Trajectory) -> Run:
    """How far the hedger stands from those it shelters, mean over months."""
    return average(run["hedger_distance"])


@outcome(
    "USD bn a year",
    0,
    120_000,
    "E2",
    "order",
    least=Least(1, "one USD bn, a hundredth of what all supporters gave in a year"),
)
def outlay_a_year(run: Trajectory) -> Run:
    """What the coalition's orders and aid cost, and the promises that are kept, a year."""
    return MONTHS_A_YEAR * (average(run["outlay"]) + average(run["promised_outlay"]))


@outcome("index", -1, 1, "P3", "order", least=Least(0.02, "a fiftieth of a scale that is itself a choice"))
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

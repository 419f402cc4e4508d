"""What is measured in each theatre: provocations, disputes, new wars, acts."""

from __future__ import annotations

from sim.base.arrays import Run, highest
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.measures import (
    Least,
    Trajectory,
    average,
    nobody,
    outcome,
    sum_over_turns,
)


@outcome(
    "occasions a year",
    0,
    24_000,
    "T1",
    "each",
    least=Least(2, "a tenth of the twenty or so a year on record"),
    headline=True,
)
def provocations_a_year(run: Trajectory, theatre: int) -> Run:
    """Missile launches, border incidents and nuclear tests a year."""
    return MONTHS_A_YEAR * average(run["provocations"][:, theatre])


@outcome(
    "disputes a year", 0, 24_000, "T1", "each", least=Least(0.1, "one crisis more or less in ten years"), headline=True
)
def disputes_a_year(run: Trajectory, theatre: int) -> Run:
    """Militarised disputes that began, a year."""
    return MONTHS_A_YEAR * average(run["disputes"][:, theatre])


@outcome("share", 0, 1, "T1", "each", least=Least(0.05, "one dispute in twenty that draws blood or does not"))
def share_at_force(run: Trajectory, theatre: int) -> Run:
    """Share of disputes that reached the use of force, with one pseudo-dispute at the base share."""
    all_of_them = sum_over_turns(run["disputes"][:, theatre])
    forceful = sum_over_turns(run["forceful_disputes"][:, theatre])
    share = (forceful + run.parameters["pseudo_disputes_at_force"]) / (all_of_them + 1.0)
    disputants = {run.cast.theatre_of_pair(i, j) for i, j in run.cast.pairs.disputants.row_of}
    return share if theatre in disputants else nobody(share)


@outcome(
    "0 or 1",
    0,
    1,
    "T1",
    "each",
    least=Least(0.01, "one chance in a hundred of a new war: its dead would be counted in hundreds of thousands"),
    headline=True,
    binary=True,
)
def war_by_the_end(run: Trajectory, theatre: int) -> Run:
    """Whether a new war broke out within the window: its mean over runs is a probability."""
    return highest(run["new_war"][:, theatre])


@outcome("months", 0, 1200, "T1", "each", least=Least(0.1, "a month of a new war in one history of ten"))
def months_above_rung_4(run: Trajectory, theatre: int) -> Run:
    """Months in which a dispute has climbed above the use of force: a new war is under way."""
    return sum_over_turns(run["new_war"][:, theatre])


@outcome("probability", 0, 1, "T1", "each", least=Least(0.05, "a smaller change of belief would turn no decision"))
def peak_hostility(run: Trajectory, theatre: int) -> Run:
    """Highest monthly mean belief among rivals that the other is aggressive."""
    return highest(run["hostility"][:, theatre])


@outcome(
    "Goldstein points a month",
    0,
    10_000,
    "P3",
    "each",
    least=Least(7.2, "a show of force more or less a month, on the same scale"),
)
def conflict_a_month(run: Trajectory, theatre: int) -> Run:
    """Sum of conflictual acts a month; never netted against cooperation."""
    return average(run["conflict"][:, theatre])


@outcome(
    "Goldstein points a month",
    0,
    10_000,
    "P3",
    "each",
    least=Least(7.4, "an act of military cooperation more or less a month, on the same scale"),
)
def cooperation_a_month(run: Trajectory, theatre: int) -> Run:
    """Sum of cooperative acts a month; arms shipments count here toward the receiver only."""
    return average(run["cooperation"][:, theatre])

"""What is measured of the war at the start."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, highest, whether
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.measures import (
    Least,
    Trajectory,
    average,
    outcome,
    sum_over_turns,
)


@outcome(
    "thousand rounds a year",
    0,
    144_000,
    "S2",
    "war",
    least=Least(100, "ten days of the attacker's fire in 2024, at ten thousand rounds a day"),
    headline=True,
)
def rounds_delivered_a_year(run: Trajectory) -> Run:
    """Rounds that reached the attackers from others, a year."""
    return MONTHS_A_YEAR * average(run["rounds_delivered"])


@outcome("share", 0, 1, "D2", "war", least=Least(0.05, "one round in twenty"))
def share_of_fire_supplied(run: Trajectory) -> Run:
    """Share of the attackers' fire that was delivered by others; capped at 1."""
    fired = sum_over_turns(run["rounds_fired_by_attackers"])
    return np.minimum(sum_over_turns(run["rounds_delivered"]) / np.maximum(fired, 1.0), 1.0)


@outcome(
    "thousand men", 0, 3000, "P2", "war", least=Least(1, "a tenth of the ten thousand men sent in 2024"), headline=True
)
def guest_troops_mean(run: Trajectory) -> Run:
    """Outsiders' men at the front on the attackers' side, mean over months."""
    return average(run["guest_troops"])


@outcome(
    "share",
    0,
    1,
    "R1",
    "war",
    least=Least(0.02, "about what changed hands in 2024, the attacker's best year since 2022"),
    headline=True,
)
def territory_mean(run: Trajectory) -> Run:
    """Share of contested territory that the attackers hold, mean over months."""
    return average(run["territory"])


@outcome(
    "index",
    0,
    1,
    "R1",
    "war",
    least=Least(0.05, "a twentieth of the scale: less would not show in a readiness to stop"),
)
def weariness_mean(run: Trajectory) -> Run:
    """War weariness, mean of both sides over months."""
    return average(0.5 * run["weariness_of_attackers"] + 0.5 * run["weariness_of_defenders"])


@outcome(
    "months",
    0,
    1200,
    "R1",
    "war",
    least=Least(2, "two months of war cost tens of thousands of killed and wounded"),
    headline=True,
)
def months_of_fighting(run: Trajectory) -> Run:
    """Months in which the war at the start is being fought."""
    return sum_over_turns(1.0 - run["ceasefire"])


@outcome(
    "thousand men a year",
    0,
    72_000,
    "R1",
    "war",
    least=Least(15, "two to three weeks of the attacker's losses in 2024"),
    headline=True,
)
def attackers_losses_a_year(run: Trajectory) -> Run:
    """Men that the attackers lose, guests included, a year."""
    return MONTHS_A_YEAR * average(run["attackers_losses"])


@outcome(
    "thousand men a year", 0, 72_000, "R1", "war", least=Least(8, "two to three weeks of the defender's losses in 2024")
)
def defenders_losses_a_year(run: Trajectory) -> Run:
    """Men that the defenders lose, guests included, a year."""
    return MONTHS_A_YEAR * average(run["defenders_losses"])


@outcome("0 or 1", 0, 1, "R1", "war", least=Least(0.05, "one history in twenty"), binary=True)
def attackers_conquer(run: Trajectory) -> Run:
    """Whether the war ends with all contested land in the attackers' hands."""
    return highest(run["taken_by_attackers"])


@outcome("0 or 1", 0, 1, "R1", "war", least=Least(0.05, "one history in twenty"), binary=True)
def defenders_restore(run: Trajectory) -> Run:
    """Whether the war ends with all contested land in the defenders' hands."""
    return highest(run["held_by_defenders"])


@outcome("0 or 1", 0, 1, "R1", "war", least=Least(0.05, "one history in twenty"), binary=True)
def war_is_settled(run: Trajectory) -> Run:
    """Whether the war ends for good on a line between: on terms, or by exhaustion of a side."""
    return highest(run["settled"])


@outcome("months", 0, 1200, "R1", "war", least=Least(2, "the shortest pause that lets armies refit"))
def months_frozen(run: Trajectory) -> Run:
    """Months in which a ceasefire holds that is not yet a peace."""
    return sum_over_turns(run["frozen"])


@outcome(
    "thousand rounds a year", 0, 144_000, "R1", "war", least=Least(100, "two to three weeks of the defender's fire")
)
def rounds_for_defenders_a_year(run: Trajectory) -> Run:
    """Rounds that reached the defenders from others, a year."""
    return MONTHS_A_YEAR * average(run["rounds_for_defenders"])


@outcome("0 or 1", 0, 1, "R1", "war", least=Least(0.05, "one history in twenty"), binary=True)
def front_line_arms_defender(run: Trajectory) -> Run:
    """Whether the front-line ally ever ships rounds to the war."""
    shipped = highest(run["rounds_from_front_line"])
    return whether(shipped > 0.0, shipped)

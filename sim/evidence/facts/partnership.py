"""Facts about the partnership itself: order and timing of its steps, munitions, men, payment."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, highest, whether
from sim.evidence.facts.fact import fact
from sim.evidence.facts.steps import (
    contacts,
    deliveries,
    onset,
    shipment_turn,
    technology_turn,
    treaty_turn,
    troops_turn,
)
from sim.model.measures import Trajectory, average, sum_over_turns

ROUNDS_PER_CONTAINER = 316.0
"""Rounds a container carries: 4.2 to 5.8 million, 5 in the middle, in some 15,800 (Open Source Centre 2025)."""


@fact("Kendall tau", -1, 1, "P2")
def ladder_order(past: Trajectory) -> Run:
    """Rank correlation of the order of first steps with the record's: shipment, flow, treaty, troops, technology."""
    from scipy.stats import kendalltau  # a second that only the record's facts need

    steps = np.array([comes(past) for comes in (shipment_turn, onset, treaty_turn, troops_turn, technology_turn)])
    record = np.arange(len(steps))
    return np.array([kendalltau(record, run).statistic if np.ptp(run) else 0.0 for run in steps.T])


@fact("0 or 1", 0, 1, "P2", share=True)
def treaty_before_troops(past: Trajectory) -> Run:
    """Whether the treaty comes before the troops; histories without troops count as in order."""
    return whether(treaty_turn(past) <= troops_turn(past), treaty_turn(past), troops_turn(past))


@fact("0 or 1", 0, 1, "S2", share=True)
def troops_before_munitions(past: Trajectory) -> Run:
    """Whether troops go before a sustained flow."""
    return whether(troops_turn(past) < onset(past), troops_turn(past), onset(past))


@fact("turn", 0, 38, "S2", needs=22)
def munitions_onset(past: Trajectory) -> Run:
    """Turn of the first sustained flow; the end of the record where there is none."""
    return np.minimum(onset(past), past.turns + 3.0)


@fact("turns", -35, 37, "S2")
def troops_lag(past: Trajectory) -> Run:
    """Turns from the onset of the flow to the first troops; to the end of the record where there are none."""
    return np.minimum(troops_turn(past), past.turns + 2.0) - np.minimum(onset(past), past.turns)


@fact("turn", 0, 35, "D2", needs=9)
def no_early_flow(past: Trajectory) -> Run:
    """Turn of the first sustained flow; the turn after the last where there is none."""
    return np.minimum(onset(past), past.turns)


@fact("meetings", 0, 1000, "P2", needs=16)
def contacts_early(past: Trajectory) -> Run:
    """High-level meetings in turns 0 to 16."""
    return sum_over_turns(contacts(past)[:17])


@fact("meetings", 0, 1000, "P2")
def contacts_late(past: Trajectory) -> Run:
    """High-level meetings in turns 17 to 34."""
    return sum_over_turns(contacts(past)[17:35])


@fact("containers", 0, 2_000_000, "D2", stand_in="rounds delivered, at a fixed load a container")
def containers_end_2024(past: Trajectory) -> Run:
    """Containers shipped by the end of 2024, at a fixed load each."""
    return 1000.0 * sum_over_turns(deliveries(past)[:35]) / ROUNDS_PER_CONTAINER


@fact("million rounds", 0, 420, "D2")
def shells_end_2024(past: Trajectory) -> Run:
    """Million rounds shipped by the end of 2024."""
    return sum_over_turns(deliveries(past)[:35]) / 1000.0


@fact("million rounds a month", 0, 12, "D2")
def shells_monthly(past: Trajectory) -> Run:
    """Million rounds a month from turn 18 on."""
    return average(deliveries(past)[18:35]) / 1000.0


def _share_of_fire(past: Trajectory, turns: slice) -> Run:
    fired = sum_over_turns(past.of("rounds_fired", past.cast.attackers)[turns])
    return 100.0 * sum_over_turns(deliveries(past)[turns]) / np.maximum(fired, 1.0)


@fact("per cent", 0, 25_000_000, "D2", needs=17)
def shell_share_early(past: Trajectory) -> Run:
    """Delivered rounds in per cent of the attackers' fire, turns 0 to 17."""
    return _share_of_fire(past, slice(0, 18))


@fact("per cent", 0, 25_000_000, "D2")
def shell_share_late(past: Trajectory) -> Run:
    """Delivered rounds in per cent of the attackers' fire, turns 29 to 34."""
    return _share_of_fire(past, slice(29, 35))


@fact("turn", 0, 36, "P2")
def troops_first_turn(past: Trajectory) -> Run:
    """Turn of the first troops; two turns after the last where none came, which the tolerance still covers."""
    return np.minimum(troops_turn(past), past.turns + 1.0)


@fact("thousand men", 0, 3000, "P2")
def troops_peak(past: Trajectory) -> Run:
    """Largest strength at the front, thousand men; 0 where none were sent."""
    return highest(past.of("troops_deployed", past.cast.holding("client"))[:35])


@fact("ratio", 0, 1_000_000, "S3", stand_in="all aid from patron to client: fuel is not told apart")
def oil_ratio(past: Trajectory) -> Run:
    """Aid from patron to client in 2024 over 2023."""
    given = past.of("aid_given", past.cast.holding("patron_at_war"))
    return (sum_over_turns(given[past.year(2024)]) + 0.005) / (sum_over_turns(given[past.year(2023)]) + 0.005)


@fact("turn", 0, 35, "S5")
def technology_not_early(past: Trajectory) -> Run:
    """Turn of the first transfer of technology; the turn after the last where there is none."""
    return np.minimum(technology_turn(past), past.turns)


def _hardship_falls(past: Trajectory, year: int) -> Run:
    hardship = past.of("hardship", past.cast.holding("client"))[past.year(year)]
    fallen: Run = hardship[0] - hardship[-1]
    return fallen


HARDSHIP = "points of 100 by which hardship falls in the year: growth has no variable of its own"


@fact("points of 100", -100, 100, "D1", needs=10, stand_in=HARDSHIP, comparable=False)
def growth_2022(past: Trajectory) -> Run:
    """Points by which the client's hardship fell in 2022."""
    return 100.0 * _hardship_falls(past, 2022)


@fact("points of 100", -100, 100, "D1", stand_in=HARDSHIP, comparable=False)
def growth_2023_2024(past: Trajectory) -> Run:
    """Points by which the client's hardship fell in the worse of 2023 and 2024."""
    return 100.0 * np.minimum(_hardship_falls(past, 2023), _hardship_falls(past, 2024))

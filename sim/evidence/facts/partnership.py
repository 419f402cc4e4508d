"""Facts about the partnership itself: order and timing of its steps, munitions, men, payment."""

from __future__ import annotations

import numpy as np
from scipy.stats import kendalltau

from sim.base.arrays import Array
from sim.evidence.facts.fact import fact
from sim.evidence.facts.steps import (
    average,
    contacts,
    deliveries,
    first_turn,
    most,
    onset,
    technology_turn,
    total,
    treaty_turn,
    troops_turn,
    yes,
)
from sim.inputs.actions import Action
from sim.model.measures import Trajectory

ROUNDS_PER_CONTAINER = 316.0
"""Rounds a container carries: 4.2 to 5.8 million, 5 in the middle, in some 15,800 (Open Source Centre 2025)."""


@fact(needs=34)
def ladder_order(past: Trajectory) -> Array:
    """Rank correlation of the order of first steps with the record's: shipment, flow, treaty, troops, technology."""
    pair = past.cast.holding("client"), past.cast.holding("patron_at_war")
    steps = np.array(
        [
            first_turn(past.orders(Action.SUPPLY_MUNITIONS, *pair) > 0),
            onset(past),
            treaty_turn(past),
            troops_turn(past),
            technology_turn(past),
        ]
    )
    record = np.arange(len(steps))
    return np.array([kendalltau(record, run).statistic if np.ptp(run) else 0.0 for run in steps.T])


@fact(needs=34, share=True)
def treaty_before_troops(past: Trajectory) -> Array:
    """Whether the treaty comes before the troops; histories without troops count as in order."""
    return yes(treaty_turn(past) <= troops_turn(past))


@fact(needs=34, share=True)
def troops_before_munitions(past: Trajectory) -> Array:
    """Whether troops go before a sustained flow."""
    return yes(troops_turn(past) < onset(past))


@fact(needs=22)
def munitions_onset(past: Trajectory) -> Array:
    """Turn of the first sustained flow; the end of the record where there is none."""
    return np.minimum(onset(past), past.turns + 3.0)


@fact(needs=34)
def troops_lag(past: Trajectory) -> Array:
    """Turns from the onset of the flow to the first troops; to the end of the record where there are none."""
    return np.minimum(troops_turn(past), past.turns + 2.0) - np.minimum(onset(past), past.turns)


@fact(needs=9)
def no_early_flow(past: Trajectory) -> Array:
    """Turn of the first sustained flow; the turn after the last where there is none."""
    return np.minimum(onset(past), past.turns)


@fact(needs=16)
def contacts_early(past: Trajectory) -> Array:
    """High-level meetings in turns 0 to 16."""
    return total(contacts(past)[:17])


@fact(needs=34)
def contacts_late(past: Trajectory) -> Array:
    """High-level meetings in turns 17 to 34."""
    return total(contacts(past)[17:35])


@fact(needs=34, stand_in="rounds delivered, at a fixed load a container")
def containers_end_2024(past: Trajectory) -> Array:
    """Containers shipped by the end of 2024, at a fixed load each."""
    return 1000.0 * total(deliveries(past)[:35]) / ROUNDS_PER_CONTAINER


@fact(needs=34)
def shells_end_2024(past: Trajectory) -> Array:
    """Million rounds shipped by the end of 2024."""
    return total(deliveries(past)[:35]) / 1000.0


@fact(needs=34)
def shells_monthly(past: Trajectory) -> Array:
    """Million rounds a month from turn 18 on."""
    return average(deliveries(past)[18:35]) / 1000.0


def _share_of_fire(past: Trajectory, turns: slice) -> Array:
    fired = total(past.of("rounds_fired", past.cast.attackers)[turns])
    return 100.0 * total(deliveries(past)[turns]) / np.maximum(fired, 1.0)


@fact(needs=17)
def shell_share_early(past: Trajectory) -> Array:
    """Delivered rounds in per cent of the attackers' fire, turns 0 to 17."""
    return _share_of_fire(past, slice(0, 18))


@fact(needs=34)
def shell_share_late(past: Trajectory) -> Array:
    """Delivered rounds in per cent of the attackers' fire, turns 29 to 34."""
    return _share_of_fire(past, slice(29, 35))


@fact(needs=34)
def troops_first_turn(past: Trajectory) -> Array:
    """Turn of the first troops; two turns after the last where none came, which the tolerance still covers."""
    return np.minimum(troops_turn(past), past.turns + 1.0)


@fact(needs=34)
def troops_peak(past: Trajectory) -> Array:
    """Largest strength at the front, thousand men; 0 where none were sent."""
    return most(past.of("troops_deployed", past.cast.holding("client"))[:35])


@fact(needs=34, stand_in="all aid from patron to client: fuel is not told apart")
def oil_ratio(past: Trajectory) -> Array:
    """Aid from patron to client in 2024 over 2023."""
    given = past.of("aid_given", past.cast.holding("patron_at_war"))
    return (total(given[past.year(2024)]) + 0.005) / (total(given[past.year(2023)]) + 0.005)


@fact(needs=34)
def technology_not_early(past: Trajectory) -> Array:
    """Turn of the first transfer of technology; the turn after the last where there is none."""
    return np.minimum(technology_turn(past), past.turns)


def _hardship_falls(past: Trajectory, year: int) -> Array:
    hardship = past.of("hardship", past.cast.holding("client"))[past.year(year)]
    fallen: Array = hardship[0] - hardship[-1]
    return fallen


HARDSHIP = "points of 100 by which hardship falls in the year: growth has no variable of its own"


@fact(needs=10, stand_in=HARDSHIP, comparable=False)
def growth_2022(past: Trajectory) -> Array:
    """Points by which the client's hardship fell in 2022."""
    return 100.0 * _hardship_falls(past, 2022)


@fact(needs=34, stand_in=HARDSHIP, comparable=False)
def growth_2023_2024(past: Trajectory) -> Array:
    """Points by which the client's hardship fell in the worse of 2023 and 2024."""
    return 100.0 * np.minimum(_hardship_falls(past, 2023), _hardship_falls(past, 2024))

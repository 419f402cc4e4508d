"""The stylised facts: each is one function of a history; its tolerance, use and source stand in the evidence tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau

from sim.actions import Action
from sim.declare import Array
from sim.history.past import Past

Measure = Callable[[Past], Array]
NEVER = 999.0
"""Stands for a step that did not come in the record."""
SUSTAINED = 50.0
"""Thousand rounds a month that count as a flow, held for three months."""
ROUNDS_PER_CONTAINER = 350.0
"""Rounds a container carries: 4.2 to 5.8 million in some 15,800 containers (Open Source Centre 2025)."""
USD_PER_EUR = 1.07
"""Mean exchange rate of 2022 to 2024 (European Central Bank: 1.053, 1.081, 1.082)."""


@dataclass(frozen=True)
class Fact:
    """A pattern of the record: what is measured of each history, and from which turn on it can be judged."""

    name: str
    needs: int
    measure: Measure
    share: bool = False


FACTS: dict[str, Fact] = {}
"""Every fact that the model can show, by the name it has in the evidence tables."""


def fact(needs: int, *, share: bool = False) -> Callable[[Measure], Measure]:
    """Declare a fact that needs the record up to turn `needs`; a `share` is judged over histories, not in each."""

    def declare(measure: Measure) -> Measure:
        FACTS[measure.__name__] = Fact(measure.__name__, needs, measure, share)
        return measure

    return declare


def first_turn(reached: Array) -> Array:
    """First turn at which a condition holds, shape (run,); `NEVER` where it does not."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0), NEVER).astype(np.float64)


def deliveries(past: Past) -> Array:
    """Rounds that reached the attackers a turn."""
    return past.of("rounds_received", past.cast.attackers)


def onset(past: Past) -> Array:
    """Turn at which three months of sustained flow begin."""
    flows = deliveries(past) >= SUSTAINED
    return first_turn(flows[:-2] & flows[1:-1] & flows[2:])


def troops_turn(past: Past) -> Array:
    """Turn of the first dispatch of troops."""
    return first_turn(past.of("troops_sent", past.having("client")) > 0.0)


def treaty_turn(past: Past) -> Array:
    """Turn at which the partnership becomes a defence treaty."""
    return first_turn(past.treaty > 0.0)


def contacts(past: Past) -> Array:
    """High-level meetings between client and patron a turn."""
    pair = (*past.having("client"), *past.having("patron_at_war"))
    return past.orders(Action.TALK, pair, pair)


@fact(needs=34)
def ladder_order(past: Past) -> Array:
    """Rank correlation of the order of first steps with the record's: flow, technology after, treaty, troops."""
    pair = past.having("client"), past.having("patron_at_war")
    steps = np.array(
        [
            first_turn(past.orders(Action.SUPPLY_MUNITIONS, *pair) > 0),
            onset(past),
            treaty_turn(past),
            troops_turn(past),
            first_turn(past.orders(Action.TRANSFER_TECHNOLOGY, pair[1], pair[0]) > 0),
        ]
    )
    record = np.arange(len(steps))
    return np.array([kendalltau(record, run).statistic if np.ptp(run) else 0.0 for run in steps.T])


@fact(needs=34, share=True)
def treaty_before_troops(past: Past) -> Array:
    """Whether the treaty comes before the troops; histories without troops count as in order."""
    return (treaty_turn(past) <= troops_turn(past)) * 1.0


@fact(needs=34, share=True)
def troops_before_munitions(past: Past) -> Array:
    """Whether troops go before a sustained flow."""
    return (troops_turn(past) < onset(past)) * 1.0


@fact(needs=22)
def munitions_onset(past: Past) -> Array:
    """Turn of the first sustained flow; the end of the record where there is none."""
    return np.minimum(onset(past), past.turns + 3.0)


@fact(needs=34)
def troops_lag(past: Past) -> Array:
    """Turns from the onset of the flow to the first troops; to the end of the record where there are none."""
    return np.minimum(troops_turn(past), past.turns + 2.0) - np.minimum(onset(past), past.turns)


@fact(needs=9)
def no_early_flow(past: Past) -> Array:
    """Earliest turn of sustained flow."""
    return onset(past)


@fact(needs=16)
def contacts_early(past: Past) -> Array:
    """High-level meetings in turns 0 to 16."""
    return contacts(past)[:17].sum(axis=0)


@fact(needs=34)
def contacts_late(past: Past) -> Array:
    """High-level meetings in turns 17 to 34."""
    return contacts(past)[17:35].sum(axis=0)


@fact(needs=34)
def containers_end_2024(past: Past) -> Array:
    """Containers shipped by the end of 2024, at a fixed load each."""
    return 1000.0 * deliveries(past)[:35].sum(axis=0) / ROUNDS_PER_CONTAINER


@fact(needs=34)
def shells_end_2024(past: Past) -> Array:
    """Million rounds shipped by the end of 2024."""
    return deliveries(past)[:35].sum(axis=0) / 1000.0


@fact(needs=34)
def shells_monthly(past: Past) -> Array:
    """Million rounds a month from turn 18 on."""
    return deliveries(past)[18:35].mean(axis=0) / 1000.0


def _share_of_fire(past: Past, turns: slice) -> Array:
    fired = past.of("rounds_fired", past.cast.attackers)[turns].sum(axis=0)
    return 100.0 * deliveries(past)[turns].sum(axis=0) / np.maximum(fired, 1.0)


@fact(needs=17)
def shell_share_early(past: Past) -> Array:
    """Delivered rounds in per cent of the attackers' fire, turns 0 to 17."""
    return _share_of_fire(past, slice(0, 18))


@fact(needs=34)
def shell_share_late(past: Past) -> Array:
    """Delivered rounds in per cent of the attackers' fire, turns 29 to 34."""
    return _share_of_fire(past, slice(29, 35))


@fact(needs=34)
def troops_first_turn(past: Past) -> Array:
    """Turn of the first troops; the turn after the tolerance's middle where none came in the record."""
    return np.minimum(troops_turn(past), past.turns + 1.0)


@fact(needs=34)
def troops_peak(past: Past) -> Array:
    """Largest strength at the front, thousand men; 0 where none were sent."""
    return past.of("troops_deployed", past.having("client"))[:35].max(axis=0)


@fact(needs=34)
def oil_ratio(past: Past) -> Array:
    """Aid from patron to client in 2024 over 2023: fuel is not told apart from other aid."""
    given = past.of("aid_given", past.having("patron_at_war"))
    return (given[past.year(2024)].sum(axis=0) + 0.005) / (given[past.year(2023)].sum(axis=0) + 0.005)


@fact(needs=34)
def technology_not_early(past: Past) -> Array:
    """Turn of the first transfer of technology."""
    return first_turn(past.orders(Action.TRANSFER_TECHNOLOGY, past.having("patron_at_war")) > 0)


def _hardship_falls(past: Past, year: int) -> Array:
    hardship = past.of("hardship", past.having("client"))[past.year(year)]
    return hardship[0] - hardship[-1]


@fact(needs=10)
def growth_2022(past: Past) -> Array:
    """Points by which the client's hardship fell in 2022, of 100: a stand-in for growth."""
    return 100.0 * _hardship_falls(past, 2022)


@fact(needs=34)
def growth_2023_2024(past: Past) -> Array:
    """Points by which the client's hardship fell in the worse of 2023 and 2024: a stand-in for growth."""
    return 100.0 * np.minimum(_hardship_falls(past, 2023), _hardship_falls(past, 2024))


def launches_in(past: Past, year: int) -> Array:
    """Launch occasions of the client in the recorded part of a year."""
    return past.of("launches", past.having("client"))[past.year(year)].sum(axis=0)


@fact(needs=10)
def launches_2022(past: Past) -> Array:
    """Launch occasions in 2022 from February on."""
    return launches_in(past, 2022)


@fact(needs=22)
def launches_2023(past: Past) -> Array:
    """Launch occasions in 2023."""
    return launches_in(past, 2023)


@fact(needs=34)
def launches_2024(past: Past) -> Array:
    """Launch occasions in 2024."""
    return launches_in(past, 2024)


@fact(needs=34)
def provocation_overdispersion(past: Past) -> Array:
    """Variance over mean of monthly provocations."""
    counts = past.of("launches", past.having("client")) + past.of("border_incidents", past.having("client"))
    return counts.var(axis=0, ddof=1) / np.maximum(counts.mean(axis=0), 0.1)


@fact(needs=34)
def testing_falls(past: Past) -> Array:
    """Launches a month in turns 28 to 34 over those in turns 0 to 17."""
    launches = past.of("launches", past.having("client"))
    return launches[28:35].mean(axis=0) / np.maximum(launches[:18].mean(axis=0), 0.1)


@fact(needs=34, share=True)
def nuclear_test(past: Past) -> Array:
    """Whether a nuclear device was tested."""
    return (past.of("nuclear_tests", range(past.cast.size)).max(axis=0) > 0.0) * 1.0


@fact(needs=34)
def hedger_trade_change_2024(past: Past) -> Array:
    """Change of the hedger's support for the client in 2024 on 2023, per cent: a stand-in for trade."""
    given = past.orders(Action.SEND_AID, past.having("hedger", "balancer", "backer"), past.having("client"))
    return 100.0 * (given[past.year(2024)].sum(axis=0) / np.maximum(given[past.year(2023)].sum(axis=0), 1.0) - 1.0)


@fact(needs=34, share=True)
def front_line_no_lethal_aid(past: Past) -> Array:
    """Whether the front-line ally ships rounds to the defender."""
    return (past.of("rounds_shipped", past.having("front_line_ally")).max(axis=0) > 0.0) * 1.0


def _aid(past: Past, role: str, year: int) -> Array:
    largest = max(past.having(role), key=lambda i: float(past.kept["aid_given"][:, i].mean()))
    return past.of("aid_given", (largest,))[past.year(year)].sum(axis=0) / USD_PER_EUR


@fact(needs=10)
def aid_guarantor_2022(past: Past) -> Array:
    """Aid of the guarantor in 2022, EUR bn."""
    return _aid(past, "guarantor", 2022)


@fact(needs=22)
def aid_guarantor_2023(past: Past) -> Array:
    """Aid of the guarantor in 2023, EUR bn."""
    return _aid(past, "guarantor", 2023)


@fact(needs=34)
def aid_guarantor_2024(past: Past) -> Array:
    """Aid of the guarantor in 2024, EUR bn."""
    return _aid(past, "guarantor", 2024)


@fact(needs=10)
def aid_distant_2022(past: Past) -> Array:
    """Aid of the largest distant partner in 2022, EUR bn."""
    return _aid(past, "distant_partner", 2022)


@fact(needs=22)
def aid_distant_2023(past: Past) -> Array:
    """Aid of the largest distant partner in 2023, EUR bn."""
    return _aid(past, "distant_partner", 2023)


@fact(needs=34)
def aid_distant_2024(past: Past) -> Array:
    """Aid of the largest distant partner in 2024, EUR bn."""
    return _aid(past, "distant_partner", 2024)


def _trilaterals(past: Past, year: int) -> Array:
    exercises = past.orders(Action.EXERCISE, past.having("neighbouring_ally"), past.having("client"))
    return exercises[past.year(year)].sum(axis=0)


@fact(needs=22)
def trilaterals_2023(past: Past) -> Array:
    """Exercises of the neighbouring ally with the others against the client's threat in 2023."""
    return _trilaterals(past, 2023)


@fact(needs=34)
def trilaterals_2024(past: Past) -> Array:
    """Exercises of the neighbouring ally with the others against the client's threat in 2024."""
    return _trilaterals(past, 2024)


@fact(needs=34)
def sanctions_follow_shipments(past: Past) -> Array:
    """Correlation by quarter of listings by guarantor and front-line ally with the flow of rounds."""
    listings = past.orders(Action.SANCTION, past.having("guarantor", "front_line_ally"))
    by_quarter = [values[:33].reshape(11, 3, -1).sum(axis=1) for values in (listings, deliveries(past))]
    centred = [values - values.mean(axis=0) for values in by_quarter]
    spread = np.sqrt((centred[0] ** 2).sum(axis=0) * (centred[1] ** 2).sum(axis=0))
    return (centred[0] * centred[1]).sum(axis=0) / np.maximum(spread, 1e-9)


@fact(needs=34, share=True)
def sanctions_do_not_stop(past: Past) -> Array:
    """Whether a flow that had begun is gone in the last quarter of the record."""
    begun = onset(past) < past.turns - 3
    return (begun & (deliveries(past)[-3:].sum(axis=0) <= 0.0)) * 1.0


@fact(needs=34)
def minilateral_interval(past: Past) -> Array:
    """Months between steps of security cooperation among those who do not belong to the partnership."""
    bloc = past.having("client", "patron_at_war", "hedger", "balancer", "backer", "defender")
    others = [i for i in range(past.cast.size) if i not in bloc]
    return past.turns / np.maximum(past.orders(Action.PARTNER, others).sum(axis=0), 1.0)


@fact(needs=34)
def dispute_rate(past: Past) -> Array:
    """Militarised disputes a year among all pairs of rivals."""
    return 12.0 * (past.rungs > 0.0).sum(axis=(0, 1)) / past.turns


@fact(needs=34, share=True)
def dispute_state_dependence(past: Past) -> Array:
    """Pooled ratio of onset rates in the year after a dispute and otherwise, the same for every history."""
    began = past.rungs > 0.0
    recent = np.zeros_like(began)
    for turn in range(1, past.turns):
        recent[turn] = began[max(turn - 12, 0) : turn].any(axis=0)
    rates = [began[where].mean() if where.any() else 0.0 for where in (recent, ~recent)]
    return np.full(past.runs, rates[0] / max(rates[1], 1e-6))

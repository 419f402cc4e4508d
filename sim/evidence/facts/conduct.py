"""Facts about everyone's conduct: launches, the hedger, the allies, sanctions, small groups, disputes."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.evidence.facts.fact import fact
from sim.evidence.facts.steps import average, deliveries, most, onset, total, troops_turn, yes
from sim.inputs.actions import Action
from sim.model.measures import Trajectory

USD_PER_EUR = 1.07
"""Mean exchange rate of 2022 to 2024 (European Central Bank: 1.053, 1.081, 1.082)."""


def launches_in(past: Trajectory, year: int) -> Array:
    """Launch occasions of the client in the recorded part of a year."""
    return total(past.of("launches", past.cast.holding("client"))[past.year(year)])


@fact(needs=10)
def launches_2022(past: Trajectory) -> Array:
    """Launch occasions in 2022 from February on."""
    return launches_in(past, 2022)


@fact(needs=22)
def launches_2023(past: Trajectory) -> Array:
    """Launch occasions in 2023."""
    return launches_in(past, 2023)


@fact(needs=34)
def launches_2024(past: Trajectory) -> Array:
    """Launch occasions in 2024."""
    return launches_in(past, 2024)


@fact(needs=34)
def provocation_overdispersion(past: Trajectory) -> Array:
    """Variance over mean of monthly provocations."""
    counts = past.of("launches", past.cast.holding("client")) + past.of("border_incidents", past.cast.holding("client"))
    variance: Array = counts.var(axis=0, ddof=1)
    return variance / np.maximum(average(counts), 0.1)


@fact(needs=34)
def testing_falls(past: Trajectory) -> Array:
    """Launches a month in turns 28 to 34 over those in turns 0 to 17."""
    launches = past.of("launches", past.cast.holding("client"))
    return average(launches[28:35]) / np.maximum(average(launches[:18]), 0.1)


@fact(needs=34, share=True)
def nuclear_test(past: Trajectory) -> Array:
    """Whether a nuclear device was tested."""
    return yes(most(past.of("nuclear_tests", range(past.cast.size))) > 0.0)


@fact(needs=34, stand_in="months in which the hedger supports the client's economy: trade has no variable")
def hedger_trade_change_2024(past: Trajectory) -> Array:
    """Change of the hedger's support for the client in 2024 on 2023, per cent."""
    given = past.orders(Action.SEND_AID, past.cast.holding("hedger"), past.cast.holding("client"))
    return 100.0 * (total(given[past.year(2024)]) / np.maximum(total(given[past.year(2023)]), 1.0) - 1.0)


@fact(needs=34, stand_in="steps of the hedger toward an accord with the client: a leaders' meeting is no order")
def hedger_no_summit(past: Trajectory) -> Array:
    """Steps that the hedger takes toward an accord with the client."""
    return total(past.orders(Action.PARTNER, past.cast.holding("hedger"), past.cast.holding("client")))


@fact(needs=34, stand_in="broadcasts: the end of an accord is no order")
def answer_in_kind(past: Trajectory) -> Array:
    """Mean months from an incident at the border to the next broadcast of those provoked; 0 without incidents.

    An answer that did not come in the record is counted as coming with its end.
    """
    answers = past.orders(Action.BROADCAST, past.cast.holding("front_line_ally")) > 0
    incidents = yes(past.of("border_incidents", past.cast.holding("client")) > 0)
    waits = np.zeros(answers.shape)
    for turn in reversed(range(past.turns)):
        later = waits[turn + 1] + 1.0 if turn + 1 < past.turns else 1.0
        waits[turn] = np.where(answers[turn], 0.0, later)
    return total(waits * incidents) / np.maximum(total(incidents), 1)


@fact(needs=34, share=True)
def front_line_no_lethal_aid(past: Trajectory) -> Array:
    """Whether the front-line ally ships rounds to the defender."""
    return yes(most(past.of("rounds_shipped", past.cast.holding("front_line_ally"))) > 0.0)


def _aid(past: Trajectory, role: str, year: int) -> Array:
    largest = max(past.cast.holding(role), key=lambda i: float(past.variables["aid_given"][:, i].mean()))
    return total(past.of("aid_given", (largest,))[past.year(year)]) / USD_PER_EUR


@fact(needs=10)
def aid_guarantor_2022(past: Trajectory) -> Array:
    """Aid of the guarantor in 2022, EUR bn."""
    return _aid(past, "guarantor", 2022)


@fact(needs=22)
def aid_guarantor_2023(past: Trajectory) -> Array:
    """Aid of the guarantor in 2023, EUR bn."""
    return _aid(past, "guarantor", 2023)


@fact(needs=34)
def aid_guarantor_2024(past: Trajectory) -> Array:
    """Aid of the guarantor in 2024, EUR bn."""
    return _aid(past, "guarantor", 2024)


@fact(needs=10)
def aid_distant_2022(past: Trajectory) -> Array:
    """Aid of the largest distant partner in 2022, EUR bn."""
    return _aid(past, "distant_partner", 2022)


@fact(needs=22)
def aid_distant_2023(past: Trajectory) -> Array:
    """Aid of the largest distant partner in 2023, EUR bn."""
    return _aid(past, "distant_partner", 2023)


@fact(needs=34)
def aid_distant_2024(past: Trajectory) -> Array:
    """Aid of the largest distant partner in 2024, EUR bn."""
    return _aid(past, "distant_partner", 2024)


@fact(needs=34, stand_in="all aid: the model does not tell military aid apart")
def aid_independent_months(past: Trajectory) -> Array:
    """Correlation of the aid of all who support the defender with that of the month before."""
    donors = [i for i, others in enumerate(past.cast.relations["beneficiaries"]) if others]
    aid = past.of("aid_given", donors)
    now, before = aid[1:] - average(aid[1:]), aid[:-1] - average(aid[:-1])
    spread = np.sqrt(total(now**2) * total(before**2))
    return total(now * before) / np.maximum(spread, 1e-9)


def _trilaterals(past: Trajectory, year: int) -> Array:
    exercises = past.orders(Action.EXERCISE, past.cast.holding("neighbouring_ally"), past.cast.holding("client"))
    return total(exercises[past.year(year)])


@fact(needs=22)
def trilaterals_2023(past: Trajectory) -> Array:
    """Exercises of the neighbouring ally with the others against the client's threat in 2023."""
    return _trilaterals(past, 2023)


@fact(needs=34)
def trilaterals_2024(past: Trajectory) -> Array:
    """Exercises of the neighbouring ally with the others against the client's threat in 2024."""
    return _trilaterals(past, 2024)


@fact(needs=34)
def exercise_season(past: Trajectory) -> Array:
    """Share of the years 2023 and 2024 in which guarantor or front-line ally exercised in both March and August."""
    exercised = (
        past.orders(Action.EXERCISE, past.cast.holding("guarantor", "front_line_ally"), past.cast.holding("client")) > 0
    )
    years = [exercised[past.year(year)] for year in (2023, 2024)]
    return average(np.array([yes(months[2] & months[7]) for months in years]))


@fact(needs=34)
def sanctions_follow_shipments(past: Trajectory) -> Array:
    """Correlation by quarter of listings by guarantor and front-line ally with the flow of rounds."""
    listings = past.orders(Action.SANCTION, past.cast.holding("guarantor", "front_line_ally"))
    by_quarter = [values[:33].reshape(11, 3, -1).sum(axis=1) for values in (listings, deliveries(past))]
    centred = [values - average(values) for values in by_quarter]
    spread = np.sqrt(total(centred[0] ** 2) * total(centred[1] ** 2))
    return total(centred[0] * centred[1]) / np.maximum(spread, 1e-9)


@fact(needs=34, share=True)
def sanctions_do_not_stop(past: Trajectory) -> Array:
    """Whether a flow that had begun is gone in the last quarter of the record."""
    begun = onset(past) < past.turns - 3
    return yes(begun & (total(deliveries(past)[-3:]) <= 0.0))


def _minilateral_steps(past: Trajectory) -> Array:
    """Steps of security cooperation a turn among those who do not belong to the partnership."""
    bloc = past.cast.holding("client", "patron_at_war", "hedger", "defender")
    others = [i for i in range(past.cast.size) if i not in bloc]
    return past.orders(Action.PARTNER, others)


@fact(needs=34)
def minilateral_interval(past: Trajectory) -> Array:
    """Months between steps of security cooperation among those who do not belong to the partnership."""
    return past.turns / np.maximum(total(_minilateral_steps(past)), 1.0)


@fact(needs=34)
def minilateral_before_troops(past: Trajectory) -> Array:
    """Share of these steps taken before a history's own first troops; all of them where none came."""
    steps = _minilateral_steps(past)
    before = np.arange(past.turns)[:, None] < troops_turn(past)
    return total(steps * before) / np.maximum(total(steps), 1.0)


@fact(needs=34)
def dispute_rate(past: Trajectory) -> Array:
    """Militarised disputes a year among all pairs of rivals."""
    return 12.0 * total(total(yes(past.variables["dispute_rung"] > 0.0))) / past.turns


@fact(needs=34, share=True)
def dispute_state_dependence(past: Trajectory) -> Array:
    """Pooled ratio of onset rates in the year after a dispute and otherwise, the same for every history."""
    began = past.variables["dispute_rung"] > 0.0
    recent = np.zeros_like(began)
    for turn in range(1, past.turns):
        recent[turn] = began[max(turn - 12, 0) : turn].any(axis=0)
    rates = [began[where].mean() if where.any() else 0.0 for where in (recent, ~recent)]
    return np.full(past.runs, rates[0] / max(rates[1], 1e-6))

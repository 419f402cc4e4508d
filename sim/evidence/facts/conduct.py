"""Facts about everyone's conduct: launches, the hedger, the allies, sanctions, small groups, disputes."""

from __future__ import annotations

from functools import partial

import numpy as np

from sim.base.arrays import Run, TurnRun, highest, total, whether
from sim.evidence.facts.fact import by_year, fact
from sim.evidence.facts.steps import deliveries, onset, troops_turn
from sim.inputs.actions import Action
from sim.model.definitions import FLOOR, MONTHS_A_YEAR
from sim.model.measures import Trajectory, average, sum_over_turns

USD_PER_EUR = 1.07
"""Mean exchange rate of 2022 to 2024 (European Central Bank: 1.053, 1.081, 1.082)."""
YEARS = (2022, 2023, 2024)


def launches_in(past: Trajectory, year: int) -> Run:
    """Launch occasions of the client in the recorded part of a year."""
    return sum_over_turns(past.of("launches", past.cast.holding("client"))[past.year(year)])


launches = by_year("launches", "Launch occasions", launches_in, YEARS, "launch occasions", 0, 24_000, "T1")


@fact("ratio", 0, 100_000, "T1")
def provocation_overdispersion(past: Trajectory) -> Run:
    """Variance over mean of monthly provocations."""
    counts = past.of("launches", past.cast.holding("client")) + past.of("border_incidents", past.cast.holding("client"))
    variance = sum_over_turns((counts - average(counts)) ** 2) / (past.turns - 1)
    return variance / np.maximum(average(counts), 0.1)


@fact("ratio", 0, 100_000, "T1")
def testing_falls(past: Trajectory) -> Run:
    """Launches a month in turns 28 to 34 over those in turns 0 to 17."""
    counts = past.of("launches", past.cast.holding("client"))
    return average(counts[28:35]) / np.maximum(average(counts[:18]), 0.1)


@fact("0 or 1", 0, 1, "D4", share=True)
def nuclear_test(past: Trajectory) -> Run:
    """Whether a nuclear device was tested."""
    return whether(highest(past.of("nuclear_tests", range(past.cast.size))) > 0.0)


@fact(
    "per cent",
    -100,
    100_000,
    "C1",
    stand_in="months in which the hedger supports the client's economy: trade has no variable",
)
def hedger_trade_change_2024(past: Trajectory) -> Run:
    """Change of the hedger's support for the client in 2024 on 2023, per cent."""
    given = past.orders(Action.SEND_AID, past.cast.holding("hedger"), past.cast.holding("client"))
    before, after = (sum_over_turns(given[past.year(year)]) for year in (2023, 2024))
    return 100.0 * (after / np.maximum(before, 1.0) - 1.0)


@fact(
    "steps",
    0,
    1000,
    "C2",
    stand_in="steps of the hedger toward an accord with the client: a leaders' meeting is no order",
)
def hedger_no_summit(past: Trajectory) -> Run:
    """Steps that the hedger takes toward an accord with the client."""
    return sum_over_turns(past.orders(Action.PARTNER, past.cast.holding("hedger"), past.cast.holding("client")))


@fact("months", 0, 35, "T1", stand_in="broadcasts: the end of an accord is no order")
def answer_in_kind(past: Trajectory) -> Run:
    """Mean months from an incident at the border to the next broadcast of those provoked; 0 without incidents.

    An answer that did not come in the record is counted as coming with its end.
    """
    answers = past.orders(Action.BROADCAST, past.cast.holding("front_line_ally"))
    counts = past.of("border_incidents", past.cast.holding("client"))
    incidents = whether(counts > 0.0, counts)
    waits = np.zeros(answers.shape)
    for turn in reversed(range(past.turns)):
        later = waits[turn + 1] + 1.0 if turn + 1 < past.turns else 1.0
        waits[turn] = (1.0 - whether(answers[turn] > 0.0, answers[turn])) * later
    return sum_over_turns(waits * incidents) / np.maximum(sum_over_turns(incidents), 1.0)


@fact("0 or 1", 0, 1, "R1", share=True)
def front_line_no_lethal_aid(past: Trajectory) -> Run:
    """Whether the front-line ally ships rounds to the defender."""
    shipped = highest(past.of("rounds_shipped", past.cast.holding("front_line_ally")))
    return whether(shipped > 0.0, shipped)


def aid_in(past: Trajectory, year: int, position: str) -> Run:
    """Aid in a year of whoever gives most of those in a position, EUR bn."""
    given = [sum_over_turns(past.of("aid_given", (i,))[past.year(year)]) for i in past.cast.holding(position)]
    return highest(np.array(given)) / USD_PER_EUR if given else np.full(past.runs, np.nan)


aid_guarantor = by_year(
    "aid_guarantor", "Aid of the guarantor", partial(aid_in, position="guarantor"), YEARS, "EUR bn", 0, 100_000, "E1"
)
aid_distant = by_year(
    "aid_distant",
    "Aid of the largest distant partner",
    partial(aid_in, position="distant_partner"),
    YEARS,
    "EUR bn",
    0,
    100_000,
    "E1",
)


def correlation(one: TurnRun, other: TurnRun) -> Run:
    """Pearson's correlation over turns in each run, shape (run,); 0 where one does not vary."""
    one, other = one - average(one), other - average(other)
    spread = np.sqrt(sum_over_turns(one**2) * sum_over_turns(other**2))
    return sum_over_turns(one * other) / np.maximum(spread, FLOOR)


@fact("correlation", -1, 1, "E1", stand_in="all aid: the model does not tell military aid apart")
def aid_independent_months(past: Trajectory) -> Run:
    """Correlation of the aid of all who support the defender with that of the month before."""
    donors = [i for i, others in enumerate(past.cast.relations["beneficiaries"]) if others]
    aid = past.of("aid_given", donors)
    return correlation(aid[1:], aid[:-1])


def trilaterals_in(past: Trajectory, year: int) -> Run:
    """Exercises of the neighbouring ally with the others against the client's threat in a year."""
    exercises = past.orders(Action.EXERCISE, past.cast.holding("neighbouring_ally"), past.cast.holding("client"))
    return sum_over_turns(exercises[past.year(year)])


trilaterals = by_year(
    "trilaterals", "Exercises of the neighbouring ally", trilaterals_in, YEARS[1:], "exercises", 0, 1000, "R3a"
)


@fact("share", 0, 1, "R2")
def exercise_season(past: Trajectory) -> Run:
    """Share of the years 2023 and 2024 in which guarantor or front-line ally exercised in both March and August."""
    allies = past.cast.holding("guarantor", "front_line_ally")
    given = past.orders(Action.EXERCISE, allies, past.cast.holding("client"))
    exercised = whether(given > 0.0, given)
    years = [exercised[past.year(year)] for year in YEARS[1:]]
    return average(np.array([months[2] * months[7] for months in years]))


@fact("correlation", -1, 1, "T2")
def sanctions_follow_shipments(past: Trajectory) -> Run:
    """Correlation by quarter of listings by guarantor and front-line ally with the flow of rounds."""
    listings = past.orders(Action.SANCTION, past.cast.holding("guarantor", "front_line_ally"))
    by_quarter = [values[:33].reshape(11, 3, -1).sum(axis=1) for values in (listings, deliveries(past))]
    return correlation(*by_quarter)


@fact("0 or 1", 0, 1, "T2", share=True)
def sanctions_do_not_stop(past: Trajectory) -> Run:
    """Whether a flow that had begun is gone in the last quarter of the record."""
    began, late = onset(past), sum_over_turns(deliveries(past)[-3:])
    return whether((began < past.turns - 3) & (late <= 0.0), began)


def minilateral_steps(past: Trajectory) -> TurnRun:
    """Steps of security cooperation a turn among those who do not belong to the partnership."""
    bloc = past.cast.holding("client", "patron_at_war", "hedger", "defender")
    others = [i for i in range(past.cast.size) if i not in bloc]
    return past.orders(Action.PARTNER, others)


@fact("months", 0, 35, "R4")
def minilateral_interval(past: Trajectory) -> Run:
    """Months between steps of security cooperation among those who do not belong to the partnership."""
    return past.turns / np.maximum(sum_over_turns(minilateral_steps(past)), 1.0)


@fact("share", 0, 1, "R4")
def minilateral_before_troops(past: Trajectory) -> Run:
    """Share of these steps taken before a history's own first troops; all of them where none came."""
    steps, troops = minilateral_steps(past), troops_turn(past)
    before = whether(np.arange(past.turns)[:, None] < troops, troops)
    return sum_over_turns(steps * before) / np.maximum(sum_over_turns(steps), 1.0)


@fact("disputes a year", 0, 100_000, "T1")
def dispute_rate(past: Trajectory) -> Run:
    """Militarised disputes a year among all pairs of rivals."""
    began = whether(past.variables["dispute_rung"] > 0.0)
    return MONTHS_A_YEAR * total(sum_over_turns(began), np.zeros(past.runs)) / past.turns


@fact("ratio", 0, 1_000_000, "T1", share=True)
def dispute_state_dependence(past: Trajectory) -> Run:
    """Pooled ratio of onset rates in the year after a dispute and otherwise, the same for every history."""
    began = past.variables["dispute_rung"] > 0.0
    recent = np.zeros_like(began)
    for turn in range(1, past.turns):
        recent[turn] = began[max(turn - 12, 0) : turn].any(axis=0)
    if not began.shape[1]:
        return np.full(past.runs, np.nan)
    rates = [began[where].mean() if where.any() else 0.0 for where in (recent, ~recent)]
    return np.full(past.runs, rates[0] / max(rates[1], 1e-6))

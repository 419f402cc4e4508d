"""The orders of one replicate of every arm, each with the reasons that led to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.base.recorder import TEXT, Columns, column
from sim.engine.simulate import Moment, moments
from sim.lab.plan import Plan, scenario_of
from sim.model.decisions import Contribution, Rule
from sim.scenarios.scenario import Scenario

ARMS_TOGETHER = 64
"""Arms played at once: so many orders are held in memory."""

SMALLEST = 0.005
"""Log-odds below which a reason is left out: it would read 0.00."""

ORDERS: Columns = (
    column("mix", "mix of actions under which the order was given, in replicate 0", TEXT),
    column("turn", "turn, from 0", "months since the start", 0),
    column("month", "calendar month, as year-month", TEXT),
    column("actor", "who gave the order", TEXT),
    column("action", "what was ordered", TEXT),
    column("target", "toward whom; the actor itself where an act has no addressee", TEXT),
    column("probability", "probability with which the order was given", "probability", 0, 1),
    column("draw", "the draw that decided: the order is given where it lies below the probability", "number", 0, 1),
    column("base_rate", "log-odds of the order without any reason", "log-odds"),
    column(
        "reasons",
        "reasons as `name (passage) log-odds`, the strongest first, separated by `; `; those below "
        f"{SMALLEST} are left out. Base rate and reasons add up to the log-odds of the order, times rationality",
        TEXT,
    ),
)


def orders(plan: Plan) -> Iterator[pd.DataFrame]:
    """The orders given in replicate 0 of every arm, arm by arm: columns as declared in `ORDERS`."""
    names = [quantity.name for quantity in ORDERS]
    for first in range(0, len(plan.arms), ARMS_TOGETHER):
        arms = range(first, min(first + ARMS_TOGETHER, len(plan.arms)))
        rows: list[list[tuple[Any, ...]]] = [[] for _ in arms]
        for turn, told in enumerate(_told(plan, arms)):
            for run, lines in enumerate(told):
                rows[run] += [(plan.arms[arms[run]].name, turn, *line) for line in lines]
        yield from (pd.DataFrame(lines, columns=names) for lines in rows)


def _told(plan: Plan, arms: range) -> Iterator[list[list[tuple[Any, ...]]]]:
    """For every turn and arm, the orders given."""
    scenario = scenario_of(plan)
    parameters = plan.parameters(scenario, arms)
    rules = rules_of(scenario)
    played = moments(scenario, parameters, [0] * len(arms), plan.seed, plan.turns, explain=True)
    for turn, moment in enumerate(played):
        month, numbers = scenario.month(turn), parameters.at(turn)
        bases = [np.broadcast_to(numbers[rule.base_rate], len(arms)) for rule in rules]
        reasons = _by_slot(moment, len(rules))
        yield [
            [(month, *_line(scenario, moment, slot, run, bases, reasons)) for slot in _given(moment, run)]
            for run in range(len(arms))
        ]


def _given(moment: Moment, run: int) -> list[int]:
    slots: list[int] = np.flatnonzero(moment.orders.given[:, run]).tolist()
    return slots


def _by_slot(moment: Moment, slots: int) -> list[list[Contribution]]:
    table: list[list[Contribution]] = [[] for _ in range(slots)]
    for contribution in moment.orders.contributions or ():
        table[contribution.slot].append(contribution)
    return table


def _line(
    scenario: Scenario, moment: Moment, slot: int, run: int, bases: list[Any], reasons: list[list[Contribution]]
) -> tuple[Any, ...]:
    cast, orders = scenario.cast, moment.orders
    entry = cast.slots[slot]
    added = [(float(c.log_odds[run]), f"{c.reason.name} ({c.reason.source})") for c in reasons[slot]]
    told = sorted((a for a in added if abs(a[0]) >= SMALLEST), key=lambda a: (-abs(a[0]), a[1]))
    return (
        cast.names[entry.actor],
        entry.action.value,
        cast.names[entry.target],
        orders.probability[slot, run],
        orders.draw[slot, run],
        bases[slot][run],
        "; ".join(f"{name} {log_odds:+.2f}" for log_odds, name in told),
    )


def rules_of(scenario: Scenario) -> list[Rule]:
    """The rule behind each possible order, in the order of the cast's slots."""
    return [
        rule
        for actor, policy in enumerate(scenario.policies)
        for rule in policy.rules
        for _ in scenario.cast.related(actor, rule.toward)
    ]

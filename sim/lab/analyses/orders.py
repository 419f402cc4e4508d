"""The orders of one replicate of every arm, each with the reasons that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from sim.base.draws import Draws
from sim.base.recorder import TEXT, Columns, column
from sim.engine.simulate import simulate
from sim.engine.step import Turn
from sim.lab.plan import Plan
from sim.lab.study import Analysis, Results
from sim.model.decisions import Contribution

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


def _groups(plan: Plan) -> list[range]:
    """The arms of a plan in groups that are played together."""
    alike = [range(arms[0], arms[-1] + 1) for arms in plan.alike(range(len(plan.arms)))]
    return [arms[first : first + ARMS_TOGETHER] for arms in alike for first in range(0, len(arms), ARMS_TOGETHER)]


def orders(plan: Plan, arms: range) -> list[pd.DataFrame]:
    """The orders given in replicate 0 of some arms, a table for each: columns as declared in `ORDERS`."""
    rows: list[list[tuple[Any, ...]]] = [[] for _ in arms]
    for turn, given in enumerate(_given_in(plan, arms)):
        for run, lines in enumerate(given):
            rows[run] += [(plan.arms[arms[run]].name, turn, *line) for line in lines]
    return [pd.DataFrame(lines, columns=[quantity.name for quantity in ORDERS]) for lines in rows]


def _given_in(plan: Plan, arms: range) -> Iterator[list[list[tuple[Any, ...]]]]:
    """For every turn and arm, the orders given."""
    scenario = plan.origin.load()
    case = plan.case(scenario, arms)
    for turn in simulate(case, Draws(plan.seed, [0] * len(arms)), until=plan.turns, explain=True):
        month = scenario.month(turn.number)
        yield [[(month, *_line(turn, slot, run)) for slot in _given(turn, run)] for run in range(len(arms))]


def _given(turn: Turn, run: int) -> list[int]:
    slots: list[int] = np.flatnonzero(turn.orders.issued[:, run]).tolist()
    return slots


def _line(turn: Turn, slot: int, run: int) -> tuple[Any, ...]:
    cast, orders = turn.before.cast, turn.orders
    entry = cast.slots[slot]
    return (
        cast.names[entry.actor],
        entry.action.value,
        cast.names[entry.target],
        orders.probability[slot, run],
        orders.draw[slot, run],
        np.broadcast_to(turn.p[entry.rule.base_rate], len(orders.issued[0]))[run],
        reasons_told(orders.contributions[slot], run),
    )


def reasons_told(contributions: Iterable[Contribution], run: int = 0) -> str:
    """Reasons with their passages and what they added to one order, as one cell, the strongest first."""
    added = [(float(one.log_odds[run]), f"{one.reason.name} ({one.reason.source})") for one in contributions]
    ranked = sorted((a for a in added if abs(a[0]) >= SMALLEST), key=lambda a: (-abs(a[0]), a[1]))
    return "; ".join(f"{name} {log_odds:+.2f}" for log_odds, name in ranked)


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    """The orders of all arms, which are played in other processes."""
    assert results.closing is not None
    tasks = [partial(orders, results.plan, arms) for arms in _groups(results.plan)]
    return chain.from_iterable(results.closing.beside(tasks, "orders", 2))


OF_ORDERS = Analysis("orders.csv", lambda results: ORDERS, _rows)

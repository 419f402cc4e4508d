"""The orders of one replicate of every arm, each with the reasons that led to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.draws import Draws
from sim.base.recorder import MONTH, TEXT, Columns, column
from sim.engine.interventions import Case
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.step import Turn, step
from sim.lab.plan import Plan
from sim.lab.study import Analysis, Results
from sim.model.decisions import Contribution, decide
from sim.model.pairs import Index
from sim.model.world import Scene
from sim.scenarios.scenario import Scenario

ARMS_TOGETHER = 64
"""Arms played at once: so many orders are held in memory."""

TRIED = 5
"""Replicates without a failure that are tried, where a rule fails as orders are explained, before an arm has none."""

SMALLEST = 0.005
"""Log-odds below which a reason is left out: it would read 0.00."""

ORDERS: Columns = (
    column(
        "mix", "mix of actions under which the order was given, in the first replicate that no rule failed in", TEXT
    ),
    column("turn", "turn, from 0", "months since the start", 0),
    column("month", "calendar month, as year-month", MONTH),
    column("actor", "who gave the order", TEXT),
    column("action", "what was ordered", TEXT),
    column("target", "toward whom; the actor itself where an act has no addressee", TEXT),
    column("probability", "probability with which the order was given", "probability", 0, 1),
    column("draw", "the draw that decided: the order is given where it lies below the probability", "number", 0, 1),
    column(
        "promised",
        "what was promised and kept, a month in the unit of the action; 0 where reasons alone gave the order. What is "
        "promised is given whatever its probability",
        "as the action is measured",
        0,
    ),
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


def orders(plan: Plan, arms: range, replicates: Sequence[int] = (0,)) -> pd.DataFrame:
    """The orders given in the first of some replicates, under some arms, arm by arm: columns as declared in `ORDERS`.

    Where a rule fails in it all the same, those of the next; none where it fails in all.
    """
    scenario = plan.origin.load()
    for replicate in replicates:
        with suppress(Exception):  # whatever a rule may raise is told beside the runs, of which each has its reason
            return _orders(plan, scenario, arms, replicate)
    return pd.DataFrame(columns=[quantity.name for quantity in ORDERS])


def _orders(plan: Plan, scenario: Scenario, arms: range, replicate: int) -> pd.DataFrame:
    names = [quantity.name for quantity in ORDERS]
    turns = _turns(plan, scenario, np.array(arms), np.full(len(arms), replicate))
    pieces = [piece for turn in turns for piece in _given_in(turn, scenario.month(turn.number))]
    if not pieces:
        return pd.DataFrame(columns=names)
    runs, *columns = (np.concatenate(column) for column in zip(*pieces, strict=True))
    mixes = np.array([plan.arms[arm].name for arm in arms], dtype=object)[runs]
    by_arm = np.argsort(runs, kind="stable")
    return pd.DataFrame({name: values[by_arm] for name, values in zip(names, (mixes, *columns), strict=True)})


def _turns(plan: Plan, scenario: Scenario, arms: Index, replicates: Index) -> Iterator[Turn]:
    """The turns of runs as they are played: a past that arms share is that of the first, and under its luck."""
    case = plan.case(scenario, arms.tolist(), replicates)
    begun = plan.branch.checkpoint(scenario, plan.past_of(replicates)) if plan.branch else None
    if plan.shared and not plan.branch:
        past, draws = plan.past_case(scenario, case, arms, replicates), Draws(plan.seed, plan.histories(replicates))
        for turn in _explained(past, draws, None, plan.start):
            begun = Checkpoint.after(turn)
            yield turn
    yield from _explained(case, Draws(plan.seed, plan.luck(replicates)), begun, plan.turns)


def _explained(case: Case, draws: Draws, start: Checkpoint | None, until: int) -> Iterator[Turn]:
    """The turns of a case with the reasons for every order: a compiled turn is played, and its orders weighed again."""
    kernel = kernel_for(case, len(draws) * until)
    again = kernel is not step and not case.held
    for turn in simulate(case, draws, start=start, until=until, kernel=kernel, explain=not again):
        with np.errstate(over="ignore"):
            scene = Scene.of(turn.before)
            orders = decide(scene, turn.p, draws.at(turn.number), explain=True) if again else turn.orders
        yield replace(turn, orders=orders)


def _given_in(turn: Turn, month: str) -> Iterator[tuple[npt.NDArray[Any], ...]]:
    """The orders given in a turn, for each possible order at once: the runs, and the columns after the mix."""
    orders, cast = turn.orders, turn.before.cast
    for slot in np.flatnonzero(orders.issued.any(axis=1)):
        entry, runs = cast.slots[int(slot)], np.flatnonzero(orders.issued[slot])
        texts = (month, cast.names[entry.actor], entry.action.value, cast.names[entry.target])
        yield (
            runs,
            np.full(len(runs), turn.number),
            *(np.full(len(runs), text, dtype=object) for text in texts),
            orders.probability[slot, runs],
            orders.draw[slot, runs],
            orders.promised[slot, runs],
            np.broadcast_to(turn.p[entry.rule.base_rate], len(orders.issued[slot]))[runs],
            np.array(reasons_told(orders.contributions[slot], runs), dtype=object),
        )


def reasons_told(contributions: Sequence[Contribution], runs: Index | range) -> list[str]:
    """For each of some runs the reasons, with their passages and what they added to one order, as one cell.

    The strongest come first.
    """
    names = [f"{one.reason.name} ({one.reason.source})" for one in contributions]
    added = np.array([one.log_odds[runs] for one in contributions]).reshape(len(names), len(runs)).T
    rows = [tuple(row) for row in added.tolist()]
    told = {row: _told(names, row) for row in set(rows)}  # mixes that are still alike have the same reasons
    return [told[row] for row in rows]


def _told(names: Sequence[str], added: Sequence[float]) -> str:
    strong = [(log_odds, name) for log_odds, name in zip(added, names, strict=True) if abs(log_odds) >= SMALLEST]
    strong.sort(key=lambda one: (-abs(one[0]), one[1]))
    return "; ".join([f"{name} {log_odds:+.2f}" for log_odds, name in strong])


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    """The orders of all arms, which are played in other processes."""
    assert results.closing is not None
    ran = {arms: results.store.ran(arms)[:TRIED].tolist() for arms in _groups(results.plan)}
    tasks = [partial(orders, results.plan, arms, replicates) for arms, replicates in ran.items()]
    return results.closing.beside(tasks, "orders", 2)


OF_ORDERS = Analysis("orders.csv", lambda results: ORDERS, _rows)

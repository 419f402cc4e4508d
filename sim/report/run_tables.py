"""The tables of one history: every order, every series, every variable, every outcome, each column declared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.quantities import Quantity
from sim.base.recorder import MONTH as YEAR_MONTH, TEXT, Columns, Recorder, column
from sim.engine.replay import Replay
from sim.engine.step import Turn
from sim.lab.analyses.orders import SMALLEST, reasons_told
from sim.model.outcomes import outcomes_of
from sim.model.pairs import Index
from sim.model.series import recorded_series
from sim.model.world import VARIABLES

TURN = column("turn", "turn, from 0", "months since the start", 0)
MONTH = column("month", "calendar month, as year-month", YEAR_MONTH)

STORY: Columns = (
    TURN,
    MONTH,
    column("kind", "kind of event: an action, or what the calendar or the world did", TEXT),
    column("weight", "1 headline, 2 notable, 3 routine", "rank", 1, 3),
    column("actor", "who, several separated by a blank; `world` where no one did it", TEXT),
    column("other", "toward or with whom; empty where there is none", TEXT),
    column("sentence", "the event in words", TEXT),
)

ORDERS: Columns = (
    TURN,
    MONTH,
    column("actor", "who could give the order", TEXT),
    column("role", "policy of the actor", TEXT),
    column("action", "what could be ordered", TEXT),
    column("relation", "relation in which the addressee stands to the actor, or `self`", TEXT),
    column("target", "toward whom; the actor itself where an act has no addressee", TEXT),
    column("issued", "whether the order was issued", "0 or 1", 0, 1),
    column("probability", "probability of the order; 0 where it was not legal", "probability", 0, 1),
    column("draw", "the draw that decided: the order is given where it lies below the probability", "number", 0, 1),
    column("log_odds", "base rate plus all reasons", "log-odds"),
    column("base_rate", "log-odds of the order without any reason", "log-odds"),
    column(
        "reasons",
        "reasons as `name (passage) log-odds`, the strongest first, separated by `; `; those below "
        f"{SMALLEST} are left out",
        TEXT,
    ),
)

OUTCOMES: Columns = (
    column("outcome", "what is measured; explained under its own name", TEXT),
    column("theatre", "theatre it belongs to, or `global`", TEXT),
    column("value", "value of this one history", "in the unit of the outcome"),
    column("unit", "unit of the outcome", TEXT),
    column("headline", "whether it is among the outcomes reported first", "0 or 1", 0, 1, role="note"),
)

WORLD: Columns = (
    TURN,
    MONTH,
    column("variable", "variable of the world; explained under its own name", TEXT),
    column("actor", "whose: an actor, a theatre, or empty for the whole world", TEXT),
    column("other", "the second of a pair; empty where there is none", TEXT),
    column("value", "value after the turn", "in the unit of the variable"),
)


def months_columns(history: Replay) -> Columns:
    """Columns of the table of months: the recorded series, those by theatre once for each."""
    return (TURN, MONTH, *recorded_series(history.cast).values())


def record(recorder: Recorder, history: Replay, story: pd.DataFrame) -> None:
    """Write all tables of one history, each with its columns explained."""
    recorder.table("story.csv", STORY, [story])
    recorder.table("possible_orders.csv", ORDERS, [orders_table(history)])
    recorder.table("months.csv", months_columns(history), [months_table(history)])
    recorder.table("outcomes.csv", OUTCOMES, [outcomes_table(history)])
    recorder.values("outcomes.csv", "outcome", [one.quantity for one in outcomes_of(history.cast)])
    recorder.table("world.csv", WORLD, (world_rows(history, quantity) for quantity in _told()))
    recorder.values("world.csv", "variable", _told())


def orders_table(history: Replay) -> pd.DataFrame:
    """Every possible order of every turn: base rate, reasons, log-odds, probability, draw, whether given."""
    rows = [row for turn in history.turns for row in _order_rows(history, turn)]
    return pd.DataFrame(rows, columns=[quantity.name for quantity in ORDERS])


def _order_rows(history: Replay, turn: Turn) -> list[tuple[object, ...]]:
    cast, orders = history.cast, turn.orders
    return [
        (
            turn.number,
            turn.month,
            cast.names[slot.actor],
            cast.roles[slot.actor],
            slot.action.value,
            slot.relation,
            cast.names[slot.target],
            int(orders.issued[number, 0]),
            orders.probability[number, 0],
            orders.draw[number, 0],
            orders.log_odds[number, 0],
            float(np.ravel(turn.p[slot.rule.base_rate])[0]),
            *reasons_told(orders.contributions[number], range(1)),
        )
        for number, slot in enumerate(cast.slots)
    ]


def months_table(history: Replay) -> pd.DataFrame:
    """The recorded series, one row a turn; those by theatre in a column for each."""
    turns = range(history.trajectory.turns)
    columns: dict[str, object] = {"turn": list(turns), "month": list(map(history.case.scenario.month, turns))}
    for name, values in history.trajectory.series.items():
        if values.ndim == 3:
            columns |= {f"{name}_{t}": values[:, i, 0] for i, t in enumerate(history.cast.theatres)}
        else:
            columns[name] = values[:, 0]
    return pd.DataFrame(columns)


def outcomes_table(history: Replay) -> pd.DataFrame:
    """What is measured of this one history: one row an outcome."""
    seen = history.trajectory.window(min(history.case.scenario.levers_from, history.trajectory.turns - 1))
    rows = [
        (one.name, one.theatre, float(one.measure(seen)[0]), one.quantity.unit, int(one.headline))
        for one in outcomes_of(history.cast)
    ]
    return pd.DataFrame(rows, columns=[quantity.name for quantity in OUTCOMES])


@dataclass(frozen=True)
class Places:
    """Where the values of a variable stand: names, and the index into the axes before the run axis."""

    actors: list[str]
    others: list[str]
    index: tuple[Index, ...]


def _told() -> list[Quantity]:
    """The variables that the table of the world holds: all but the memory of orders, which has no actor."""
    return [quantity for quantity in VARIABLES.values() if quantity.of != "slot"]


def world_rows(history: Replay, quantity: Quantity) -> pd.DataFrame:
    """One variable month by month, a row for each actor or pair; what never changes once."""
    months = history.turns[:1] if quantity.kind == "fixed" else history.turns
    where = _places(history, quantity)
    values = np.array([np.atleast_1d(t.after[quantity.name][..., 0])[where.index] for t in months])
    count = len(where.actors)
    return pd.DataFrame(
        {
            "turn": np.repeat([t.number for t in months], count),
            "month": np.repeat([t.month for t in months], count),
            "variable": quantity.name,
            "actor": where.actors * len(months),
            "other": where.others * len(months),
            "value": values.ravel(),
        }
    )


def _places(history: Replay, quantity: Quantity) -> Places:
    cast = history.cast
    if quantity.of == "pair":
        pairs = cast.pairs.linked
        who, whom = [cast.names[i] for i in pairs.who], [cast.names[j] for j in pairs.whom]
        return Places(who, whom, (pairs.who, pairs.whom))
    names = {"world": ("",), "theatre": cast.theatres}.get(quantity.of, cast.names)
    return Places(list(names), [""] * len(names), (np.arange(len(names)),))

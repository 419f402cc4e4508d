"""The tables of one history: every order, every series, every variable, every outcome, and what the columns mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.declare import Array, Quantity
from sim.outcomes import History, outcomes_of, recorded_series
from sim.reasons import Contribution
from sim.replay import Month, Replay
from sim.series import SERIES
from sim.world import VARIABLES


def orders_table(history: Replay) -> pd.DataFrame:
    """Every possible order of every turn: base rate, reasons, log-odds, probability, draw, whether given."""
    return pd.DataFrame(row for month in history.months for row in _order_rows(history, month))


def _order_rows(history: Replay, month: Month) -> list[dict[str, object]]:
    cast, orders = history.scenario.cast, month.orders
    return [
        {
            "turn": month.turn,
            "month": month.label,
            "actor": cast.names[slot.actor],
            "role": cast.roles[slot.actor],
            "action": slot.action.value,
            "relation": slot.relation,
            "target": cast.names[slot.target],
            "given": int(orders.given[number, 0]),
            "probability": float(orders.probability[number, 0]),
            "draw": float(orders.draw[number, 0]),
            "log_odds": float(orders.log_odds[number, 0]),
            "base_rate": float(np.ravel(month.numbers[history.rules[number].base_rate])[0]),
            "reasons": told(month.contributions.get(number, [])),
        }
        for number, slot in enumerate(cast.slots)
    ]


def told(reasons: list[Contribution]) -> str:
    """Reasons with what they added, as one cell: `name:+0.50` separated by `; `, strongest first."""
    ranked = sorted(reasons, key=lambda one: -abs(one.log_odds[0]))
    return "; ".join(f"{one.reason.name}:{one.log_odds[0]:+.2f}" for one in ranked if one.log_odds[0] != 0.0)


def series_of(history: Replay) -> dict[str, Array]:
    """The recorded series of the one run: (turn, 1), or (turn, theatre, 1) for those by theatre."""
    return {
        name: np.array([entry.read(m.end, m.orders, m.numbers) for m in history.months])
        for name, entry in SERIES.items()
    }


def turns_table(history: Replay) -> pd.DataFrame:
    """The recorded series, one row a turn; those by theatre in a column for each."""
    columns: dict[str, object] = {"turn": [m.turn for m in history.months], "month": [m.label for m in history.months]}
    for name, values in series_of(history).items():
        if values.ndim == 3:
            columns |= {f"{name}_{t}": values[:, i, 0] for i, t in enumerate(history.scenario.cast.theatres)}
        else:
            columns[name] = values[:, 0]
    return pd.DataFrame(columns)


def outcomes_table(history: Replay) -> pd.DataFrame:
    """What is measured of this one history: one row an outcome."""
    first = min(history.scenario.levers_from, len(history.months) - 1)
    seen = History(series_of(history), first, history.parameters)
    return pd.DataFrame(
        {
            "outcome": one.name,
            "theatre": one.theatre,
            "value": float(one.measure(seen)[0]),
            "unit": one.quantity.unit,
            "headline": int(one.headline),
            "meaning": one.quantity.meaning,
        }
        for one in outcomes_of(history.scenario.cast)
    )


@dataclass(frozen=True)
class Places:
    """Where the values of a variable stand: names, and the index into the axes before the run axis."""

    actors: list[str]
    others: list[str]
    index: tuple[Array, ...]


def world_table(history: Replay) -> pd.DataFrame:
    """Every declared variable after every turn, tidy: turn, month, variable, actor, other, value.

    Pairs stand only where the two are linked by a relation, traits only once; the memory of orders stands in none.
    """
    declared = [q for q in VARIABLES.values() if q.of != "slot"]
    return pd.concat([_variable_rows(history, q) for q in declared], ignore_index=True)


def _variable_rows(history: Replay, quantity: Quantity) -> pd.DataFrame:
    months = history.months[:1] if quantity.kind == "fixed" else history.months
    where = _places(history, quantity)
    values = np.array([np.atleast_1d(m.end[quantity.name][..., 0])[where.index] for m in months])
    count = len(where.actors)
    return pd.DataFrame(
        {
            "turn": np.repeat([m.turn for m in months], count),
            "month": np.repeat([m.label for m in months], count),
            "variable": quantity.name,
            "actor": where.actors * len(months),
            "other": where.others * len(months),
            "value": values.ravel(),
        }
    )


def _places(history: Replay, quantity: Quantity) -> Places:
    cast = history.scenario.cast
    if quantity.of == "pair":
        pairs = cast.linked
        who, whom = [cast.names[i] for i in pairs.who], [cast.names[j] for j in pairs.whom]
        return Places(who, whom, (pairs.who, pairs.whom))
    names = {"world": ("world",), "theatre": cast.theatres}.get(quantity.of, cast.names)
    return Places(list(names), [""] * len(names), (np.arange(len(names)),))


FIXED_COLUMNS = {
    "turn": ("months since the start", "months"),
    "month": ("calendar month of the turn", "year-month"),
    "actor": ("who: an actor, several separated by a blank, a theatre, or the world", "name"),
    "other": ("the other of a pair or the addressee; empty where there is none", "name"),
    "variable": ("which variable of the world", "name"),
    "value": ("the value after the turn, in the unit of the variable or outcome", "its own"),
    "kind": ("what kind of event", "name"),
    "weight": ("1 headline, 2 notable, 3 routine", "1 to 3"),
    "sentence": ("the event in words", "text"),
    "role": ("the actor's policy", "name"),
    "action": ("what can be done", "name"),
    "relation": ("in which relation the addressee stands to the actor", "name"),
    "target": ("toward whom; the actor itself where an act has no addressee", "name"),
    "given": ("1 where the order was given", "0 or 1"),
    "probability": ("probability of the order; 0 where it is not legal", "probability"),
    "draw": ("the draw that decided: given where it lies below the probability", "share"),
    "log_odds": ("base rate plus all reasons", "log-odds"),
    "base_rate": ("log-odds without any reason", "log-odds"),
    "reasons": ("what each reason added, strongest first", "log-odds"),
    "outcome": ("which outcome", "name"),
    "theatre": ("where it is measured", "name"),
    "unit": ("unit of the value", "text"),
    "headline": ("1 for the outcomes that are reported first", "0 or 1"),
    "meaning": ("what the outcome says", "text"),
}


def dictionary(history: Replay, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What every column means, and every variable that `world.csv` names; one row each."""
    declared = recorded_series(history.scenario.cast)
    rows = []
    for file, frame in tables.items():
        for column in map(str, frame.columns):
            rows.append(_row(column, file, declared[column] if column in declared else None))
    rows += [_row(name, "world.csv, in the column variable", q) for name, q in VARIABLES.items() if q.of != "slot"]
    return pd.DataFrame(rows, columns=["name", "table", "meaning", "unit", "low", "high", "source"])


def _row(name: str, file: str, quantity: Quantity | None) -> tuple[object, ...]:
    if quantity is None:
        meaning, unit = FIXED_COLUMNS[name]
        return name, file, meaning, unit, None, None, ""
    return name, file, quantity.meaning, quantity.unit, quantity.low, quantity.high, quantity.source

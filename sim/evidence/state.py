"""The last month on record: how a history is measured there, and how near it lies to what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Run, highest, whether
from sim.base.quantities import Quantity
from sim.evidence.facts.fact import RECORD
from sim.evidence.facts.steps import deliveries
from sim.evidence.tables import load
from sim.inputs.actions import Action
from sim.model.actors import Cast
from sim.model.measures import ABROAD, Outcome, Trajectory, sum_over_turns

FOLLOWED = (
    "front",
    "ceasefire",
    "theatre_war",
    "treaty",
    "troops_deployed",
    "troops_lost",
    "munitions_stock",
    "rounds_received",
    "weapons_programme",
    "launches",
    "border_incidents",
)
"""Variables that are looked at."""

LAST_YEAR = 2024


def _front(past: Trajectory) -> Run:
    return np.asarray(past.variables["front"][-1])


def _no_ceasefire(past: Trajectory) -> Run:
    return 1.0 - np.asarray(past.variables["ceasefire"][-1])


def _treaty(past: Trajectory) -> Run:
    signed = past.variables["treaty"][-1]
    return highest(signed) if len(signed) else np.full(past.runs, np.nan)


def _no_new_war(past: Trajectory) -> Run:
    return 1.0 - highest(past.variables["theatre_war"][-1])


def _last(variable: str, position: str) -> Callable[[Trajectory], Run]:
    return lambda past: past.of(variable, past.cast.holding(position))[-1]


def _shells(past: Trajectory) -> Run:
    return sum_over_turns(deliveries(past)) / 1000.0


def _in_last_year(variable: str) -> Callable[[Trajectory], Run]:
    return lambda past: sum_over_turns(past.of(variable, past.cast.holding("client"))[past.year(LAST_YEAR)])


def _warning_link(past: Trajectory) -> Run:
    pair = past.cast.holding("front_line_ally"), past.cast.holding("neighbouring_ally")
    ways = [past.orders(Action.SHARE_INTELLIGENCE, *sides)[past.year(LAST_YEAR)] for sides in (pair, pair[::-1])]
    return sum_over_turns(whether(np.minimum(*ways) > 0.0))


MEASURES: Mapping[str, Callable[[Trajectory], Run]] = {
    "front": _front,
    "no_ceasefire": _no_ceasefire,
    "treaty_in_force": _treaty,
    "no_new_war": _no_new_war,
    "client_men_at_front": _last("troops_deployed", "client"),
    "client_men_lost": _last("troops_lost", "client"),
    "patron_men_at_front": _last("troops_deployed", "patron_at_war"),
    "defender_men_at_front": _last("troops_deployed", "defender"),
    "patron_men_lost": _last("troops_lost", "patron_at_war"),
    "defender_men_lost": _last("troops_lost", "defender"),
    "shells_so_far": _shells,
    "patron_shells_in_store": _last("munitions_stock", "patron_at_war"),
    "weapons_programme": _last("weapons_programme", "client"),
    "launches_2024": _in_last_year("launches"),
    "border_incidents_2024": _in_last_year("border_incidents"),
    "warning_link": _warning_link,
}
"""How each row of the table of the state is measured."""


@lru_cache(maxsize=1)
def table() -> pd.DataFrame:
    """What is known of the last month on record; every row can be measured."""
    return load("state").set_index("name")


def measures(cast: Cast, use: str = "") -> tuple[Outcome, ...]:
    """The measures of the state, those of one `use` or all, in the order of the table."""
    rows = table() if not use else table().query("use == @use")
    return tuple(_outcome(name, rows.loc[name]) for name in rows.index)


def _outcome(name: str, row: pd.Series) -> Outcome:
    quantity = Quantity(name, str(row["statement"]), str(row["unit"]), "P2", 0.0, 1e6, "order", "fact")
    return Outcome(quantity, ABROAD, MEASURES[name], follows=FOLLOWED, window=RECORD)


def tolerances(names: tuple[str, ...]) -> tuple[Array, Array, Array]:
    """Low, value and high of some rows, each (row,)."""
    rows = table().loc[list(names)]
    low, value, high = (rows[column].to_numpy(dtype=np.float64) for column in ("low", "value", "high"))
    return low, value, high


def distances(values: Array, names: tuple[str, ...]) -> Array:
    """How far measures (row, run) lie from the record: 1 at the end of the tolerance, 0 at the figure.

    What must be equal is 0 or infinitely far. Not a number, as of a group that nobody is in, is infinitely far too.
    """
    low, value, high = (ends[:, None] for ends in tolerances(names))
    width = np.where(values < value, value - low, high - value)
    far = np.abs(values - value) / np.where(width > 0.0, width, 1.0)
    return np.where(np.isnan(values), np.inf, np.where((width <= 0.0) & (far > 0.0), np.inf, far))

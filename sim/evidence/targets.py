"""What parameters are fitted to: facts marked for it, and summaries of the monthly series by half-year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Run, log, whether
from sim.base.quantities import Quantity
from sim.evidence.facts import Fact, measured_by
from sim.evidence.facts.conduct import USD_PER_EUR, minilateral_steps, provocation_overdispersion, trilaterals_in
from sim.evidence.facts.fact import FOLLOWED, LAST_TURN, RECORD
from sim.evidence.facts.steps import contacts, deliveries
from sim.evidence.tables import load
from sim.inputs.actions import Action
from sim.model.actors import Cast
from sim.model.definitions import MONTHS_A_YEAR
from sim.model.measures import ABROAD, Trajectory, sum_over_turns

HALVES = {
    "2022_h1": (0, 4),
    "2022_h2": (5, 10),
    "2023_h1": (11, 16),
    "2023_h2": (17, 22),
    "2024_h1": (23, 28),
    "2024_h2": (29, 34),
}
"""First and last turn of each half-year on record."""

OF_WORLD = ("front", "ceasefire", "troops_lost", "weapons_programme")
"""Variables that summaries look at besides those of facts."""

LOGGED = ("oil_ratio", "incidents")
"""Summaries compared by their logarithm, by how their names begin: they have long tails."""

AT_END = ("shells_end_2024", "front_2024_h2", "fighting_2024_h2", "patron_men_2024_h2", "client_men_2024_h2")
"""Summaries that are the state of the last month on record, as the table of the state has it.

A fit to all months looks at sets of which their own lie within tolerance. Men of the client are there only under a
treaty in force.
"""

Sum = Callable[[Trajectory, int, int], Run]
"""What is read off the turns from a first to a last."""


def _summed(variable: str, position: str, past: Trajectory, first: int, last: int) -> Run:
    return sum_over_turns(past.of(variable, past.cast.holding(position))[first : last + 1])


def _at_end(variable: str, position: str, past: Trajectory, first: int, last: int) -> Run:
    return np.asarray(past.of(variable, past.cast.holding(position))[last])


def _aid_guarantor(past: Trajectory, first: int, last: int) -> Run:
    return _summed("aid_given", "guarantor", past, first, last) / USD_PER_EUR


def _shells(past: Trajectory, first: int, last: int) -> Run:
    return sum_over_turns(deliveries(past)[: last + 1]) / 1000.0


def _contacts(past: Trajectory, first: int, last: int) -> Run:
    return sum_over_turns(contacts(past)[first : last + 1])


def _front(past: Trajectory, first: int, last: int) -> Run:
    return np.asarray(past.variables["front"][last])


def _fighting(past: Trajectory, first: int, last: int) -> Run:
    return 1.0 - np.asarray(past.variables["ceasefire"][last])


BY_HALF: Mapping[str, Sum] = {
    "launches": partial(_summed, "launches", "client"),
    "incidents": partial(_summed, "border_incidents", "client"),
    "shells_to": _shells,
    "aid_guarantor": _aid_guarantor,
    "contacts": _contacts,
    "front": _front,
    "fighting": _fighting,
    "patron_men": partial(_at_end, "troops_deployed", "patron_at_war"),
    "defender_men": partial(_at_end, "troops_deployed", "defender"),
    "client_men": partial(_at_end, "troops_deployed", "client"),
    "patron_lost": partial(_at_end, "troops_lost", "patron_at_war"),
    "defender_lost": partial(_at_end, "troops_lost", "defender"),
    "programme": partial(_at_end, "weapons_programme", "client"),
}
"""Summaries of half-years, by how their names begin."""


def _listings(position: str, turns: slice, past: Trajectory) -> Run:
    given = past.orders(Action.SANCTION, past.cast.holding(position), past.cast.holding("client"))
    return sum_over_turns(whether(given[turns] > 0.0))


def _accords(year: int, past: Trajectory) -> Run:
    return sum_over_turns(minilateral_steps(past)[past.year(year)])


def _onset_after(past: Trajectory) -> Run:
    """The yearly chance of a dispute of a pair in the year after one."""
    began = past.variables["dispute_rung"] > 0.0
    recent = np.zeros_like(began)
    for turn in range(1, past.turns):
        recent[turn] = began[max(turn - int(MONTHS_A_YEAR), 0) : turn].any(axis=0)
    again, months = (sum_over_turns(values.sum(axis=1).astype(np.float64)) for values in (began & recent, recent))
    chance: Run = 1.0 - (1.0 - again / np.maximum(months, 1.0)) ** MONTHS_A_YEAR
    return chance


OTHERS: Mapping[str, tuple[Callable[[Trajectory], Run], int]] = {
    "guarantor_sanctions_2022": (partial(_listings, "guarantor", slice(0, 11)), LAST_TURN[2022]),
    "guarantor_sanctions_2023": (partial(_listings, "guarantor", slice(11, 23)), LAST_TURN[2023]),
    "ally_sanctions_to_2023": (partial(_listings, "front_line_ally", slice(0, 23)), LAST_TURN[2023]),
    **{f"accords_{year}": (partial(_accords, year), last) for year, last in LAST_TURN.items()},
    "trilaterals_2022": (partial(trilaterals_in, year=2022), LAST_TURN[2022]),
    "incidents_cluster": (provocation_overdispersion.measure, 0),
    "onset_after_dispute": (_onset_after, 0),
}
"""Summaries of other months: what they are, and the turn from which on they can be read."""


def target_facts(cast: Cast) -> tuple[tuple[Fact, ...], Array]:
    """What a fit looks at, and low, value and high of each, (summary, 3): facts marked for it, and the summaries."""
    table, targets = load("facts").set_index("name"), load("targets").set_index("name")
    kept = [name for name in table.index[table["use"] == "calibrate"] if name not in set(targets["replaces"])]
    found = [measured_by(name, cast) for name in kept] + [summary(name, targets.loc[name]) for name in targets.index]
    ends = pd.concat([table.loc[kept], targets])[["low", "value", "high"]]
    return tuple(found), ends.to_numpy(dtype=np.float64)


def summary(name: str, row: pd.Series) -> Fact:
    """How one summary is read off a history."""
    measure, needs = OTHERS[name] if name in OTHERS else _of_half(name)
    quantity = Quantity(name, str(row["statement"]), str(row["unit"]), "P2", 0.0, 1e6, "order", "fact")
    return Fact(quantity, ABROAD, measure, follows=(*FOLLOWED, *OF_WORLD), window=RECORD, needs=needs)


def _of_half(name: str) -> tuple[Callable[[Trajectory], Run], int]:
    stem, half = name[:-8], name[-7:]
    first, last = HALVES[half]
    return partial(_within, BY_HALF[stem], first, last), last


def _within(read: Sum, first: int, last: int, past: Trajectory) -> Run:
    return read(past, first, last)


def logged(name: str, values: Array) -> Array:
    """A summary as it is compared."""
    return log(np.maximum(values, 0.0) + 0.5) if name.startswith(LOGGED) else values

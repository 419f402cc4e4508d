"""What becomes of a plan's promises: some histories are played anew by the arrays, and what goes out is counted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from sim.app.cells import plain
from sim.app.choice import Choice
from sim.app.contract_answer import Arrived
from sim.app.plan import under
from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import simulate
from sim.engine.step import step
from sim.inputs.promises import Place
from sim.lab.analyses.ledger import ARRIVED, ASKED, GIVEN, HELD, KEPT, MONTHS, Counted, month_of
from sim.lab.samplers import sampler_of
from sim.report.wording import called, condition

COUNTED = 8
"""Histories that are counted: enough for two digits of what is delivered."""


def arrivals(choice: Choice, replicates: int) -> list[Arrived]:
    """What each promised order of a plan came to, a month, from the month in which the plan begins."""
    first = choice.plan.first
    if first is None:
        return []
    scenario = choice.played
    own, base = _sums(replace(choice, branch=None), first), _sums(choice.undone(), first)
    months = scenario.turns - first
    moved = choice.plan.at(scenario.turns - 1)
    told = dict.fromkeys((one.lever, one.place) for one in scenario.parameters.promises if moved.get(one.lever))
    return [_told(choice, lever, place, own[place], base[place], months) for lever, place in told]


def _told(choice: Choice, lever: str, place: tuple[str, str, str], own: Array, base: Array, months: int) -> Arrived:
    cast = choice.played.cast
    titles = {name: called(title) for name, title in zip(cast.names, cast.titles, strict=True)}
    row = next(row for action, row in cast.actions.items() if action == place[1])
    return {
        "lever": lever,
        "who": titles[place[0]],
        "action": condition(place[1]),
        "toward": "" if place[0] == place[2] else titles[place[2]],
        "unit": row.unit if row.amount == "size" else "orders",
        "promised": plain(own[ASKED] / months) or 0.0,
        "kept": plain(own[KEPT] / months) or 0.0,
        "given": plain((own[GIVEN] - base[GIVEN]) / months) or 0.0,
        "delivered": plain((own[ARRIVED] - base[ARRIVED]) / months) or 0.0,
        "at_ceiling": plain(own[HELD] / own[MONTHS]) if own[MONTHS] and row.amount == "size" else None,
    }


@lru_cache(maxsize=6)
def _sums(choice: Choice, first: int) -> dict[Place, Array]:
    """What is counted from a turn on, summed over months and averaged over histories, at each promised place."""
    scenario, source = choice.played, choice.parameters_from
    sets = sampler_of(scenario, source, choice.seed).draw(np.arange(COUNTED))
    case = under(Case(scenario, scenario.parameters.with_values(sets, source)), choice.plan)
    counted = Counted.of(case.cast.slots)
    found = np.zeros((6, len(counted.entries), COUNTED))
    for turn in simulate(case, Draws(choice.seed, range(COUNTED)), kernel=step):
        if turn.number >= first:
            found += month_of(turn, counted)
    sums = found.mean(axis=-1)
    return {one.place: sums[:, counted.numbers.index(one.number)] for one in case.cast.slots.promised}

"""Forced links: what allies can do together and what their word is worth reaches disputes, each theory its own way."""

from functools import cache

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import simulate
from sim.engine.step import step

FROM, UNTIL, RUNS = 6, 42, 120
THREE = ("USA", "JPN", "KOR")


def held(interoperability, integrity):
    """The three as able to fight together, and the guarantor's word as good, as said."""
    together = {f"interoperability.{a}.{b}": interoperability for a in THREE for b in THREE if a != b}
    return together | {"integrity.USA": integrity}


@cache
def forced(level, theory):
    """With both at a level: the challenger's deterrence and its disputes with the three, per run, from turn FROM on."""
    given = Intervention(held=held(level, level), held_from=FROM, theories={"dispute_hazard": theory})
    case = case_of(scenario(), given)
    names = case.cast.names
    prk, others = names.index("PRK"), [names.index(name) for name in THREE]
    deterred, disputes = [], np.zeros(RUNS)
    for turn in simulate(case, Draws(1, range(RUNS)), until=UNTIL, kernel=step):
        if turn.number >= FROM:
            deterred.append(turn.after.deterrence[prk, names.index("KOR")].mean())
            disputes += (turn.after.dispute_rung[prk, others] > 0.0).sum(axis=0)
    return deterred[-1], disputes


@pytest.mark.thorough
def test_credible_help_moves_deterrence_by_a_good_part_of_its_range():
    assert forced(1.0, "deterrence")[0] - forced(0.0, "deterrence")[0] > 0.2


@pytest.mark.parametrize(("theory", "sign"), [("deterrence", -1.0), ("spiral", 1.0)])
def test_it_lowers_disputes_where_deterrence_holds_and_raises_them_in_a_spiral(theory, sign):
    difference = forced(1.0, theory)[1] - forced(0.0, theory)[1]
    assert sign * difference.mean() > 1.96 * difference.std() / np.sqrt(RUNS), difference.mean()

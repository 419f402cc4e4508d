"""Sums over blocks give the mean and spread of the histories themselves."""

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.simulate import play_block
from sim.lab.options import Asked
from sim.lab.samplers import sampler_of
from sim.studies.many_histories import OF_OUTCOMES, run

pytestmark = pytest.mark.usefixtures("compiled")


def test_moments_are_those_of_the_histories(tmp_path):
    asked = Asked(out=tmp_path / "many", jobs=1, block=7)
    table = run(20, asked).table(OF_OUTCOMES).set_index("outcome")
    base = scenario()
    drawn = sampler_of(base, "posterior", asked.seed).draw(np.arange(20))
    case = case_of(base)
    outcomes = play_block(case.under(case.parameters.with_values(drawn)), Draws(asked.seed, range(20))).outcomes
    assert list(table.index) == list(outcomes)
    for name, values in outcomes.items():
        np.testing.assert_allclose(
            table.loc[name, ["mean", "sd"]], [values.mean(), values.std(ddof=1)], rtol=1e-6, atol=1e-8
        )

"""Sums over blocks give the mean and spread of the histories themselves."""

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.base.manifest import manifest_of
from sim.engine.interventions import case_of
from sim.engine.simulate import play_block
from sim.lab.options import Asked
from sim.lab.samplers import sampler_of
from sim.studies import many_histories
from sim.studies.many_histories import OF_OUTCOMES, run

pytestmark = pytest.mark.usefixtures("compiled")


HISTORIES = 20


def table_of(folder):
    """Mean and spread of twenty histories, by outcome."""
    return run(HISTORIES, Asked(out=folder, jobs=1, block=7)).table(OF_OUTCOMES).set_index("outcome")


def are_of(table, kept):
    """Whether a table is that of some histories, played in one go."""
    base, seed = scenario(), Asked().seed
    drawn = sampler_of(base, "posterior", seed).draw(np.arange(HISTORIES))
    case = case_of(base)
    outcomes = play_block(case.under(case.parameters.with_values(drawn)), Draws(seed, range(HISTORIES))).outcomes
    assert list(table.index) == list(outcomes)
    for name, every in outcomes.items():
        values = every[kept]
        assert table.loc[name, "histories"] == len(values)
        moments = [values.mean(), values.std(ddof=1)]
        np.testing.assert_allclose(table.loc[name, ["mean", "sd"]], moments, rtol=1e-6, atol=1e-8)


def test_moments_are_those_of_the_histories(tmp_path):
    are_of(table_of(tmp_path / "many"), np.arange(HISTORIES))


@pytest.mark.parametrize("bad", [(3,), (3, 9, 10), range(7)], ids=["one", "in two blocks", "a whole block"])
def test_a_history_in_which_a_rule_raises_is_left_out(tmp_path, monkeypatch, bad):
    def read(case, draws, turns):
        if np.isin(draws.replicates, bad).any():
            raise ZeroDivisionError("no rounds left")
        return play_block(case, draws, turns)

    monkeypatch.setattr(many_histories, "play_block", read)
    with pytest.warns(UserWarning, match=f"{len(bad)} of 20 histories failed and are left out: ZeroDivisionError"):
        table = table_of(tmp_path / "many")
    are_of(table, np.setdiff1d(np.arange(HISTORIES), bad))
    assert manifest_of(tmp_path / "many")["failed"] == len(bad)

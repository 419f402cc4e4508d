"""Trajectories in a store are those whose means stand in the table of turns, whatever tiles they were written in."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from sim.base.errors import BadInput
from sim.lab import trajectories
from sim.lab.analyses.runs import OF_TURNS
from sim.lab.designs import Factorial
from sim.lab.experiment import carry_out
from sim.lab.options import Asked
from sim.lab.samplers import DECLARED
from sim.lab.study import Report, Study

pytestmark = pytest.mark.usefixtures("compiled")

STUDY = Study(
    name="courses",
    design=Factorial(("arms_for_hanoi", "channel_to_moscow"), ("placebo",), (0.0, 1.0)),
    sampler=DECLARED,
    replicates=5,
    analyses=(OF_TURNS,),
    report=Report(lambda results: [], lambda results, recorder: {}),
    turns=20,
)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A small study with its trajectories, in tiles of a few runs."""
    place = tmp_path_factory.mktemp("trajectories")
    asked = Asked("vietnam-1965", jobs=1, out=place / "courses", series=place / "all.zarr")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(trajectories, "TILE", 6)
        results = carry_out(STUDY, asked)
        assert results.plan.shared and len(trajectories.tiles(results.plan)) == 5
    return asked, xr.open_zarr(asked.series)


@pytest.mark.thorough
def test_their_means_over_replicates_are_those_of_the_table_of_turns(done):
    asked, store = done[0], done[1].load()
    turns = pd.read_csv(asked.out / "turns.csv")
    assert set(store.arm.values) == set(turns["mix"])
    for (arm, name), rows in turns.groupby(["mix", "series"]):
        own = store.sel(arm=arm)
        theatre = rows["theatre"].iloc[0]
        values = own[name] if name in own else own[name.removesuffix(f"_{theatre}")].sel(theatre=theatre)
        np.testing.assert_allclose(values.mean("replicate"), rows["mean"], rtol=1e-5, atol=1e-6, err_msg=name)


def test_months_are_dates_and_every_series_says_its_unit_and_meaning(done):
    _, store = done
    assert np.issubdtype(store.month.dtype, np.datetime64) and list(store.turn.values) == list(range(20))
    assert all({"units", "long_name", "source"} <= set(one.attrs) for one in store.data_vars.values())
    assert {"seed", "config_hash", "code_hash", "fingerprint"} <= set(store.attrs)
    assert store.sel(arm="all_actions").arms_for_hanoi == 1.0
    assert store.sizes == {"arm": 6, "replicate": 5, "month": 20, "theatre": 2}


def test_what_stands_there_already_is_left_and_nothing_else_is_replaced(done, tmp_path, monkeypatch):
    asked, _ = done
    monkeypatch.setattr(trajectories, "run_all", lambda *args, **more: pytest.fail("was played again"))
    assert carry_out(STUDY, asked).reused
    (tmp_path / "mine.zarr").mkdir()
    for path, wanted in ((tmp_path / "mine.zarr", "something else stands there"), (tmp_path / "a.nc", "ends in .zarr")):
        with pytest.raises(BadInput, match=wanted):
            carry_out(STUDY, replace(asked, series=path))

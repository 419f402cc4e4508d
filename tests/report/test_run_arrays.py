"""One history as arrays with names: the numbers of its turns, found by month, actor and theatre."""

import numpy as np
import xarray as xr

from sim.engine.interventions import case_of
from sim.engine.replay import replay
from sim.report.run_arrays import dataset_of, write_netcdf
from sim.scenarios.scenario import load_scenario


def test_a_history_is_a_data_set_that_netcdf_gives_back(tmp_path):
    history = replay(case_of(load_scenario("vietnam-1965")), 0, 1, 6)
    found, last = dataset_of(history), history.turns[-1]
    usa, kor = (history.cast.names.index(name) for name in ("USA", "KOR"))
    month = found.sel(month="1965-07-01")
    assert float(month.world_economy.sel(actor="USA")) == last.after["economy"][usa, 0]
    assert float(month.world_tie.sel(actor="KOR", other="USA")) == last.after["tie"][kor, usa, 0]
    assert found.world_tie.attrs["units"] and found.partnership_tie.dims == ("month",)
    assert list(found.theatre.values) == list(history.cast.theatres) and np.isfinite(found.partnership_tie).all()
    write_netcdf(history, tmp_path / "run.nc")
    xr.testing.assert_allclose(found, xr.open_dataset(tmp_path / "run.nc", engine="scipy"))

"""How near histories end to the record: both kinds are measured alike, and conditioned ones meet every condition."""

import pandas as pd
import pytest

from sim.evidence import state
from sim.report.history.state_figure import state as drawn
from sim.report.history.summary import printed_state
from sim.studies.history_test import Options, run
from sim.studies.last_month import COLUMNS

pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr("sim.studies.history_test.drawings", lambda tables: [])
    out = tmp_path_factory.mktemp("history") / "out"
    summary = run(Options(runs=4, ablation_runs=0, parameters="prior", jobs=1, out=out))
    patch.undo()
    return summary, pd.read_csv(out / "state.csv")


def test_every_measure_is_told_of_free_and_of_conditioned_histories(found):
    _, table = found
    assert list(table) == [quantity.name for quantity in COLUMNS]
    assert list(table["name"]) == list(state.MEASURES) and table.notna().all(axis=None)


def test_conditioned_histories_meet_every_condition(found):
    summary, table = found
    width = float("times" in summary.lines[-1])
    met = table.loc[table["use"] == "condition", "conditioned_within"]
    assert width or (met == 1.0).all()


def test_the_table_is_printed_shown_and_drawn(found):
    summary, table = found
    assert len(printed_state(table)) == len(table) and "candidates accepted" in summary.lines[-1]
    assert "December 2024" in (summary.out / "report.html").read_text()
    assert len(drawn(table, "December 2024").axes) == 2

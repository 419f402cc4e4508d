"""The study of sensitivity: two stages that are played, resumed, and told with what is luck."""

import dataclasses

import pandas as pd
import pytest

import sim.studies.sensitivity as sensitivity
from sim.base.errors import BadInput
from sim.lab import playing
from sim.lab.designs import actions_of
from sim.report.studies.telling import tale_of
from sim.scenarios.scenario import load_scenario
from sim.studies.registry import carried_out
from sim.studies.sensitivity import Options, estimate, histories

pytestmark = pytest.mark.usefixtures("compiled")

OVER = ("order_pace", "need_of_aid")
SMALL = {
    "scenario": "vietnam-1965",
    "over": OVER,
    "replicates": 4,
    "walks": 2,
    "base_points": 4,
    "most": 1,
    "jobs": 1,
    "history": "free",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return carried_out("sensitivity", out=tmp_path_factory.mktemp("sensitivity"), **SMALL)


def test_a_small_run_ends_with_tables_figures_and_a_verdict(results):
    screened, shares = (results.table(one) for one in results.study.analyses)
    assert set(screened["parameter"]) == set(OVER)
    assert set(shares["parameter"]) == set(screened.loc[screened["second_stage"] == "yes", "parameter"])
    assert shares["parameter"].nunique() == 1
    tale = tale_of(results)
    assert len(tale.verdict) >= 1 and (results.asked.out / "report.html").exists()
    assert all((results.asked.out / "figures" / f"{one.name}.png").exists() for one in tale.pictures)


def test_roles_stand_in_the_dictionary(results):
    words = pd.read_csv(results.asked.out / "data_dictionary.csv")
    roles = words[words["file"] == "sensitivity_sobol.csv"].set_index("name")["role"]
    assert roles["parameter"] == "key" and roles["total"] == "outcome"


def test_what_stands_finished_is_not_played_again(results, monkeypatch):
    monkeypatch.setattr(playing, "play_block", None)
    again = carried_out("sensitivity", out=results.asked.out, **SMALL)
    assert again.reused


def test_the_estimate_is_told_before_anything_is_played():
    options = Options(**SMALL)
    arms = 1 + len(actions_of(load_scenario(options.scenario).parameters))
    assert histories(options) == (2 * 3 * arms, 4 * 3 * arms * 4)
    assert estimate(options, 2).startswith(f"{sum(histories(options)):,} histories")


@pytest.mark.thorough
def test_neither_stage_is_played_again_after_an_interruption(results, tmp_path, monkeypatch):
    def stop(*told):
        raise ZeroDivisionError("stop here")

    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError, match="stop here"):
        broken.setattr(sensitivity, "sobol", stop)
        carried_out("sensitivity", out=tmp_path, **SMALL)
    monkeypatch.setattr(playing, "play_block", None)
    carried_out("sensitivity", out=tmp_path, **SMALL)
    for name in ("sensitivity_morris.csv", "sensitivity_sobol.csv"):
        assert (tmp_path / name).read_bytes() == (results.asked.out / name).read_bytes()


def test_an_action_cannot_be_varied_besides(tmp_path):
    options = dataclasses.replace(Options(**SMALL), over=("support_ukraine",), scenario="northeast-asia")
    with pytest.raises(BadInput, match="no action that is played by itself"):
        carried_out("sensitivity", **{**vars(options), "out": tmp_path})

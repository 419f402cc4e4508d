"""Pathways beside fixed levels: when triggers act is counted, and what they are worth is held against the same cost."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block
from sim.lab.analyses.pathways import OF_FIRED, OF_FIRING, OF_PATHWAYS, at_cost
from sim.lab.statistics import wilson
from sim.scenarios.pathways import load_pathway
from sim.scenarios.scenario import load_scenario
from sim.studies.registry import carried_out

pytestmark = pytest.mark.usefixtures("compiled")

HANOI = Path(__file__).with_name("hanoi.toml")
SMALL = {"scenario": "vietnam-1965", "replicates": 8, "jobs": 1, "seed": 3, "parameters": "prior", "draws": 1}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The study, as small as it may be."""
    out = tmp_path_factory.mktemp("pathways") / "out"
    return carried_out("pathways", **SMALL, pathways=(str(HANOI),), shares=(0.5, 1.0), out=out)


@pytest.fixture(scope="module")
def alone(done):
    """The outcomes of the pathway, played alone."""
    scenario = load_scenario(SMALL["scenario"])
    pathway = load_pathway(HANOI, scenario)
    own = Intervention(parameters=done.plan.drawn(np.arange(8)), levers=pathway.levers, triggers=pathway.triggers)
    return play_block(case_of(scenario, own), Draws(3, range(8))).outcomes


def test_the_arms_are_the_pathway_and_its_levers_at_shares_of_their_highest_level(done):
    arms = done.plan.arms
    assert [arm.name for arm in arms] == ["baseline", "hanoi", "hanoi fixed x 0.5", "hanoi fixed x 1"]
    assert [arm.intervention.parameters for arm in arms[2:]] == [{"arms_for_hanoi": 1.0}, {"arms_for_hanoi": 2.0}]
    assert arms[1].intervention.triggers[0].name == "sent" and done.plan.shared


def test_how_often_and_when_a_trigger_acts_is_what_happens_in_its_histories(done, alone):
    (row,) = done.table(OF_FIRING).to_dict("records")
    acted = alone["acting_sent"] > 0.0
    assert 0.0 < acted.mean() < 1.0, "in some histories, not in all, so this is a test"
    assert row["share"] == acted.mean() and row["months"] == alone["acting_sent"].mean() and row["histories"] == 8
    assert (row["share_low"], row["share_high"]) == pytest.approx(wilson(acted.astype(float)))
    assert row["first"] == done.scenario.month(round(np.median(alone["first_sent"][acted])))


def test_the_share_that_has_acted_rises_month_by_month_to_the_share_that_acts_at_all(done, alone):
    table = done.table(OF_FIRED)
    assert table["turn"].tolist() == list(range(12, 48)) and table["share"].is_monotonic_increasing
    assert table["share"].iloc[-1] == (alone["acting_sent"] > 0.0).mean()
    assert table.set_index("turn")["share"][20] == ((alone["first_sent"] <= 20) & (alone["acting_sent"] > 0.0)).mean()


def test_against_fixed_levels_means_at_the_same_cost(done):
    for _, rows in done.table(OF_PATHWAYS).groupby("weighting"):
        adaptive, fixed = rows[rows["way"] == "adaptive"].iloc[0], rows[rows["way"] == "fixed"]
        line = pd.DataFrame({"cost": [0.0, *fixed["cost"]], "score": [0.0, *fixed["score"]]}).sort_values("cost")
        expected = adaptive["score"] - np.interp(adaptive["cost"], line["cost"], line["score"])
        assert adaptive["against_fixed"] == pytest.approx(expected, abs=1e-6)
        assert fixed["against_fixed"].isna().all()


def test_between_two_costs_a_fixed_level_brings_its_share_of_both():
    costs, values = np.array([0.0, 1.0, 3.0]), np.array([[[0.0]], [[2.0]], [[10.0]]])
    assert [at_cost(cost, costs, values).item() for cost in (-1.0, 0.5, 1.0, 2.0, 9.0)] == [0.0, 1.0, 2.0, 6.0, 10.0]
    alike = np.zeros(2), np.array([[[1.0]], [[5.0]]])
    assert at_cost(0.0, *alike).item() == 1.0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"pathways": ("hanoy",)}, "a known pathway"),
        ({"shares": (2.0,)}, "--shares"),
        ({"pathways": (str(HANOI), str(HANOI))}, "each pathway once"),
    ],
)
def test_what_is_not_possible_is_told_in_one_line(asked, told, tmp_path):
    with pytest.raises(BadInput, match=told):
        carried_out("pathways", **{**SMALL, "pathways": (str(HANOI),), **asked}, out=tmp_path / "out")


def test_two_pathways_call_no_trigger_the_same(tmp_path):
    other = tmp_path / "other.toml"
    other.write_text(HANOI.read_text())
    with pytest.raises(BadInput, match="another name than in hanoi"):
        carried_out("pathways", **SMALL, pathways=(str(HANOI), str(other)), out=tmp_path / "out")

"""The study of discovery: a corner that was planted is found, and told in words with what it is worth."""

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.lab import crossed
from sim.report.studies.telling import tale_of
from sim.studies.discovery import Options, Worth, study
from sim.studies.registry import carried_out

pytestmark = [pytest.mark.usefixtures("compiled"), pytest.mark.thorough]

OVER = ("order_pace", "need_of_aid", "red_line", "war_outrage", "law_of_war")
SMALL = {
    "over": OVER,
    "points": 300,
    "replicates": 1,
    "actions": ("support_ukraine",),
    "history": "free",
    "wanted": "territory_mean=lower",
    "jobs": 1,
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Played, and then what the action brings replaced: it backfires where a corner was planted."""
    real = crossed.Crossed.targets

    def planted(self, table, plan, parts, outcomes):
        means, half = real(self, table, plan, parts, outcomes)
        unit, theory = self.design.unit, self.design.table["law_of_war"]
        inside = (unit[:, 1] > 0.5) & (theory == "attrition")
        size = {one.name: one.least.size for one in outcomes}
        effect = {t: np.where(inside, 3.0, -3.0) * size[t[1]] if t[0] != crossed.LEVEL else v for t, v in means.items()}
        return effect, half

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crossed.Crossed, "targets", planted)
        yield carried_out("discovery", out=tmp_path_factory.mktemp("discovery"), **SMALL)


def test_a_planted_corner_is_found_and_told(results):
    _, boxes, trees, _ = (results.table(one) for one in results.study.analyses)
    own = boxes[boxes["case"] == "backfires"].set_index("parameter")
    assert set(own.index) == {"need_of_aid", "law_of_war"}
    assert own.loc["law_of_war", "sides"] == "attrition"
    assert own.loc["need_of_aid", "low_share"] == pytest.approx(0.5, abs=0.05)
    assert own["density"].min() > 0.95 and own["density_aside"].min() > 0.8
    leaf = trees[trees["case"] == "backfires"].iloc[0]
    assert "law of war" in leaf["rule"].replace("_", " ") and leaf["density"] > 0.9
    assert "backfires most where" in tale_of(results).verdict[0]
    assert "Law of war is attrition" in tale_of(results).verdict[0]


def test_pages_and_figures_stand_there(results):
    assert (results.asked.out / "report.html").exists()
    assert all((results.asked.out / "figures" / f"{one.name}.png").exists() for one in tale_of(results).pictures)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("peace", "'peace': expected a weighting"),
        ("territory_mean", "expected territory_mean=lower or territory_mean=higher"),
        ("territory_mean=less", "expected territory_mean=lower"),
    ],
)
def test_what_nobody_can_want_is_told(wanted, told):
    with pytest.raises(BadInput, match=told):
        study(Options(**{**SMALL, "wanted": wanted}))


def test_a_weighting_is_wanted_by_name(results):
    weights = Worth("korea_first", 1.0).of(list(results.outcomes))
    assert weights["war_by_the_end_northeast_asia"] < 0.0
    assert weights["months_of_fighting"] == 0.0

"""Portfolios: every mix at every strength and under every theory, judged as one would by hand."""

import numpy as np
import pytest
from worlds import measured

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import Checkpoint, play_block, simulate
from sim.lab.analyses.portfolio import OF_PORTFOLIO, OF_ROBUST, OF_TOGETHER
from sim.lab.designs import BASELINE
from sim.lab.portfolios import Portfolios
from sim.lab.weightings import load_weightings
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.studies.registry import carried_out

pytestmark = pytest.mark.usefixtures("compiled")

SMALL = {"scenario": "vietnam-1965", "replicates": 4, "jobs": 1, "seed": 3, "parameters": "prior", "draws": 1}
PAIR = Portfolios(("a", "b"), (0.5, 1.0), (("law", "other"),), ("idle",))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The study, as small as it may be."""
    return carried_out("portfolio", **SMALL, strengths=(2.0,), out=tmp_path_factory.mktemp("portfolio") / "out")


def test_all_mixes_are_played_at_every_strength_and_at_1_under_every_theory():
    arms = PAIR.points()
    assert [arm.name for arm in arms] == [
        *("baseline", "b x 0.5", "a x 0.5", "all_actions x 0.5", "b", "a", "all_actions"),
        *("baseline | law=other", "b | law=other", "a | law=other", "all_actions | law=other"),
    ]
    assert [arm.baseline for arm in arms] == [0] * 7 + [7] * 4
    assert arms[2].intervention.parameters == {"idle": 0.0, "a": 0.5, "b": 0.0}
    assert arms[9].intervention.theories == {"law": "other"} and arms[9].factors["strength"] == 1.0


def test_pairs_are_compared_at_intensity_1_under_the_usual_theories():
    pair = next(one for one in PAIR.contrasts() if one.kind == "interaction")
    assert pair.name == "a x b" and set(pair.terms) == {(6, 4), (0, 5)}


def test_what_a_mix_is_worth_is_the_weighed_sum_of_its_differences(done):
    scenario = load_scenario(SMALL["scenario"])
    table, actions = done.table(OF_PORTFOLIO), done.study.design.actions
    drawn, weighting = done.plan.drawn(np.arange(4)), load_weightings()[0]
    with_it, without = (
        measured(scenario, scenario.parameters.with_values({**drawn, actions[0]: level}), range(4), 3).outcomes
        for level in (2.0, 0.0)
    )
    wanted = [one for one in outcomes_of(scenario.cast) if weighting.of(one) and np.isfinite(without[one.name]).all()]
    worth = sum(weighting.of(one) * (with_it[one.name] - without[one.name]) for one in wanted)
    row = table[(table.weighting == weighting.name) & (table.mix == actions[0]) & (table.strength == 2.0)].iloc[0]
    assert row.score == pytest.approx(worth.mean()) and worth.any()
    cost = (with_it["outlay_a_year"] - without["outlay_a_year"]).mean()
    assert row.cost == pytest.approx(cost)


def test_ranks_and_regret_are_those_of_the_scores(done):
    for _, rows in done.table(OF_PORTFOLIO).groupby("weighting"):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1)) and rows["score"].is_monotonic_decreasing
        best = rows.iloc[0]
        assert (rows["regret"] >= best["score"] - rows["score"] - 1e-9).all(), "by set at least as much as on average"
        assert (rows["regret"] >= 0.0).all() and (rows["regret_90"] >= 0.0).all()
        assert rows.loc[rows["strength"] == 2.0, "worst_theory"].isna().all()


def test_the_worst_regret_is_the_largest_under_any_theory(done):
    robust, table = done.table(OF_ROBUST), done.table(OF_PORTFOLIO)
    assert robust["theory"].nunique() == 5
    for (weighting, mix), rows in robust.groupby(["weighting", "mix"]):
        own = table[(table.weighting == weighting) & (table.mix == mix) & (table.strength <= 1.0)].iloc[0]
        assert own.worst_regret == rows["regret"].max()
        assert own.worst_theory in rows.loc[rows["regret"] == rows["regret"].max(), "theory"].to_list()


@pytest.mark.thorough
def test_regret_under_a_theory_is_what_another_mix_would_have_brought_set_by_set(done):
    robust, weighting = done.table(OF_ROBUST), load_weightings()[0]
    arms, outcomes = done.plan.arms, done.outcomes
    numbers = [n for n, arm in enumerate(arms) if arm.factors["theory"] == "law_of_war=attrition"]
    scenario, drawn = done.scenario, done.plan.drawn(np.arange(4))

    first = case_of(scenario, Intervention(parameters=drawn).also(arms[0].intervention))
    *_, reached = simulate(first, Draws(3, range(4)), until=done.plan.start)
    scores = []
    for number in numbers:
        case = case_of(scenario, Intervention(parameters=drawn).also(arms[number].intervention))
        scores.append(play_block(case, Draws(3, range(4)), start=Checkpoint.after(reached)).outcomes)
    worth = np.array(
        [
            sum(weighting.of(o) * (one[o.name] - scores[0][o.name]) for o in outcomes
                if weighting.of(o) and np.isfinite(one[o.name]).all())
            for one in scores
        ]
    )  # fmt: skip
    lost = (worth.max(axis=0) - worth).mean(axis=1)
    rows = robust[(robust.weighting == weighting.name) & (robust.theory == "law_of_war=attrition")]
    np.testing.assert_allclose(rows["regret"], lost, rtol=1e-6)
    assert lost.any()


@pytest.mark.thorough
def test_beyond_the_budget_a_mix_is_ranked_and_kept_nowhere(tmp_path, done):
    costs = done.table(OF_PORTFOLIO).drop_duplicates(["mix", "strength"])["cost"]
    budget = float(costs[costs > 0.0].median())
    poor = carried_out("portfolio", **SMALL, strengths=(2.0,), budget=budget, out=tmp_path / "out")
    table = poor.table(OF_PORTFOLIO)
    out, inside = table[table["cost"] > budget], table[table["cost"] <= budget]
    assert len(out) and (out["rank"] == 0).all() and out["kept"].isna().all() and (out["affordable"] == "no").all()
    assert (inside["affordable"] == "yes").all() and BASELINE in set(inside["mix"])
    assert set(inside["kept"]) <= {"yes", "no"} and (inside["kept"] == "yes").any()


def test_every_pair_is_told_for_every_outcome_that_matters_and_every_weighting(done):
    table, actions = done.table(OF_TOGETHER), done.study.design.actions
    pairs = len(actions) * (len(actions) - 1) // 2
    assert table["pair"].nunique() == pairs and (table["about"] == "score").sum() == 3 * pairs


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"strengths": (0.0,)}, "--strengths"), ({"budget": -1.0}, "--budget"), ({"enough": 1e9}, "--enough")],
)
def test_what_is_not_possible_is_told_in_one_line(asked, told, tmp_path):
    with pytest.raises(BadInput, match=told):
        carried_out("portfolio", **SMALL, **asked, out=tmp_path / "out")

"""What is planted under rival theories, contested signs and delays is found again, and nothing else is."""

import numpy as np
import pandas as pd
import pytest

from sim.inputs.parameters import Parameter
from sim.lab.analyses.conclusions import told
from sim.lab.analyses.delay import slopes
from sim.lab.analyses.flips import changes, explains
from sim.lab.foldover import FoldOver, signs

SIDES = [(a, b) for a in ("hedger", "balancer", "backer") for b in ("contest", "attrition")]
CROSSED = ["china_policy", "law_of_war"]


def conclusion(readings):
    rows = pd.DataFrame(SIDES, columns=CROSSED).assign(reading=readings)
    differences = {"larger": 1.0, "probably larger": 0.8, "smaller": -1.0, "open": 0.3, "no run differs": 0.0}
    return told(rows.assign(difference=rows.reading.map(differences)), CROSSED)


# --- theories ---


def test_what_goes_one_way_under_all_is_robust():
    found = conclusion(["larger", "probably larger", "larger", "larger", "larger", "larger"])
    assert (found["conclusion"], found["way"], found["larger"], found["on"]) == ("robust", "larger", 6, "")
    assert conclusion(["no run differs"] * 6)["way"] == "none"


def test_what_turns_with_one_theory_hangs_on_that_alone():
    found = conclusion(["larger", "smaller", "larger", "smaller", "open", "smaller"])
    assert (found["conclusion"], found["on"]) == ("conditional", "law_of_war")
    assert found["turned_by"] == "larger under contest; smaller under attrition"
    assert found["explained_by_law_of_war"] > 0.8 > found["explained_by_china_policy"]


def test_what_turns_under_one_combination_only_hangs_on_both():
    found = conclusion(["larger", "larger", "larger", "no run differs", "larger", "larger"])
    assert (found["conclusion"], found["on"]) == ("conditional", "china_policy+law_of_war")
    assert "none under balancer and attrition" in found["turned_by"]


def test_what_is_open_somewhere_and_goes_one_way_elsewhere_is_open():
    found = conclusion(["larger", "open", "larger", "larger", "open", "larger"])
    assert (found["conclusion"], found["larger"], found["open"]) == ("open", 4, 2)


def test_what_fades_under_all_of_the_other_side_hangs_on_the_side():
    found = conclusion(["larger", "open"] * 3)
    assert (found["conclusion"], found["on"]) == ("conditional", "law_of_war")
    assert found["turned_by"] == "larger under contest; open under attrition"


# --- contested signs ---


@pytest.mark.parametrize("factors", [2, 3, 7, 8, 32])
def test_in_a_fold_over_every_main_effect_is_clear_of_all_others_and_of_interactions_of_two(factors):
    design = signs(factors)
    assert np.array_equal(design.T @ design, len(design) * np.eye(factors))
    pairs = np.array([design[:, i] * design[:, j] for i in range(factors) for j in range(i)])
    assert not (pairs @ design).any() and len(design) <= 4 * factors + 4


def test_each_parameter_has_either_sign_in_half_of_the_sets():
    made = [
        Parameter(n, 0.1, -2.0, 4.0, "1", "uncertainty", "judged", "D1", n, "judged", contested=True) for n in "abc"
    ]
    sampler = FoldOver(tuple(made), 0.5)
    drawn = sampler.draw(np.arange(sampler.sets))
    assert all(sorted(set(values)) == [-1.0, 2.0] and (values > 0).mean() == 0.5 for values in drawn.values())
    assert (sampler.draw(np.array([sampler.sets + 3]))["b"] == drawn["b"][3]).all()


def test_the_parameter_that_turns_an_effect_explains_it():
    design = signs(5)
    luck = np.random.default_rng(3).normal(0.0, 0.1, len(design))
    means = 1.0 + 3.0 * design[:, 2] + design[:, 0] * design[:, 1] + luck
    change, low, high = changes(means, design.T > 0.0)
    shares = explains(means, design.T > 0.0, float(means.var()))
    assert change[2] == pytest.approx(6.0, abs=0.3) and low[2] < 6.0 < high[2]
    assert shares[2] == pytest.approx(9.0 / 10.0, abs=0.05) and (np.delete(shares, 2) < 0.05).all()


# --- delay ---


def test_what_a_month_costs_is_the_slope_over_starts_in_each_replicate():
    starts = np.array([0.0, 6.0, 24.0])
    differences = 5.0 - np.array([0.1, 0.0, -0.2]) * starts[:, None]
    assert slopes(starts, differences) == pytest.approx([-0.1, 0.0, 0.2])

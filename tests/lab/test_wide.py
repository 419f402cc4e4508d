"""A wide design holds every arm against the baseline that it belongs to; what is read off it finds what was put in."""

from dataclasses import replace

import numpy as np
import pytest

from sim.lab.analyses.drivers import drivers
from sim.lab.analyses.ranks import groups, ranks
from sim.lab.analyses.theories import verdict
from sim.lab.designs import BASELINE, EVERYTHING, Factorial
from sim.lab.plan import share_a_past
from sim.lab.weightings import load_weightings
from sim.lab.wide import THEORY, USUAL, Wide
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario

CORE = Factorial(("a", "b"), ("nothing",), (0.0, 1.0), ("talks",), doses={"a": 3.0})
WIDE = Wide(CORE, (0.5, 2.0), (("law", "other"), ("hazard", "other")))
ARMS = WIDE.points()


def test_doses_and_rivals_stand_behind_the_factorial_and_doses_scale():
    names = [arm.name for arm in ARMS]
    first = len(CORE.points())
    assert names[first : first + 6] == ["a=0.5", "a=2", "b=0.5", "b=2", "talks=0.5", "talks=2"]
    assert ARMS[first].factors["a"] == 1.5 and ARMS[first].intervention.parameters["a"] == 1.5
    assert names[first + 6 : first + 11] == [f"{n} | law=other" for n in (BASELINE, "a", "b", "talks", EVERYTHING)]
    assert len(set(names)) == len(names)


def test_every_arm_is_held_against_the_baseline_under_its_own_theory():
    for one in WIDE.contrasts():
        for arm, baseline in one.terms:
            assert ARMS[arm].factors[THEORY.name] == ARMS[baseline].factors[THEORY.name]
            if one.kind in ("dose", "theory"):
                assert WIDE.raised(ARMS[arm]) and not WIDE.raised(ARMS[baseline])
    kinds = [one.kind for one in WIDE.contrasts()]
    assert kinds.count("dose") == 6 and kinds.count("theory") == 8


def test_theories_that_hold_from_the_actions_start_on_share_the_past():
    assert share_a_past(ARMS, ("a", "b", "talks", "nothing"), 35)
    odd = replace(ARMS[1], intervention=replace(ARMS[1].intervention, without=("troops",)))
    assert not share_a_past((ARMS[0], odd), ("a", "b", "talks", "nothing"), 35)


def test_the_same_mixes_are_ranked_under_every_theory():
    found = groups(WIDE, ARMS)
    assert [group.theory for group in found] == [USUAL, "usual", "law=other", "hazard=other"]
    assert {group.mixes for group in found[1:]} == {(BASELINE, "a", "b", "talks", EVERYTHING)}
    for group in found:
        assert not WIDE.raised(ARMS[group.arms[0]])


def test_regret_is_what_the_best_under_each_set_would_have_been_worth_more():
    group = groups(replace(WIDE, theories=()), replace(WIDE, theories=()).points())[0]
    scores = np.array([[0.0, 0.0], [2.0, -2.0], [1.0, 1.0], [-1.0, -1.0]]).repeat(2, axis=1)
    table = ranks(load_weightings()[0], group, scores, 2, drawn=True).set_index("mix")
    assert table.regret.loc[list(group.mixes)].tolist() == [1.5, 1.5, 0.5, 2.5]
    assert table.p_best.loc[list(group.mixes)].tolist() == [0.0, 0.5, 0.5, 0.0]
    assert table["rank"].idxmin() == group.mixes[2]


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        (["larger", "probably larger"], "robust"),
        (["no run differs", "no difference that matters"], "robust"),
        (["larger", "open"], "partly open"),
        (["larger", "no difference that matters"], "depends on theory"),
        (["open", "open"], "open"),
    ],
)
def test_a_reading_is_robust_where_it_goes_the_same_way_under_every_theory(readings, told):
    assert verdict(readings) == told


def test_the_parameter_on_which_an_effect_hangs_is_found_among_many_and_none_where_there_is_none():
    rng = np.random.default_rng(1)
    outcome = next(o for o in outcomes_of(load_scenario().cast) if o.least and o.least.size == 0.02)
    drawn = {f"p{number}": rng.uniform(-1.0, 1.0, 100) for number in range(200)}
    hangs = drawn["p7"] + 0.5 * rng.normal(size=100)
    found = drivers({"act": hangs, "idle": rng.normal(size=100), "still": np.zeros(100)}, outcome, drawn)
    assert [(row["action"], row["parameter"], row["turns"]) for row in found] == [("act", "p7", "yes")]
    assert found[0]["at_lowest"] == pytest.approx(-0.66, abs=0.2)
    assert found[0]["at_highest"] == pytest.approx(0.66, abs=0.2)

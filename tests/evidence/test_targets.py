"""What parameters are fitted to: every summary can be read off a history, and the record lies within its tolerance."""

import numpy as np
import pytest

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.evidence.record import record
from sim.evidence.tables import SEEN, TURNS, load
from sim.evidence.targets import AT_END, BY_HALF, HALVES, OTHERS, logged, target_facts
from sim.scenarios.scenario import load_scenario


@pytest.fixture(scope="module")
def found():
    scenario = load_scenario()
    facts, ends = target_facts(scenario.cast)
    return facts, ends, record(case_of(scenario), Draws(1, range(3)), TURNS, facts)


def test_every_summary_is_one_number_a_history(found):
    facts, _, past = found
    for fact in facts:
        values = logged(fact.name, fact.measure(past))
        assert values.shape == (3,) and np.isfinite(values).all(), fact.name


def test_summaries_that_the_months_to_2023_decide_need_no_later_month(found):
    facts, _, past = found
    seen = past.window(0, SEEN)
    early = [fact for fact in facts if fact.needs < SEEN]
    assert 20 < len(early) < len(facts)
    for fact in early:
        assert np.array_equal(fact.measure(seen), fact.measure(seen.window(0, SEEN))), fact.name


def test_sums_of_half_years_that_are_whole_are_those_of_their_months(found):
    facts, _, past = found
    by_name = {fact.name: fact.measure(past) for fact in facts}
    halves = sum(by_name[f"launches_{half}"] for half in HALVES)
    assert halves == pytest.approx(past.of("launches", past.cast.holding("client")).sum(axis=0))


def test_half_years_follow_each_other_through_the_record():
    turns = [turn for first, last in HALVES.values() for turn in range(first, last + 1)]
    assert turns == list(range(TURNS))


def test_the_state_at_the_end_is_among_what_a_fit_to_all_months_looks_at(found):
    facts, _, _ = found
    assert set(AT_END) <= {fact.name for fact in facts if fact.needs == TURNS - 1}


def test_every_target_is_known_and_what_it_replaces_is_marked():
    targets, facts = load("targets"), load("facts")
    assert all(name in OTHERS or (name[:-8] in BY_HALF and name[-7:] in HALVES) for name in targets["name"])
    replaced = set(targets["replaces"]) - {""}
    assert replaced <= set(facts.loc[facts["use"] == "calibrate", "name"])


def test_targets_of_series_are_what_the_series_add_up_to():
    monthly, targets = load("monthly"), load("targets").set_index("name")["value"]
    for series, actor, stem in (("launch_occasions", "PRK", "launches"), ("aid_total", "USA", "aid_guarantor")):
        rows = monthly[(monthly["series"] == series) & (monthly["actor"] == actor)].set_index("turn")["value"]
        for half, (first, last) in HALVES.items():
            assert targets[f"{stem}_{half}"] == pytest.approx(rows.loc[first:last].sum(), abs=0.02)

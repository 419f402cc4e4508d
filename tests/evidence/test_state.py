"""The last month on record: every row can be measured, and distances count in tolerances."""

import numpy as np
import pytest

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.simulate import follow
from sim.engine.trajectory import followers_of
from sim.evidence import state
from sim.evidence.tables import TURNS
from sim.scenarios.scenario import load_scenario


@pytest.fixture(scope="module")
def past():
    scenario = load_scenario()
    case, found = case_of(scenario), state.measures(scenario.cast)
    return follow(case, Draws(1, range(3)), followers_of(scenario.cast, found), until=TURNS)


def test_every_row_of_the_state_is_measured_and_every_measure_has_a_row():
    assert list(state.MEASURES) == list(state.table().index)


def test_the_state_of_a_history_is_one_number_a_row(past):
    for one in state.measures(past.cast):
        values = one.within(past, 0)
        assert values.shape == (3,) and np.isfinite(values).all(), one.name


def test_conditions_are_some_of_the_measures(past):
    names = [one.name for one in state.measures(past.cast, "condition")]
    assert {"front", "treaty_in_force", "no_ceasefire"} <= set(names) < set(state.MEASURES)


def test_a_value_at_the_figure_is_at_no_distance_and_at_the_end_of_the_tolerance_at_one():
    names = ("front",)
    low, value, high = (float(end[0]) for end in state.tolerances(names))
    found = state.distances(np.array([[low, value, high, high + (high - value)]]), names)
    assert found[0] == pytest.approx([1.0, 0.0, 1.0, 2.0])


def test_what_must_be_equal_is_infinitely_far_where_it_is_not():
    assert list(state.distances(np.array([[1.0, 0.0, np.nan]]), ("treaty_in_force",))[0]) == [0.0, np.inf, np.inf]

"""However a plan is cut into parts, an arm has the outcomes of its runs and the courses of its first replicates."""

from functools import cache

import numpy as np
import pytest

from sim.engine.interventions import Intervention
from sim.lab.designs import Arm
from sim.lab.plan import Plan
from sim.lab.played import COURSES
from sim.lab.playing import perform, play_runs
from sim.lab.provenance import Origin
from sim.lab.statistics import summary
from sim.lab.store import Store
from sim.scenarios.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "vietnam-1965"
REPLICATES = 5
ARMS = (
    Arm("as it is", {}, Intervention(), 0),
    Arm("red line", {}, Intervention(parameters={"red_line": 1.0}), 0),
    Arm("troops stay", {}, Intervention(without=("troops",)), 0),
)


def plan(courses):
    """Five replicates of three arms, of so many of which courses are kept."""
    levers_from = load_scenario(CASE).levers_from
    return Plan(Origin.of(CASE), "five", 4, REPLICATES, levers_from + 3, levers_from, (), ARMS, courses=courses)


@cache
def played(courses):
    """All runs at once."""
    asked = plan(courses)
    return play_runs(asked, load_scenario(CASE), 0, asked.runs).arrays


FURTHER = [(512, 7), (512, 12), (3, 2), (3, 3)]
"""More of what was kept and how it was cut: below a replicate's arms, at their number, beyond all of them."""


@pytest.mark.parametrize(
    ("courses", "block"),
    [(512, 4), (3, 4), (2, 3), *(pytest.param(*one, marks=pytest.mark.thorough) for one in FURTHER)],
)
def test_arms_are_the_same_in_parts_of_any_size(tmp_path, courses, block):
    asked, summed = plan(courses), min(courses, REPLICATES)
    store = Store(tmp_path, asked, block)
    for task in store.tasks():
        store.take(task, perform(task))
    whole = played(courses)
    for arm in range(len(ARMS)):
        own = slice(arm * REPLICATES, (arm + 1) * REPLICATES)
        np.testing.assert_array_equal(store.outcomes(arm), whole["outcomes"][:, own])
        series = whole["series"][..., own][..., :summed]
        np.testing.assert_array_equal(store.summaries(arm), np.array([summary(one) for one in series]))


def test_no_series_leaves_who_played_it_where_a_part_holds_all_that_is_summed_up(tmp_path):
    store = Store(tmp_path, plan(3), 3)
    kept = [set(perform(task).arrays) for task in store.tasks()]
    assert kept == [{"outcomes", COURSES}] * 3 + [{"outcomes"}] * 3


def test_replicates_are_played_under_all_arms_before_others(tmp_path):
    firsts = [task.first for task in Store(tmp_path, plan(512), 2).tasks()]
    assert firsts == [0, 5, 10, 2, 7, 12, 4, 9, 14]

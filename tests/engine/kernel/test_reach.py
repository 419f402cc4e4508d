"""What the graph proves to be out of reach stays as it is to the bit; and some links that everybody knows are found."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from worlds import mostly_thorough, scenario

from sim.base.draws import Draws
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel.asked import Asked
from sim.engine.kernel.reach import reach
from sim.engine.simulate import play_block
from sim.engine.step import step
from sim.evidence.facts import FACTS
from sim.model.outcomes import outcomes_of

VIETNAM = "vietnam-1965"
OUT_OF_REACH = ["territory_mean", "provocations_a_year_northeast_asia", "outside_information_mean"]


@cache
def found(name="northeast-asia", **changes):
    """What can be reached in a scenario under an intervention."""
    return reach(case_of(scenario(name), Intervention(**changes)))


def reaching(name="northeast-asia", **changes):
    """The parameters that reach any outcome."""
    return frozenset().union(*found(name, **changes).outcomes().values())


def outcome(case, name):
    """An outcome of a case by its name."""
    return next(one for one in outcomes_of(case.cast) if one.name == name)


@pytest.mark.thorough
def test_the_placebo_reaches_nothing():
    assert "placebo" not in reaching()
    everything = found()
    assert not any("placebo" in those for those in everything.parameters)


def test_every_recommended_action_reaches_an_outcome():
    levers = set(scenario().parameters.levers) - {"placebo"}
    assert levers <= reaching()


def test_a_parameter_that_no_rule_reads_reaches_nothing():
    base = scenario(VIETNAM)
    unread = replace(base.parameters.declared["lethality"], name="unread")
    parameters = replace(base.parameters, declared={**base.parameters.declared, "unread": unread})
    with_it = reach(Case(base, parameters))
    assert frozenset({"unread"}) in with_it.parameters
    assert not any("unread" in those for those in with_it.outcomes().values())


def test_a_parameter_of_a_mechanism_that_is_switched_off_reaches_nothing():
    assert "threshold_mean" in reaching(VIETNAM)
    assert "threshold_mean" not in reaching(VIETNAM, without=("society",))


def test_a_weight_of_a_role_that_nobody_plays_reaches_nothing():
    assert "backer_shields" not in reaching()


@pytest.mark.parametrize(
    ("parameter", "outcomes"),
    [
        ("shell_hunger", ["rounds_delivered_a_year", "territory_mean", "weapons_programme_mean"]),
        ("lethality", ["territory_mean", "guest_troops_mean"]),
        ("launch_tail", ["provocations_a_year_northeast_asia"]),
        ("stability_weight_war", ["stability_index"]),
        ("support_ukraine", ["outlay_a_year", "hedger_distance_mean"]),
    ],
)
def test_known_links_are_found(parameter, outcomes):
    reached = found().outcomes()
    for name in outcomes:
        assert parameter in reached[name], name


def test_what_only_counts_provocations_reaches_no_territory():
    assert "launch_tail" not in found().outcomes()["territory_mean"]
    assert "launch_tail" not in found().of_variable("front")
    assert "launch_tail" in found().of_series("provocations")


def test_an_outcome_of_a_theatre_reads_the_series_of_that_theatre_alone():
    case, series = found().case, found().series
    for number, theatre in enumerate(case.cast.theatres):
        asked = Asked(case, series, outcome(case, f"peak_hostility_{theatre}"))
        assert asked.rows["series"] == {series["hostility"].first + number}


def test_an_outcome_that_reads_orders_and_variables_is_reached_through_them():
    launches = found().of_outcome(FACTS["launches_2023"])
    assert "client_tests_missiles" in launches
    assert "placebo" not in launches
    assert "hedger_trades" in found().of_outcome(FACTS["hedger_trade_change_2024"])


@pytest.mark.parametrize("name", mostly_thorough(OUT_OF_REACH, OUT_OF_REACH[0]))
def test_what_is_out_of_reach_changes_no_bit(name):
    case, draws = case_of(scenario(VIETNAM)), Draws(3, range(4))
    reaching_it = found(VIETNAM).outcomes()[name]
    out_of_reach = {
        parameter: declared.high if declared.value != declared.high else declared.low
        for parameter, declared in case.parameters.declared.items()
        if parameter not in reaching_it
    }
    changed = case_of(scenario(VIETNAM), Intervention(parameters=out_of_reach))
    one, other = (play_block(which, draws, kernel=step).outcomes for which in (case, changed))
    assert np.array_equal(one[name], other[name])
    assert len(out_of_reach) > 40
    assert any(not np.array_equal(one[n], other[n], equal_nan=True) for n in one)

"""Doses, scripts, theories and what is done by force: what is typed becomes an intervention, or is told in one line."""

from __future__ import annotations

import pytest
from worlds import scenario

from sim.base.errors import BadInput
from sim.commands.arm import Asked, intervention
from sim.engine.interventions import case_of
from sim.scenarios.commitments import load_commitments
from sim.scenarios.scripts import load_script, script_names


def test_a_dose_is_an_intensity_in_the_unit_of_the_action():
    own = intervention(scenario(), Asked(settings=["misperception=0"], doses=["support_ukraine=25", "partnerships=4"]))
    assert own.parameters == {"misperception": 0.0, "support_ukraine": 0.5, "partnerships": 0.5}


def test_orders_are_forced_and_variables_held_from_the_turn_in_which_levers_act():
    own = intervention(scenario(), Asked(does=["KOR:supply_munitions:UKR=25", "CHN:shield:PRK=never", "front=0.4"]), 40)
    assert [(p.amount, p.never, p.first) for p in own.script] == [(25.0, False, 40), (0.0, True, 40)]
    assert own.held == {"front": 0.4} and own.held_from == 40


@pytest.mark.parametrize("name", script_names())
def test_every_script_that_ships_can_be_played(name):
    script = load_script(name, scenario())
    assert case_of(scenario(), intervention(scenario(), Asked(scripts=[name]))).parameters.promises.rows[-1] in script


def test_months_of_a_script_are_turns_of_the_scenario():
    first = load_script("no-exercises", scenario())[0]
    assert (first.first, first.last, first.never) == (35, 46, True)


def test_an_order_of_one_month_begins_and_ends_in_it(tmp_path):
    path = tmp_path / "script.toml"
    path.write_text('[[order]]\nwho = "KOR"\naction = "talk"\ntoward = "PRK"\namount = 1\nmonth = "2025-06"\n')
    assert [(one.first, one.last) for one in load_script(path, scenario())] == [(40, 40)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(doses=["support_ukrain=3"]), "did you mean support_ukraine"),
        (Asked(doses=["support_ukraine=many"]), "a number"),
        (Asked(doses=["support_ukraine=5000"]), "from 0 to 500 .thousand rounds a month."),
        (Asked(doses=["support_ukraine"]), "a pair"),
        (Asked(scripts=["sanctions"]), "china-sanctions"),
        (Asked(theories=["china_polcy=backer"]), "did you mean china_policy"),
        (Asked(theories=["china_policy=friend"]), "hedger, balancer, backer"),
        (Asked(does=["KRO:talk:PRK=1"]), "an actor"),
        (Asked(does=["KOR:tlak:PRK=1"]), "did you mean talk"),
        (Asked(does=["KOR:talk:PRK=-1"]), "at least 0"),
        (Asked(does=["front=7"]), "from 0 to 1"),
        (Asked(does=["fornt=0.5"]), "did you mean front"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(asked, said):
    with pytest.raises(BadInput, match=said) as caught:
        intervention(scenario(), asked)
    assert "\n" not in str(caught.value)


COMMITMENT = """
[{name}]
title = "A lever"
meaning = "for a test"
passage = "R1"
recommended = true
unit = "rounds"
dose = {dose}
source = "judged"
commitment = [{{ who = "{who}", action = "{action}", toward = "UKR", amount = {amount}, source = "judged"{more} }}]
"""
GOOD = {"name": "shells", "dose": 1, "who": "KOR", "action": "supply_munitions", "amount": 1, "more": ""}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": "KRO"}, "who = 'KRO'.*known"),
        ({"action": "supply"}, "action = 'supply'"),
        ({"amount": -1}, "amount = -1.*0"),
        ({"dose": 0}, "dose = 0"),
        ({"name": "tie_gain"}, "a name that no parameter has"),
        ({"name": "Shells"}, "snake_case"),
        ({"more": ", chance = 2"}, "chance = 2"),
        ({"more": ", first = 4, until = 2"}, "not before 4"),
        ({"more": ", unt = 2"}, "unt"),
    ],
)
def test_a_broken_commitment_is_told_in_one_line(tmp_path, wrong, said):
    path = tmp_path / "commitments.toml"
    path.write_text(COMMITMENT.format(**GOOD))
    assert len(load_commitments(path, scenario().cast.names).promises) == 1
    path.write_text(COMMITMENT.format(**{**GOOD, **wrong}))
    with pytest.raises(BadInput, match=said):
        load_commitments(path, scenario().cast.names)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('who = "KOR", action = "talk", toward = "PRK"', "an amount a month, or never"),
        ('who = "KOR", action = "talk", toward = "PRK", amount = 1, from = "2025-13"', "from"),
        ('who = "KOR", action = "talk", toward = "PRK", amount = 1, from = 9, until = 3', "not before 9"),
        ('who = "KOR", action = "talk", toward = "PRK", amount = 1, until = 3, month = 3', "either a month"),
        ('who = "KOR", action = "tlak", toward = "PRK", amount = 1', "action"),
        ('who = "KOR", action = "talk", toward = "PKR", amount = 1', "toward"),
        ('who = "KOR", action = "talk", toward = "PRK", amont = 1', "amont"),
    ],
)
def test_a_broken_script_is_told_in_one_line(tmp_path, row, said):
    path = tmp_path / "script.toml"
    path.write_text(f"order = [{{ {row} }}]\n")
    with pytest.raises(BadInput, match=said):
        load_script(path, scenario())

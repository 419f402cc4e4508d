"""Other cases than the first are configuration alone: they are valid, play sensibly, and their levers act."""

from functools import cache

import numpy as np
import pytest
from worlds import copy_of_configs, scenario

from sim.base.draws import Draws
from sim.base.paths import CONFIGS
from sim.engine.interventions import Intervention, case_of
from sim.engine.replay import replay
from sim.engine.simulate import play_block, simulate
from sim.inputs.parameters import Schedule, Step
from sim.model.mechanisms.flows import delivered
from sim.report.story import tell
from sim.report.validate import validate_file
from sim.scenarios.scenario import load_scenario

IRAN, VIETNAM = "iran-russia", "vietnam-1965"
OTHERS = (IRAN, VIETNAM)
RUNS = 16


@cache
def played(name):
    """Outcomes of a case in which no action is taken."""
    return play_block(case_of(scenario(name)), Draws(1, range(RUNS))).outcomes


@cache
def histories(name):
    """All turns of some runs of a case."""
    return tuple(simulate(case_of(scenario(name)), Draws(1, range(RUNS))))


def row(name, actor):
    """The place of an actor in its cast."""
    return scenario(name).cast.names.index(actor)


def levers(name):
    """Every action that may be taken in a case and promises something."""
    return dict.fromkeys(one.lever for one in scenario(name).parameters.promises)


@pytest.mark.parametrize("name", OTHERS)
def test_every_file_of_the_case_is_valid(name):
    single = [CONFIGS / kind / f"{name}.toml" for kind in ("scenarios", "commitments")]
    for file in (*single, *(CONFIGS / "actors" / name).glob("*.toml")):
        assert validate_file(file)


ALONE = [pytest.param(name, (lever,), marks=pytest.mark.thorough) for name in OTHERS for lever in levers(name)]


@pytest.mark.parametrize(("name", "pulled"), [*((name, tuple(levers(name))) for name in OTHERS), *ALONE])
def test_what_levers_promise_is_delivered(name, pulled):
    steps = tuple(Step(scenario(name).levers_from, lever, 1.0) for lever in pulled)
    case = case_of(scenario(name), Intervention(levers=Schedule(steps)))
    orders = {one for one in case.cast.slots.promised if any(one.place in places(name, lever) for lever in pulled)}
    arrived = dict.fromkeys(orders, 0.0)
    for turn in simulate(case, Draws(1, range(RUNS))):
        for one in orders:
            arrives = delivered(turn.before, turn.orders, turn.p, one.place[1])[one.number]
            arrived[one] += np.mean(arrives * (turn.orders.promised[one.number] > 0.0))
    assert orders and all(amount > 0.0 for amount in arrived.values()), arrived


def places(name, lever):
    """Who orders what toward whom under a lever."""
    return {(one.who, one.action, one.toward) for one in scenario(name).parameters.promises if one.lever == lever}


@pytest.mark.parametrize("name", OTHERS)
def test_the_war_neither_ends_at_once_nor_runs_away(name):
    for turn in histories(name):
        assert 0.35 < np.mean(turn.after.front) < 0.7
    assert np.mean(histories(name)[-1].after.peace) < 0.2


@pytest.mark.parametrize("name", OTHERS)
def test_a_story_names_only_those_who_play(name):
    told = " ".join(event.sentence for event in tell(replay(case_of(scenario(name)), 0, 1)).events)
    playing = scenario(name).cast.titles
    absent = {title for other in ("northeast-asia", *OTHERS) for title in scenario(other).cast.titles} - set(playing)
    assert absent and not [title for title in absent if title in told and not any(title in one for one in playing)]
    assert ", now 1." not in told and ", now 0." not in told


def test_iran_arms_its_partner_sends_no_men_and_israel_stays_out():
    iran, israel = row(IRAN, "IRN"), row(IRAN, "ISR")
    shipped = sum(turn.after.rounds_shipped for turn in histories(IRAN))
    assert np.all(shipped[iran] > 500.0) and np.mean(shipped[israel] > 0.0) < 0.2
    assert not np.any(histories(IRAN)[-1].after.troops_lost[iran])
    assert np.mean(played(IRAN)["disputes_a_year_middle_east"]) > np.mean(played(IRAN)["disputes_a_year_europe"])


def test_korean_divisions_come_and_stay_below_what_is_agreed():
    men = np.array([turn.after.troops_deployed[row(VIETNAM, "KOR")] for turn in histories(VIETNAM)])
    assert 35.0 < np.mean(men[23]) < 55.0 and 35.0 < np.mean(men[35]) < 55.0 and np.all(men <= 55.0)


def test_american_men_and_fire_grow_over_the_years():
    usa, turns = row(VIETNAM, "USA"), histories(VIETNAM)
    men = [np.mean(turns[t].after.troops_deployed[usa]) for t in (10, 22, 34)]
    fire = [np.mean(turns[t].after.rounds_fired[usa]) for t in (10, 22, 34)]
    assert men == pytest.approx([184, 385, 486], rel=0.2)
    assert fire == sorted(fire)


def test_where_nobody_broadcasts_the_closed_society_is_no_number(tmp_path):
    file = copy_of_configs(tmp_path, IRAN)
    for actor in ("PFB", "ISR"):
        path = tmp_path / "actors" / IRAN / f"{actor}.toml"
        path.write_text(path.read_text().replace('listeners = ["IRN"]\n', ""))
    case = load_scenario(file)
    block = play_block(case_of(case), Draws(1, range(2)), until=case.levers_from + 2)
    assert {"disaffection_mean", "outside_information_mean"} <= block.undefined
    assert np.all(np.isnan(block.outcomes["disaffection_mean"]))


def test_validation_says_what_a_scenario_may_have_forgotten(tmp_path):
    (tmp_path / "lone.toml").write_text(
        'extends = "northeast-asia"\ntitle = "Alone"\nsummary = "As it is."\n',
        encoding="utf-8",
    )
    said = validate_file(tmp_path / "lone.toml").split("\nnote: ")
    assert said[0].startswith("a scenario: 12 actors")
    assert any(line.startswith("BRC has no starting value of military_spending") for line in said[1:])

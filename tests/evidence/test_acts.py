"""Acts on record: what the script of the past is written from, held against the series that say the same."""

import tomllib
from functools import cache

import numpy as np
import pytest

from sim.base.draws import Draws
from sim.base.months import month_of, turn_of
from sim.engine.interventions import Intervention, case_of
from sim.evidence.acts import SCRIPT, acts as told, script
from sim.evidence.record import record
from sim.evidence.tables import TURNS, load
from sim.inputs.actions import load_actions
from sim.scenarios.scenario import load_scenario
from sim.scenarios.scripts import load_script

acts = cache(told)
"""The acts on record, put together once."""

START = "2022-02"
MONTHS = [month_of(turn, START) for turn in range(TURNS)]


def monthly(who, action, toward):
    """What is on record month by month; not a number where nothing is known."""
    values = np.full(TURNS, np.nan)
    for act in acts():
        if (act.who, act.action, act.toward) == (who, action, toward):
            values[turn_of(act.first, START) : turn_of(act.last, START) + 1] = act.amount
    return values


def series(name):
    rows = load("monthly").query("series == @name")
    return rows.set_index("turn")[["low", "high"]]


def test_the_script_of_the_past_is_what_the_evidence_makes_it():
    assert SCRIPT.read_text(encoding="utf-8") == script(), "python -m sim.evidence writes it anew"


def test_every_act_is_one_of_the_model_and_lies_within_the_months_on_record():
    names, actions = load_scenario().cast.names, load_actions()
    for act in acts():
        assert act.who in names and act.toward in names and act.action in actions
        assert act.first in MONTHS and act.last in MONTHS and act.first <= act.last


def test_no_month_is_told_twice():
    seen = set()
    for act in acts():
        for turn in range(turn_of(act.first, START), turn_of(act.last, START) + 1):
            assert (act.who, act.action, act.toward, turn) not in seen
            seen.add((act.who, act.action, act.toward, turn))


def test_shipments_add_up_to_what_the_cumulative_figures_allow():
    shipped = np.cumsum(monthly("PRK", "supply_munitions", "RUS")) / 1000.0
    for turn, (low, high) in series("shells_cumulative").iterrows():
        assert (np.isnan(low) or shipped[turn] >= low) and (np.isnan(high) or shipped[turn] <= high), turn


def test_soldiers_add_up_to_what_the_cumulative_figures_say():
    sent = np.cumsum(monthly("PRK", "send_troops", "RUS"))
    assert [sent[turn] for turn in series("troops_sent").index] == [3.0, 11.0]


def test_what_did_not_happen_before_its_time_is_barred():
    assert not monthly("PRK", "supply_munitions", "RUS")[:9].any()
    assert not monthly("PRK", "send_troops", "RUS")[:32].any()
    assert not monthly("KOR", "supply_munitions", "UKR").any()
    assert not monthly("PRK", "test_nuclear", "PRK").any()


def test_launches_are_as_many_as_were_counted_and_so_many_are_played():
    counted = load("monthly").query("series == 'launch_occasions'").set_index("turn")["value"]
    told = monthly("PRK", "provoke", "PRK")
    assert (told[counted.index] == counted).all()
    scenario = load_scenario()
    case = case_of(scenario, Intervention(script=load_script(SCRIPT, scenario)))
    played = record(case, Draws(1, range(2)), TURNS).of("launches", scenario.cast.holding("client"))
    assert (played[counted.index] == counted.to_numpy()[:, None]).all()


def test_the_american_block_is_in_the_record():
    assert monthly("USA", "send_aid", "UKR")[20:26].mean() < 0.1 * monthly("USA", "send_aid", "UKR")[:20].mean()


def test_meetings_of_the_two_leaders_come_when_the_ladder_has_them():
    held = [monthly(*pair) for pair in (("RUS", "talk", "PRK"), ("PRK", "talk", "RUS"))]
    ladder = load("ladder")
    contacts = set(ladder.loc[ladder["kind"] == "contact", "turn"])
    assert set(np.flatnonzero(np.nansum(held, axis=0))) == contacts


def test_accords_of_the_allies_are_as_many_as_the_base_rate_says():
    steps = sum(np.nansum(monthly(act[0], "partner", act[1])) for act in _courting())
    rate = load("base_rates").set_index("name").loc["minilateral_step_interval", "value"]
    assert TURNS / steps == pytest.approx(rate, abs=0.2)


def _courting():
    bloc = ("PRK", "RUS", "CHN", "UKR")
    return sorted({(act.who, act.toward) for act in acts() if act.action == "partner" and act.who not in bloc})


def test_the_script_can_be_read():
    rows = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))["order"]
    assert len(rows) == len(acts()) and all(row["never"] for row in rows)

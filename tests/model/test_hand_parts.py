"""What mechanisms are made of, against sums that a reader can check, where their own cases leave a part idle."""

from importlib import import_module

import numpy as np
import pytest
from by_hand import Situation, scenario

from sim.inputs.promises import AMOUNT, CHANCE, NEVER, UNIT_COST, number_at
from sim.model import decisions
from sim.model.definitions import DISPLAY, THREAT, USE_OF_FORCE, WAR
from sim.model.mechanisms import attrition, balance, crisis, flows, war_ends
from sim.model.mechanisms.fighting import expected_fire, expected_power
from sim.model.promises import PromisedSlot

PLANS = {
    "parameters": {
        "order_pace": 0.1,
        "planning_horizon": 8,
        "drone_in_rounds": 0.5,
        "weapons_weight": 0.5,
        "substitution": -1,
    },
    "world": {
        "PATRON": {
            "munitions_output": 5,
            "rounds_received": 3,
            "arms_on_order": 20,
            "munitions_stock": 40,
            "firing_need": 100,
            "drone_output": 6,
            "troops_deployed": 10,
        }
    },
}


def row(at, who, whom):
    """The row of a pair among those of which one may challenge the other."""
    names = at.cast.names
    return at.cast.pairs.challenges.row_of[names.index(who), names.index(whom)]


# --- war ---


def test_a_planner_counts_on_output_arrivals_orders_due_and_stores_over_the_horizon():
    at = Situation(PLANS)
    assert expected_fire(at.world, at.cast.names.index("PATRON"), at.p)[0] == 15  # 5 + 3 + 0.1 x 20 + 40/8
    # drones are worth 0.5 x 6 more: 1/(0.5/18 + 0.5/10) = 1/0.0777778
    assert expected_power(at.world, at.p, attackers=True)[0] == pytest.approx(12.857142857)


def test_ground_falls_to_whoever_wears_down_slower():
    numbers = {"lethality": 0.1, "exposure": 2, "casualty_ceiling": 1, "decisiveness": 1, "hardship_hampers": 0}
    men = {
        "PATRON": {"troops_deployed": 10, "recruitment": 3, "manpower": 100},
        "DEFENDER": {"troops_deployed": 40, "recruitment": 1, "manpower": 100},
    }
    at = Situation({"parameters": numbers, "world": men})
    found = attrition._success(at.world, at.p, np.array([20.0]), np.array([10.0]))
    # defenders lose 0.1 x 20 and raise 1 + 1: 1; attackers lose 0.1 x 2 x 10 and raise 1 + 3: 0.5; 1/(1 + 0.5)
    assert found[0] == pytest.approx(2 / 3)


def test_a_side_of_several_feels_what_its_members_feel_on_average(monkeypatch):
    monkeypatch.setattr(war_ends, "belligerents", lambda world, attackers: (1, 2))
    at = Situation({"parameters": {"weariness_settles": 2, "hardship_settles": 1}})
    at.world.weariness[[1, 2]], at.world.hardship[[1, 2]] = [[0.4], [0.1]], [[0.2], [0.0]]
    cost = war_ends._cost(at.world, at.p, attackers=True)
    assert cost[0] == pytest.approx(0.6)  # (2 x 0.4 + 0.2 + 2 x 0.1 + 0) / 2


def test_guests_of_both_sides_go_home_while_a_ceasefire_holds(monkeypatch):
    troops = import_module("sim.model.mechanisms.troops")  # its mechanism has the same name
    monkeypatch.setattr(troops, "guests_of", lambda world, attackers: (1,) if attackers else (3, 4))
    at = Situation({"parameters": {"homecoming": 0.25}, "world": {"ceasefire": 1}})
    at.world.troops_deployed[...] = 8
    assert troops._homeward(at.world, at.p)[:, 0].tolist() == [0, 2, 0, 2, 2, 0]  # 0.25 x 8


@pytest.mark.parametrize(("at_front", "men"), [(10, 5), (2, 10), (16, 0)])
def test_guests_are_sent_as_far_as_the_agreed_ceiling_leaves_room(at_front, men):
    told = {
        "parameters": {"guest_ceiling": 15, "troop_tranche": 10},  # 15 - 10; the tranche of 10; 15 - 16 is none
        "world": {"CLIENT": {"troops_available": 100, "troops_deployed": at_front}},
        "orders": ["CLIENT send_troops PATRON"],
    }
    at = Situation(told)
    assert flows._men(at.world, at.orders, at.p)[at.slot("CLIENT send_troops PATRON")][0] == men


# --- crises ---


def test_rungs_are_one_apart_and_each_asks_for_the_next():
    assert (THREAT, DISPLAY, USE_OF_FORCE, WAR) == (2, 3, 4, 5)
    at = Situation({"parameters": {"step_to_display": 0.1, "step_to_force": -0.5, "step_to_war": -3}})
    assert crisis._asked(at.p, np.array([2.0, 3.0, 4.0])).tolist() == [0.1, -0.5, -3]


@pytest.mark.parametrize("under_way", [{}, {"CLIENT": {"crisis": {"ALLY": 2}}}, {"ALLY": {"crisis": {"CLIENT": 2}}}])
def test_no_crisis_is_opened_where_one_is_under_way_from_either_side(under_way):
    at = Situation({"world": under_way})
    draws = np.ones((len(at.cast.pairs.challenges.row_of), 1))
    draws[row(at, "CLIENT", "ALLY")] = 0.4  # below a chance of 1/2
    opened = crisis._opened(at.world, draws, np.zeros_like(draws))
    assert opened[row(at, "CLIENT", "ALLY"), 0] == (not under_way) and opened.sum() == (not under_way)


@pytest.mark.parametrize(("yields", "humbled"), [(["ALLY"], 0.75), (["ALLY", "GUARANTOR"], 1)])
def test_who_backs_down_after_force_is_humbled_by_three_quarters_each_and_once_at_most(yields, humbled):
    at = Situation({})
    none = np.zeros((len(at.cast.pairs.challenges.row_of), 1))
    yielded = none.copy()
    for whom in yields:
        yielded[row(at, "CLIENT", whom)] = 1
    found = crisis._humbled(at.world, crisis.Step(none + USE_OF_FORCE, none, none, yielded, none))  # (4 - 1)/(5 - 1)
    assert found[at.cast.names.index("CLIENT"), 0] == humbled and found.sum() == humbled


def test_help_comes_from_fellows_and_partners_but_not_from_the_challenger():
    cast = scenario().cast
    number = cast.names.index
    find = lambda *pair: {cast.names[i] for i in balance.helpers(cast, *map(number, pair))}  # noqa: E731
    assert find("CLIENT", "ALLY") == {"PATRON", "HEDGER"}  # its partner, and its ally by treaty
    assert find("PATRON", "CLIENT") == set() and find("PATRON", "GUARANTOR") == {"CLIENT"}


# --- promises ---


@pytest.mark.parametrize(("counted", "chance"), [(True, 0.4), (False, 0.8)])
def test_part_of_an_order_is_the_chance_of_one_and_a_size_is_not(counted, chance):
    place = ("KOR", "talk", "CHN")
    numbers = {number_at(AMOUNT, place): 0.5, number_at(CHANCE, place): 0.8, number_at(NEVER, place): 0.0}
    one = PromisedSlot(0, place, counted, only=False)
    assert one.likely(numbers) == pytest.approx(chance)  # 0.8 x 0.5; 0.8
    assert one.barred(numbers) == 0.0 and PromisedSlot(0, place, counted, only=True).barred(numbers) == 1.0


def test_more_than_one_order_a_month_is_no_surer_than_one_and_costs_by_the_unit():
    place = ("KOR", "talk", "CHN")
    numbers = {number_at(AMOUNT, place): 1.5, number_at(CHANCE, place): 0.4, number_at(UNIT_COST, place): 0.2}
    one = PromisedSlot(1, place, counted=True, only=False)
    assert one.likely(numbers) == 0.4 and one.amount(numbers) == 1.5
    assert one.cost(numbers, np.array([[0.0], [3.0]]))[0] == pytest.approx(0.6)  # 3 x 0.2


@pytest.mark.parametrize(("counted", "amount", "weight"), [(True, 3.0, 1.0), (True, 0.2, 1.0), (False, 150.0, 0.75)])
def test_a_promised_order_is_noticed_as_far_as_its_size_goes(counted, amount, weight):
    at = Situation({"orders": []})
    place = ("CLIENT", "send_troops", "PATRON")
    numbers = {number_at(AMOUNT, place): amount, number_at(CHANCE, place): 1.0}
    one = PromisedSlot(at.slot("CLIENT send_troops PATRON"), place, counted, only=False, notable=50.0)
    decisions._keep(one, numbers, at.orders, np.ones(1))
    assert at.orders.noticed[one.number] == weight  # an order a month counts as one; 150/(150 + 50)
    assert at.orders.promised[one.number] == max(amount, 1.0) and at.orders.issued[one.number] == 1.0


@pytest.mark.parametrize(("amount", "never", "idle"), [(0.0, 0.0, True), (1.0, 0.0, False), (0.0, 1.0, False)])
def test_a_place_is_idle_where_nothing_is_promised_and_nothing_barred(amount, never, idle):
    place = ("KOR", "talk", "CHN")
    numbers = {number_at(AMOUNT, place): amount, number_at(NEVER, place): never}
    assert PromisedSlot(0, place, counted=True, only=False).idle(numbers) == idle


# --- pairs ---


def test_orders_run_only_between_pairs_that_are_listed_both_ways():
    pairs, entry = scenario().cast.pairs, [(7, *next(iter(scenario().cast.pairs.disputants.row_of)))]
    assert pairs.disputants.batches(tuple(entry)) == () and len(pairs.rivals.batches(tuple(entry))) == 1

"""The formulas that rules share, and how reasons become orders, against sums that a reader can check."""

import numpy as np
import pytest
from by_hand import Situation, decided, looking, scenario

from sim.base.errors import BadInput
from sim.inputs.actions import Action
from sim.model.decisions import conditions_met
from sim.model.mechanisms.fighting import contest_success, fighting_power
from sim.model.policies import POLICIES


def run(*values):
    """One number for each run."""
    return np.array(values, dtype=float)


# --- who stands in pairs ---

AT_ODDS = "ALLY-CLIENT ALLY-HEDGER CLIENT-GUARANTOR GUARANTOR-HEDGER GUARANTOR-PATRON"
LISTS = {
    "disputants": AT_ODDS,  # not those at war with each other, each pair once
    "rivals": f"{AT_ODDS} DEFENDER-PATRON",
    "partners": "CLIENT-PATRON",
    "allied": "ALLY-GUARANTOR CLIENT-HEDGER",
    "linked": f"{AT_ODDS} DEFENDER-PATRON CLIENT-PATRON ALLY-GUARANTOR CLIENT-HEDGER "
    "ALLY-DEFENDER DEFENDER-GUARANTOR HEDGER-PATRON",
}


@pytest.mark.parametrize(("kind", "listed"), LISTS.items())
def test_pairs_are_listed_both_ways_except_where_a_dispute_is_of_both(kind, listed):
    names = scenario().cast.names
    found = [(names[i], names[j]) for i, j in getattr(scenario().cast.pairs, kind).row_of]
    once = [tuple(pair.split("-")) for pair in listed.split()]
    both_ways = [] if kind == "disputants" else [(b, a) for a, b in once]
    assert sorted(found) == sorted([*once, *both_ways])


def test_a_pair_meets_in_the_theatre_of_its_homes_that_is_listed_last():
    cast = scenario().cast
    place = lambda a, b: cast.theatres[cast.theatre_of_pair(cast.names.index(a), cast.names.index(b))]  # noqa: E731
    assert place("PATRON", "DEFENDER") == "west" and place("GUARANTOR", "CLIENT") == "east"
    assert place("PATRON", "CLIENT") == "east"  # west and east: east is listed last
    assert place("GUARANTOR", "GUARANTOR") == "west"  # at home in neither: the first


def test_the_orders_of_an_actor_stand_in_its_own_rows():
    slots, names = scenario().cast.slots, scenario().cast.names
    found = {
        names[i]: [slots[n].action.value for n in range(rows.start, rows.stop)] for i, rows in enumerate(slots.rows_of)
    }
    assert found["DEFENDER"] == ["talk", "partner"]
    assert found["HEDGER"][:3] == ["send_aid", "shield", "talk"] and sum(map(len, found.values())) == len(slots)


def test_a_rival_policy_differs_only_from_rules_that_are_there():
    with pytest.raises(BadInput, match="send_troops toward partners"):
        POLICIES["hedger"].but("warrior", "Fight.", without=[(Action.SEND_TROOPS, "partners")])


# --- power and success ---


@pytest.mark.parametrize(
    ("rounds", "men", "weight", "substitution", "power"),
    [
        (40, 10, 0.5, -1, 16),  # complements: 1/(0.5/40 + 0.5/10) = 1/0.0625
        (40, 10, 0.2, -1, 11.7647058824),  # 1/(0.2/40 + 0.8/10) = 1/0.085
        (40, 10, 0.5, 1, 25),  # substitutes: 0.5 x 40 + 0.5 x 10
        (40, 10, 0.5, 0.5, 22.5),  # (0.5 x 6.3245553 + 0.5 x 3.1622777)^2 = 4.7434165^2
        (1, 1, 0.3, 0, 1),  # Cobb-Douglas of ones
        (0, 10, 0.5, -1, 2e-9),  # nothing to fire leaves nothing: 1/(0.5/1e-9 + 0.05)
    ],
)
def test_rounds_and_men_make_power(rounds, men, weight, substitution, power):
    assert fighting_power(run(rounds), run(men), weight, substitution)[0] == pytest.approx(power, rel=1e-6)


@pytest.mark.parametrize("side", [-1, 1])
def test_near_zero_the_exponent_gives_a_geometric_mean_from_both_sides(side):
    # 40^0.5 x 10^0.5 = 20; at an exponent of 0.001 the mean is off by about 0.001/2 x 0.25 x (ln 4)^2 = 0.024 %
    assert fighting_power(run(40), run(10), 0.5, side * 1e-6)[0] == pytest.approx(20.0048, rel=1e-6)


@pytest.mark.parametrize(
    ("own", "enemy", "decisiveness", "chance"),
    [
        (3, 1, 1, 0.75),  # 3/(3 + 1)
        (3, 1, 2, 0.9),  # 9/(9 + 1)
        (1, 4, 0.5, 1 / 3),  # 1/(1 + 2)
        (0, 1, 1, 1e-9),  # nothing against something
    ],
)
def test_power_makes_the_chance_of_success(own, enemy, decisiveness, chance):
    assert contest_success(run(own), run(enemy), decisiveness)[0] == pytest.approx(chance, rel=1e-6)


# --- from reasons to orders ---

PLEA = {
    "parameters": {
        "misperception": 0,
        "rationality": 2,
        "defender_pleads": -1,
        "plea_for_help": 1.5,
        "talks_answered": 1.5,
        "aid_spread": 0.5,
    },
    "world": {"DEFENDER": {"munitions_shortfall": 0.4}},
    "remembered": {"GUARANTOR talk DEFENDER": 0.6},
}
"""Log-odds of the defender's plea: -1 + 1.5 x 0.4 + 1.5 x what the guarantor has lately talked to it, which is none."""


def plea(**case):
    """The defender's order to talk to the guarantor: log-odds, probability, and whether it is given."""
    at = Situation({**PLEA, "remembered": {}, **case})
    orders = decided(at)
    slot = at.slot("DEFENDER talk GUARANTOR")
    return orders.log_odds[slot, 0], orders.probability[slot, 0], orders.issued[slot, 0]


@pytest.mark.parametrize(("draw", "given"), [(0.309, 1), (0.311, 0)])
def test_reasons_add_rationality_sharpens_and_the_draw_decides(draw, given):
    # -1 + 1.5 x 0.4 = -0.4; twice that is -0.8: 1/(1 + e^0.8) = 0.31002552
    found = plea(draws={"order DEFENDER:talk:courted GUARANTOR": draw})
    assert found == pytest.approx((-0.4, 0.3100255189, given), rel=1e-6)


def test_what_is_not_legal_is_never_ordered():
    # both borders shut: no channel, whatever the draw
    world = {"DEFENDER": {"munitions_shortfall": 0.4, "border_closed": 1}, "GUARANTOR": {"border_closed": 1}}
    assert plea(world=world, draws={"order DEFENDER:talk:courted GUARANTOR": 1e-9}) == pytest.approx((-0.4, 0.0, 0))


def test_conditions_are_told_for_the_order_asked_about():
    # the ally's border is shut, and so is the hedger's: there is a channel to the client alone
    at = Situation(PLEA | {"world": {"ALLY": {"border_closed": 1}, "HEDGER": {"border_closed": 1}}, "remembered": {}})
    found = [conditions_met(at.world, at.p, at.draws, at.slot(f"ALLY talk {whom}")) for whom in ("CLIENT", "HEDGER")]
    assert found == [{"open_channel": 1.0}, {"open_channel": 0.0}]


def test_every_reason_is_kept_where_an_explanation_is_asked_for():
    at = Situation(PLEA | {"remembered": {}})
    kept = decided(at, explain=True).contributions[at.slot("DEFENDER talk GUARANTOR")]
    found = {c.reason.name: c.log_odds[0] for c in kept}
    assert found == pytest.approx({"stores_run_out": 0.6, "other_side_talks": 0.0})  # 1.5 x 0.4, and no talks


def test_an_order_of_aid_is_lognormal_with_mean_one():
    # spread 0.5, one standard deviation of luck: e^(0.5 x 1 - 0.5 x 0.25) = e^0.375
    at = Situation(PLEA | {"remembered": {}, "draws": {"aid GUARANTOR:send_aid:beneficiaries DEFENDER": 1}})
    assert decided(at).size[at.slot("GUARANTOR send_aid DEFENDER"), 0] == pytest.approx(1.4549914146, rel=1e-6)


# --- what an actor sees ---

SEEN = {
    "parameters": {"misperception": 0.2},
    "world": {
        "front": 0.6,
        "CLIENT": {"munitions_stock": 50, "tie": {"PATRON": 0.3}},
        "PATRON": {
            "munitions_stock": 100,
            "isolation": 0.9,
            "weariness": 0.5,
            "border_closed": 0.4,
            "tie": {"CLIENT": 0.7},
            "rounds_fired": 10,
        },
    },
    "remembered": {"PATRON transfer_technology CLIENT": 0.5, "CLIENT supply_munitions PATRON": 0.8},
    "draws": {"misperception CLIENT PATRON": 1.5},
}
"""The client errs by 1.5 standard deviations about the patron: 0.2 x 1.5 = 0.3."""


def test_an_actor_errs_about_another_in_proportion_and_in_shares():
    me, other = looking(Situation(SEEN), "CLIENT", "partners")
    assert me.munitions_stock[0, 0] == 50  # it knows itself
    assert other.munitions_stock[0, 0] == pytest.approx(134.9858808)  # 100 x e^0.3
    assert other.weariness[0, 0] == pytest.approx(0.8)  # 0.5 + 0.3
    assert other.isolation[0, 0] == 1.0  # 0.9 + 0.3, held at 1
    assert other.border_closed[0, 0] == 0.4 and other.rounds_fired[0, 0] == 10  # events are there to be seen


def test_ties_are_seen_as_they_are_from_either_side():
    me, other = looking(Situation(SEEN), "CLIENT", "partners")
    assert (me.tie[0, 0], other.tie[0, 0], me.front[0]) == (0.3, 0.7, 0.6)


def test_secret_acts_are_seen_in_part():
    me, other = looking(Situation(SEEN), "CLIENT", "partners")
    # of a transfer of technology outsiders see 0.4, and 0.2 of the rest stays hidden: 0.5 x (1 - 0.2 x 0.6)
    assert other.did(Action.TRANSFER_TECHNOLOGY)[0, 0] == pytest.approx(0.44)
    assert me.did(Action.SUPPLY_MUNITIONS)[0, 0] == 0.8  # its own acts it knows
    # what is done to oneself one knows
    assert me.suffered(Action.TRANSFER_TECHNOLOGY)[0, 0] == 0.5
    assert other.did_to_other(Action.TRANSFER_TECHNOLOGY)[0, 0] == 0.5
    assert me.did_to_other(Action.SUPPLY_MUNITIONS)[0, 0] == 0.8


def test_without_misperception_nothing_is_hidden_or_blurred():
    me, other = looking(Situation(SEEN | {"parameters": {"misperception": 0}}), "CLIENT", "partners")
    assert other.did(Action.TRANSFER_TECHNOLOGY)[0, 0] == 0.5 and other.munitions_stock[0, 0] == 100
    assert me.partner_tie[0, 0] == 0.3 and other.partner_tie[0, 0] == 0.7


def test_targets_of_sanctions_are_seen_as_others_are():
    told = SEEN | {"draws": {"misperception GUARANTOR PATRON": 1.5, "misperception GUARANTOR CLIENT": -1.5}}
    _, other = looking(Situation(told), "GUARANTOR", "targets")
    assert other.munitions_stock[:, 0] == pytest.approx([37.04091103, 134.9858808])  # 50 x e^-0.3, 100 x e^0.3


def test_nobody_sees_what_is_not_declared():
    me, _ = looking(Situation(SEEN), "CLIENT", "partners")
    with pytest.raises(AttributeError, match="no variable or view is called 'mood'"):
        _ = me.mood

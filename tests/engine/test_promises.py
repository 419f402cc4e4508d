"""What is promised is ordered, as far as it is kept and possible; what is not promised changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import assert_equal_worlds, scenario

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import simulate
from sim.inputs.actions import Action
from sim.inputs.parameters import Schedule, Step
from sim.inputs.promises import Promises
from sim.lab.provenance import config_hash
from sim.model.mechanisms.flows import delivered, offered
from sim.model.promises import Promise
from sim.scenarios.promising import promising
from sim.scenarios.scenario import load_scenario

SHELLS = Promise("KOR", Action.SUPPLY_MUNITIONS, "UKR", 50.0, lever="support_ukraine", unit_cost=0.002)
EXERCISES = Promise("JPN", Action.EXERCISE, "RUS", 0.25, ramp=6, chance=0.8, lever="strengthen_deterrence")
NO_SHELLS = Promise("PRK", Action.SUPPLY_MUNITIONS, "RUS", never=True, first=3, last=20)
VISIT = Promise("AUS", Action.TALK, "PRK", 1.0, first=2, last=4)


def bare(name="northeast-asia"):
    """A scenario in which nothing is promised."""
    usual = scenario(name)
    return replace(
        usual, cast=replace(usual.cast, promised=()), parameters=replace(usual.parameters, promises=Promises())
    )


def committed(*promises):
    """A scenario with these commitments and no other."""
    return promising(bare(), promises)


def played(case, turns=12, runs=20, **options):
    """Some turns of some runs."""
    return list(simulate(case, Draws(4, range(runs)), until=turns, **options))


def at(case, who, action, toward):
    """The number of a promised order."""
    return next(one.number for one in case.cast.slots.promised if one.place == (who, action, toward))


def acting(promises, turn=0, intensity=1.0):
    """A case in which a lever of the promises acts from a turn on."""
    steps = tuple(Step(turn, name, intensity) for name in dict.fromkeys(p.lever for p in promises))
    return case_of(committed(*promises), Intervention(levers=Schedule(steps)))


def test_what_is_promised_at_intensity_0_changes_nothing_to_the_bit():
    without, idle = case_of(bare()), case_of(committed(SHELLS, EXERCISES, VISIT))
    idle = case_of(idle.scenario, Intervention(levers=Schedule((Step(0, "support_ukraine", 0.0),))))
    rows = [n for n, slot in enumerate(idle.cast.slots) if slot.rule.base_rate != "promised_only"]
    for one, other in zip(played(without, 2), played(idle, 2), strict=True):
        same = other.after.changed(memory=other.after.memory[rows])
        assert_equal_worlds(one.after, replace(same, cast=without.cast))
        np.testing.assert_array_equal(one.orders.issued, other.orders.issued[rows])


def test_a_size_that_is_promised_goes_out_every_month_in_which_it_is_legal():
    case = acting((SHELLS,), turn=3)
    slot = at(case, "KOR", "supply_munitions", "UKR")
    for turn in played(case):
        promised = turn.orders.promised[slot]
        out = offered(turn.before, turn.orders, turn.p, Action.SUPPLY_MUNITIONS)[slot]
        assert np.all(promised == (50.0 if turn.number >= 3 else 0.0))
        assert np.all(out >= promised) and np.all(turn.orders.issued[slot] >= promised / 50.0)
        assert np.all(delivered(turn.before, turn.orders, turn.p, Action.SUPPLY_MUNITIONS)[slot] <= out)


def test_stocks_bound_what_is_promised():
    case = acting((replace(SHELLS, amount=5000.0),))
    first = played(case, 1)[0]
    slot, kor = at(case, "KOR", "supply_munitions", "UKR"), case.cast.names.index("KOR")
    out = offered(first.before, first.orders, first.p, Action.SUPPLY_MUNITIONS)[slot]
    assert np.all(out == first.before.transport_cap[kor]) and np.all(out < first.orders.promised[slot])


def test_a_promised_count_below_one_a_month_is_the_chance_of_an_order():
    case = acting((replace(EXERCISES, ramp=1, chance=1.0),))
    slot = at(case, "JPN", "exercise", "RUS")
    issued = np.array([turn.orders.issued[slot] for turn in played(case, 20, 200)])
    assert issued.mean() == pytest.approx(0.25, abs=0.03)


def test_a_promise_grows_over_its_ramp():
    case = acting((replace(SHELLS, ramp=4),), turn=2)
    slot = at(case, "KOR", "supply_munitions", "UKR")
    assert [turn.orders.promised[slot, 0] for turn in played(case, 8)] == [0, 0, 12.5, 25, 37.5, 50, 50, 50]


def test_amounts_of_promises_that_meet_add_and_the_largest_chance_counts():
    other = replace(SHELLS, amount=10.0, chance=0.5)
    case = acting((replace(SHELLS, chance=0.2), other))
    p = case.parameters.at(0)
    assert p["amount KOR:supply_munitions:UKR"] == 60.0 and p["chance KOR:supply_munitions:UKR"] == 0.5


def test_a_promised_order_and_one_for_own_reasons_share_their_draw():
    exercises = replace(EXERCISES, who="KOR", toward="PRK", chance=0.5, ramp=1, lever="")
    usual, case = case_of(bare()), case_of(bare(), Intervention(script=(exercises,)))
    slot = at(case, "KOR", "exercise", "PRK")
    one, other = played(usual, 1, 300)[0].orders, played(case, 1, 300)[0].orders
    np.testing.assert_array_equal(one.issued[slot], other.own[slot])
    kept = other.draw[slot] < 0.125
    np.testing.assert_array_equal(other.issued[slot] > 0, kept | (other.own[slot] > 0))


def test_what_is_never_to_be_done_is_not_done_for_own_reasons_unless_it_is_promised():
    case = case_of(bare(), Intervention(script=(NO_SHELLS,)))
    slot = at(case, "PRK", "supply_munitions", "RUS")
    issued = np.array([turn.orders.issued[slot].mean() for turn in played(case, 24, 100)])
    assert issued[:3].any() and issued[21:].any() and not issued[3:21].any()
    kept = case_of(bare(), Intervention(script=(NO_SHELLS, replace(NO_SHELLS, never=False, amount=7.0, first=5))))
    assert played(kept, 8)[6].orders.issued[slot].all()


def test_an_order_that_no_rule_knows_can_be_promised_and_is_never_given_otherwise():
    case = case_of(bare(), Intervention(script=(VISIT,), parameters={"rationality": 0.0}))
    slot = at(case, "AUS", "talk", "PRK")
    assert [turn.orders.issued[slot].all() for turn in played(case, 7)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert played(case, 6)[5].after.memory[slot].min() > 0.0
    usual = case_of(bare(), Intervention(parameters={"rationality": 0.0}))
    one, other = played(usual, 2), played(case, 2)
    np.testing.assert_array_equal(one[1].orders.issued.sum(), other[1].orders.issued.sum())


def test_runs_may_differ_in_how_strongly_and_from_when_a_lever_acts():
    steps = (
        Step(2, "support_ukraine", np.array([0.0, 1.0, 0.0])),
        Step(4, "support_ukraine", np.array([0.5, 1.0, 0.0])),
    )
    case = case_of(committed(replace(SHELLS, ramp=2)), Intervention(levers=Schedule(steps)))
    slot = at(case, "KOR", "supply_munitions", "UKR")
    promised = np.array([turn.orders.promised[slot] for turn in played(case, 7, 3)])
    np.testing.assert_array_equal(promised.T, [[0, 0, 0, 0, 12.5, 25, 25], [0, 0, 25, 50, 50, 50, 50], [0] * 7])
    part = case.part(slice(1, 2)).parameters.at(3)
    assert part["amount KOR:supply_munitions:UKR"] == 50.0


def test_a_promise_by_somebody_unknown_is_told():
    with pytest.raises(BadInput, match="who = 'KRO'"):
        case_of(bare(), Intervention(script=(replace(VISIT, who="KRO"),)))


# --- variables that are held, theories ---


def test_a_variable_that_is_held_has_its_value_whatever_happens():
    held = {"front": 0.4, "disaffection.PRK": 0.9, "tie.PRK.RUS": 0.1}
    case = case_of(bare(), Intervention(held=held, held_from=3))
    prk, rus = (case.cast.names.index(n) for n in ("PRK", "RUS"))
    turns = played(case, 6)
    assert not np.all(turns[2].before.front == 0.4)
    for turn in turns[3:]:
        assert np.all(turn.before.front == 0.4) and np.all(turn.after.disaffection[prk] == 0.9)
        assert np.all(turn.before.tie[prk, rus] == 0.1) and not np.all(turn.before.tie[rus, prk] == 0.1)


@pytest.mark.parametrize("path", ["fornt", "front.PRK", "tie.PRK", "disaffection.KPR", "memory"])
def test_a_variable_that_cannot_be_held_is_told(path):
    with pytest.raises(BadInput):
        case_of(bare(), Intervention(held={path: 0.5}))


def test_a_side_of_a_theory_plays_its_policy():
    case = case_of(bare(), Intervention(theories={"china_policy": "balancer"}))
    assert case.cast.roles[case.cast.names.index("CHN")] == "balancer"
    with pytest.raises(BadInput, match="backer"):
        case_of(bare(), Intervention(theories={"china_policy": "hegder"}))


def test_a_promised_handful_is_hardly_noticed_and_a_flood_as_much_as_an_order_of_ones_own():
    case = acting((SHELLS,))
    slot = at(case, "KOR", "supply_munitions", "UKR")
    weights = []
    for intensity in (0.02, 1.0, 10.0):
        turns = played(acting((SHELLS,), intensity=intensity), 3)
        weights.append(np.array([turn.orders.noticed[slot] for turn in turns]).mean())
    assert weights[0] < 0.1 < weights[1] < weights[2] < 1.0


def test_a_scenario_is_the_same_by_its_hash_after_it_was_played():
    fresh, used = load_scenario(), load_scenario()
    played(case_of(used), 2, 1)
    assert config_hash(used) == config_hash(fresh)

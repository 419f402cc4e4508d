"""Laws that hold in every world, drawn at random from the declared ranges."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from worlds import (
    CASTS,
    SMALL_CASTS,
    Situation,
    assert_equal_worlds,
    assert_same,
    copy_of_configs,
    draws_of,
    history,
    measured,
    mostly_thorough,
    random_parameters,
    random_world,
    read_only,
    scenario,
    situations,
)

import sim.scenarios.scenario
from sim.base.arrays import logistic
from sim.base.draws import Draws
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import simulate
from sim.engine.step import resolve
from sim.inputs.actions import Action
from sim.model.changes import SparseUpdate
from sim.model.decisions import decide
from sim.model.derived import DERIVED
from sim.model.lately import acts_by, acts_toward
from sim.model.mechanisms import MECHANISMS
from sim.model.mechanisms.fighting import contest_success
from sim.model.outcomes import outcomes_of
from sim.model.perception import Perception, Side
from sim.model.policies import POLICIES
from sim.model.series import SERIES
from sim.model.world import VARIABLES
from sim.scenarios.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("compiled")

SEEDS = st.integers(0, 2**32 - 1)
POSITIVE = st.floats(1e-6, 1e6)


def answered(situation, parameters=None, mechanisms=MECHANISMS):
    """The world after one resolution of random orders, and what moved it."""
    world = situation.world
    p = (parameters or situation.parameters).at(world.turn)
    after, _, moved = resolve(world, situation.orders(), p, draws_of(world), tuple(mechanisms))
    return after, moved


@cache
def _settled(name, seed):
    return answered(Situation(name, seed))


def settled(situation):
    """What `answered` gives for a situation that is left as it is: all laws look at the same."""
    return _settled(situation.case.name, situation.seed)


def decided(world, parameters, **options):
    """The orders that all actors give in a world."""
    return decide(world, parameters.at(world.turn), draws_of(world), **options)


def summed(world, mechanism_changes, name):
    """A variable as it would be if nothing held it within bounds."""
    value = world[name].copy()
    for (_, changed), change in mechanism_changes.items():
        if changed == name:
            change.add_to(value) if isinstance(change, SparseUpdate) else value.__iadd__(change)
    return value


# --- bounds and conservation ---


@given(situations())
def test_every_variable_stays_within_its_declared_bounds(situation):
    after, _ = settled(situation)
    for name, quantity in VARIABLES.items():
        assert np.all(np.isfinite(after[name])), name
        assert np.all((after[name] >= quantity.low) & (after[name] <= quantity.high)), name


@given(situations())
def test_orders_are_probabilities_and_none_is_given_that_is_not_legal(situation):
    orders = decided(situation.world, situation.parameters)
    assert np.all(np.isfinite(orders.log_odds))
    assert np.all((orders.probability >= 0.0) & (orders.probability <= 1.0))
    assert not np.any(orders.own[orders.probability == 0.0])


@given(situations())
def test_rounds_are_made_fired_or_lost_on_the_way_and_nothing_else(situation):
    world = situation.world
    after, moved = settled(situation)
    raw = summed(world, moved, "munitions_stock")
    free = np.all(raw <= VARIABLES["munitions_stock"].high, axis=0)
    change = (after.munitions_stock - world.munitions_stock).sum(axis=0)
    balance = (world.munitions_output + after.rounds_bought - after.rounds_fired - after.rounds_lost).sum(axis=0)
    np.testing.assert_allclose(change[free], balance[free], rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(
        after.rounds_shipped.sum(axis=0), (after.rounds_received + after.rounds_lost).sum(axis=0), rtol=1e-12
    )


@given(situations())
def test_no_store_is_shipped_or_fired_below_nothing(situation):
    world = situation.world
    scarce = {name: 0.02 * world[name] for name in ("munitions_stock", "munitions_reserve", "troops_available")}
    situation.world = world.changed(**scarce)
    _, moved = answered(situation)
    for name in ("munitions_stock", "troops_available", "troops_deployed"):
        assert np.all(summed(situation.world, moved, name) >= -1e-6), name


@given(situations())
def test_men_are_conserved_but_for_recruitment(situation):
    world = situation.world
    after, moved = settled(situation)
    parts = ("troops_available", "troops_deployed", "troops_lost")
    free = np.ones(world.front.shape, bool)
    for name in parts:
        free &= np.all(summed(world, moved, name) <= VARIABLES[name].high, axis=0)
    change = sum(after[name] - world[name] for name in parts)
    raised = DERIVED["recruits"](world, situation.parameters.at(world.turn))
    np.testing.assert_allclose(change[:, free], raised[:, free], rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("name", CASTS)
def test_men_and_rounds_are_conserved_through_a_whole_history(name):
    case = scenario(name)
    before = case.world(8)
    for turn in history(case, 8, case.turns):
        after = turn.after
        men = sum((after[v] - before[v]).sum(axis=0) for v in ("troops_available", "troops_deployed", "troops_lost"))
        raised = DERIVED["recruits"](before, turn.p)
        np.testing.assert_allclose(men, raised.sum(axis=0), atol=1e-6)
        rounds = (after.munitions_stock - before.munitions_stock).sum(axis=0)
        made = before.munitions_output + after.rounds_bought - after.rounds_fired - after.rounds_lost
        np.testing.assert_allclose(rounds, made.sum(axis=0), atol=1e-6)
        before = after


@pytest.mark.parametrize("name", CASTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_series_and_outcomes_stay_within_bounds_whatever_the_parameters(name, seed):
    case = scenario(name)
    block = measured(case, random_parameters(case, seed, 24), range(24), seed)
    assert not block.failures
    for series, values in block.series.items():
        quantity = SERIES[series].quantity
        assert np.all((values >= quantity.low) & (values <= quantity.high)), series
    for outcome in outcomes_of(case.cast):
        values, quantity = block.outcomes[outcome.name], outcome.quantity
        assert np.all((values >= quantity.low) & (values <= quantity.high)), outcome.name


# --- mechanisms ---


@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_mechanisms_does_not_matter(situation, shuffler):
    shuffled = list(MECHANISMS)
    shuffler.shuffle(shuffled)
    one, _ = settled(situation)
    other, _ = answered(situation, mechanisms=shuffled)
    assert_equal_worlds(one, other)


@given(situations())
def test_a_mechanism_answers_alone_as_it_does_in_company(situation):
    _, together = settled(situation)
    for mechanism in MECHANISMS:
        _, alone = answered(situation, mechanisms=[mechanism])
        for key, change in alone.items():
            first, second = (c.by if isinstance(c, SparseUpdate) else c for c in (change, together[key]))
            assert_same(first, second, str(key))


@given(situations())
def test_the_world_of_the_month_is_read_and_never_written(situation):
    with read_only(situation.world):
        decided(situation.world, situation.parameters)
        answered(situation)


@given(situations())
def test_each_mechanism_changes_only_what_it_declares(situation):
    _, moved = settled(situation)
    declared = {m.name: set(m.changes) for m in MECHANISMS}
    for mechanism, variable in moved:
        assert variable in declared[mechanism], f"{mechanism} changes {variable}"
        assert VARIABLES[variable].kind in ("stock", "flow")


def test_each_mechanism_moves_everything_it_declares():
    still = {(m.name, variable) for m in MECHANISMS for variable in m.changes}
    for seed in range(40):
        _, moved = _settled("northeast-asia", seed) if still else (None, {})
        still -= {key for key, c in moved.items() if np.any(c.by if isinstance(c, SparseUpdate) else c)}
    assert not still


@cache
def usual(runs, turns):
    """Turns of the default scenario, played once."""
    return tuple(history(scenario(), runs, turns))


@pytest.mark.parametrize("mechanism", mostly_thorough(MECHANISMS, *MECHANISMS[::4]), ids=lambda m: m.name)
def test_a_mechanism_switched_off_is_missed(mechanism):
    without = case_of(scenario(), Intervention(without=(mechanism.name,)))
    *_, switched = simulate(without, Draws(1, range(4)), until=18)
    last = usual(4, 18)[-1]
    assert any(not np.allclose(last.after[variable], switched.after[variable]) for variable in mechanism.changes)


# --- relabelling, and bystanders ---


@pytest.mark.parametrize("name", SMALL_CASTS)
def test_listing_the_actors_in_another_order_changes_nothing(name, monkeypatch):
    straight, load_actors = scenario(name), sim.scenarios.scenario._load_actors
    monkeypatch.setattr(sim.scenarios.scenario, "_load_actors", lambda *a: dict(reversed(load_actors(*a).items())))
    turned = load_scenario(name)
    assert turned.cast.names == straight.cast.names[::-1]
    last = straight.cast.size - 1
    rows = [
        turned.cast.slots.index(replace(slot, actor=last - slot.actor, target=last - slot.target))
        for slot in straight.cast.slots
    ]
    for one, other in zip(history(straight, 3, 48), history(turned, 3, 48), strict=True):
        assert_same(one.orders.issued, other.orders.issued[rows], "issued")
        for variable, quantity in VARIABLES.items():
            seen = other.after[variable]
            axes = {"actor": (0,), "pair": (0, 1)}.get(quantity.of, ())
            seen = seen[rows] if quantity.of == "slot" else np.flip(seen, axes) if axes else seen
            if not np.array_equal(seen, one.after[variable]):
                np.testing.assert_allclose(seen, one.after[variable], rtol=1e-9, atol=1e-9, err_msg=variable)


def test_giving_actors_other_names_changes_no_reason_to_act(tmp_path):
    path = copy_of_configs(tmp_path)
    names = scenario().cast.names
    new = {name: f"A{(7 * i) % len(names):02d}" for i, name in enumerate(names)}
    for file in sorted((tmp_path / "actors" / "northeast-asia").glob("*.toml")):
        file.rename(file.with_name(f"{new[file.stem]}.toml"))
    for file in [*tmp_path.rglob("*.toml")]:
        text = file.read_text()
        for old, name in new.items():
            text = text.replace(f'"{old}"', f'"{name}"').replace(f"[toward.{old}]", f"[toward.{name}]")
        file.write_text(text)
    probabilities = []
    for case, naming in ((scenario(), new), (load_scenario(path), {n: n for n in new.values()})):
        world = case.world(1).changed(**case.calendar(31))
        orders, cast = decided(world, case.parameters.with_values({"misperception": 0})), case.cast
        probabilities.append(
            {
                (naming[cast.names[s.actor]], s.action, s.relation, naming[cast.names[s.target]]): chance[0]
                for s, chance in zip(cast.slots, orders.probability, strict=True)
            }
        )
    assert probabilities[0] == pytest.approx(probabilities[1], rel=1e-12)


BYSTANDERS = {
    "a small one without a word": 'name = "Bystander"\nrole = "defender"\nhome = "global"\n',
    "a rich and armed one": 'name = "Bystander"\nrole = "hedger"\nhome = "europe"\n[start]\n'
    + "".join(
        f'{name} = {{ value = {value}, grade = "judged", source = "judged" }}\n'
        for name, value in (("economy", 9000), ("military_spending", 400), ("munitions_stock", 9000), ("closedness", 1))
    ),
}


@pytest.mark.parametrize("bystander", BYSTANDERS.values(), ids=BYSTANDERS.keys())
@pytest.mark.parametrize("file", ["AAA", *(pytest.param(name, marks=pytest.mark.thorough) for name in ("MMM", "ZZZ"))])
def test_an_actor_without_relations_changes_nothing_for_the_others(bystander, file, tmp_path):
    path = copy_of_configs(tmp_path)
    (tmp_path / "actors" / "northeast-asia" / f"{file}.toml").write_text(bystander)
    wider, case = load_scenario(path), scenario()
    kept = [i for i, name in enumerate(wider.cast.names) if name != file]
    assert len(kept) == case.cast.size == wider.cast.size - 1
    for one, other in zip(usual(3, 48), history(wider, 3, 48), strict=True):
        assert_same(one.orders.issued, other.orders.issued, "issued")
        ours, theirs = one.series(), other.series()
        for name, values in ours.items():
            assert_same(values, theirs[name], name)
        for name, quantity in VARIABLES.items():
            seen = other.after[name]
            seen = seen[kept] if quantity.of == "actor" else seen[np.ix_(kept, kept)] if quantity.of == "pair" else seen
            assert_same(seen, one.after[name], name)


# --- formulas ---


@given(POSITIVE, POSITIVE, st.floats(0.25, 4.0))
def test_one_sides_success_is_the_others_failure_and_parity_is_even(a, b, exponent):
    chance = lambda x, y: contest_success(np.array([x]), np.array([y]), exponent)[0]  # noqa: E731
    assert chance(a, b) + chance(b, a) == pytest.approx(1.0, abs=1e-12)
    assert chance(a, a) == 0.5
    assert (chance(a, b) > 0.5) == (a > b) or chance(a, b) == pytest.approx(0.5)


@given(st.floats(-700, 700))
def test_the_logistic_is_symmetric(z):
    assert logistic(np.array([z]))[0] + logistic(np.array([-z]))[0] == pytest.approx(1.0, abs=1e-12)


@given(situations())
def test_rationality_zero_is_a_coin_toss_for_every_legal_order(situation):
    legal, tossed = (
        decided(situation.world, situation.parameters.with_values({"rationality": x})).probability for x in (1e-9, 0.0)
    )
    legal = legal > 0.0
    assert np.all(tossed[legal] == 0.5) and np.all(tossed[~legal] == 0.0)


# --- what an actor sees ---


def truths(world, name, actor, targets):
    """A variable as it is for an actor and for its targets."""
    axes = {
        "actor": lambda value: (value[[actor]], value[targets]),
        "pair": lambda value: (value[actor, targets], value[targets, actor]),
    }
    return axes.get(VARIABLES[name].of, lambda value: (value, value))(world[name])


def assert_shows_the_truth(me: Side, other: Side, world, p, actor, targets):
    for name in (name for name, quantity in VARIABLES.items() if quantity.of != "slot"):
        for side, truth in zip((me, other), truths(world, name, actor, targets), strict=True):
            assert_same(np.broadcast_to(getattr(side, name), truth.shape), truth, name)
    for name, view in DERIVED.items():
        assert_same(getattr(other, name), view(world, p)[targets], name)
    for action in Action:
        assert_same(other.did(action), acts_by(world, action)[targets], str(action))
        assert_same(me.did(action), acts_by(world, action)[[actor]], str(action))
        assert_same(other.suffered(action), acts_toward(world, action)[targets], str(action))


@settings(max_examples=6)
@given(SEEDS, st.sampled_from([0.0, np.zeros(6)]))
def test_without_misperception_every_side_shows_the_truth(seed, misperception):
    case = scenario()
    world = random_world(case, seed)
    p = case.parameters.with_values({"misperception": misperception}).at(world.turn)
    for actor, policy in enumerate(case.cast.policies):
        perception = Perception(world, actor, p, draws_of(world))
        for toward in sorted({rule.toward for rule in policy.rules}):
            targets = list(world.cast.related(actor, toward))
            if targets:
                assert_shows_the_truth(*perception.toward(toward), world, p, actor, targets)


def test_misperception_blurs_others_but_never_oneself():
    case = scenario()
    world = random_world(case, 3)
    p = case.parameters.with_values({"misperception": 0.5}).at(world.turn)
    client = case.cast.holding("client")[0]
    partners = list(case.cast.relations["partners"][client])
    me, other = Perception(world, client, p, draws_of(world)).toward("partners")
    _, oneself = Perception(world, client, p, draws_of(world)).toward("self")
    for own in (me, oneself):
        np.testing.assert_array_equal(own.munitions_stock, world.munitions_stock[[client]])
    assert np.any(other.munitions_stock != world.munitions_stock[partners])
    assert np.all(other.did(Action.SUPPLY_MUNITIONS) <= acts_by(world, Action.SUPPLY_MUNITIONS)[partners])


# --- levers ---


@given(situations(), st.floats(0.1, 10.0))
def test_a_lever_makes_no_order_less_likely_for_own_reasons(situation, size):
    levers = dict.fromkeys(situation.parameters.levers, 0.0)
    idle = situation.parameters.with_values(levers).acting_from(0)
    off = decided(situation.world, idle)
    for lever in levers:
        on = decided(situation.world, idle.with_values({lever: size}))
        np.testing.assert_array_equal(off.own, on.own)
        np.testing.assert_array_equal(off.log_odds, on.log_odds)
        assert np.all(on.issued >= off.issued) and not np.any(off.promised)


@pytest.mark.parametrize("lever", scenario().parameters.levers)
def test_every_lever_but_the_placebo_promises_orders(lever):
    case = case_of(scenario(), Intervention(parameters={lever: 1.0}))
    turns = list(simulate(case.under(case.parameters.acting_from(0)), Draws(1, range(20)), until=3))
    promised = [turn.orders.promised.any() for turn in turns]
    assert any(promised) == (lever != "placebo")


@given(situations())
def test_levers_act_only_through_orders(situation):
    parameters = situation.parameters
    off, on = (
        answered(situation, parameters.with_values(dict.fromkeys(parameters.levers, x)).acting_from(0))[0]
        for x in (0.0, 1.0)
    )
    assert_equal_worlds(off, on)


@pytest.mark.parametrize("name", CASTS)
def test_a_placebo_gives_a_difference_of_exactly_nothing(name):
    case = scenario(name)
    without, with_it = (measured(case, case.parameters.with_values({"placebo": x}), range(5), 3) for x in (0.0, 1.0))
    for series, values in without.series.items():
        np.testing.assert_array_equal(values, with_it.series[series], err_msg=series)
    for outcome, values in without.outcomes.items():
        np.testing.assert_array_equal(values, with_it.outcomes[outcome], err_msg=outcome)


def test_levers_do_nothing_before_they_start():
    case = scenario()
    on = dict.fromkeys(case.parameters.levers, 1.0)
    with_them, without = history(case, 4, case.levers_from + 1, **on), history(case, 4, case.levers_from + 1)
    for one, other in zip(with_them[:-1], without[:-1], strict=True):
        assert_equal_worlds(one.after, other.after)
    assert np.any(with_them[-1].orders.promised) and not np.any(without[-1].orders.promised)


# --- policies ---


@pytest.mark.parametrize("role", POLICIES)
def test_every_role_can_be_played_by_every_actor_it_suits(role):
    case = scenario()
    assert POLICIES[role].position in case.cast.positions
    assert POLICIES[role].rules and POLICIES[role].doctrine

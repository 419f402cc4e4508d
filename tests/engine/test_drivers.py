"""The Mesa model and the ensemble play the same histories, to the last bit, however runs are cut."""

from __future__ import annotations

import gc
import inspect
import pickle
import weakref

import mesa
import numpy as np
import pandas as pd
import pytest
from worlds import SMALL_CASTS, assert_equal_worlds, assert_same, history, measured, scenario

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Case, case_of
from sim.engine.mesa_model import Actor, EntenteModel
from sim.engine.simulate import play, simulate
from sim.model.series import recorded_series
from sim.model.world import VARIABLES

pytestmark = pytest.mark.usefixtures("compiled")

MIXES = {
    "nothing done": {},
    "all levers": dict.fromkeys(scenario().parameters.levers, 1.0),
    "half a lever and other numbers": {"support_ukraine": 0.5, "misperception": 0.4, "decisiveness": 2.0},
}


def assert_equal_turns(one, other):
    """The same worlds and the same orders, with what they were weighed by."""
    assert_equal_worlds(one.after, other.after)
    for part in ("log_odds", "probability", "draw", "issued"):
        assert_same(getattr(one.orders, part), getattr(other.orders, part), part)


def assert_equal_blocks(one, other):
    """The same outcomes and series of the same replicates."""
    np.testing.assert_array_equal(one.replicates, other.replicates)
    for kind in ("outcomes", "series"):
        ours, theirs = getattr(one, kind), getattr(other, kind)
        assert ours.keys() == theirs.keys()
        for name, values in ours.items():
            np.testing.assert_array_equal(values, theirs[name], err_msg=name)


def joined(blocks):
    """Outcomes of several blocks, one after another."""
    blocks = list(blocks)
    return {name: np.concatenate([b.outcomes[name] for b in blocks]) for name in blocks[0].outcomes}


# --- one run and many ---


@pytest.mark.parametrize(
    ("seed", "mix"),
    [
        pytest.param(seed, mix, marks=[] if seed == 1 else pytest.mark.thorough, id=name)
        for seed, (name, mix) in zip([0, 1, 20220224], MIXES.items(), strict=True)
    ],
)
def test_mesa_replicate_k_is_ensemble_run_k_in_every_variable_every_turn(seed, mix):
    follow_side_by_side("northeast-asia", seed, mix, runs=23, replicate=17)


@pytest.mark.parametrize("name", SMALL_CASTS)
def test_the_two_drivers_agree_on_every_scenario(name):
    follow_side_by_side(name, 7, {}, runs=3, replicate=2)


def follow_side_by_side(name, seed, mix, runs, replicate):
    case = scenario(name)
    model = EntenteModel(case=name, replicate=replicate, rng=seed, agent_variables=False, **mix)
    for turn in simulate(Case(case, case.parameters.with_values(mix)), Draws(seed, range(runs))):
        model.step()
        for variable in VARIABLES:
            many, one = turn.after[variable], model.world[variable]
            kept = many[..., [replicate]] if many.shape[-1] == runs else many
            assert_same(kept, one, f"{variable} at turn {model.world.turn}")
        assert_same(turn.orders.issued[:, [replicate]], model.orders.issued, "issued")
        assert_same(turn.orders.log_odds[:, [replicate]], model.orders.log_odds, "log odds")
    assert not model.running


def test_twenty_runs_equal_nine_and_eleven():
    case = scenario()
    whole = measured(case, case.parameters, range(20), 4)
    parts = joined(measured(case, case.parameters, part, 4) for part in (range(9), range(9, 20)))
    for name, values in whole.outcomes.items():
        np.testing.assert_array_equal(values, parts[name], err_msg=name)


@pytest.mark.parametrize("block", [1, 5, 64])
def test_the_size_of_blocks_does_not_matter(block):
    case = scenario()
    values = {"shell_hunger": np.linspace(0.5, 3.0, 13), "misperception": np.linspace(0.0, 0.5, 13)}
    parameters = case.parameters.with_values(values)
    one, other = (joined(play(Case(case, parameters), Draws(2, range(13)), 40, block=size)) for size in (13, block))
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)


def test_runs_do_not_see_each_other():
    case = scenario()
    alone, together = history(case, 1, 60), history(case, 40, 60)
    for one, many in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.orders.log_odds[:, 0], many.orders.log_odds[:, 0])
    backwards = measured(case, case.parameters, range(8)[::-1], 1, 60)
    forwards = measured(case, case.parameters, range(8), 1, 60)
    for name, values in forwards.series.items():
        np.testing.assert_array_equal(values, backwards.series[name][..., ::-1], err_msg=name)


def test_an_array_of_parameters_equals_as_many_calls():
    case, runs = scenario(), 4
    uncertain = case.parameters.uncertain
    declared = case.parameters.declared
    rng = np.random.default_rng(3)
    drawn = {name: rng.uniform(declared[name].low, declared[name].high, runs) for name in uncertain}
    drawn |= {lever: rng.uniform(0.0, 1.0, runs) for lever in case.parameters.levers}
    together = measured(case, case.parameters.with_values(drawn), range(runs), 9)
    for run in range(runs):
        single = case.parameters.with_values({name: float(values[run]) for name, values in drawn.items()})
        alone = measured(case, single, [run], 9)
        for name, values in alone.outcomes.items():
            np.testing.assert_array_equal(values[0], together.outcomes[name][run], err_msg=name)


def test_another_seed_and_another_replicate_are_other_histories():
    case = scenario()
    one = measured(case, case.parameters, range(4), 1, 60).series["territory"]
    other = measured(case, case.parameters, range(4), 2, 60).series["territory"]
    assert len(np.unique(np.concatenate([one[-1], other[-1]]))) == 8


@pytest.mark.thorough
def test_explaining_orders_does_not_change_them():
    case = case_of(scenario())
    plain, explained = (simulate(case, Draws(1, range(3)), until=40, explain=asked) for asked in (False, True))
    for one, other in zip(plain, explained, strict=True):
        assert_equal_turns(one, other)
        assert not any(one.orders.contributions)
        for slot, kept, log_odds in zip(
            case.cast.slots, other.orders.contributions, other.orders.log_odds, strict=True
        ):
            assert [c.reason for c in kept] == list(slot.rule.reasons)
            base = other.p[slot.rule.base_rate]
            np.testing.assert_allclose(base + sum(c.log_odds for c in kept), log_odds, atol=1e-9)


# --- Mesa ---


def test_the_data_collector_speaks_the_words_of_the_dictionary():
    model = EntenteModel(rng=1)
    for _ in range(3):
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table.columns) == [*recorded_series(model.world.cast), "seed"]
    assert set(table.seed) == {1}
    assert len(table) == 4 and table.notna().all().all()
    agents = model.datacollector.get_agent_vars_dataframe()
    assert set(agents.columns) == {n for n, q in VARIABLES.items() if q.of == "actor" and q.kind in ("stock", "flow")}
    assert len(agents) == 4 * len(model.agents) == 4 * model.world.cast.size


def test_the_data_collector_holds_what_the_ensemble_records():
    case = scenario()
    model = EntenteModel(rng=5, replicate=2, agent_variables=False)
    while model.running:
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    block = measured(case, case.parameters, [0, 1, 2], 5)
    for name, quantity in recorded_series(case.cast).items():
        if quantity.of == "theatre":
            base = next(name.removesuffix(f"_{t}") for t in case.cast.theatres if name.endswith(f"_{t}"))
            number = next(i for i, t in enumerate(case.cast.theatres) if name.endswith(f"_{t}"))
            recorded = block.series[base][:, number, 2]
        else:
            recorded = block.series[name][:, 2]
        np.testing.assert_array_equal(table[name].iloc[1:], recorded, err_msg=name)  # the first row is the start


def test_mesa_sees_an_agent_for_each_actor_and_the_model_stops_at_its_end():
    model = EntenteModel(case="vietnam-1965", rng=1, agent_variables=False)
    assert [agent.name for agent in model.agents] == list(model.world.cast.names)
    assert all(isinstance(agent, Actor) for agent in model.agents)
    model.run_model()
    assert model.world.turn == model.case.turns and not model.running


def test_batch_run_sweeps_levers_and_replicates():
    # Mesa 3.5 takes seeds apart from the other parameters; 3.3 knows no `rng` there.
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    lever = scenario("vietnam-1965").parameters.levers[0]
    parameters = {"case": "vietnam-1965", "replicate": [0, 1], lever: [0.0, 1.0], "agent_variables": False}
    if apart:
        rows = mesa.batch_run(EntenteModel, parameters, display_progress=False, rng=[11])
    else:
        rows = mesa.batch_run(EntenteModel, {**parameters, "rng": 11}, display_progress=False)
    table, case = pd.DataFrame(rows), scenario("vietnam-1965")
    assert len(table) == 4 and set(recorded_series(case.cast)) <= set(table)
    for mix, part in table.groupby(lever):
        block = measured(case, case.parameters.with_values({lever: mix}), [0, 1], 11)
        last = -1 if apart else -2  # the batch of Mesa 3.3 leaves out the last row of a model that ends by itself
        np.testing.assert_array_equal(part.sort_values("replicate").territory, block.series["territory"][last])


def test_the_same_seed_gives_the_same_model_and_none_gives_another():
    models = [EntenteModel(rng=3), EntenteModel(rng=3), EntenteModel(), EntenteModel()]
    for model in models:
        for _ in range(12):
            model.step()
    territory = [float(model.series("territory")) for model in models]
    assert territory[0] == territory[1] and len(set(territory)) == 3


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"support_ukrain": 1.0}, "did you mean support_ukraine"),
        ({"support_ukraine": 11.0}, "from 0 to 10"),
        ({"support_ukraine": "much"}, "'much'"),
        ({"case": "nowhere"}, "northeast-asia"),
        ({"rng": None, "seed": 1.0}, "seed = 1.0"),
        ({"rng": -1}, "rng = -1"),
        ({"rng": "100"}, "rng = '100'"),
        ({"rng": True}, "rng = True"),
        ({"rng": [1, "a"]}, "a whole number"),
        ({"seed": 2}, "a seed or rng, not both"),
        ({"replicate": 1.5}, "replicate = 1.5"),
        ({"replicate": -1}, "replicate = -1"),
        ({"replicate": np.nan}, "replicate = nan"),
        ({"support_ukraine": True}, "support_ukraine = True"),
        ({"support_ukraine": np.array([0.0, 1.0])}, "one history"),
    ],
)
def test_a_wrong_keyword_is_one_clear_line(wrong, named):
    with pytest.raises(BadInput) as caught:
        EntenteModel(**{"rng": 1, **wrong})
    assert "\n" not in str(caught.value) and named in str(caught.value)


@pytest.mark.parametrize("given", [{"seed": 3}, {"seed": np.int64(3)}, {"rng": np.uint8(3)}], ids=repr)
def test_a_seed_may_be_called_so_and_be_of_any_integer_type(given):
    one, other = EntenteModel(rng=3), EntenteModel(**given)
    assert one.draws.seed == other.draws.seed == 3


def test_a_generator_draws_the_seed_as_mesa_has_it():
    ours, theirs = (EntenteModel(rng=np.random.default_rng(5)).draws.seed for _ in range(2))
    assert ours == theirs != EntenteModel(rng=np.random.default_rng(6)).draws.seed


@pytest.mark.parametrize("value", [np.int64(1), np.float32(1.0), np.array(1.0)], ids=repr)
def test_a_lever_may_be_of_any_type_of_number(value):
    assert EntenteModel(rng=1, support_ukraine=value).case.parameters["support_ukraine"] == 1.0


# --- what Mesa users do besides ---


def months(model, count):
    """The worlds of so many months."""
    found = []
    for _ in range(count):
        model.step()
        found.append(model.world)
    return found


@pytest.mark.parametrize("early", [{}, {"support_ukraine": 1.0}], ids=["not pulled", "pulled"])
def test_a_lever_that_is_set_on_a_running_model_acts_from_that_month_on(early):
    left, touched = EntenteModel(rng=1, **early), EntenteModel(rng=1, **early)
    for one, other in zip(months(left, 40), months(touched, 40), strict=True):
        assert_equal_worlds(one, other)
    touched.support_ukraine = 1.0 - early.get("support_ukraine", 0.0)
    ours, theirs = months(left, 30), months(touched, 30)
    assert any((one.variables()[name] != other[name]).any() for one, other in zip(ours, theirs, strict=True)
               for name in VARIABLES)  # fmt: skip
    intensity = touched.case.parameters.intensity
    assert intensity("support_ukraine", 39) == early.get("support_ukraine", 0.0)
    assert intensity("support_ukraine", 40) == touched.support_ukraine == 1.0 - early.get("support_ukraine", 0.0)


def test_a_parameter_that_is_set_on_a_running_model_acts_from_that_month_on():
    left, touched = EntenteModel(rng=1), EntenteModel(rng=1)
    for one, other in zip(months(left, 3), months(touched, 3), strict=True):
        assert_equal_worlds(one, other)
    touched.misperception = 0.5
    assert touched.misperception == 0.5 != left.misperception
    touched.step()
    assert touched.turn.p.misperception == 0.5


@pytest.mark.parametrize("value", [True, "1", np.nan, 100.0, [1.0]], ids=repr)
def test_what_is_no_intensity_is_one_line_on_a_running_model_too(value):
    model = EntenteModel(rng=1)
    with pytest.raises(BadInput, match="support_ukraine"):
        model.support_ukraine = value


def test_a_model_that_was_pickled_goes_on_as_if_it_had_not_been():
    model = EntenteModel(rng=1, support_ukraine=1.0)
    months(model, 5)
    again = pickle.loads(pickle.dumps(model))
    for one, other in zip(months(model, 40), months(again, 40), strict=True):
        assert_equal_worlds(one, other)
    assert [agent.name for agent in again.agents] == [agent.name for agent in model.agents]
    ours, theirs = (m.datacollector.get_model_vars_dataframe() for m in (model, again))
    pd.testing.assert_frame_equal(ours, theirs)
    with pytest.raises(AttributeError):
        assert again.no_such_thing


class Press(mesa.Agent):
    """An observer that is no actor."""


class WithPress(EntenteModel):
    """A model with an agent of another kind."""

    def __init__(self, **given):
        super().__init__(**given)
        Press(self)


@pytest.mark.parametrize("variables", [True, False])
def test_agents_of_another_kind_stand_beside_actors(variables):
    model = WithPress(rng=1, agent_variables=variables)
    model.step()
    assert [agent.unique_id for agent in model.agents] == list(range(1, model.case.cast.size + 2))
    if variables:
        newest = model.datacollector.get_agent_vars_dataframe().loc[model.steps]
        assert newest.loc[model.case.cast.size + 1].isna().all()
        assert newest.loc[: model.case.cast.size].notna().all().all()


def test_a_reporter_that_is_added_later_has_its_values_from_then_on():
    model = EntenteModel(rng=1)
    model.step()
    model.datacollector.model_reporters["depth"] = lambda m: float(m.series("territory"))
    model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == 3 and list(table.depth.isna()) == [True, True, False]


def test_a_model_that_nobody_holds_is_freed():
    left = weakref.ref(EntenteModel(rng=1, agent_variables=False))
    gc.collect()
    assert left() is None

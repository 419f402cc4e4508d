"""The benchmark compares like with like: the plain objects do as much a turn as the model, and rows are data."""

import pytest
from worlds import mostly_thorough

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.step import step
from sim.report.benchmark import KERNEL, PLAIN, start_table, sweep_line, work_table
from sim.scenarios.enlarged import enlarged
from sim.scenarios.scenario import load_scenario, scenario_names
from sim.studies import benchmark
from sim.studies.benchmark_rows import ROWS, Row, Work, work_of_a_turn
from sim.studies.plain_objects.model import PlainModel
from sim.studies.plain_objects.pairs import Relation
from sim.studies.plain_objects.rules import CONDITIONS, REASONS, WHY


@pytest.mark.parametrize("name", scenario_names())
def test_the_plain_objects_do_as_much_a_turn_as_the_model(name):
    ours, plain = work_of_a_turn(load_scenario(name)).values()
    assert ours == plain and min(ours.values()) > 0


def test_the_plain_objects_grow_with_the_cast():
    once, twice = (work_of_a_turn(enlarged(load_scenario(), copies))[PLAIN] for copies in (1, 2))
    assert all(twice[of] == 2 * once[of] for of in ("decisions", "reasons", "pairs"))


def test_the_plain_objects_weigh_in_a_turn_as_many_reasons_as_the_model_does(monkeypatch):
    scenario, weighed, aged = load_scenario(), [], []
    case = case_of(scenario)
    orders = step(case.start(1), case, case.parameters.at(0), Draws(1, [0]), explain=True).orders
    model = PlainModel(scenario, 1)
    for order in model.orders:
        order.reasons = [counted(reason, weighed) for reason in order.reasons]
    monkeypatch.setattr(Relation, "age", counted(Relation.age, aged))
    model.step()
    assert len(weighed) == sum(map(len, orders.contributions)) and len(aged) == len(scenario.cast.pairs.linked)


def counted(function, calls):
    """A function that writes down that it was called."""

    def counting(*given):
        calls.append(function)
        return function(*given)

    return counting


@pytest.mark.parametrize("name", scenario_names())
def test_the_plain_objects_play_to_the_end_with_finite_numbers_within_bounds(name):
    scenario = load_scenario(name)
    model, given = PlainModel(scenario, 3), 0
    while model.running:
        model.step()
        given += sum(order.given for order in model.orders)
    told = model.datacollector.get_model_vars_dataframe()
    assert len(told) == scenario.turns + 1 and told.notna().all(axis=None) and told.nunique().max() > 10
    assert 0.02 < given / len(model.orders) / scenario.turns < 0.9
    for relation in model.linked:
        assert 0 <= relation.tie <= 1 and 0 <= relation.hostility <= 1 and 0 <= relation.sanctions <= 1


def test_the_plain_objects_repeat_themselves_under_a_seed():
    def told(seed):
        model = PlainModel(load_scenario(), seed)
        for _ in range(4):
            model.step()
        return model.datacollector.get_model_vars_dataframe()

    assert told(1).equals(told(1)) and not told(1).equals(told(2))


def test_every_reason_of_the_plain_objects_is_weighed_for_some_action_and_every_condition_is_known():
    cast = load_scenario().cast
    assert {name for names in WHY.values() for name in names} == set(REASONS)
    assert set(WHY) == {action.value for action in cast.actions}
    assert {name for row in cast.actions.values() for name in row.legality} <= set(CONDITIONS)


QUICK = [row for row in ROWS if not row.name.startswith("compile")][::2]


@pytest.mark.parametrize("row", mostly_thorough(ROWS, *QUICK), ids=[row.name for row in ROWS])
def test_each_row_can_be_measured(row):
    taken = benchmark.measure(Work(row.name, "northeast-asia", 2, turns=3))
    assert taken.seconds > 0 and taken.processor > 0 and taken.peak > 10


@pytest.mark.thorough
def test_measurements_are_made_in_fresh_processes_and_by_turns():
    work, moved = Work(KERNEL, "northeast-asia", 4, turns=2), []
    assert len(benchmark.fresh([work, work])) == 2
    measured = benchmark.in_turn([[work, work]], 2, lambda: moved.append(1))
    assert [[len(of_row) for of_row in taken] for taken in measured] == [[2], [2]] and len(moved) == 2


def test_a_further_row_is_one_entry(monkeypatch):
    one, further = benchmark.Taken(1.0, 1.0, 50.0), Row("start-up", "something new", lambda work, case: None)
    monkeypatch.setattr(benchmark, "ROWS", (*ROWS, further))
    monkeypatch.setattr(benchmark, "fresh", lambda works: [one for _ in works])
    monkeypatch.setattr(
        benchmark, "in_turn", lambda rows, rounds, _: [[[one for _ in works] for works in rows] for _ in range(rounds)]
    )
    measured = benchmark.measured_by(benchmark.QUICK, "northeast-asia")
    assert "something new" in list(start_table(measured)["what"])


def test_a_finished_sweep_tells_how_it_shared_its_time():
    manifest = {"runs": 34, "wall_seconds_playing": 30.0, "wall_seconds_closing": 10.0}
    assert "34 histories played in 30.0 s, closed in 10.0 s by the clock; closing is 25%" in sweep_line(manifest, "out")
    assert "none is finished in out" in sweep_line(None, "out")


def test_the_work_of_a_turn_is_told_side_by_side():
    table = work_table({"a": {"decisions": 3}, "b": {"decisions": 3}})
    assert list(table["model"]) == ["a", "b"] and table["decisions"].nunique() == 1

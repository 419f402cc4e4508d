"""A table in, a table out: every row is what it would be alone, and no row costs another."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.given import whole
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block
from sim.inputs.parameters import Schedule, Step
from sim.lab import playing
from sim.lab.evaluate import FILE, Options, evaluate, study
from sim.lab.playing import Task, perform
from sim.lab.samplers import sampler_of
from sim.lab.table import load_points, read_points
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.scenarios.scripts import load_script

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "vietnam-1965"
SMALL = {"scenario": CASE, "replicates": 3, "seed": 5}
TABLE = {
    "placebo": [0.0, 1.0, 0.5, 0.0],
    "order_pace": [0.1, 0.1, 0.2, 0.1],
    "law_of_war": ["contest", "attrition", "contest", "attrition"],
    "start": [12, 12, 20, 30],
}


def names():
    return [one.name for one in outcomes_of(load_scenario(CASE).cast)]


def means_of(intervention, parameters=None, replicates=3):
    """What a row should give: the scenario under one intervention, played plainly."""
    drawn = Intervention(parameters=parameters or {})
    case = case_of(load_scenario(CASE), drawn.also(intervention))
    block = play_block(case, Draws(5, range(replicates)))
    return np.array([block.outcomes[name].mean() for name in names()])


@pytest.fixture(scope="module")
def whole_table():
    """What the rows of the table give together."""
    return evaluate(TABLE, history="free", **SMALL)


def test_every_row_is_what_it_is_when_it_is_played_alone(whole_table):
    found = whole_table
    for row in range(4):
        own = {name: values[row] for name, values in TABLE.items()}
        alone = Intervention(
            Schedule((Step(own["start"], "placebo", own["placebo"]),)),
            {"order_pace": own["order_pace"]},
            theories={"law_of_war": own["law_of_war"]},
        )
        np.testing.assert_allclose(found.loc[row, names()].astype(float), means_of(alone), rtol=1e-12)
    assert list(found["failed"]) == [0] * 4 and list(found["reason"]) == [""] * 4


def test_a_script_is_a_column_like_a_side_and_no_script_is_none():
    asked = {"scenario": "northeast-asia", "replicates": 2, "seed": 5, "history": "free"}
    found = evaluate({"script": ["no-exercises", "none"], "support_ukraine": [1.0, 1.0]}, **asked)
    scenario = load_scenario("northeast-asia")
    lever = Schedule((Step(scenario.levers_from, "support_ukraine", 1.0),))
    for row, script in enumerate((load_script("no-exercises", scenario), ())):
        block = play_block(case_of(scenario, Intervention(lever, script=script)), Draws(5, range(2)))
        told = [one.name for one in outcomes_of(scenario.cast)]
        alone = np.array([block.outcomes[name].mean() for name in told])
        np.testing.assert_allclose(found.loc[row, told].astype(float), alone, rtol=1e-12)
    with pytest.raises(BadInput, match=r"row 0, script = 'no-exercise': .*did you mean no-exercises"):
        evaluate({"script": ["no-exercise"]}, **asked)


def test_scripts_that_begin_after_the_record_share_its_past_and_others_do_not():
    scenario = load_scenario("northeast-asia")
    late = read_points({"script": ["no-exercises", "none"]}, scenario).points
    assert late.share_a_past(35) and not late.share_a_past(36)


def test_where_parameters_are_drawn_replicate_k_takes_set_k_and_columns_prevail():
    drawn = sampler_of(load_scenario(CASE), "prior", 5).draw(np.arange(3))
    found = evaluate({"order_pace": [0.1]}, parameters="prior", history="free", **SMALL)
    expected = means_of(Intervention(parameters={"order_pace": 0.1}), drawn)
    np.testing.assert_allclose(found.loc[0, names()].astype(float), expected, rtol=1e-12)


@pytest.mark.thorough
@settings(deadline=None, max_examples=3)
@given(st.integers(1, 40), st.permutations(range(4)))
def test_neither_blocks_nor_the_order_of_rows_change_a_number(whole_table, block, order):
    table = pd.DataFrame(TABLE)
    other = evaluate(table.iloc[list(order)], history="free", block=block, **SMALL)
    pd.testing.assert_frame_equal(other.sort_index(), whole_table, check_exact=True)


def test_rows_that_only_levers_tell_apart_share_the_record_and_others_play_it_as_a_script():
    many = {"scenario": "northeast-asia", "replicates": 2}
    levers = evaluate({"talks_with_pyongyang": [0.0, 1.0]}, **many)
    assert levers.attrs["history"] == "record"
    assert evaluate({"order_pace": [0.1, 0.2]}, **many).attrs["history"] == "script"
    with pytest.raises(BadInput, match=r"--history = 'record': expected rows that only levers .* script plays"):
        evaluate({"order_pace": [0.1, 0.2]}, history="record", **many)


def test_a_row_that_raises_costs_no_other(whole_table, monkeypatch):
    real = playing.play_block

    def broken(case, *args, **more):
        if (np.asarray(case.parameters["order_pace"]) == 0.2).any():
            raise ZeroDivisionError("nothing to divide by")
        return real(case, *args, **more)

    monkeypatch.setattr(playing, "play_block", broken)
    found = evaluate(TABLE, history="free", **SMALL)
    assert list(found["failed"]) == [0, 0, 3, 0]
    assert found.loc[2, "reason"] == "ZeroDivisionError: nothing to divide by"
    assert np.isnan(found.loc[2, names()].astype(float)).all()
    pd.testing.assert_frame_equal(found.drop(2), whole_table.drop(2), check_exact=True)


def test_what_is_recorded_is_what_is_given_and_is_not_played_twice(tmp_path, monkeypatch):
    outcomes = names()[:2]
    kept = evaluate(TABLE, outcomes=outcomes, out=tmp_path, history="free", **SMALL)
    assert list(kept.columns) == [*TABLE, *outcomes, "replicates", "failed", "reason"]
    plainly = evaluate(TABLE, outcomes=outcomes, history="free", **SMALL)
    pd.testing.assert_frame_equal(kept, plainly, rtol=1e-9)
    monkeypatch.setattr(playing, "play_block", None)
    pd.testing.assert_frame_equal(evaluate(TABLE, outcomes=outcomes, out=tmp_path, history="free", **SMALL), kept)
    assert len(pd.read_csv(tmp_path / FILE)) == 4


def test_a_task_takes_along_its_own_rows_only():
    scenario = load_scenario(CASE)
    table = read_points({"order_pace": np.linspace(0.1, 0.2, 5000)}, scenario)
    options = Options(scenario=CASE, replicates=2, history="free")
    plan = study(table, options).plan(options, scenario)
    cut = plan.cut(8000, 8004)
    assert len(cut.arms) == 4002 and len(pickle.dumps(cut)) < len(pickle.dumps(plan)) / 5
    played, same = perform(Task(cut, 8000, 8004)), perform(Task(plan, 8000, 8004))
    np.testing.assert_array_equal(played.arrays["means"], same.arrays["means"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("order_pacee\n1\n", "column 1 = 'order_pacee': expected a lever.*did you mean order_pace"),
        ("placebo,placebo\n1,1\n", "column 2 = 'placebo': expected each column only once"),
        ("placebo,order_pace\n1,0.1\n0,\n", "row 3, order_pace = '': expected a number from"),
        ("placebo\n1\n99\n", "row 3, placebo = 99: expected a number from 0 to 10"),
        ("placebo\n1\nmuch\n", "row 3, placebo = 'much': expected a number"),
        ("law_of_war\ncontest\nattrition\nluck\n", "row 4, law_of_war = 'luck': expected a side.*known: contest"),
        ("start\n3.5\n", "row 2, start = 3.5: expected a whole number"),
        ("placebo,start\n1,2,3\n", "expected a readable CSV"),
        ("placebo;start\n0,5;x\n", "row 2, start = 'x': expected a number"),
        (f"start,placebo\n3,{'9' * 400}\n3,1\n", "row 2, placebo = 99+.*: expected a number from 0 to 10"),
        ("placebo\n", "rows = 0: expected a row a point"),
        ("", "columns = '': expected a column"),
    ],
)
def test_a_table_that_is_wrong_is_told_in_one_line_with_row_and_column(tmp_path, text, told):
    path = tmp_path / "design.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=f"design.csv: .*{told}"):
        load_points(path, load_scenario(CASE))


@pytest.mark.parametrize("number", [10**400, -(10**400), 10**5000], ids=["beyond", "below", "too long to write"])
def test_a_number_beyond_all_bounds_is_told_in_one_line(number):
    with pytest.raises(BadInput, match=r"row 1, placebo = .*: expected a number from 0 to 10"):
        evaluate(pd.DataFrame({"placebo": [0.5, number]}, dtype=object), scenario=CASE)
    with pytest.raises(BadInput, match=r"seed = .*: expected a whole number"):
        whole(number, "somewhere", "seed", 0, 9)


def test_a_table_of_a_german_spreadsheet_is_the_same_table(tmp_path):
    plain, german = tmp_path / "plain.csv", tmp_path / "german.csv"
    plain.write_text("placebo,law_of_war,start\n0.5,contest,14\n\N{MINUS SIGN}0,attrition,15\n", encoding="utf-8")
    german.write_text(plain.read_text("utf-8").replace(",", ";").replace(".", ","), encoding="utf-8-sig")
    one, other = (load_points(path, load_scenario(CASE)) for path in (plain, german))
    assert one.frame.equals(other.frame) and one.points.values.tolist() == other.points.values.tolist()

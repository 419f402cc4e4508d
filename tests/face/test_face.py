"""From Python: scenarios are changed, run, swept, saved and pickled, and say the same as the command line."""

import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim as entente
from sim.commands.main import app
from sim.lab import libraries

pytestmark = pytest.mark.usefixtures("compiled")

ROOT = Path(__file__).parents[2]
NAME, LEVER, SEED, END = "vietnam-1965", "arms_for_hanoi", 3, 30
WAR = entente.load(NAME)


@pytest.fixture(scope="module")
def many():
    return WAR.run_many(6, SEED, END)


def numbers(run):
    """What was measured of one history, by outcome."""
    return run.outcomes.set_index("outcome")["value"]


def test_one_history_is_that_of_the_command_line_and_that_of_the_many(many, tmp_path):
    run = WAR.run(5, SEED, END)
    app(["run", "--scenario", NAME, "--seed", "3", "--replicate", "5", "--until", "30", "--out", str(tmp_path / "r")],
        standalone_mode=False)  # fmt: skip
    written = pd.read_csv(tmp_path / "r" / "months.csv")
    pd.testing.assert_frame_equal(run.months, written, check_dtype=False, rtol=1e-9)
    pd.testing.assert_series_equal(numbers(run), many.outcomes.loc[5], check_names=False)
    assert run.orders.shape[0] == int(run.possible_orders.issued.sum())
    assert "1965" in run.story() and len(run.explain("USA", 4)) == len(run.explanations("USA", 4))


def test_a_change_gives_another_scenario_and_its_difference_is_paired(many):
    armed = WAR.change(set={LEVER: 2.0}, theories={"dispute_hazard": "spiral"}, start=10)
    assert armed != WAR and entente.load(NAME) == WAR and LEVER in repr(armed) and LEVER not in repr(WAR)
    differences = armed.run_many(6, SEED, END).minus(many)
    own = armed.run(2, SEED, END).outcomes.set_index("outcome")["value"]
    assert (differences.low <= differences.difference).all() and differences.difference.abs().max() > 0.0
    assert (many.minus(many).difference == 0.0).all()
    assert own["territory_mean"] != many.outcomes.loc[2, "territory_mean"]
    dose = WAR.levers.loc[LEVER, "dose"]
    assert (
        armed.change(set={LEVER: 1.0})
        .run(0, SEED, END)
        .months.equals(
            WAR.change(doses={LEVER: dose}, theories={"dispute_hazard": "spiral"}, start=10).run(0, SEED, END).months
        )
    )


def test_what_goes_on_from_a_checkpoint_is_the_whole(many, tmp_path):
    here = WAR.checkpoint(18, [0, 1, 2], SEED)
    read = entente.load(here.save(tmp_path / "three.npz"))
    for one in (here, read, pickle.loads(pickle.dumps(read))):
        pd.testing.assert_frame_equal(one.run_many(3, until=END).outcomes, many.outcomes.iloc[:3])
    other = read.run_many(6, until=END).outcomes
    assert (other.iloc[3:].to_numpy() != other.iloc[:3].to_numpy()).any()
    later = read.change(set={LEVER: 2.0}, start=20).checkpoint(24, 1)
    whole = WAR.change(set={LEVER: 2.0}, start=20).run(1, SEED, END)
    assert later.run(until=END).months.equals(whole.months)
    assert WAR.run(1, SEED, 18).checkpoint().run(until=END).months.equals(WAR.run(1, SEED, END).months)


def test_everything_can_be_pickled_and_shown(many):
    run = WAR.run(1, SEED, 12)
    for one in (WAR, WAR.change(do={"front": 0.4}, roles={"CHN": "balancer"}), run, many):
        again = pickle.loads(pickle.dumps(one))
        assert WAR.title in again._repr_html_() and "<table" in again._repr_html_()
    assert pickle.loads(pickle.dumps(run)).months.equals(run.months)


def test_a_history_that_was_pickled_under_another_code_is_not_played(monkeypatch):
    kept = pickle.dumps(WAR.run(1, SEED, 3))
    monkeypatch.setattr("sim.lab.saved.code_hash", lambda rooms: "another")
    with pytest.raises(entente.BadInput, match="code of sim/base differs"):
        pickle.loads(kept)


@pytest.mark.parametrize("method", ["spawn", pytest.param("forkserver", marks=pytest.mark.thorough)])
def test_it_is_played_in_a_process_however_that_is_started(many, method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("not on this system")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        there = pool.submit(WAR.run_many, 6, SEED, END).result()
    pd.testing.assert_frame_equal(there.outcomes, many.outcomes)


@pytest.mark.thorough
def test_several_processes_change_nothing(many):
    both = WAR.run_many(6, SEED, END, jobs=2)
    pd.testing.assert_frame_equal(both.outcomes, many.outcomes)
    np.testing.assert_array_equal(both.series["territory"], many.series["territory"])


SCRIPT = """
import sys
import sim as entente
assert not {"numpy", "pandas", "rich", "matplotlib"} & set(sys.modules), "importing is light"
assert set(entente.__all__) <= set(dir(entente)) and callable(entente.study)
war = entente.load("vietnam-1965")
print(len(war.run_many(3, until=4)))
try:
    war.run_many(3, until=4, jobs=2)
except entente.BadInput as error:
    print(error)
"""


def test_small_work_needs_no_guard_and_more_says_so(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)})
    said = done.stdout.splitlines()
    assert said[0] == "3" and "__main__" in said[1] and not done.stderr


def test_a_sweep_and_a_table_of_points(tmp_path):
    war = WAR.change(set={"front_feed": 1.5}, roles={"CHN": "balancer"})
    swept = war.sweep(tmp_path / "sweep", replicates=2, turns=15, quick=True, curve=())
    effects = swept.table("effects")
    assert "effects" in swept.tables and len(swept.sections) == 2 and swept.page.exists()
    assert set(swept.table("runs").front_feed) == {1.5} and swept.manifest["under"]["policies"] == {"CHN": "balancer"}
    assert len(pickle.loads(pickle.dumps(swept)).table("effects")) == len(effects) and "<table" in swept._repr_html_()
    points = WAR.change(set={"front_feed": 1.5}).evaluate(
        {LEVER: [0.0, 1.0]}, replicates=3, seed=SEED, outcomes=("territory_mean",)
    )
    assert list(points.front_feed) == [1.5, 1.5] and points.territory_mean.nunique() == 2


def test_arrays_say_what_they_are(many, monkeypatch):
    arrays = many.to_xarray()
    assert arrays.sizes["month"] == END and arrays.sizes["replicate"] == 6
    assert arrays["territory"].attrs["units"] and float(arrays["territory_mean"][2]) == many.outcomes.territory_mean[2]
    assert many.course("territory").index[0] == pd.Period(WAR.months[0], "M")

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(libraries, "import_module", missing)
    with pytest.raises(entente.BadInput, match=r'pip install "entente\[results\]"'):
        many.to_xarray()


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda: entente.load("vietnam"), "did you mean vietnam-1965"),
        (lambda: WAR.change(doses={"arms": 1.0}), "an action that may be taken"),
        (lambda: WAR.change(set={"front_feed": True}), "a number from"),
        (lambda: WAR.change(parameters="postrior"), "did you mean posterior"),
        (lambda: WAR.change(start=1000), "a whole number from 0 to 47"),
        (lambda: WAR.change(roles={"CHN": "king"}), "a known role"),
        (lambda: WAR.change(do={"front": 7}), "from 0 to 1"),
        (lambda: WAR.run(1.5), "a whole number"),
        (lambda: WAR.run(until=0), "a whole number from 1"),
        (lambda: WAR.run_many(0), "a whole number from 1"),
        (lambda: WAR.change(set={LEVER: 1.0}).sweep(), "a study moves them itself"),
        (lambda: WAR.study("dosee"), "did you mean dose"),
        (lambda: WAR.study("dose", levle=2), "did you mean levels"),
        (lambda: WAR.change(do={"front": 0.4}).evaluate({LEVER: [1.0]}), "only parameters, levers"),
        (lambda: WAR.save("x.npz"), "a checkpoint as it was taken"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(work, said):
    with pytest.raises(entente.BadInput) as told:
        work()
    assert said in str(told.value) and "\n" not in str(told.value)

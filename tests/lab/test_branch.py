"""Runs that go on from a file are the whole runs, to the byte, and a file of another model is told in one line."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.hashes import plain
from sim.commands.main import app
from sim.engine.interventions import NOTHING, Intervention, case_of
from sim.engine.simulate import play_block
from sim.inputs.action import Action
from sim.inputs.parameters import Schedule, Step
from sim.inputs.promises import Promise
from sim.inputs.triggers import Trigger
from sim.lab import saved
from sim.lab.begun import Begun, play_to
from sim.lab.branch import ANOTHER_LUCK
from sim.lab.documents import revived
from sim.lab.samplers import Prior
from sim.scenarios.scenario import load_scenario
from sim.studies.factorial_sweep import Options, run

pytestmark = pytest.mark.usefixtures("compiled")

NAME, TURN, END = "vietnam-1965", 18, 30
LEVER = "arms_for_hanoi"
WAR = load_scenario(NAME)


def entente(*words):
    """One word on the command line, in a folder of its own."""
    app([*words, "--scenario", NAME] if "--from" not in words else list(words), standalone_mode=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A whole history, its head with a checkpoint, and what goes on from there."""
    out = tmp_path_factory.mktemp("branch")
    file, common = out / "month.npz", ("--seed", "3", "--replicate", "5", "--parameters", "prior")
    entente("run", *common, "--turns", str(END), "--out", str(out / "whole"))
    entente("run", *common, "--until", str(TURN), "--out", str(out / "head"), "--save", str(file))
    entente("run", "--from", str(file), "--turns", str(END), "--out", str(out / "tail"))
    entente(
        "run", *common, "--turns", str(END), "--start", str(TURN), "--set", f"{LEVER}=1", "--out", str(out / "armed")
    )
    entente(
        "run", "--from", str(file), "--turns", str(END), "--start", str(TURN), "--set", f"{LEVER}=1",
        "--out", str(out / "armed_tail"),
    )  # fmt: skip
    return out


def later(path):
    """The rows of a table from the branch on, as they stand in the file."""
    return [line for line in path.read_text().splitlines() if line[:1].isdigit() and int(line.split(",")[0]) >= TURN]


@pytest.mark.parametrize(("whole", "tail"), [("whole", "tail"), ("armed", "armed_tail")])
def test_a_history_that_goes_on_from_a_file_is_the_whole_history_to_the_byte(folder, whole, tail):
    for table in ("months.csv", "outcomes.csv"):
        assert (folder / whole / table).read_bytes() == (folder / tail / table).read_bytes()
    for table in ("story.csv", "possible_orders.csv"):
        assert later(folder / whole / table) == later(folder / tail / table)


def test_another_intervention_makes_another_history(folder):
    assert (folder / "tail" / "months.csv").read_bytes() != (folder / "armed_tail" / "months.csv").read_bytes()


def test_a_file_holds_arrays_and_one_document_and_no_code(folder):
    with np.load(folder / "month.npz", allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "fiuU" for name in file.files)


def test_all_arms_of_a_sweep_go_on_from_the_saved_world(folder, monkeypatch):
    monkeypatch.setattr("sim.studies.factorial_sweep.pictures", lambda findings: [])
    monkeypatch.setattr("sim.studies.factorial_sweep.answering", lambda told, mixes: [])
    options = Options(scenario=NAME, replicates=4, seed=3, jobs=1, turns=END, start=TURN, curve=())
    summary = run(replace(options, checkpoint=folder / "month.npz", out=folder / "sweep"))
    runs = pd.read_csv(summary.out / "runs.csv").set_index(["mix", "replicate"])
    for mix, whole in (("baseline", "whole"), (LEVER, "armed")):
        alone = pd.read_csv(folder / whole / "outcomes.csv").set_index("outcome").value
        pd.testing.assert_series_equal(runs.loc[(mix, 0), alone.index].astype(float), alone, check_names=False)
    assert runs.loc["baseline"].drop(columns=["reason"]).nunique().max() == 4, "each replicate has its own luck"
    orders, turns = pd.read_csv(summary.out / "orders.csv"), pd.read_csv(summary.out / "turns.csv")
    assert orders.month.min() == WAR.month(TURN)
    past = turns[(turns.turn < TURN) & (turns.series == "territory")].pivot(index="turn", columns="mix", values="mean")
    assert len(past) == TURN and past.nunique(axis=1).max() == 1
    assert "before 1966-" in (summary.out / "limits.md").read_text()


def test_a_replicate_of_a_sweep_is_the_history_of_that_number(folder):
    entente(
        "run", "--from", str(folder / "month.npz"), "--turns", str(END), "--start", str(TURN), "--replicate", "2",
        "--set", f"{LEVER}=1", "--out", str(folder / "second"),
    )  # fmt: skip
    runs = pd.read_csv(folder / "sweep" / "runs.csv").set_index(["mix", "replicate"])
    alone = pd.read_csv(folder / "second" / "outcomes.csv").set_index("outcome").value
    pd.testing.assert_series_equal(runs.loc[(LEVER, 2), alone.index].astype(float), alone, check_names=False)


# --- what runs are under, before and after ---

OWN = Intervention(
    levers=Schedule((Step(12, LEVER, 1.0),)),
    policies={"CHN": "balancer"},
    script=(Promise("KOR", Action("send_troops"), "USA", 5.0, 14, 40),),
    held={"front": 0.4},
    theories={"dispute_hazard": "spiral"},
    triggers=(Trigger("guns", "territory", "pay_for_divisions", to=1.5, above=0.3, since=10),),
)


def outcomes(case, numbers, **options):
    """What is measured of runs of a case."""
    return play_block(case, Draws(3, numbers), END, **options).outcomes


def ended(branch, own, replicates, start=None):
    """The same of runs that go on from a branch."""
    places = branch.places(replicates)
    case = branch.goes_on(WAR, own, start, places)
    begun, past = branch.checkpoint(WAR, places), branch.trajectory(case, WAR, places)
    return play_block(case, Draws(branch.seed, branch.luck(replicates)), END, start=begun, past=past).outcomes


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """Three runs with parameters of their own, saved and read."""
    drawn = Prior.of(WAR.parameters.declared, 3).draw(np.arange(3))
    own = replace(OWN, parameters=drawn)
    branch = play_to(Begun(NAME, case_of(WAR, own), own, Draws(3, range(3))), TURN)
    file = tmp_path_factory.mktemp("several") / "three.npz"
    saved.save(branch, file, WAR)
    return own, branch, saved.load(file)


def test_what_is_saved_is_what_is_read(several):
    own, branch, read = several
    assert read.digest == branch.digest and list(read.numbers) == [0, 1, 2]
    assert plain(read.intervention) == plain(replace(own, parameters=branch.intervention.parameters))


def test_an_intervention_comes_back_from_its_document():
    assert revived(Intervention, plain(OWN)) == OWN


def test_several_runs_go_on_each_as_it_would_have_and_then_with_another_luck(several):
    own, _, read = several
    whole, six = outcomes(case_of(WAR, own), range(3)), ended(read, NOTHING, np.arange(6))
    assert list(read.luck(np.arange(6))) == [0, 1, 2, *(ANOTHER_LUCK + k for k in range(3))]
    for name, values in whole.items():
        np.testing.assert_array_equal(values, six[name][:3], err_msg=name)
    assert any((six[name][3:] != values).any() for name, values in whole.items())


@pytest.mark.parametrize(
    ("after", "whole"),
    [
        (
            Intervention(levers=Schedule((Step(24, LEVER, 0.5),))),
            replace(OWN, levers=Schedule((Step(12, LEVER, 1.0), Step(24, LEVER, 0.5)))),
        ),
        (
            Intervention(parameters={LEVER: 0.0, "pay_for_divisions": 2.0}),
            replace(
                OWN,
                levers=Schedule((Step(12, LEVER, 1.0), Step(TURN, LEVER, 0.0), Step(TURN, "pay_for_divisions", 2.0))),
            ),
        ),
        (
            Intervention(script=(Promise("CHN", Action("send_aid"), "DRV", 0.5, TURN),)),
            replace(OWN, script=(*OWN.script, Promise("CHN", Action("send_aid"), "DRV", 0.5, TURN))),
        ),
        (
            Intervention(triggers=(Trigger("late", "territory", LEVER, to=2.0, above=0.3),)),
            replace(OWN, triggers=(*OWN.triggers, Trigger("late", "territory", LEVER, to=2.0, above=0.3, since=TURN))),
        ),
    ],
    ids=[
        "a lever at another intensity",
        "one lever let go and another pulled",
        "a script that begins there",
        "a trigger watched from there on",
    ],
)
def test_another_intervention_after_the_branch_is_the_whole_run_under_one_that_begins_there(several, after, whole):
    own, _, read = several
    expected = outcomes(case_of(WAR, replace(whole, parameters=own.parameters)), range(3))
    for name, values in ended(read, after, np.arange(3)).items():
        np.testing.assert_array_equal(values, expected[name], err_msg=name)


# --- what does not fit ---


def test_a_checkpoint_of_another_code_or_case_is_told_in_one_line(folder, monkeypatch):
    file = folder / "month.npz"
    with pytest.raises(BadInput, match="name, title, summary and"):
        saved.load(file, "iran-russia")
    parameters = replace(WAR.parameters, overrides={**WAR.parameters.overrides, "front_feed": 1.5})
    monkeypatch.setattr(saved, "load_scenario", lambda name: replace(WAR, parameters=parameters))
    with pytest.raises(
        BadInput, match=r"month\.npz: --from = 'vietnam-1965'.*now parameters overrides front_feed diff"
    ):
        saved.load(file)
    monkeypatch.setattr(saved, "load_scenario", lambda name: WAR)
    monkeypatch.setattr(saved, "code_hash", lambda rooms: f"another {rooms}" if rooms == ("model",) else "")
    with pytest.raises(BadInput, match="code of sim/model"):
        saved.load(file)


def test_what_is_no_checkpoint_is_told_in_one_line(folder, tmp_path):
    whole = (folder / "month.npz").read_bytes()
    for name, content in {"cut": whole[:9000], "text": b"turn,month", "empty": b"", "none": None}.items():
        path = tmp_path / f"{name}.npz"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BadInput, match="--from"):
            saved.load(path)
    np.savez(tmp_path / "pickled.npz", document=np.array({"format": 1}, dtype=object))
    with pytest.raises(BadInput, match="a checkpoint as entente run --save writes it"):
        saved.load(tmp_path / "pickled.npz")


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--seed", "4"],
        ["run", "--parameters", "posterior"],
        ["run", "--until", str(TURN)],
        ["run", "--start", "3"],
        ["run", "--replicate", "40000"],
        ["sweep", "--history", "record"],
        ["sweep", "--parameters", "prior"],
        ["sweep", "--start", "3"],
    ],
)
def test_what_a_checkpoint_has_of_its_own_cannot_be_asked_for(folder, words, tmp_path):
    with pytest.raises(BadInput):
        entente(*words, "--from", str(folder / "month.npz"), "--out", str(tmp_path / "out"))


def test_a_file_that_cannot_be_written_is_told_in_one_line(several, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="--save"):
        saved.save(several[1], tmp_path / "file" / "month.npz", WAR)

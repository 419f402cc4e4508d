"""Whatever is wrong with an input, the user reads one line that says so, and nothing is written."""

import copy
import errno
import json
import os
import pickle
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.commands.main import main
from sim.commands.options import given as settings_given
from sim.engine.interventions import Case
from sim.engine.simulate import simulate
from sim.inputs.actions import load_actions
from sim.inputs.parameters import load_parameters
from sim.inputs.sources import load_sources
from sim.report.validate import validate_file
from sim.scenarios.scenario import load_scenario

ROOT = Path(__file__).parents[2]
LAND = "northeast-asia"


@pytest.fixture(scope="module")
def configs(tmp_path_factory):
    """A copy of the configuration that may be broken."""
    return shutil.copytree(CONFIGS, tmp_path_factory.mktemp("broken") / "configs")


# --- how valid files are broken ---

WRONG = st.sampled_from(
    [
        *(True, False, 0, 1, -1, 0.5, -1e9, 1e9, 1e308, 10**400, float("nan"), float("inf"), float("-inf")),
        *("", " ", "x", "nobody", "line\nbreak", "a" * 5000, "\x1b[31m", "é€", "../../etc", "PRK", "2022-13"),
        *([], {}, [1], ["nobody"], [[]], {"value": 1}, {"x": {"y": []}}),
    ]
)
NAMES = st.sampled_from(["", "x", "nobody", "value", "a" * 300, "a b", "a.b", "\n", "__class__", "PRK", "1"])


def places(document, path=()):
    """Every place in a document, by its path."""
    entries = document.items() if isinstance(document, dict) else enumerate(document)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def holder(document, path):
    """What holds the last step of a path."""
    for step in path[:-1]:
        document = document[step]
    return document


@st.composite
def broken(draw, document):
    """A document with one to three mistakes: a key gone, renamed or new, a value of another kind or size."""
    result = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(result))
        if not found:
            break
        path = draw(st.sampled_from(found))
        held, last = holder(result, path), path[-1]
        kind = draw(st.sampled_from(["delete", "replace", "replace", "rename", "add"]))
        if kind == "delete":
            del held[last]
        elif kind == "replace" or isinstance(held, list):
            held[last] = copy.deepcopy(draw(WRONG))
        elif kind == "rename":
            held[draw(NAMES)] = held.pop(last)
        else:
            held[draw(NAMES)] = copy.deepcopy(draw(WRONG))
    return result


def toml(value):
    """A value as TOML; tables stand within one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def as_toml(document):
    """A document as a TOML file."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in document.items())


@st.composite
def garbled(draw, text):
    """A file with a part cut off, doubled, or with bytes that are no text."""
    data = text.encode()
    first, last = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    kind = draw(st.sampled_from(["cut", "without", "twice", "bytes"]))
    if kind == "cut":
        return data[:first]
    if kind == "without":
        return data[:first] + data[last:]
    if kind == "twice":
        return data[:last] + data[first:]
    return data[:first] + draw(st.binary(min_size=1, max_size=4)) + data[first:]


def plays(scenario, parameters=None):
    """Play a month: what loads must also run."""
    for _ in simulate(Case(scenario, parameters or scenario.parameters), Draws(1, [0]), until=1):
        pass


def told_in_one_line(load):
    """Load something broken: it either works, or raises `BadInput` with one printable line."""
    try:
        load()
    except BadInput as error:
        line = str(error)
        assert line and line.isprintable() and len(line) < 4000
        assert "expected" in line


def load_and_play(path):
    """Load a scenario and play a month of it."""
    plays(load_scenario(path))


def play_with_parameters(path):
    """Load parameters and play a month of the default scenario with them."""
    scenario = load_scenario(LAND)
    levers = {name: scenario.parameters.declared[name] for name in scenario.parameters.levers}
    plays(scenario, replace(scenario.parameters, declared={**load_parameters(path), **levers}, overrides={}))


LOADERS = {
    f"scenarios/{LAND}.toml": load_and_play,
    "scenarios/vietnam-1965.toml": load_and_play,
    f"actors/{LAND}/PRK.toml": lambda path: load_and_play(path.parents[2] / "scenarios" / f"{LAND}.toml"),
    f"actors/{LAND}/USA.toml": lambda path: load_and_play(path.parents[2] / "scenarios" / f"{LAND}.toml"),
    "parameters.toml": play_with_parameters,
    "actions.toml": load_actions,
    "sources.toml": load_sources,
}


@pytest.mark.parametrize("name", LOADERS)
@given(data=st.data())
def test_a_file_with_mistakes_is_told_in_one_line(configs, name, data):
    path, load = configs / name, LOADERS[name]
    valid = path.read_text(encoding="utf-8")
    try:
        path.write_text(as_toml(data.draw(broken(tomllib.loads(valid)))), encoding="utf-8")
        told_in_one_line(lambda: load(path))
    finally:
        path.write_text(valid, encoding="utf-8")


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=10)
@given(data=st.data())
def test_a_garbled_file_is_told_in_one_line(configs, name, data):
    path, load = configs / name, LOADERS[name]
    valid = path.read_text(encoding="utf-8")
    try:
        path.write_bytes(data.draw(garbled(valid)))
        told_in_one_line(lambda: load(path))
    finally:
        path.write_text(valid, encoding="utf-8")


# --- mistakes that a schema cannot see ---


def edited(configs, name, old, new):
    """Replace a text in a configuration file that must hold it; give the file."""
    path = configs / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


SCENARIO, ACTOR = f"scenarios/{LAND}.toml", f"actors/{LAND}/PRK.toml"
CONTRADICTIONS = [
    (SCENARIO, "levers_from = 35", "levers_from = 95", "levers_from = 95: expected a turn before the end, 0 to 94"),
    (SCENARIO, 'theatres = ["europe"', 'theatres = ["Europe East"', "snake_case"),
    (SCENARIO, 'theatres = ["europe"', 'theatres = ["asia"', "does not end with another's"),
    (SCENARIO, 'theatres = ["europe"', 'theatres = ["global"', "other than global"),
    (SCENARIO, 'theatre = "europe"', 'theatre = "pacific"', "a theatre of the scenario; known: europe"),
    (SCENARIO, 'defenders = ["UKR"]', 'defenders = ["RUS"]', "an actor that is not an attacker too"),
    (SCENARIO, 'attackers = ["RUS"]', 'attackers = ["XXX"]', "an actor of the scenario"),
    (SCENARIO, 'attackers = ["RUS"]', "attackers = []", "at least one actor"),
    (SCENARIO, 'start_month = "2022-02"', 'start_month = "0000-01"', "a month as year-month"),
    (SCENARIO, "[parameters]", "[parameters]\nrationality = true", "expected a number from"),
    (SCENARIO, "[parameters]", '[parameters]\nrationality = "1"', "expected a number from"),
    (SCENARIO, "[parameters]", "[parameters]\nrationalitty = 1", "did you mean rationality?"),
    (SCENARIO, "[parameters]", "[roles]\nPRK = 'king'\n[parameters]", "a known role"),
    (SCENARIO, 'until = "2023-07"', 'until = "2021-07"', "a month not before 2022-02"),
    (SCENARIO, "value = 0.9", "value = -0.9", "expected a number from 0 to 1"),
    (ACTOR, 'partners = ["RUS"]', 'partners = ["PRK"]', "another actor of the scenario"),
    (ACTOR, 'partners = ["RUS"]', 'partners = ["RUZ"]', "did you mean RUS?"),
    (ACTOR, "[toward.CHN]", "[toward.PRK]", "expected a known key"),
    (ACTOR, 'home = "northeast_asia"', 'home = "atlantis"', "a theatre or global"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), CONTRADICTIONS, ids=[c[2][:40] for c in CONTRADICTIONS])
def test_parts_that_contradict_each_other_are_told(configs, name, old, new, said):
    valid = (configs / name).read_text(encoding="utf-8")
    try:
        edited(configs, name, old, new)
        with pytest.raises(BadInput) as raised:
            load_scenario(configs / SCENARIO)
        assert said in str(raised.value)
    finally:
        (configs / name).write_text(valid, encoding="utf-8")


def test_a_parameter_that_the_rules_read_must_be_there(configs):
    path = configs / "parameters.toml"
    valid = path.read_text(encoding="utf-8")
    try:
        edited(configs, "parameters.toml", "[shell_hunger]", "[shell_hunnger]")
        with pytest.raises(BadInput, match="shell_hunger"):
            validate_file(path)
    finally:
        path.write_text(valid, encoding="utf-8")


def test_a_passage_that_does_not_exist_is_told(configs):
    path = configs / "parameters.toml"
    valid = path.read_text(encoding="utf-8")
    try:
        edited(configs, "parameters.toml", 'passage = "R1"', 'passage = "R9"')
        with pytest.raises(BadInput, match="R9"):
            validate_file(path)
    finally:
        path.write_text(valid, encoding="utf-8")


def test_an_actor_file_has_a_name_that_can_stand_in_a_table(configs):
    actor = configs / "actors" / LAND / "A B.toml"
    shutil.copy(configs / ACTOR, actor)
    try:
        with pytest.raises(BadInput, match="letters, digits and underscores"):
            load_scenario(configs / SCENARIO)
    finally:
        actor.unlink()


def test_a_mistake_survives_the_way_from_another_process():
    error = BadInput("file", "key", 1, "2", ["3"])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.known) == (str(error), error.known)


# --- the command line ---


@pytest.fixture
def entente(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder: its exit code, standard output, and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.commands.console.FIRST", float("inf"))  # on a busy machine it would say how far it is

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def is_one_line(text):
    """Whether a text is exactly one line."""
    return text.endswith("\n") and text.count("\n") == 1 and text.strip()


MISTAKES = [
    ("run --set support_ukraine", "a pair name=value"),
    ("run --set =1", "a pair name=value"),
    ("run --set support_ukraine=much", "expected a number"),
    ("run --set support_ukraine=nan", "expected a number"),
    ("run --set support_ukraine=11", "a number from 0 to 10"),
    ("run --set support_ukrane=1", "did you mean support_ukraine"),
    ("run --set support_ukraine=1 --set support_ukraine=0", "only once"),
    ("run --seed five", "--seed"),
    ("run --seed -1", "--seed"),
    ("run --seed 99999999999999999999", "--seed"),
    ("run --replicate -1", "--replicate"),
    ("run --turns 0", "--turns"),
    ("run --turns 1.5", "--turns"),
    ("run --scenario northeast-azia", "did you mean northeast-asia"),
    ("run --scenario nowhere.toml", "an existing file"),
    ("run --colour red", "--colour"),
    ("sweep --replicates 0", "--replicates"),
    ("sweep --replicates -5", "--replicates"),
    ("sweep --jobs -1", "--jobs"),
    ("sweep --levels 0;1", "separated by commas"),
    ("sweep --levels 0,11", "0 to 10"),
    ("sweep --levels 1", "different numbers"),
    ("sweep --precision -1", "--precision"),
    ("sweep --start 500", "--start"),
    ("sweep --turns 3", "--turns"),
    ("sweep --set support_ukraine=1", "no lever"),
    ("sweep --set wishful_thinking=1", "a known parameter"),
    ("trace D9", "a passage of the brief"),
    ("explain --actor XXX --turn 3", "an actor of the scenario"),
    ("explain --actor PRK --turn 95", "a whole number from 0 to 94"),
    ("explain --actor PRK --turn -1", "--turn"),
    ("explain --actor PRK --turn 0 --action sing", "a known action"),
    ("explain --actor PRK --turn 0 --action broadcast", "an order that PRK may give"),
    ("explain --actor PRK", "--turn"),
    ("validate nowhere.toml", "an existing file"),
    ("validate .", "a readable UTF-8 text file"),
    ("describe weather", "a known topic"),
    ("schema weather", "a kind of file"),
    ("bench --scenario nowhere", "a known scenario"),
    ("sing", "sing"),
    ("run --csv-dialect excel-fr", "did you mean excel-de"),
    ("sweep --csv-dialect ;", "known: plain, excel-de"),
    ("study sensitivity --csv-dialect x", "a dialect of tables"),
]


@pytest.mark.parametrize(("command", "said"), MISTAKES, ids=[command for command, _ in MISTAKES])
def test_a_mistake_on_the_command_line_is_one_line_and_exit_code_2(entente, tmp_path, command, said):
    code, out, error = entente(*command.split())
    assert (code, out) == (2, "")
    assert is_one_line(error) and said in error and "Traceback" not in error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"turns = ", b"[a]\n[a]\n", b"x = 1\n", b"value = 9" + b"9" * 5000, b"a = " + b"[" * 2000],
    ids=["empty", "no text", "cut off", "twice", "unknown", "huge number", "deep"],
)
def test_a_broken_file_is_one_line_and_exit_code_2(entente, tmp_path, content):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    for command in (["validate", path], ["run", "--scenario", path]):
        code, out, error = entente(*command)
        assert (code, out) == (2, "") and is_one_line(error) and "broken.toml" in error
    assert list(tmp_path.iterdir()) == [path]


def test_validate_tells_the_first_mistake_of_a_scenario(entente, configs):
    valid = (configs / SCENARIO).read_text(encoding="utf-8")
    try:
        path = edited(configs, SCENARIO, "turns = 95", "turns = 9500")
        code, _, error = entente("validate", path)
        assert code == 2 and is_one_line(error)
        assert "turns = 9500" in error and "1 to 1200" in error
    finally:
        (configs / SCENARIO).write_text(valid, encoding="utf-8")


OUT = ["run", "--turns", "2", "--out"]


def test_a_folder_that_is_a_file_is_told(entente, tmp_path):
    (tmp_path / "taken").write_text("mine")
    for place in ("taken", "taken/deeper"):
        code, out, error = entente(*OUT, place)
        assert (code, out) == (2, "") and is_one_line(error) and "taken" in error
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_folder_with_other_results_is_left_alone(entente, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    code, _, error = entente(*OUT, "mine")
    assert code == 2 and is_one_line(error) and "--force" in error
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_force_adds_to_a_folder_and_keeps_what_is_not_its_own(entente, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert entente(*OUT, "mine", "--force")[0] == 0
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert (tmp_path / "mine" / "manifest.json").exists()


def test_a_full_disk_leaves_nothing_behind(entente, tmp_path, monkeypatch):
    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("sim.base.recorder.as_csv", full)
    code, _, error = entente(*OUT, "results/run")
    assert code in (1, 2) and is_one_line(error) and "No space left" in error
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for the superuser every folder is open")
def test_a_folder_that_cannot_be_written_is_told(entente, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    code, _, error = entente(*OUT, "closed/run")
    assert code == 2 and is_one_line(error) and "closed" in error


def test_an_interrupted_run_leaves_nothing_behind(entente, tmp_path, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    for place in ("sim.lab.begun.replay_of", "sim.report.run_tables.world_rows"):
        monkeypatch.setattr(place, interrupted)
        code, _, error = entente(*OUT, "results/run")
        assert code == 130 and error == "entente: stopped\n"
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
        monkeypatch.undo()
        monkeypatch.chdir(tmp_path)


def test_a_failure_is_one_line_and_its_traceback_is_shown_on_request(entente, monkeypatch):
    def fails(*arguments, **options):
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr("sim.lab.begun.replay_of", fails)
    code, out, error = entente(*OUT, "run")
    assert (code, out) == (1, "") and is_one_line(error) and "a wheel came off" in error
    with pytest.raises(RuntimeError):
        main([*OUT, "run", "--debug"])


def test_as_a_process_it_ends_with_the_same_code_and_line(tmp_path):
    command = [sys.executable, "-m", "sim.commands.main", "run", "--set", "support_ukrane=1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "") and is_one_line(done.stderr)
    assert not list(tmp_path.iterdir())


VARIANT = 'extends = "northeast-asia"\ntitle = "Calm"\nsummary = "Calm."\n\n[parameters]\nmisperception = {}\n'


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_a_variant_is_recognised_wherever_it_lies_and_whatever_editor_wrote_it(entente, tmp_path, mark):
    (tmp_path / "mine.toml").write_text(mark + VARIANT.format("0.1"), encoding="utf-8")
    code, said, _ = entente("validate", "mine.toml")
    assert code == 0 and "a scenario" in said


def test_a_typographic_minus_in_a_file_is_told_as_such(entente, tmp_path):
    (tmp_path / "mine.toml").write_text(VARIANT.format("−0.1"), encoding="utf-8")
    code, _, error = entente("validate", "mine.toml")
    assert code == 2 and is_one_line(error) and "typographic minus" in error and "line 6" in error


def test_a_typographic_minus_is_a_minus_on_the_command_line():
    assert settings_given(["exercise_to_provocation=−0.3"]) == {"exercise_to_provocation": -0.3}


@pytest.mark.parametrize("text", ["1_0", "\u0661", "0x1", "1,5", "nan", "inf", ""])
def test_what_only_python_takes_for_a_number_is_none_on_the_command_line(text):
    with pytest.raises(BadInput, match="expected a number"):
        settings_given([f"misperception={text}"])


OF_A_SWEEP = '{"files": {}, "experiment": "recommended_actions", "fingerprint": "theirs"}'


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--turns", "2"),
        ("calibrate", "--sets", "2048", "--keep", "50", "--truths", "10"),
        ("history", "--runs", "2"),
        ("bench", "--quick"),
        ("sweep", "--replicates", "1", "--parameters", "default"),
        ("schema",),
    ],
    ids=lambda command: command[0],
)
def test_no_command_writes_among_results_of_another_kind(entente, tmp_path, command):
    (tmp_path / "manifest.json").write_text(OF_A_SWEEP)
    code, out, error = entente(*command, "--out", ".")
    assert (code, out) == (2, "") and is_one_line(error) and "results" in error
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
    assert (tmp_path / "manifest.json").read_text() == OF_A_SWEEP

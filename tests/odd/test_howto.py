"""The howto, followed to the letter in a copy of the project: what it adds works everywhere, and no test is edited."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?:toml|python)\n# (?P<file>[\w./-]+)(?:, (?P<how>before|after|instead of) "
                   r"(?P<line>[^\n]+))?\n"
                   r"(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)  # fmt: skip
PIECE = re.compile(r"^```python\n(?!# [\w./-]+\.py)(.*?)^```$", re.DOTALL | re.MULTILINE)
HOWTO = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8")
FEW = ("import sim as entente", "import mesa", "from sim.engine.mesa_model", "from SALib")
PIECES = [
    code if code.startswith(FEW) and "ema_evaluator" not in code else pytest.param(code, marks=pytest.mark.thorough)
    for code in PIECE.findall(HOWTO)
    if "results/" not in code
]
"""Python of no file, but what reads the tables of a sweep."""

LEFT = shutil.ignore_patterns(".*", "*.pyc.*", "results", "app", "mutants*", "*.egg-info", "node_modules")
RULES = [
    "tests/inputs",
    *(f"tests/model/test_{name}.py" for name in ("traceability", "hand_computed", "numbers", "reads")),
]

PAGE = """
from sim.app.choice import Choice
from sim.app.live_run import LiveRun
from sim.app.setup import setup
from sim.base.draws import Draws
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block, simulate
from sim.scenarios.scenario import load_scenario

told = setup(Choice("northeast-asia"))
assert "inspections" in [kind["label"] for kind in told["kinds"]]
assert "inspect ships bound for North Korea" in [slot["deed"][0].lower() + slot["deed"][1:] for slot in told["slots"]]
assert {"harvest", "inspections"} <= {mechanism["name"] for mechanism in told["mechanisms"]}
assert "grain_stock" in told["variables"]
assert [frame.month for frame in LiveRun(Choice("northeast-asia")).frames(0)] == ["2022-02"]
rival = case_of(load_scenario(), Intervention(policies={"CHN": "insurer"}, parameters={"guarantor_inspects": 0.0}))
*_, last = simulate(rival, Draws(1, [0]), until=24)
assert any(last.before.memory[slot].any() for slot, _, _ in rival.cast.slots.of["inspect"])
assert "aid_conditionality" in rival.parameters.levers
assert "institutions_worst" in play_block(rival, Draws(1, [0]), until=40).outcomes
"""

COMPILED = """
import numpy as np
from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.engine.kernel.compiled import compiled_turn
from sim.engine.simulate import play_block
from sim.engine.step import step
from sim.scenarios.scenario import load_scenario

case, draws = case_of(load_scenario()), Draws(1, range(9))
compiled, arrays = (play_block(case, draws, until=40, kernel=kernel) for kernel in (compiled_turn(case), step))
for name, values in arrays.trajectory.series.items():
    np.testing.assert_array_equal(compiled.trajectory.series[name], values, err_msg=name)
"""


WRITTEN = """
from pathlib import Path
from sim.commands.main import main
from sim.odd.document import render
from sim.odd.stubs import write_stubs

write_stubs()
model = Path("docs/model.md")
model.write_text(render(model.read_text(), play=False))
try:
    main(["schema", "--out", "configs/schema"])
except SystemExit as ended:
    assert not ended.code
print("---", flush=True)
"""

SAID = """
import json, sys

for words in json.loads(sys.argv[1]):
    try:
        main(words)
    except SystemExit as ended:
        assert not ended.code, words
    print("---", flush=True)
"""

ADDED = ("actions", "parameters", "scenarios/calm-border", "commitments/northeast-asia", "scripts/summit-year")
VALID = tuple(f"validate configs/{file}.toml" for file in (*ADDED, "actors/northeast-asia/CAN"))
TALKS = "explain --actor PRK --turn 18 --action talk --target RUS"
PRESSES = "explain --actor CHN --turn 40 --action sanction --target PRK --set aid_conditionality=1"
ASKED = (*VALID, TALKS, PRESSES)


ALONE = """
import os, runpy, sys

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # where there is one core, no other process is started
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with everything in it that the howto adds."""
    place = tmp_path_factory.mktemp("howto") / "project"
    shutil.copytree(ROOT, place, ignore=lambda folder, names: LEFT(folder, names) - kept(folder))
    for found in BLOCK.finditer(HOWTO):
        put(place / found["file"], found["how"], found["line"], found["body"])
    return place


@pytest.fixture(scope="module")
def told(copy):
    """What each of some commands says in the copy, once what is generated is written there."""
    *told, rest = done(copy, "-c", WRITTEN + SAID, json.dumps([words.split() for words in ASKED])).split("---\n")
    assert len(told) == 1 + len(ASKED) and not rest
    return dict(zip(ASKED, told[1:], strict=True))


def kept(folder):
    """What is called like something that is left out, and belongs to the project all the same."""
    return {"app"} if Path(folder).name == "sim" else set()


def put(path, how, line, body):
    """Put a block into a file, where it says that it belongs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    place = len(rows) if how is None else next((i for i, row in enumerate(rows) if line in row), None)
    assert place is not None, f"{path.name} has no line with {line!r}"
    first = place + (how == "after")
    gap = ["\n"] if how is None else ["\n", "\n"] if body.startswith("@") else []
    rows[first : first + (how == "instead of")] = [*gap, body] if how is None else [body, *gap]
    path.write_text("".join(rows), encoding="utf-8")


def done(place, *command):
    """Run Python in the copy; what it printed."""
    settings = {**os.environ, "PYTHONPATH": str(place), "MPLBACKEND": "Agg"}
    run = subprocess.run(
        [sys.executable, *command], cwd=place, env=settings, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    return run.stdout


def test_every_block_of_the_howto_that_names_a_file_is_put_there():
    assert HOWTO.count("```toml\n# ") + HOWTO.count("```python\n# ") == len(BLOCK.findall(HOWTO))


@pytest.mark.thorough
def test_what_the_howto_adds_is_valid(told):
    assert all(told[words].startswith("ok: ") for words in VALID) and "CAN" in told[VALID[-1]]


@pytest.mark.thorough
def test_what_the_howto_adds_is_explained(told):
    assert "harvest has failed" in told[TALKS] and "promised" in told[PRESSES]


@pytest.mark.thorough
def test_what_the_howto_adds_is_played_and_stands_on_the_page_and_is_compiled_without_another_line(copy):
    done(copy, "-c", PAGE + COMPILED)


@pytest.mark.thorough
def test_a_study_of_ones_own_is_carried_out_with_figure_and_page(copy):
    said = done(copy, "-c", ALONE, "experiments/china_sanctions.py")
    out = copy / "results" / "who_presses"
    assert "Sanctions: " in said and "Exercises: " in said
    assert {"report.html", "limits.md", "manifest.json"} <= {path.name for path in out.iterdir()}
    assert (out / "figures" / "map.png").stat().st_size > 10_000
    assert len((copy / "experiments" / "china_sanctions.py").read_text().splitlines()) < 40


@pytest.mark.thorough
@pytest.mark.parametrize("files", [RULES, ["tests/test_imports.py"]])
def test_no_test_of_the_rules_has_to_be_edited_for_what_the_howto_adds(copy, told, files):
    done(copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files)


@pytest.mark.filterwarnings("ignore")  # what other libraries warn of is none of ours
@pytest.mark.parametrize("code", PIECES, ids=lambda code: code.split("\n")[0])
def test_python_that_belongs_into_no_file_runs_as_it_stands(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "piece.py", "exec"), {"__name__": "__main__"})

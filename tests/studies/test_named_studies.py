"""Every study by name has its question, its options, its command and its page, and tells what it found in words."""

import inspect
import io
import json
import re
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from rich.console import Console
from worlds import measured, mostly_thorough

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.commands import console
from sim.commands.main import app, main
from sim.commands.study import SHARED
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.conclusions import OF_CONCLUSIONS
from sim.lab.analyses.flips import OF_EXPLAINED
from sim.lab.foldover import FoldOver
from sim.lab.study import Study
from sim.report.studies.telling import tale_of
from sim.scenarios.scenario import load_scenario
from sim.studies import sign_changes
from sim.studies.factorial_sweep import Options as Sweep
from sim.studies.registry import STUDIES, carried_out, listing

pytestmark = pytest.mark.usefixtures("compiled")

SMALL = {"scenario": "vietnam-1965", "replicates": 6, "jobs": 1, "seed": 3, "parameters": "prior"}
TOLD = {
    "dose": {"levels": (0.5, 1.0, 4.0), "actions": ("pay_for_divisions", "arms_for_hanoi")},
    "portfolio": {"strengths": (1.0, 2.0)},
    "timing": {"starts": (0, 12), "ramps": (1, 6), "levels": (1.0, 4.0), "actions": ("pay_for_divisions",)},
    "theories": {"cross": ("law_of_war", "dispute_hazard"), "actions": ("pay_for_divisions",)},
    "signs": {"contested": ("talks_restrain", "exercise_to_provocation", "reward_for_calm"), "history": "free"},
    "pathways": {"pathways": (str(Path(__file__).with_name("hanoi.toml")),), "shares": (0.5, 1.0)},
}
"""Studies that tell a tale, each as small as it may be."""

COMMANDS = typer.main.get_command(app).commands["study"].commands


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Each study once, by its name."""
    found = {}

    def carry(name):
        if name not in found:
            found[name] = carried_out(name, **SMALL, **TOLD[name], out=tmp_path_factory.mktemp(name) / "out")
        return found[name]

    return carry


# --- the list ---


def test_every_study_has_a_command_and_every_command_a_study():
    assert {one.name for one in STUDIES} == set(COMMANDS)


@pytest.mark.parametrize("name", [one.name for one in STUDIES])
def test_a_study_has_a_question_options_and_help(name, capsys):
    module = import_module(f"sim.studies.{listing(name).module}")
    assert listing(name).question.endswith("?") and is_dataclass(module.Options)
    assert "options" in inspect.signature(module.study).parameters
    with pytest.raises(SystemExit) as ended:
        main(["study", name, "--help"])
    assert ended.value.code == 0 and f"Example: entente study {name}" in capsys.readouterr().out


def test_what_a_command_takes_its_study_takes_too():
    for name in TOLD:
        options = import_module(f"sim.studies.{listing(name).module}").Options.__dataclass_fields__
        typed = {one.name for one in COMMANDS[name].params} - {"help", "kernel", "scripts"}
        assert typed - set(options) == set() and typed >= {"scenario", "seed", "out"}
        assert "scripts" not in SHARED or "script" in options


def test_without_a_name_the_studies_are_listed(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["study"])
    said = capsys.readouterr().out
    assert ended.value.code == 0 and all(f"{one.name} " in said and one.question in said for one in STUDIES)


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("dosis", {}, "did you mean dose"),
        ("dose", {"lewels": (1.0,)}, "did you mean levels"),
        ("dose", {"levels": (1.0,)}, "at least two numbers"),
        ("dose", {"actions": ("arms_for_hano",)}, "did you mean arms_for_hanoi"),
        ("dose", {"share": 2.0}, "--share"),
        ("dose", {"replicates": 1}, "--replicates"),
    ],
)
def test_what_is_not_possible_is_told_in_one_line(name, asked, told, tmp_path):
    with pytest.raises(BadInput, match=re.escape(told)) as raised:
        carried_out(name, **{**SMALL, "out": tmp_path / "out", **asked})
    assert "\n" not in str(raised.value) and not (tmp_path / "out").exists()


# --- what each says ---


@pytest.mark.parametrize("name", mostly_thorough(TOLD, "dose", "theories", "signs"))
def test_the_verdict_comes_first_and_stands_on_the_page_and_in_the_manifest(name, done):
    results = done(name)
    tale, out = tale_of(results), results.asked.out
    manifest, page = json.loads((out / "manifest.json").read_text()), (out / "report.html").read_text()
    assert tale.verdict and all(line.rstrip().endswith(".") for line in tale.verdict)
    assert manifest["verdict"] == list(tale.verdict) and manifest["question"] == tale.question
    assert page.index("<h2>Verdict</h2>") < page.index("<h2>Limits</h2>")
    assert "nan" not in " ".join(tale.verdict).split() and "It is a model" in (out / "limits.md").read_text()
    for picture in tale.pictures:
        assert (out / "figures" / f"{picture.name}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", mostly_thorough(TOLD, "dose", "theories", "signs"))
def test_tables_fit_a_terminal_of_eighty_columns(name, done, monkeypatch):
    for section in tale_of(done(name)).sections:
        if len(section.table):
            screen = Console(width=80, file=io.StringIO(), force_terminal=True, no_color=True)
            monkeypatch.setattr(console, "screen", lambda screen=screen: screen)
            console.show(section.table, section.title)
            shown = re.sub(r"\x1b\[[0-9;]*m", "", screen.file.getvalue())
            rows = [line for line in shown.splitlines() if line.strip()]
            assert max(map(len, rows)) <= 80 and "…" not in shown
            assert len(rows) <= len(section.table) + 4, f"cells of {section.title!r} are folded:\n{shown}"


@pytest.mark.parametrize("name", mostly_thorough(TOLD, "dose", "theories", "signs"))
def test_every_column_is_explained(name, done):
    out = done(name).asked.out
    book = pd.read_csv(out / "data_dictionary.csv")
    for path in out.glob("*.csv"):
        own = book[(book.file == path.name) & (book.stands_as == "column")]
        assert list(own.name) == list(pd.read_csv(path, nrows=0).columns)


@pytest.mark.parametrize("name", mostly_thorough(TOLD, "dose", "theories", "signs"))
def test_a_finished_study_is_read_and_tells_the_same(name, done):
    first = done(name)
    again = carried_out(name, **SMALL, **TOLD[name], out=first.asked.out)
    assert again.reused and tale_of(again).verdict == tale_of(first).verdict
    assert isinstance(again.study, Study)


# --- dose ---


def test_what_a_dose_changes_is_the_difference_of_its_histories(done):
    results = done("dose")
    scenario, table = load_scenario("vietnam-1965"), results.table(OF_COMPARED)
    drawn = results.plan.drawn(np.arange(6))
    with_it, without = (
        measured(scenario, scenario.parameters.with_values({**drawn, "pay_for_divisions": level}), range(6), 3)
        for level in (4.0, 0.0)
    )
    own = table[(table.action == "pay_for_divisions") & (table.level == 4.0)].set_index("outcome")
    for outcome in ("guest_troops_mean", "partnership_tie_mean", "outlay_a_year"):
        expected = (with_it.outcomes[outcome] - without.outcomes[outcome]).mean()
        assert own.difference[outcome] == pytest.approx(expected, abs=1e-8) and expected != 0.0
    assert (own.dose == 4.0 * scenario.parameters.declared["pay_for_divisions"].dose).all()


# --- timing ---


def test_a_later_start_gives_less_and_nobody_joining_gives_nothing(done):
    table = done("timing").table(OF_COMPARED)
    own = table[(table.outcome == "outlay_a_year") & (table.level == 4.0) & (table.ramp == 1)]
    everybody = own[own.joins == "everybody"].set_index("start").difference
    assert everybody[0] > everybody[12] > 0.0
    gradual = table[(table.outcome == "outlay_a_year") & (table.level == 4.0) & (table.ramp == 6) & (table.start == 0)]
    assert 0.0 < gradual[gradual.joins == "everybody"].difference.item() < everybody[0]


def test_an_action_in_which_nobody_takes_part_is_no_action():
    scenario = load_scenario("vietnam-1965")
    whole, part, none = (
        play_block(
            case_of(scenario, Intervention(parameters={"arms_for_hanoi": 1.0}, absent=absent)), Draws(1, range(5))
        )
        for absent in ((), ("SUN",), scenario.cast.names)
    )
    nothing = play_block(case_of(scenario), Draws(1, range(5)))
    for name, values in nothing.outcomes.items():
        np.testing.assert_array_equal(none.outcomes[name], values)
    assert (whole.outcomes["outlay_a_year"] != nothing.outcomes["outlay_a_year"]).any() and part is not None


# --- contested signs ---


def test_a_setting_of_signs_is_played_as_it_stands_in_the_design(done):
    results = done("signs")
    sets = FoldOver(tuple(results.scenario.parameters.declared[n] for n in TOLD["signs"]["contested"]), 0.5)
    assert results.plan.replicates == sets.sets * 4 and results.plan.draws == 4
    drawn = results.plan.drawn(np.arange(results.plan.replicates))
    for name, values in sets.draw(np.arange(results.plan.replicates) // 4).items():
        np.testing.assert_array_equal(drawn[name], values)
    explained = results.table(OF_EXPLAINED)
    assert set(explained.parameter) == set(sets.draw(np.arange(1))) and explained.explains.between(0.0, 1.0).all()


def test_contested_signs_one_at_a_time_are_played_after_the_record_too():
    options = Sweep(replicates=2)
    plan = sign_changes.study(options, 2).plan(options, load_scenario())
    assert not plan.conditioned and len(plan.common.script) > 100 and plan.runs > 200


# --- theories ---


def test_every_combination_of_sides_has_a_baseline_of_its_own(done):
    table = done("theories").table(OF_COMPARED)
    firsts = table.drop_duplicates("arm")
    assert len(firsts) == 4 and (firsts.baseline.str.partition(" | ")[2] == firsts.arm.str.partition(" | ")[2]).all()
    kept = done("theories").table(OF_CONCLUSIONS)
    assert (kept[["larger", "smaller", "none", "open"]].sum(axis=1) == 4).all()

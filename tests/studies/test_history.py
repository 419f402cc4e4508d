"""The test against history: ensembles, the ablation, the study, its page in the documents."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.evidence.facts import FACTS, NOT_MODELLED
from sim.evidence.facts.fact import FOLLOWED
from sim.evidence.observed import NOT_SHOWN
from sim.evidence.record import from_arrays
from sim.inputs.actions import Action
from sim.lab.pieces import joined
from sim.lab.playing import play_runs
from sim.lab.samplers import sampler_of
from sim.report.history.document import BLOCK, refreshed
from sim.scenarios.scenario import load_scenario
from sim.studies import ablation
from sim.studies.history_test import Options, read, run, study
from sim.studies.registry import carried_out

pytestmark = pytest.mark.usefixtures("compiled")

CASE = "northeast-asia"
DOCS = Path(__file__).parents[2] / "docs"


def drawn(posterior, runs=3):
    """Sets of a file, one for each history."""
    return sampler_of(load_scenario(CASE), "posterior", 1, posterior).draw(np.arange(runs))


# --- ensembles ---


def test_what_was_followed_is_kept_whole_in_blocks(tmp_path):
    options = Options(runs=6, ablation_runs=0, seed=3, parameters="prior", out=tmp_path)
    plan = study(options).plan(options, load_scenario(CASE))
    case = plan.case(load_scenario(CASE), [0] * 6, np.arange(6))
    whole = from_arrays(case, read(case, Draws(3, range(6)), 35))
    parts = [play_runs(plan, load_scenario(CASE), *span).arrays for span in ((0, 4), (4, 6))]
    again = from_arrays(case, {name: joined(part[name] for part in parts) for name in parts[0]})
    assert {*FOLLOWED} == set(whole.variables)
    for name, values in whole.variables.items():
        assert (values == again.variables[name]).all(), name
    assert (whole.issued == again.issued).all() and whole.issued.dtype == np.bool_


def test_sets_of_a_posterior_are_taken_in_turn(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("set,red_line,tie_gain\n0,1.5,0.05\n1,4,0.02\n")
    found = drawn(path, 3)
    assert found["red_line"].tolist() == [1.5, 4.0, 1.5] and set(found) == {"red_line", "tie_gain"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set,red_line\n0,1\n1,99\n", "row 3, red_line = 99.0: expected a number from"),
        ("set,red_line\n0,1\n1,many\n", "row 3, red_line = 'many'"),
        ("set,red_line\n0,\n1,1\n", "row 2, red_line = nan"),
        ("set,blue_line\n0,1\n", "a parameter that is no lever; did you mean red_line"),
        ("", "readable"),
    ],
)
def test_sets_that_do_not_fit_are_told(tmp_path, text, said):
    path = tmp_path / "sets.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=said):
        drawn(path, 3)


def test_a_posterior_is_read_once_and_again_when_it_was_edited(tmp_path, monkeypatch):
    path, read = tmp_path / "sets.csv", []
    honest = pd.read_csv
    monkeypatch.setattr("pandas.read_csv", lambda *given, **how: read.append(given) or honest(*given, **how))
    for text in ("red_line\n1.5\n", "red_line\n1.25\n"):
        path.write_text(text)
        for _ in range(3):
            found = drawn(path, 1)
        assert found["red_line"].tolist() == [float(text.split()[1])]
    assert len(read) == 2


def test_a_posterior_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="entente calibrate"):
        drawn(tmp_path / "none.csv", 3)


# --- ablation ---


def test_switches_name_what_is_declared():
    scenario = load_scenario(CASE)
    parameters = scenario.parameters
    assert set(ablation.REASONS) <= set(parameters.declared)
    assert {name for pair in ablation.BASE_RATES for name in pair} <= set(parameters.declared)
    turned = ablation.switches(scenario, parameters)
    assert turned[0].factors["kind"] == "none" and len({s.name for s in turned}) == len(turned)


@pytest.mark.thorough
def test_the_ablation_compares_on_the_same_luck(monkeypatch, tmp_path):
    monkeypatch.setattr(ablation, "MECHANISMS", [m for m in ablation.MECHANISMS if m.name in ("troops", "scoring")])
    monkeypatch.setattr(ablation, "REASONS", ("shell_hunger",))
    monkeypatch.setattr(ablation, "SHOCKS", ("aid_blocked",))
    monkeypatch.setattr(ablation, "POLICIES", ())
    monkeypatch.setattr(ablation, "BASE_RATES", ablation.BASE_RATES[:1])
    monkeypatch.setattr("sim.studies.history_test.drawings", lambda tables: [])
    table = run(Options(runs=8, ablation_runs=8, jobs=1, parameters="prior", out=tmp_path / "out")).tables.ablation
    found = table.set_index(["switched", "pattern"])
    assert (found.loc["nothing", "difference"] == 0.0).all() and found.loc["nothing", "low"].isna().all()
    assert (found.loc["scoring", "difference"] == 0.0).all()
    assert found.loc[("troops", "troops_come"), "share_switched"] == 0.0
    assert found.loc[("shell_hunger", "onset_in_time"), "share_switched"] < 0.5
    assert set(table["kind"]) == {"none", "mechanism", "reason", "base rate", "legality", "shock"}
    alone = carried_out("ablation", runs=8, jobs=1, parameters="prior", out=tmp_path / "alone")
    pd.testing.assert_frame_equal(alone.table(alone.study.analyses[0]), table, check_dtype=False)
    assert "Troops come: " in " ".join(alone.manifest["verdict"])


def test_without_the_rule_troops_may_go_before_the_treaty():
    bound, free = (case_of(load_scenario(CASE), Intervention(waived=w)) for w in ((), ("treaty_in_force",)))
    assert "treaty_in_force" in bound.cast.actions[Action.SEND_TROOPS].legality
    assert "treaty_in_force" not in free.cast.actions[Action.SEND_TROOPS].legality
    assert free.cast.names == bound.cast.names


def test_verdicts():
    rare = ablation.Pattern("p", "it happens", 0.0, 0.1)
    assert [ablation._verdict(rare, *pair) for pair in ((0, 0), (0, 1), (1, 0), (1, 1))] == [
        "held",
        "lost",
        "gained",
        "missed",
    ]


# --- the study ---


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return run(Options(runs=10, jobs=1, ablation_runs=0, out=tmp_path_factory.mktemp("history") / "1"))


def test_the_study_writes_its_tables_its_page_and_figures(done):
    found = {path.relative_to(done.out).as_posix() for path in done.out.rglob("*") if path.is_file()}
    assert {"facts.csv", "series.csv", "bands.csv", "ablation.csv", "report.html", "figures/facts.png"} <= found


@pytest.mark.thorough
def test_the_study_writes_the_same_bytes_whatever_the_number_of_processes(done, tmp_path):
    first, second = done.out, run(Options(runs=10, jobs=2, ablation_runs=0, out=tmp_path / "2")).out
    names = sorted(path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second).as_posix() for path in second.rglob("*") if path.is_file())
    for name in names:
        assert name == "manifest.json" or (first / name).read_bytes() == (second / name).read_bytes(), name


def test_every_column_is_in_the_dictionary_and_within_its_bounds(done):
    out = done.out
    book = pd.read_csv(out / "data_dictionary.csv")
    for name in ("facts.csv", "series.csv", "bands.csv", "ablation.csv"):
        frame, declared = pd.read_csv(out / name), book[book["file"] == name].set_index("name")
        assert list(frame) == list(declared.index)
        for column in frame.select_dtypes("number"):
            values = frame[column].dropna()
            low, high = declared.loc[column, ["low", "high"]].fillna(np.nan)
            assert not (values < low).any() and not (values > high).any(), column


def test_the_printed_table_drops_nothing(done):
    table = done.table
    assert set(table["what"]) == {*FACTS, *NOT_MODELLED, *done.tables.series["name"]}
    reasons = table.loc[table["met"] == "not modelled", "remark"]
    assert reasons.str.len().gt(10).all() and len(reasons) == len(NOT_MODELLED) + len(NOT_SHOWN)
    assert "facts met" in done.lines[0]


def test_the_page_stands_alone(done):
    text = (done.out / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in text and 'src="http' not in text and "Not modelled" in text


def test_the_manifest_says_what_the_results_depend_on_and_no_path(done):
    text = (done.out / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["experiment"] == "history" and manifest["parameters"] == "default" and manifest["runs"] == 10
    assert {"evidence_hash", "config_hash", "code_hash", "seed", "wall_seconds"} <= set(manifest)
    assert str(done.out) not in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"runs": 1}, "--runs = 1: expected a whole number from 2"),
        ({"seed": -1}, "--seed"),
        ({"jobs": 1.5}, "--jobs"),
        ({"ablation_runs": -1}, "--ablation-runs"),
        ({"parameters": "posteriors"}, "did you mean posterior"),
        ({"posterior": Path("sets.csv")}, "only with --parameters posterior"),
        ({"scenario": "vietnam-1965", "runs": 2}, "a scenario that starts in 2022-02"),
        ({"scenario": "nowhere"}, "a known scenario"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_is_written(tmp_path, options, said):
    with pytest.raises(BadInput) as told:
        run(Options(out=tmp_path / "out", **options))
    assert said in str(told.value) and not (tmp_path / "out").exists()


def test_other_results_are_not_written_over(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="--force"):
        run(Options(out=tmp_path))
    with pytest.raises(BadInput, match="a folder"):
        run(Options(out=tmp_path / "mine.txt"))


@pytest.mark.thorough
def test_a_finished_test_is_read_not_played(done, monkeypatch):
    monkeypatch.setattr("sim.lab.playing.play_runs", lambda *given: pytest.fail("was played again"))
    again = run(Options(runs=10, jobs=1, ablation_runs=0, out=done.out, svg=True))
    assert again.lines == done.lines and (again.out / "figures" / "facts.svg").exists()
    pd.testing.assert_frame_equal(again.table, done.table)


# --- the page in the documents ---


def test_the_page_on_history_has_its_tables_and_filling_them_twice_changes_nothing(done):
    text = (DOCS / "history.md").read_text(encoding="utf-8")
    assert {found[2] for found in BLOCK.finditer(text)} == {"found", "facts", "series", "ablation", "causes"}
    marked = "\n".join(f"<!-- table: {name} -->\n<!-- end -->" for name in ("found", "facts", "series", "causes"))
    filled = refreshed(marked, done.out)
    assert refreshed(filled, done.out) == filled and "ladder_order" in filled
    assert all(f"`{name}`" in text for name in FACTS)

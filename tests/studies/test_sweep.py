"""A sweep is whole or not there, the same bytes however it was played, and explains every number it writes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from worlds import copy_of_configs, measured

from sim.base.crate import CRATE
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.recorder import MANIFEST
from sim.engine.interventions import case_of
from sim.engine.simulate import play_block
from sim.evidence.facts import FACTS
from sim.evidence.record import record
from sim.lab import pieces, playing as paired, provenance
from sim.lab.analyses.orders import ORDERS
from sim.lab.experiment import PLAYING
from sim.lab.folder import PARTS
from sim.lab.weightings import load_weightings
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario
from sim.studies import sign_changes as contested
from sim.studies.factorial_sweep import Options, run, study

pytestmark = pytest.mark.usefixtures("compiled")

ROOT = Path(__file__).parents[2]
SMALL = Options(scenario="vietnam-1965", replicates=4, seed=3, jobs=1, turns=15, curve=(0.5, 2.0))
LITTLE = replace(SMALL, quick=True)
"""Where it is of no matter what is found."""

TABLES = ("runs", "turns", "effects", "levels", "orders", "commitments", "doses", "ranks", "data_dictionary")


@contextmanager
def steady(figures=False):
    """Whatever is committed meanwhile is no other version; figures take long."""
    patch = pytest.MonkeyPatch()
    patch.setattr(provenance, "commit", lambda: None)
    if not figures:
        patch.setattr("sim.studies.factorial_sweep.pictures", lambda findings: [])
        patch.setattr("sim.studies.factorial_sweep.answering", lambda told, mixes: [])
    yield
    patch.undo()


ARMS = len(study(SMALL).design.points())
ACTIONS = ["pay_for_divisions", "arms_for_hanoi", "channel_to_moscow"]


@pytest.fixture(autouse=True)
def undisturbed(request):
    with steady(figures="figures" in request.node.name):
        yield


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A finished small sweep: its summary, options and tables."""
    options = replace(SMALL, out=tmp_path_factory.mktemp("sweep") / "done")
    with steady():
        return run(options), options, {name: pd.read_csv(options.out / f"{name}.csv") for name in TABLES}


def contents(folder):
    """Every file's bytes; of the manifest all but the time."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found[MANIFEST] = {k: v for k, v in json.loads(found[MANIFEST]).items() if "wall_seconds" not in k}
    return found


def same(one, two):
    assert set(one) == set(two)
    assert not [name for name in one if one[name] != two[name]]


# --- what is found ---


def test_the_placebo_changes_nothing_at_all(done):
    summary, _, tables = done
    placebo = tables["effects"][tables["effects"].kind == "placebo"]
    bounds = ["difference", "low", "high", "low_corrected", "high_corrected"]
    assert len(placebo) and (placebo[bounds] == 0.0).all(axis=None)
    row = summary.table[summary.table.action == "placebo"]
    assert len(row) == 1 and (row[["difference", "low", "high"]] == 0.0).all(axis=None)


def test_every_action_has_an_answer_for_every_headline_outcome(done):
    summary, options, _ = done
    scenario = load_scenario(options.scenario)
    headlines = [outcome.name for outcome in outcomes_of(scenario.cast) if outcome.headline]
    answers = summary.table[summary.table.action != "placebo"]
    assert sorted(zip(answers.action, answers.outcome, strict=True)) == sorted(
        (action, name)
        for action in scenario.parameters.levers
        if scenario.parameters.declared[action].recommended
        for name in headlines
        if name not in summary.still
    )
    words = {"larger", "smaller", "probably larger", "probably smaller"}
    assert set(answers.reading) <= words | {"no difference that matters", "no run differs", "open"}


def test_what_nothing_moves_is_said_once_and_is_no_headline(done):
    summary, _, tables = done
    effects = tables["effects"]
    still = effects[effects.outcome.isin(summary.still)]
    assert summary.still and (still.difference == 0.0).all() and (still.headline == "no").all()
    moved = effects[~effects.outcome.isin(summary.still) & effects.difference.notna()]
    assert (moved.groupby("outcome").difference.agg(lambda seen: seen.abs().max()) > 0.0).all()


def test_a_sign_holds_only_where_a_difference_exists(done):
    effects = done[2]["effects"]
    assert effects[effects.reading == "no run differs"].sign_holds.isna().all()
    assert effects[effects.difference.fillna(0.0) != 0.0].sign_holds.notna().all()


def test_a_run_of_the_table_is_the_run_of_the_ensemble(done):
    _, options, tables = done
    scenario = load_scenario(options.scenario)
    parameters = scenario.parameters.with_values(dict.fromkeys(ACTIONS, 1.0))
    block = measured(scenario, parameters, [2], options.seed, options.turns)
    runs = tables["runs"]
    row = runs[(runs.mix == "all_actions") & (runs.replicate == 2)].iloc[0]
    assert (row[ACTIONS] == 1).all() and row.placebo == 0
    for name, values in block.outcomes.items():
        assert row[name] == pytest.approx(values[0], rel=1e-9), name


def test_effects_follow_from_the_table_of_runs(done):
    _, _, tables = done
    runs, effects = tables["runs"], tables["effects"]
    levers = runs[list(load_scenario(SMALL.scenario).parameters.levers)]
    mixes = runs[levers.isin([0.0, 1.0]).all(axis=1) & (runs.placebo == 0)]
    for outcome in ("outlay_a_year", "alliance_credibility_mean"):
        with_it, without = (mixes[mixes.arms_for_hanoi == level][outcome].mean() for level in (1, 0))
        row = effects[(effects.kind == "main") & (effects.mix == "arms_for_hanoi") & (effects.outcome == outcome)]
        assert row.difference.item() == pytest.approx(with_it - without, abs=1e-8)


def test_the_course_of_a_series_is_that_of_the_ensemble(done):
    _, options, tables = done
    scenario = load_scenario(options.scenario)
    block = measured(scenario, scenario.parameters, range(4), 3, 15)
    turns = tables["turns"]
    course = turns[(turns.mix == "baseline") & (turns.series == "territory")]
    assert course["mean"].to_numpy() == pytest.approx(block.series["territory"].mean(axis=1))
    assert course["median"].to_numpy() == pytest.approx(np.median(block.series["territory"], axis=1))
    assert ((course.low_90 <= course.low_50) & (course.high_50 <= course.high_90)).all()


def test_before_the_actions_begin_all_mixes_share_their_history(done):
    _, _, tables = done
    before = tables["turns"][tables["turns"].turn < load_scenario(SMALL.scenario).levers_from]
    assert (before.groupby(["turn", "series"])["mean"].nunique(dropna=False) == 1).all()


def test_an_order_is_given_where_its_draw_lies_below_its_probability(done):
    _, _, tables = done
    orders = tables["orders"]
    assert ((orders.draw < orders.probability) | (orders.promised > 0.0)).all()
    assert set(orders.mix) == set(tables["runs"].mix)
    told = orders.reasons.dropna().str.split("; ").explode()
    assert told.str.fullmatch(r"\w+ \([\w, ]+\) [+-]\d+\.\d\d").all()


def test_an_order_adds_up_from_its_base_rate_and_its_reasons(done):
    _, options, tables = done
    orders = tables["orders"][tables["orders"].reasons.notna()]
    added = orders.reasons.map(lambda text: sum(float(part.rsplit(" ", 1)[1]) for part in text.split("; ")))
    rationality = float(load_scenario(options.scenario).parameters["rationality"])
    probability = 1.0 / (1.0 + np.exp(-rationality * (orders.base_rate + added)))
    assert (probability - orders.probability).abs().max() < 0.02  # reasons are written with two decimals


def test_the_first_stage_is_counted_of_each_action_at_each_dose_and_of_all_together(done):
    _, options, tables = done
    stage, scenario = tables["commitments"], load_scenario(options.scenario)
    promises = {(one.lever, one.who, str(one.action), one.toward) for one in scenario.parameters.promises if one.lever}
    whole = stage[stage.year == "all"]
    full = whole[whole.mix == whole.lever]
    assert {*zip(full.lever, full.who, full.action, full.toward, strict=True)} == promises
    assert set(whole.level) == {0.5, 1.0, 2.0} and set(stage.year) == {"1966", "all"} | set(stage.year)
    again = whole[whole.mix == "all_actions"].merge(full, on=["lever", "who", "action", "toward"])
    assert (again.promised_x >= again.promised_y - 1e-9).all() and len(again) == len(full)
    assert (stage.kept <= stage.promised + 1e-9).sum() > 0.5 * len(stage) and (stage.given >= -1e-9).mean() > 0.8


def test_a_dose_of_nothing_changes_nothing_and_full_is_the_mix(done):
    _, _, tables = done
    doses, effects = tables["doses"], tables["effects"]
    assert (doses[doses.level == 0.0].difference == 0.0).all()
    assert set(doses.level) == {0.0, 0.5, 1.0, 2.0}
    full = doses[doses.mix == doses.action].merge(effects[effects.kind == "mix"], on=["mix", "outcome"])
    assert len(full) and (full.difference_x - full.difference_y).abs().max() == 0.0


def test_ranks_follow_from_effects_and_weights(done):
    _, _, tables = done
    effects = tables["effects"][tables["effects"].kind == "mix"]
    for weighting in load_weightings():
        rows = tables["ranks"][tables["ranks"].weighting == weighting.name].set_index("mix")
        outcomes = {one.name: one for one in outcomes_of(load_scenario(SMALL.scenario).cast)}
        worth = effects.outcome.map(lambda name: weighting.of(outcomes[name]))  # noqa: B023
        scores = (effects.difference.fillna(0.0) * worth).groupby(effects.mix).sum()
        assert rows.score.drop("baseline").sort_index().to_numpy() == pytest.approx(
            scores.sort_index().to_numpy(), abs=1e-6
        )
        assert rows["rank"].tolist() == list(range(1, len(scores) + 2)) and rows.score.is_monotonic_decreasing
        assert rows.regret.min() >= 0.0 and rows.score.get("baseline") == 0.0


# --- every number is explained ---


def test_every_column_of_every_table_is_in_the_dictionary(done):
    _, _, tables = done
    book = tables["data_dictionary"]
    assert book.columns[0] == "name"
    assert book[["name", "file", "meaning", "unit"]].notna().all(axis=None)
    columns = book[book.stands_as == "column"]
    for name, table in tables.items():
        assert list(columns[columns.file == f"{name}.csv"].name) == list(table.columns)
    roles = columns[columns.file == "runs.csv"].groupby("role")["name"].agg(set)
    assert {"mix", "replicate", "seed"} <= roles["key"] and "failed" in roles["note"]
    assert {"arms_for_hanoi", "placebo"} <= roles["lever"] and "partnership_tie_mean" in roles["outcome"]
    series = book[(book.file == "turns.csv") & (book.stands_as == "value of series")]
    assert set(series.name) == set(tables["turns"].series)


def test_every_value_lies_within_the_bounds_of_the_dictionary(done):
    _, _, tables = done
    book = tables["data_dictionary"]
    for _, entry in book[(book.stands_as == "column") & book.low.notna()].iterrows():
        values = tables[entry.file.removesuffix(".csv")][entry["name"]].dropna()
        assert values.between(entry.low, entry.high if pd.notna(entry.high) else np.inf).all(), entry["name"]


def test_the_manifest_is_complete_and_its_hashes_hold(done):
    summary, options, _ = done
    manifest = json.loads((options.out / MANIFEST).read_text())
    wanted = {
        "version",
        "commit",
        "config_hash",
        "seed",
        "runs",
        "wall_seconds_closing",
        "held_at_a_bound",
        "failed",
        "files",
    }
    assert wanted <= set(manifest)
    listed = set(manifest["files"]) | {MANIFEST}
    assert listed == {path.relative_to(options.out).as_posix() for path in options.out.rglob("*") if path.is_file()}
    assert str(options.out) not in (options.out / MANIFEST).read_text()
    assert summary.runs == manifest["runs"] == ARMS * 4


@pytest.mark.thorough
def test_figures_report_and_parquet_are_written_the_same_twice(tmp_path):
    found = []
    for name, jobs in (("one", 1), ("two", 2)):
        options = replace(SMALL, out=tmp_path / name, replicates=3, parquet=True, svg=True, jobs=jobs)
        run(options)
        found.append(contents(options.out))
    same(*found)
    figures = {Path(name) for name in found[0] if name.startswith("figures/")}
    assert {path.suffix for path in figures} == {".png", ".svg"} and Path("figures/interactions.png") in figures
    page = found[0]["report.html"].decode()
    assert "Limits" in page and 'src="http' not in page and 'href="http' not in page
    runs = pd.read_parquet(tmp_path / "one" / "runs.parquet")
    assert list(runs.columns) == list(pd.read_csv(tmp_path / "one" / "runs.csv").columns)


# --- however it is played ---


@pytest.mark.parametrize("how", [{"block": 19, "jobs": 2}, pytest.param({"block": 7}, marks=pytest.mark.thorough)])
def test_blocks_and_processes_change_nothing(done, tmp_path, how):
    _, options, _ = done
    run(replace(options, out=tmp_path / "again", **how))
    same(contents(options.out), contents(tmp_path / "again"))


def interrupted(options, after):
    """Play with an interruption once so many runs are done."""

    def stop(done, runs, what):
        if what == PLAYING and done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(options, stop)


def test_an_interrupted_sweep_resumes_even_where_parts_were_lost(done, tmp_path):
    _, finished, _ = done
    options = replace(finished, out=tmp_path / "resumed", block=4)
    interrupted(options, 20)
    assert [path.name for path in options.out.iterdir()] == [PARTS]
    for path in (options.out / PARTS).glob("*-*"):
        if int(path.name.split("-")[1].split(".")[0]) % 2:
            path.unlink()
    told = []
    run(replace(options, block=None), lambda *words: told.append(words))
    begun = [done for done, _, what in told if what == PLAYING]
    assert 0 < begun[0] < begun[-1]
    assert [what for _, _, what in told if what.startswith("Closing")] == [
        f"Closing: {what}" for what in ("first stage", "orders", "tables", "report")
    ]
    assert told[-1][0] == told[-1][1]
    same(contents(finished.out), contents(options.out))


def test_a_finished_sweep_is_read_not_played(done, monkeypatch):
    summary, options, _ = done
    monkeypatch.setattr(paired, "play_block", lambda *args, **more: pytest.fail("was played again"))
    again = run(options)
    assert again.reused and not summary.reused
    pd.testing.assert_frame_equal(again.table, summary.table)


def test_a_damaged_result_is_played_again(done, tmp_path):
    _, finished, _ = done
    options = replace(finished, out=shutil.copytree(finished.out, tmp_path / "damaged"))
    whole = contents(options.out)
    (options.out / "levels.csv").write_text("mix\n")
    assert not run(options).reused
    same(whole, contents(options.out))


def test_a_table_in_another_form_is_added_to_finished_results(done, tmp_path, monkeypatch):
    _, finished, _ = done
    options = replace(finished, out=shutil.copytree(finished.out, tmp_path / "plain"))
    plain = contents(options.out)
    monkeypatch.setattr(paired, "play_block", lambda *args, **more: pytest.fail("was played again"))
    assert run(replace(options, parquet=True)).reused
    added = contents(options.out)
    assert not [name for name in plain if name not in (MANIFEST, CRATE) and added[name] != plain[name]]
    assert len(pd.read_parquet(options.out / "runs.parquet")) == len(pd.read_csv(options.out / "runs.csv"))


@pytest.mark.thorough
def test_other_forms_are_added_to_finished_results_and_nothing_is_played_again(done, tmp_path, monkeypatch):
    _, finished, _ = done
    with steady(figures=True):
        options = replace(finished, out=tmp_path / "plain", replicates=3)
        run(options)
        plain = contents(options.out)
        at_once = replace(options, out=tmp_path / "at_once", svg=True, parquet=True)
        run(at_once)
        monkeypatch.setattr(paired, "play_block", lambda *args, **more: pytest.fail("was played again"))
        assert run(replace(options, svg=True, parquet=True)).reused
        assert run(replace(options, svg=True, parquet=True)).reused
    added = contents(options.out)
    same(
        {k: v for k, v in added.items() if k in plain and k not in (MANIFEST, CRATE)},
        {k: v for k, v in plain.items() if k not in (MANIFEST, CRATE)},
    )
    same(added, contents(at_once.out))


# --- facts that are measured too ---


@pytest.mark.thorough
def test_a_fact_is_swept_as_an_outcome_with_its_meaning(tmp_path):
    measures = ("troops_first_turn", "nuclear_test")
    asked = {
        "scenario": "northeast-asia",
        "turns": 37,
        "start": 6,
        "replicates": 3,
        "measures": measures,
        "parameters": "default",
    }
    out = run(replace(LITTLE, out=tmp_path / "out", **asked)).out
    runs, effects, book = (pd.read_csv(out / f"{name}.csv") for name in ("runs", "effects", "data_dictionary"))
    scenario = load_scenario()
    for name in measures:
        assert runs[name].notna().all() and (effects.outcome == name).any()
        assert book[(book.file == "runs.csv") & (book.name == name)].meaning.item() == FACTS[name].quantity.meaning
    past = record(case_of(scenario), Draws(3, range(3)), 35)
    assert runs[runs.mix == "baseline"].troops_first_turn.tolist() == FACTS["troops_first_turn"].measure(past).tolist()
    assert json.loads((out / MANIFEST).read_text())["measures"] == list(measures)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measures": ("dispute_state_dependence",)}, "of all runs together"),
        ({"measures": ("troops_first_turns",)}, "did you mean troops_first_turn"),
        ({"measures": ("oil_2024",)}, "fuel is not told apart"),
        ({"measures": ("nuclear_test", "nuclear_test")}, "only once"),
        ({"measures": ("nuclear_test",), "scenario": "vietnam-1965"}, "a scenario that starts in 2022-02"),
    ],
)
def test_facts_that_cannot_be_swept_are_told_in_one_line(tmp_path, asked, said):
    with pytest.raises(BadInput) as told:
        run(replace(SMALL, out=tmp_path / "out", **{"scenario": "northeast-asia", "turns": None, **asked}))
    assert said in told.value.line() and not list(tmp_path.iterdir())


# --- runs that fail ---


def failing(fails):
    """The engine, but that runs for which `fails(replicate, parameters)` holds raise."""

    def play(case, draws, *further):
        values = {name: np.broadcast_to(value, len(draws)) for name, value in case.parameters.overrides.items()}
        for place, replicate in enumerate(draws.replicates):
            if fails(replicate, {name: value[place] for name, value in values.items()}):
                raise ZeroDivisionError("no rounds\nleft")
        return play_block(case, draws, *further)

    return play


def test_a_run_that_fails_is_a_row_with_its_reason(done, tmp_path, monkeypatch):
    _, finished, tables = done
    monkeypatch.setattr(paired, "play_block", failing(lambda k, p: k == 2 and p["arms_for_hanoi"] == 1))
    options = replace(finished, out=tmp_path / "failing")
    summary = run(options)
    runs = pd.read_csv(options.out / "runs.csv")
    assert summary.failed == runs.failed.sum() == (runs.arms_for_hanoi == 1).sum() / 4
    failed = runs[runs.failed == 1]
    assert (failed.replicate == 2).all() and (failed.arms_for_hanoi == 1).all()
    assert (failed.reason == "ZeroDivisionError: no rounds left").all()
    assert failed.territory_mean.isna().all()
    # All others are as they were, and the failed replicate is left out of every comparison.
    kept = runs[runs.failed == 0]
    before = tables["runs"].merge(kept[["mix", "replicate"]])
    pd.testing.assert_frame_equal(
        kept.drop(columns="reason").reset_index(drop=True), before.drop(columns="reason"), check_dtype=False
    )
    assert (pd.read_csv(options.out / "effects.csv").replicates == 3).all()
    assert f"{summary.failed} of {ARMS * 4} runs failed" in (options.out / "limits.md").read_text()


def test_a_number_that_is_not_finite_fails_its_run_alone(tmp_path, monkeypatch):
    def play(case, draws, *further):
        block = play_block(case, draws, *further)
        block.outcomes["territory_mean"][draws.replicates == 1] = np.inf
        return block

    monkeypatch.setattr(paired, "play_block", play)
    options = replace(LITTLE, out=tmp_path / "infinite")
    assert run(options).failed == len(study(LITTLE).design.points())
    runs = pd.read_csv(options.out / "runs.csv")
    assert set(runs[runs.failed == 1].reason) == {"territory_mean is not finite"}


@pytest.mark.thorough
def test_an_outcome_about_nobody_is_an_empty_column_and_no_failure(tmp_path):
    path = copy_of_configs(tmp_path, "vietnam-1965")
    about = ["hedger_distance_mean", "trade_with_first_partner_a_year"]
    for actor in (tmp_path / "actors").rglob("*.toml"):
        actor.write_text(actor.read_text().replace('role = "hedger"', 'role = "distant_partner"'))
    summary = run(replace(SMALL, scenario=str(path), replicates=4, out=tmp_path / "out", parameters="prior"))
    runs, effects = (pd.read_csv(tmp_path / "out" / f"{name}.csv") for name in ("runs", "effects"))
    assert summary.failed == 0 and runs[about].isna().all(axis=None) and runs["outlay_a_year"].notna().all()
    empty = effects.outcome.isin(about)
    assert set(effects[empty].outcome) == {*about}
    assert effects[empty].difference.isna().all() and effects[~empty].difference.notna().all()
    assert effects[empty][["replicates_needed", "enough", "reading", "p_above"]].isna().all(axis=None)
    still = effects[effects.kind == "placebo"]
    assert still[["replicates_needed", "enough"]].isna().all(axis=None) and len(still)
    assert {"territory_mean"} <= {*summary.told.changes.outcome} and not {*about} & {*summary.told.changes.outcome}
    assert set(summary.table[summary.table.action == "placebo"].reading) == {"no run differs"}
    assert "nobody is in the group" in (tmp_path / "out" / "limits.md").read_text()
    main = effects[(effects.kind == "main") & (effects.headline == effects[empty].headline.iloc[0])]
    assert set(main.comparisons) == {main.difference.notna().sum()}
    assert not {*about} & {*summary.table.outcome, *summary.still}


def test_a_sweep_in_which_every_run_fails_still_ends(done, tmp_path, monkeypatch):
    _, finished, _ = done
    monkeypatch.setattr(paired, "play_block", failing(lambda k, p: True))
    none = pd.DataFrame(columns=[quantity.name for quantity in ORDERS])
    monkeypatch.setattr("sim.lab.analyses.orders.orders", lambda *asked: none)
    options = replace(finished, out=tmp_path / "broken", replicates=8)
    summary = run(options)
    assert summary.failed == summary.runs == ARMS * 8
    assert pd.read_csv(options.out / "effects.csv").difference.isna().all()


# --- bad input ---


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"replicates": 0}, "--replicates"),
        ({"seed": -1}, "--seed"),
        ({"jobs": -2}, "--jobs"),
        ({"levels": (0.0, 10.5)}, "--levels"),
        ({"levels": (1.0,)}, "--levels"),
        ({"levels": (1.0, 1.0)}, "--levels"),
        ({"levels": (0.0, float("nan"))}, "--levels"),
        ({"start": 15}, "--start"),
        ({"turns": 12}, "--turns"),
        ({"precision": 0.0}, "--precision"),
        ({"block": 0}, "--block"),
        ({"scenario": "nowhere"}, "--scenario"),
        ({"settings": {"rationalty": 1.0}}, "rationalty"),
        ({"settings": {"rationality": float("nan")}}, "rationality"),
        ({"settings": {"placebo": 1.0}}, "placebo"),
    ],
)
def test_what_is_not_possible_is_told_before_anything_is_written(tmp_path, wrong, key):
    with pytest.raises(BadInput) as told:
        run(replace(SMALL, out=tmp_path / "out", **wrong))
    assert key in told.value.line() and "\n" not in told.value.line()
    assert not list(tmp_path.iterdir())


def test_other_results_are_not_written_over_unless_forced(done, tmp_path):
    summary, finished, _ = done
    options = replace(finished, out=shutil.copytree(finished.out, tmp_path / "held"))
    before = contents(options.out)
    with pytest.raises(BadInput, match="--force"):
        run(replace(options, replicates=2))
    same(before, contents(options.out))
    (options.out / "own.txt").write_text("mine")
    assert run(replace(options, replicates=2, force=True)).runs == summary.runs // 2
    assert (options.out / "own.txt").read_text() == "mine"


@pytest.mark.thorough
def test_an_unfinished_sweep_is_not_mixed_with_another(tmp_path):
    options = replace(LITTLE, out=tmp_path / "out", block=10)
    interrupted(options, 20)
    with pytest.raises(BadInput, match="unfinished"):
        run(replace(options, seed=4))
    assert run(replace(options, seed=4, force=True)).failed == 0


def test_a_folder_with_anything_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="empty folder"):
        run(replace(SMALL, out=tmp_path))
    with pytest.raises(BadInput, match="is a file"):
        run(replace(SMALL, out=tmp_path / "thesis.txt" / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_full_disk_is_told_in_one_line_and_what_was_played_is_kept(done, tmp_path, monkeypatch):
    def full(path, write):
        if "part-0000002" in path.name:
            raise OSError(28, "No space left on device")
        honest(path, write)

    _, finished, _ = done
    honest = pieces.write_aside
    monkeypatch.setattr(pieces, "write_aside", full)
    options = replace(finished, out=tmp_path / "full", block=10)
    with pytest.raises(BadInput, match="No space left"):
        run(options)
    assert not (options.out / MANIFEST).exists()
    monkeypatch.setattr(pieces, "write_aside", honest)
    run(options)
    same(contents(finished.out), contents(options.out))


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
def test_ctrl_c_stops_at_once_in_silence_and_the_next_call_resumes(tmp_path):
    program = (
        "from pathlib import Path\n"
        "from sim.studies.factorial_sweep import Options, run\n"
        "if __name__ == '__main__':\n"
        "    def tell(done, runs, what): print(done if what == 'Playing histories' else 0, flush=True)\n"
        f"    out = Path({str(tmp_path / 'out')!r})\n"
        f"    options = Options({SMALL.scenario!r}, 3, 2, out, replicates=2000, turns=15, block=8)\n"
        "    try: run(options, tell)\n"
        "    except KeyboardInterrupt: raise SystemExit(130)\n"
    )
    script = tmp_path / "play.py"
    script.write_text(program)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, start_new_session=True, **streams) as playing:
        while int(playing.stdout.readline()) < 30:
            pass
        os.killpg(playing.pid, signal.SIGINT)
        _, said = playing.communicate()
    assert playing.returncode == 130 and said == ""
    kept = list((tmp_path / "out" / PARTS).glob("part-*.json"))
    assert 0 < len(kept) < 1000, "there would be more than three thousand"
    assert not (tmp_path / "out" / MANIFEST).exists()


# --- contested signs ---


@pytest.mark.thorough
def test_sign_changes_are_played_across_their_range_and_explained(tmp_path):
    found = contested.run(replace(SMALL, replicates=3, out=tmp_path / "out"), points=3)
    book = pd.read_csv(tmp_path / "out" / "data_dictionary.csv")
    effects = pd.read_csv(tmp_path / "out" / "contested.csv")
    declared = load_scenario(SMALL.scenario).parameters.declared
    for name, rows in effects.groupby("parameter"):
        assert rows.value.min() == declared[name].low < 0.0 < declared[name].high == rows.value.max()
    for table in ("runs", "contested", "sign_changes"):
        columns = pd.read_csv(tmp_path / "out" / f"{table}.csv").columns
        assert list(book[book.file == f"{table}.csv"].name) == list(columns)
    assert found.failed == 0
    assert (found.table.turns >= 1).all()

"""Each command says what it promises, on a terminal and in a pipe, and its tables hold together."""

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from jsonschema import Draft202012Validator
from worlds import measured, mostly_thorough

from sim import __version__
from sim.app.schemas import SENT
from sim.base.paths import CONFIGS, read_toml
from sim.commands.answers import show_answers
from sim.commands.main import app, main
from sim.commands.schema import KINDS
from sim.engine.interventions import case_of
from sim.engine.replay import replay
from sim.inputs.chains import load_chains
from sim.inputs.sources import load_sources
from sim.lab.analyses.answers import answers
from sim.lab.analyses.commitments import COMMITMENTS
from sim.lab.analyses.drivers import DRIVERS
from sim.model.world import VARIABLES
from sim.report.benchmark import (
    ARRAYS,
    BATCH,
    BATCH_ARRAYS,
    COLUMNS,
    KERNEL,
    MESA,
    PLAIN,
    growth_table,
    speed_table,
    verdicts,
)
from sim.report.describe import TOPICS
from sim.report.explain import explain
from sim.report.run_tables import months_table, orders_table, outcomes_table
from sim.report.story import tell
from sim.report.sweep.told import Told
from sim.report.trace import fired_in, fired_now
from sim.scenarios.editor_schemas import SCHEMAS, json_schema
from sim.scenarios.enlarged import enlarged
from sim.scenarios.scenario import load_scenario
from sim.studies import benchmark

COMMANDS = list(typer.main.get_command(app).commands)
RUN = ["run", "--turns", "40", "--seed", "3", "--set", "information_flow=1", "--out"]


@pytest.fixture
def entente(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder; give what it says, and see to it that it ends well and quietly."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.commands.console.FIRST", float("inf"))  # on a busy machine it would say how far it is

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        told = capsys.readouterr()
        assert ended.value.code == 0, told.err
        assert told.err == "" and "\x1b" not in told.out
        return told.out

    return run


@pytest.fixture(scope="module")
def history():
    """Replicate 0 of the default scenario, whole."""
    case = load_scenario()
    return replay(case_of(case))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The folder that `entente run` writes, and what it says."""
    out = tmp_path_factory.mktemp("results") / "run"
    with pytest.raises(SystemExit) as ended, redirect_stdout(io.StringIO()) as said:
        main([*RUN, str(out)])
    assert ended.value.code == 0
    return out, said.getvalue()


@pytest.fixture(scope="module")
def results(ran):
    """The folder that `entente run` writes."""
    return ran[0]


# --- help ---


def test_the_version_is_said(entente):
    assert entente("--version") == f"entente {__version__}\n"


def test_without_a_command_the_help_is_shown(entente):
    said = entente()
    assert all(command in said for command in COMMANDS)


def test_the_commands_that_are_promised_are_there():
    assert {"run", "sweep", "trace", "explain", "validate", "describe", "schema", "bench"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(entente, command):
    said = entente(command, "--help")
    assert f"Example: entente {command}" in said


# --- run ---


def test_a_run_tells_a_story_and_writes_its_tables(ran):
    out, said = ran
    lines = [line for line in said.splitlines() if re.match(r"[A-Z][a-z]{2} \d{4}: ", line)]
    assert len(lines) > 20
    assert any("From now on the levers act: information flow 1." in line for line in lines)
    assert "Headline outcomes" in said
    assert sorted(path.name for path in out.iterdir()) == [
        *("data_dictionary.csv", "manifest.json", "months.csv", "outcomes.csv"),
        *("possible_orders.csv", "ro-crate-metadata.json", "story.csv", "world.csv"),
    ]
    assert [path.name for path in out.parent.iterdir()] == ["run"]


def test_the_same_run_writes_the_same_bytes_again_in_its_place_and_leaves_nothing_elsewhere(entente, results, tmp_path):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in results.glob("*.csv")}
    assert "Headline outcomes" in entente(*RUN, results)
    for path, (written, when) in before.items():
        assert path.read_bytes() == written and path.stat().st_mtime_ns > when
    assert not list(tmp_path.iterdir())


def test_every_column_of_a_run_is_explained_and_its_values_lie_within_bounds(results):
    book = pd.read_csv(results / "data_dictionary.csv")
    assert book.columns[0] == "name"
    for path in results.glob("*.csv"):
        own = book[(book.file == path.name) & (book.stands_as == "column")].set_index("name")
        table = pd.read_csv(path)
        assert list(own.index) == list(table.columns)
        for name in table.select_dtypes("number"):
            assert not (table[name] < own.low[name]).any() and not (table[name] > own.high[name]).any(), name


def test_every_variable_of_the_world_is_explained_and_within_its_bounds(results):
    book = pd.read_csv(results / "data_dictionary.csv")
    own = book[(book.file == "world.csv") & (book.stands_as == "value of variable")].set_index("name")
    world = pd.read_csv(results / "world.csv")
    assert set(own.index) == set(world.variable) == {n for n, q in VARIABLES.items() if q.of != "slot"}
    assert world.value.notna().all()
    assert (world.value >= world.variable.map(own.low)).all() and (world.value <= world.variable.map(own.high)).all()


def test_the_manifest_says_what_made_the_results(results):
    manifest = json.loads((results / "manifest.json").read_text())
    told = {key: manifest[key] for key in ("experiment", "scenario", "seed", "replicate", "turns", "set")}
    assert told == {
        **{"experiment": "one_history", "scenario": "northeast-asia", "seed": 3, "replicate": 0, "turns": 40},
        "set": {"information_flow": 1.0},
    }
    assert set(manifest["files"]) == {path.name for path in results.iterdir()} - {"manifest.json"}


def test_an_order_is_given_where_its_draw_lies_below_its_probability(history):
    orders = orders_table(history)
    own = (orders.draw < orders.probability).astype(int)
    promised = orders.action == "broadcast"
    assert (orders.issued == own)[~promised].all() and (orders.issued >= own).all() and orders.issued[promised].any()
    legal = orders[orders.probability > 0]
    odds = np.log(legal.probability / (1 - legal.probability))
    assert np.isclose(odds, legal.log_odds).mean() > 0.95  # an open channel may be open in part


def test_base_rate_and_reasons_add_up_to_the_log_odds_of_an_order(history):
    orders = orders_table(history).iloc[::17]
    added = orders.reasons.str.findall(r" ([-+][\d.]+)(?:;|$)").map(lambda found: sum(map(float, found)))
    assert np.allclose(orders.base_rate + added, orders.log_odds, atol=0.06)


def test_the_tables_of_one_history_are_those_of_the_ensemble(history, compiled):
    case = history.case.scenario
    block = measured(case, case.parameters, [0, 1], history.seed)
    turns, outcomes = months_table(history), outcomes_table(history).set_index("outcome").value
    assert (turns.partnership_tie.to_numpy() == block.series["partnership_tie"][:, 0]).all()
    assert (turns.disputes_northeast_asia.to_numpy() == block.series["disputes"][:, 1, 0]).all()
    assert all(outcomes[name] == values[0] for name, values in block.outcomes.items())


# --- stories ---


def test_a_story_tells_treaty_troops_disputes_and_ceasefires(history):
    wanted = {"treaty", "send_troops", "supply_munitions", "dispute", "calendar", "digest", "launches"}
    told = {event.kind for event in tell(history).events}
    for replicate in range(1, 4):
        if not wanted <= told:
            told |= {event.kind for event in tell(replay(history.case, replicate)).events}
    assert wanted <= told


def test_a_story_names_the_reasons_behind_an_order(history):
    orders = [e for e in tell(history).events if e.kind == "supply_munitions" and "probability" in e.sentence]
    assert any(re.search(r"probability 0\.\d\d: [a-z]", event.sentence) for event in orders)


# --- explain ---


def test_an_explanation_adds_up(history):
    for one in explain(history, 18, "PRK"):
        assert np.isclose(sum(step.log_odds for step in one.steps), one.log_odds)
        assert one.issued == (one.draw < max(one.probability, one.chance))
        assert ("not legal" in one.verdict) == bool(one.unmet)
        assert all(step.doctrine and step.source in load_sources().passages for step in one.steps)


def test_explain_shows_the_sum_the_conditions_and_the_verdict(entente):
    said = entente("explain", "--actor", "client", "--turn", "18", "--action", "send_troops")
    for part in ("client sends troops", "treaty_in_force fails", "Withheld: not legal", "P2", "-12.5"):
        assert part in said or part == "-12.5"


def test_explain_in_short_has_a_row_for_every_order(entente, history):
    said = entente("explain", "--actor", "PRK", "--turn", "3", "--brief")
    rows = [line for line in said.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(list(history.slots_of(history.cast.names.index("PRK"))))


# --- trace ---


@pytest.fixture(scope="module")
def fired():
    """What is counted of orders and reasons in a single history."""
    return fired_now(load_scenario(), runs=1)


@pytest.fixture
def counted(monkeypatch, fired):
    """A command that counts in histories played for its answer takes those of the fixture."""
    monkeypatch.setattr("sim.report.trace.fired_now", lambda *asked, **more: fired)


PASSAGES = list(load_sources().passages)


@pytest.mark.parametrize("passage", mostly_thorough(PASSAGES, *PASSAGES[::5]))
def test_every_passage_can_be_traced(entente, counted, passage):
    said = entente("trace", passage)
    assert said.startswith(f"{passage} (") and "Status: " in said


def test_a_passage_leads_to_reasons_mechanisms_parameters_and_outcomes(entente, counted):
    said = entente("trace", "D2")
    for part in ("partner_is_short_of_shells", "munitions", "shell_hunger", "share_of_fire_supplied", "histories"):
        assert part in said


def test_orders_lead_back_to_passages(entente, counted):
    said = entente("trace", "--orders")
    assert re.search(r"\| PRK +\| supply_munitions +\| RUS .*\(D2\)", said)


def test_all_passages_are_listed_with_what_is_left_out(entente):
    said = entente("trace")
    assert all(f"| {key} " in said for key in load_sources().passages)
    assert "T2, partly: " in said


def test_orders_of_a_sweep_are_counted_as_orders_played_now(tmp_path, history, fired):
    case, now = history.case.scenario, fired
    orders = orders_table(history)
    orders[orders.issued == 1].assign(mix="baseline").to_csv(tmp_path / "orders.csv", index=False)
    then = fired_in(tmp_path / "orders.csv", case)
    assert then.histories == 1
    assert (then.orders.given == now.orders.given).all() and (then.orders.possible == now.orders.possible).all()
    key = ["actor", "action", "relation", "target", "reason"]
    both = now.reasons.merge(then.reasons, on=key, suffixes=("_now", "_then"))
    assert len(both) == len(then.reasons) and np.allclose(both.log_odds_now, both.log_odds_then, atol=0.01)


def test_all_chains_are_listed(entente):
    said = entente("trace", "--chains")
    assert all(f"| {passage} " in said for passage in load_chains().chains)


def test_a_chain_is_forced_link_by_link_and_its_table_kept(entente, tmp_path):
    asked = ["--replicates", 2, "--parameters", "default", "--history", "free", "--jobs", 1]
    said = entente("trace", "--chain", "R5b", *asked, "--out", tmp_path / "chains")
    assert "| Organisations reach people " in said and "2 replicates, default parameters" in said
    table = pd.read_csv(tmp_path / "chains" / "chains.csv")
    assert list(table["chain"]) == ["R5b"] * 2 and set(table["verdict"]) <= {"alive", "unclear"}
    assert json.loads((tmp_path / "chains" / "manifest.json").read_text())["chains"] == ["R5b"]


# --- validate, describe, schema ---

FILES = [p for p in sorted(CONFIGS.rglob("*.toml")) if p.parent.name in ("scenarios", "configs") or "actors" in p.parts]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(CONFIGS).as_posix())
def test_every_file_that_ships_is_valid(entente, path):
    assert entente("validate", path).startswith("ok: ")


@pytest.mark.parametrize("topic", mostly_thorough(TOPICS, *list(TOPICS)[::2]))
def test_every_topic_is_described_in_tables(entente, topic):
    said = entente("describe", topic)
    assert said.count("| --") + said.count("|--") + said.count(" ---") > 0
    assert entente("describe").count(topic) >= 1


def test_the_evidence_can_be_asked_for_by_an_option(entente):
    assert entente("describe", "--evidence") == entente("describe", "evidence")


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_valid_json_schema(entente, kind):
    schema = json.loads(entente("schema", kind))
    Draft202012Validator.check_schema(schema)
    assert schema == json_schema(kind, {**SCHEMAS, **SENT}) and schema["$schema"] and schema["title"]


def test_the_schemas_accept_the_files_that_ship():
    def accept(kind, path):
        assert not list(Draft202012Validator(json_schema(kind)).iter_errors(read_toml(path)))

    for path in (CONFIGS / "actors").rglob("*.toml"):
        accept("actor", path)
    for path in (CONFIGS / "scenarios").glob("*.toml"):
        if "extends" not in read_toml(path):
            accept("scenario", path)
    for kind in ("parameters", "actions", "sources"):
        accept(kind, CONFIGS / f"{kind}.toml")


def test_schemas_are_written_for_editors(entente, tmp_path):
    entente("schema", "--out", "schemas")
    assert {path.stem for path in (tmp_path / "schemas").iterdir()} == set(KINDS)


# --- sweep and bench ---


def test_a_sweep_is_asked_for_with_all_its_options_and_its_answers_are_shown(entente, monkeypatch):
    from sim.studies.factorial_sweep import Summary

    asked, told = [], answers_of_a_sweep()
    table = answers(told.tables["effects.csv"])

    def run(options, progress):
        asked.append(options)
        progress(1, 2, "Playing histories")
        return Summary(table, 0, 34, options.out, 21.0, 9.0, False, told=told)

    monkeypatch.setattr("sim.studies.factorial_sweep.run", run)
    options = "--replicates 5 --levels 0,0.5,1 --start 40 --set misperception=0.2 --jobs 1 --full"
    said = entente("sweep", *options.split())
    one = asked[0]
    assert (one.replicates, one.levels, one.start, one.jobs) == (5, (0.0, 0.5, 1.0), 40, 1)
    assert dict(one.settings) == {"misperception": 0.2} and one.out == Path("results/sweep")
    assert "34 histories, 0 failed, played in 21.0 s, closed in 9.0 s" in said
    assert re.search(r"\| the third power and the rules +\| Institutions +\| index .* larger +\|", said)
    assert (
        re.search(r"\| partnerships +\| partner, A → B +\| orders a month", said)
        and "Institutions turns on tie_gain" in said
    )
    assert "largest difference 0 (0 to 0); no run differs" in said
    show_answers(Told({"effects.csv": told.tables["effects.csv"].iloc[:0]}), table.iloc[:0])


def answers_of_a_sweep():
    """The tables of a sweep with a single action and a placebo, as they stand in its folder."""
    effect = {
        "kind": "main",
        "mix": "partnerships",
        "headline": "yes",
        "theatre": "global",
        "unit": "index",
        "enough": "yes",
    }
    numbers = {
        "difference": 0.05,
        "low": 0.01,
        "high": 0.09,
        "low_corrected": 0.0,
        "high_corrected": 0.1,
        "least": 0.02,
    }
    more = {"p_above": 0.95, "p_below": 0.0, "reading": "larger", "sign_holds": 1.0, "baseline_mean": 0.6}
    clear = {"outcome": "institutions_mean", **effect, **numbers, **more, "replicates_needed": 150.0}
    none = dict.fromkeys(("difference", "low", "high", "low_corrected", "high_corrected"), 0.0)
    still = {**clear, **none, "kind": "placebo", "mix": "placebo", "reading": "no run differs", "sign_holds": np.nan}
    stage = {q.name: 0.5 for q in COMMITMENTS} | {
        "mix": "partnerships",
        "lever": "partnerships",
        "who": "A",
        "toward": "B",
    }
    stage |= {"action": "partner", "unit": "orders", "year": "all"}
    hangs = {q.name: 0.5 for q in DRIVERS} | {
        "action": "partnerships",
        "outcome": "institutions_mean",
        "theatre": "global",
    }
    hangs |= {"parameter": "tie_gain", "turns": "yes"}
    files = {"effects.csv": [clear, still], "commitments.csv": [stage], "drivers.csv": [hangs]}
    return Told({name: pd.DataFrame(rows) for name, rows in files.items()})


def test_an_enlarged_scenario_has_the_same_actors_so_many_times_over():
    case = load_scenario()
    twice = enlarged(case, 2)
    assert twice.cast.size == 2 * case.cast.size and len(twice.cast.slots) == 2 * len(case.cast.slots)
    assert len(set(twice.cast.names)) == twice.cast.size
    once, both = (measured(s, s.parameters, range(3), 1, 4) for s in (case, twice))
    assert set(once.outcomes) == set(both.outcomes) and not both.failures


def test_measurements_are_held_against_what_was_to_be_reached():
    growth = [
        ("growth", what, size, 0, 10, seconds, seconds, 10 / seconds, 100.0)
        for what, sizes, power in (("runs", (10, 100), 1), ("actors", (10, 20), 1.5), ("turns", (10, 20), 3))
        for size, seconds in ((size, float(size) ** power) for size in sizes)
    ]
    played = {KERNEL: 700, ARRAYS: 50, PLAIN: 10, MESA: 9, BATCH: 5, BATCH_ARRAYS: 0.5}
    speed = [
        ("speed", what, 1, repeat, runs, seconds, seconds, runs / seconds, 100.0)
        for what, runs in played.items()
        for repeat, seconds in enumerate((1.0, 2.0, 4.0))
    ]
    measured = pd.DataFrame([*speed, *growth], columns=[q.name for q in COLUMNS])
    assert list(verdicts(measured).reached) == ["yes", "yes", "no", "yes", "yes", "yes", "no", "yes"]
    table = speed_table(measured)
    assert list(table["best"]) == [f"{runs:.1f}" for runs in played.values()]
    assert list(table["median"]) == [f"{runs / 2:.1f}" for runs in played.values()]
    assert list(table["times batch_run"])[:3] == ["140.0", "10.0", "2.0"]
    assert list(table["times plain objects"])[:3] == ["70.0", "5.0", "1.0"]
    assert list(table["times arrays"])[:3] == ["14.00", "1.00", "0.20"]
    assert len(growth_table(measured)) == len(growth)


def test_bench_prints_its_tables_and_writes_them_on_request(entente, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.studies.benchmark.QUICK", benchmark.Size(3, (2, 4), (1, 2), 2, (2, 4), 2))
    one = benchmark.Taken(1.0, 1.0, 50.0)
    monkeypatch.setattr(benchmark, "fresh", lambda works: [one for _ in works])
    monkeypatch.setattr(
        benchmark, "in_turn", lambda rows, rounds, _: [[[one for _ in works] for works in rows] for _ in range(rounds)]
    )
    said = entente("bench", "--quick", "--out", "bench")
    for title in ("Speed", "Work of a turn", "Start-up", "Growth", "Targets", "Sweep: none is finished"):
        assert title in said
    assert len(pd.read_csv(tmp_path / "bench" / "bench.csv")) == 3 * len(benchmark.ROWS) + 2 + 2 + 2

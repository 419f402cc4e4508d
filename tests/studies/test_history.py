"""The test against history: evidence, facts, scores, null models, the ablation, the study."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import BadInput
from sim.engine.interventions import Intervention, case_of
from sim.evidence import null_models as nulls, scores, tables as evidence
from sim.evidence.fact_scores import COLUMNS, facts_table, inside
from sim.evidence.facts.catalogue import FACTS, NOT_MODELLED
from sim.evidence.observed import ALL, COUNT, CUMULATIVE, NOT_SHOWN, SEEN, STEP, TURNS, Observed, observed
from sim.evidence.record import FOLLOWED
from sim.evidence.series_scores import SCORES, series_table
from sim.inputs.actions import Action
from sim.lab.executors import gather
from sim.lab.provenance import Origin
from sim.lab.tasks import tasks_of
from sim.model.measures import Trajectory, joined
from sim.report.history.document import BLOCK, refreshed
from sim.scenarios.scenario import load_scenario
from sim.studies import ablation
from sim.studies.ensembles import Hindcast, drawn
from sim.studies.history_test import Options, run

CASE = "northeast-asia"
DOCS = Path(__file__).parents[2] / "docs"


def silent(done, runs):
    """Hear nothing."""


@pytest.fixture(scope="module")
def histories():
    return Hindcast(1)(load_scenario(CASE), 0, 12)


# --- evidence ---


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(evidence.FOLDER, tmp_path / "evidence")
    return tmp_path / "evidence"


def edited(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", evidence.TABLES)
def test_every_table_of_evidence_fits_its_schema(name):
    frame = evidence.load(name)
    assert len(frame) and list(frame) == [column.name for column in evidence.TABLES[name].columns]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,1,many,1", "row 2, value"),
        ("monthly", ",PRK,,0,2022-02,1,1,1", ",PRK,,0,2022-02,3,1,1", "low <= value"),
        ("monthly", "launch_occasions,PRK,,1,2022-03", "launch_occasions,PRK,,0,2022-03", "named once"),
        ("monthly", "launch_occasions,PRK,,0,2022-02", "launch_occasions,PRK,,0,2022-13", "row 2, month"),
        ("monthly", "csis,estimate", "csis,guess", "known: measured, estimate, judged"),
        ("ladder", ",words,,,turn", ",wordss,,,turn", "did you mean words"),
        ("facts", "number,name", "number,title", "columns"),
        ("facts", "1,ladder_order", "1,", "never empty"),
        ("facts", "0.8,1,1,Kendall tau", "nan,1,1,Kendall tau", "row 2, low"),
    ],
)
def test_evidence_that_does_not_fit_is_told_in_one_line(copy, name, old, new, said):
    with pytest.raises(BadInput) as told:
        evidence.load(name, edited(copy, name, old, new))
    line = str(told.value)
    assert said in line and f"{name}.csv" in line and "\n" not in line


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(BadInput, match="an existing file"):
        evidence.load("facts", tmp_path)


def test_all_evidence_can_be_printed():
    tables = evidence.describe()
    assert list(tables) == [table.title for name, table in evidence.TABLES.items() if name != "dictionary"]
    assert all("source" in frame for frame in tables.values())
    assert len(tables["Monthly series"]) == 20


def test_the_fingerprint_changes_with_the_evidence(copy):
    assert evidence.fingerprint(copy) == evidence.fingerprint()
    assert evidence.fingerprint(edited(copy, "facts", "ladder_order", "order")) != evidence.fingerprint()


# --- facts ---


def test_every_fact_of_the_evidence_is_measured_or_declared_not_modelled():
    names = set(evidence.load("facts")["name"])
    assert set(FACTS) | set(NOT_MODELLED) == names
    assert not set(FACTS) & set(NOT_MODELLED)


def test_every_monthly_series_is_shown_or_declared_not_modelled():
    shown = {one.series for one in observed(load_scenario(CASE))} | {"balloon_launches", "other_provocations"}
    assert set(evidence.load("monthly")["series"]) <= shown | set(NOT_SHOWN)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_one_finite_number_of_each_history(histories, name):
    values = FACTS[name].measure(histories)
    assert values.shape == (histories.runs,) and np.isfinite(values).all() and FACTS[name].meaning.endswith(".")


class Told:
    """A record told by hand: two histories of the case, in the first of which things happen."""

    def __init__(self):
        self.cast = load_scenario(CASE).cast
        self.given = np.zeros((TURNS, len(self.cast.slots), 2), dtype=bool)
        self.kept = {name: np.zeros((TURNS, self.cast.size, 2)) for name in FOLLOWED}
        self.kept["treaty"] = np.zeros((TURNS, len(self.cast.pairs.partners), 2))
        self.kept["dispute_rung"] = np.zeros((TURNS, len(self.cast.pairs.disputants), 2))

    def order(self, action, giver, target, *turns):
        i, j = (self.cast.names.index(name) for name in (giver, target))
        slot = next(s for s, who, whom in self.cast.slots.of[action] if (who, whom) == (i, j))
        self.given[list(turns), slot, 0] = True

    def have(self, variable, actor, turns, value):
        self.kept[variable][turns, self.cast.names.index(actor), 0] = value

    def past(self):
        parameters = load_scenario(CASE).parameters
        return Trajectory(self.cast, "2022-02", parameters, issued=self.given, variables=self.kept)


@pytest.fixture(scope="module")
def told():
    record = Told()
    record.order(Action.SUPPLY_MUNITIONS, "PRK", "RUS", 9, *range(18, 35))
    record.have("rounds_received", "RUS", slice(18, 35), 200.0)
    record.have("rounds_received", "RUS", 9, 10.0)
    record.have("rounds_fired", "RUS", slice(0, 35), 400.0)
    record.kept["treaty"][28:, :, 0] = 1.0
    record.have("troops_sent", "PRK", [32, 33], [3.0, 8.0])
    record.have("troops_deployed", "PRK", [32, 33, 34], [3.0, 11.0, 10.0])
    record.order(Action.TRANSFER_TECHNOLOGY, "RUS", "PRK", 33)
    record.order(Action.TALK, "RUS", "PRK", 17, 19, 28)
    record.order(Action.TALK, "PRK", "RUS", 16, 23)
    record.have("aid_given", "RUS", [12, 25, 26], [0.005, 0.02, 0.025])
    record.have("hardship", "PRK", slice(0, 35), np.linspace(0.7, 0.36, 35))
    record.have("launches", "PRK", slice(0, 18), 2.0)
    record.have("launches", "PRK", slice(18, 35), 1.0)
    record.have("nuclear_tests", "PRK", 20, 1.0)
    record.have("border_incidents", "PRK", [27, 30], [1.0, 2.0])
    record.order(Action.BROADCAST, "KOR", "PRK", 28, 33)
    record.order(Action.SEND_AID, "CHN", "PRK", *range(11, 21), *range(23, 32))
    record.order(Action.PARTNER, "CHN", "PRK", 5)
    record.have("rounds_shipped", "KOR", 30, 5.0)
    record.have("aid_given", "USA", [3, 14, 27], [10.7, 21.4, 32.1])
    record.have("aid_given", "EUR", [4, 15, 28], [1.07, 2.14, 3.21])
    record.order(Action.EXERCISE, "JPN", "PRK", 12, 15, 30)
    record.order(Action.EXERCISE, "KOR", "PRK", 13, 18, 25)
    record.order(Action.SANCTION, "USA", "PRK", *range(18, 35))
    record.order(Action.PARTNER, "KOR", "JPN", 10, 20, 30, 33)
    record.kept["dispute_rung"][[3, 4], 0, 0] = 3.0
    return record.past()


EXPECTED = {
    "ladder_order": (1.0, 0.0),
    "treaty_before_troops": (1.0, 1.0),
    "troops_before_munitions": (0.0, 0.0),
    "munitions_onset": (18.0, 38.0),
    "troops_lag": (14.0, 2.0),
    "no_early_flow": (18.0, 35.0),
    "contacts_early": (1.0, 0.0),
    "contacts_late": (4.0, 0.0),
    "containers_end_2024": (3_410_000 / 316, 0.0),
    "shells_end_2024": (3.41, 0.0),
    "shells_monthly": (0.2, 0.0),
    "shell_share_early": (100 * 10 / 7200, 0.0),
    "shell_share_late": (50.0, 0.0),
    "troops_first_turn": (32.0, 36.0),
    "troops_peak": (11.0, 0.0),
    "oil_ratio": (5.0, 1.0),
    "technology_not_early": (33.0, 35.0),
    "growth_2022": (10.0, 0.0),
    "growth_2023_2024": (11.0, 0.0),
    "launches_2022": (22.0, 0.0),
    "launches_2023": (19.0, 0.0),
    "launches_2024": (12.0, 0.0),
    "testing_falls": (0.5, 0.0),
    "nuclear_test": (1.0, 0.0),
    "answer_in_kind": (2.0, 0.0),
    "hedger_trade_change_2024": (-10.0, -100.0),
    "hedger_no_summit": (1.0, 0.0),
    "front_line_no_lethal_aid": (1.0, 0.0),
    "aid_guarantor_2022": (10.0, 0.0),
    "aid_guarantor_2023": (20.0, 0.0),
    "aid_guarantor_2024": (30.0, 0.0),
    "aid_distant_2022": (1.0, 0.0),
    "aid_distant_2023": (2.0, 0.0),
    "aid_distant_2024": (3.0, 0.0),
    "trilaterals_2023": (2.0, 0.0),
    "trilaterals_2024": (1.0, 0.0),
    "exercise_season": (0.5, 0.0),
    "sanctions_do_not_stop": (0.0, 0.0),
    "minilateral_interval": (35 / 4, 35.0),
    "minilateral_before_troops": (0.75, 0.0),
    "dispute_rate": (12 * 2 / 35, 0.0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_fact_reads_a_record_told_by_hand(told, name):
    assert FACTS[name].measure(told) == pytest.approx(EXPECTED[name])


def test_facts_of_spread_read_a_record_told_by_hand(told):
    counts = np.array([2.0] * 18 + [1.0] * 17)
    counts[[27, 30]] += (1.0, 2.0)
    spread = FACTS["provocation_overdispersion"].measure(told)
    assert spread[0] == pytest.approx(counts.var(ddof=1) / counts.mean()) and spread[1] == 0.0
    aid = np.zeros(TURNS)
    aid[[3, 14, 27, 4, 15, 28]] = (10.7, 21.4, 32.1, 1.07, 2.14, 3.21)
    memory = FACTS["aid_independent_months"].measure(told)
    assert memory[0] == pytest.approx(np.corrcoef(aid[1:], aid[:-1])[0, 1]) and memory[1] == 0.0
    follows = FACTS["sanctions_follow_shipments"].measure(told)
    assert follows[0] > 0.99 and follows[1] == 0.0
    # One dispute follows another within the year in one pair, and nothing comes otherwise.
    pairs, months = len(told.cast.pairs.disputants), TURNS
    expected = (1 / 13) / (1 / (2 * pairs * months - 13))
    assert FACTS["dispute_state_dependence"].measure(told) == pytest.approx([expected] * 2)
    done = {*EXPECTED, "provocation_overdispersion", "aid_independent_months"}
    assert set(FACTS) == done | {"sanctions_follow_shipments", "dispute_state_dependence"}


def test_the_table_of_facts_holds_every_fact_and_says_why_some_are_not_modelled(histories):
    table = facts_table(histories)
    assert list(table) == [quantity.name for quantity in COLUMNS]
    table = table.set_index("name")
    assert set(table.index) == {*FACTS, *NOT_MODELLED}
    missing = table[table["status"] == "not modelled"]
    assert set(missing.index) == set(NOT_MODELLED) and missing["remark"].str.len().gt(10).all()
    assert missing["median"].isna().all() and table.drop(missing.index)["median"].notna().all()
    assert table.loc["growth_2022", "status"] == "stand-in" and np.isnan(table.loc["growth_2022", "crps"])
    assert table.loc["ladder_order", "null_model"] == "random permutation"
    assert table["within"].dropna().between(0, 1).all()


def test_tolerances_hold_their_ends_and_may_be_open():
    values = np.array([0.0, 1.0, 2.0])
    assert inside(values, 1.0, 2.0).tolist() == [0, 1, 1]
    assert inside(values, np.nan, 1.0).tolist() == [1, 1, 0]
    assert inside(values, np.nan, np.nan).tolist() == [1, 1, 1]


# --- scores ---

MEMBERS = np.array([[0.0, 1.0, 2.0, 3.0]])


def one(value):
    return np.array([value])


def test_crps_of_a_figure_is_the_usual_one():
    # Mean distance from 1 is 1, half the mean distance among members is 0.625.
    assert scores.crps(MEMBERS, one(1.0), one(1.0)) == pytest.approx([0.375])
    assert scores.crps(one([5.0]), one(2.0), one(2.0)) == pytest.approx([3.0])


def test_crps_of_a_range_counts_only_what_lies_outside():
    # F is 0.25 from 0 to 1 and 0.75 from 2 to 3: the integrals of F^2 below 1 and (1 - F)^2 above 2.
    assert scores.crps(MEMBERS, one(1.0), one(2.0)) == pytest.approx([2 * 0.25**2])
    assert scores.crps(MEMBERS, one(0.0), one(3.0)) == pytest.approx([0.0])
    assert scores.crps(MEMBERS, one(2.0), one(np.nan)) == pytest.approx([0.25**2 + 0.5**2])
    assert scores.crps(MEMBERS, one(np.nan), one(2.0)) == pytest.approx([0.25**2])


def test_brier_score():
    assert scores.brier(np.array([0.2, 1.0]), np.array([1.0, 1.0])) == pytest.approx([0.64, 0.0])


def test_log_score_is_that_of_the_negative_binomial_or_of_the_poisson():
    # Mean 1, variance 3: size 1/2, probability 1/3; P(1) = 1/2 * (1/3)**0.5 * 2/3.
    clustered = np.array([[0.0, 0.0, 0.0, 4.0]])
    assert scores.log_score(clustered, one(1.0)) == pytest.approx([-np.log(0.5 * (1 / 3) ** 0.5 * 2 / 3)])
    even = np.array([[1.0, 2.0]])
    assert scores.log_score(even, one(2.0)) == pytest.approx([-np.log(np.exp(-1.5) * 1.5**2 / 2)])
    assert np.isfinite(scores.log_score(np.zeros((1, 5)), one(3.0))).all()


def test_coverage_of_figures_ties_and_ranges():
    members = np.arange(100.0)[None, :]
    inside_90 = [scores.coverage(members, one(v), one(v), 0.9)[0] for v in (50.5, 2.5, 97.5)]
    assert inside_90 == [1.0, 0.0, 0.0]
    # All members are 0: the figure 0 may have any rank, of which the band holds its own share.
    tied = np.zeros((1, 10))
    assert scores.coverage(tied, one(0.0), one(0.0), 0.5) == pytest.approx([0.5])
    assert scores.coverage(tied, one(1.0), one(1.0), 0.9)[0] == 0.0
    assert scores.coverage(members, one(90.5), one(np.nan), 0.5)[0] == 0.0
    assert scores.coverage(members, one(60.5), one(np.nan), 0.5)[0] == 1.0


def test_coverage_is_nominal_where_the_forecast_is_right():
    rng = np.random.default_rng(1)
    members, truth = rng.poisson(1.3, (4000, 400)).astype(float), rng.poisson(1.3, 4000).astype(float)
    for level in (0.5, 0.9):
        assert scores.coverage(members, truth, truth, level).mean() == pytest.approx(level, abs=0.02)


def test_skill_is_positive_where_the_model_is_better_and_negative_where_it_is_worse():
    assert scores.skill(np.array([1.0, 2.0]), np.array([3.0, 3.0])) == pytest.approx(0.5)
    assert scores.skill(2.0, 1.0) == -1.0
    assert np.isnan(scores.skill(0.5, 0.0))


# --- null models ---


def series(kind, value, known=None):
    value = np.asarray(value, dtype=float)
    known = np.ones(TURNS, dtype=bool) if known is None else known
    return Observed("s", "s", "X", kind, "unit", value, value, value, known, lambda past: value[:, None])


def test_the_same_rate_knows_only_the_months_before_the_judged_ones():
    counts = series(COUNT, [2.0] * SEEN + [50.0] * (TURNS - SEEN))
    assert nulls.same_rate(counts).mean() == pytest.approx(2.0, abs=0.05)
    amounts = series("amount", np.arange(TURNS))
    assert nulls.same_rate(amounts)[-1].tolist() == list(range(SEEN))


def test_the_same_rate_of_what_adds_up_grows_by_its_mean_month():
    known = np.zeros(TURNS, dtype=bool)
    known[[20, 22, 30]] = True
    values = np.where(known, 46.0, np.nan)
    members = nulls.same_rate(series(CUMULATIVE, values, known))
    assert members[:, 0] == pytest.approx(2.0 * np.arange(1, TURNS + 1))
    nothing = nulls.same_rate(series(CUMULATIVE, np.full(TURNS, np.nan), np.zeros(TURNS, dtype=bool)))
    assert not nothing.any()


def test_the_same_rate_of_a_step_has_the_same_chance_every_month():
    chance = nulls.same_rate(series(STEP, np.arange(TURNS) >= 30))[:, 0]
    assert chance[SEEN] == pytest.approx(1 / 25) and chance[SEEN + 1] == pytest.approx(1 - (24 / 25) ** 2)
    assert (nulls.same_rate(series(STEP, np.arange(TURNS) >= 10))[SEEN:] == 1.0).all()


def test_the_last_value_is_carried_with_the_changes_seen_before():
    values = np.array([3.0] * 10 + [5.0] * 13 + [99.0] * 12)
    carried = nulls.carried_forward(series("amount", values))
    assert np.isnan(carried[:SEEN]).all()
    assert sorted(set(carried[SEEN])) == [5.0, 7.0] and (carried[SEEN] == carried[-1]).all()
    before = nulls.previous_month(series("amount", values))
    assert np.isnan(before[0]).all() and before[SEEN].min() == 5.0 and before[SEEN + 1].min() == 99.0


def test_random_orders_agree_with_the_record_no_more_often_than_not():
    taus = nulls.permuted_orders(5)
    assert len(taus) == 120 and taus.mean() == pytest.approx(0.0) and taus.max() == 1.0 and taus.min() == -1.0


# --- series ---


def test_every_series_shows_every_turn_of_every_history(histories):
    for one_series in observed(load_scenario(CASE)):
        shown = one_series.show(histories)
        assert shown.shape == (TURNS, histories.runs) and np.isfinite(shown).all() and (shown >= 0.0).all()


def test_sources_that_differ_stay_a_range():
    containers = next(s for s in observed(load_scenario(CASE)) if s.series == "containers_cumulative")
    assert (containers.low[24], containers.high[24]) == (6700.0, 10000.0)
    assert np.isnan(containers.high[28]) and not containers.known[29]


def test_the_aid_of_all_is_the_sum_of_the_donors(histories):
    found = {s.actor: s for s in observed(load_scenario(CASE)) if s.series == "aid_total"}
    donors = [s for actor, s in found.items() if actor != ALL]
    assert found[ALL].value == pytest.approx(sum(s.value for s in donors))
    assert found[ALL].show(histories) == pytest.approx(sum(s.show(histories) for s in donors))


def test_a_perfect_model_has_skill_and_a_wrong_one_has_not(histories):
    counts = series(COUNT, np.r_[np.full(SEEN, 4.0), np.full(TURNS - SEEN, 1.0)])
    table = series_table((counts,), histories).set_index("window")
    assert table.loc["2024", "score"] == 0.0 and table.loc["2024", "skill_same_rate"] == 1.0
    wrong = Observed(**{**vars(counts), "show": lambda past: np.full((TURNS, 3), 30.0)})
    table = series_table((wrong,), histories).set_index("window")
    assert table.loc["2024", "skill_same_rate"] < 0.0 and table.loc["2024", "coverage_90"] == 0.0


def test_the_table_of_series_has_both_windows_and_what_is_not_modelled(histories):
    table = series_table(observed(load_scenario(CASE)), histories)
    assert list(table) == [quantity.name for quantity in SCORES]
    assert set(table["window"].dropna()) == {"2022-2023", "2024"}
    assert set(table.loc[table["status"] == "not modelled", "name"]) == set(NOT_SHOWN)
    steps = table[table["kind"] == STEP]
    assert set(steps["score_name"]) == {"Brier"} and steps["score"].between(0, 1).all()


def test_a_case_without_a_record_is_refused():
    with pytest.raises(BadInput, match="a scenario that starts in 2022-02"):
        observed(load_scenario("vietnam-1965"))


# --- ensembles ---


def test_blocks_and_processes_change_nothing():
    scenario = load_scenario(CASE)
    hindcast = Hindcast(3, Intervention(parameters=drawn(scenario, "prior", 6, 3)))
    whole = hindcast(scenario, 0, 6)
    parts = joined(gather(tasks_of(Origin.of(CASE), hindcast, 6, 4), 2, silent))
    assert {*FOLLOWED, "treaty", "dispute_rung"} == set(whole.variables)
    for name, values in whole.variables.items():
        assert (values == parts.variables[name]).all(), name
    assert (whole.issued == parts.issued).all()


def test_progress_hears_every_history():
    heard = []
    gather(tasks_of(Origin.of(CASE), Hindcast(1), 2, 2), 1, lambda done, runs: heard.append((done, runs)))
    assert heard == [(0, 2), (2, 2)]


def test_sets_of_a_posterior_are_taken_in_turn(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("set,red_line,tie_gain\n0,1.5,0.05\n1,4,0.02\n")
    found = drawn(load_scenario(CASE), "posterior", 3, 1, path)
    assert found["red_line"].tolist() == [1.5, 4.0, 1.5] and set(found) == {"red_line", "tie_gain"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set,red_line\n0,1\n1,99\n", "row 3, red_line = 99.0: expected a number from"),
        ("set,red_line\n0,1\n1,many\n", "row 3, red_line = 'many'"),
        ("set,red_line\n0,\n1,1\n", "row 2, red_line = nan"),
        ("set,blue_line\n0,1\n", "a column per parameter"),
        ("", "readable"),
    ],
)
def test_sets_that_do_not_fit_are_told(tmp_path, text, said):
    path = tmp_path / "sets.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=said):
        drawn(load_scenario(CASE), "posterior", 3, 1, path)


def test_a_posterior_is_read_once_and_again_when_it_was_edited(tmp_path, monkeypatch):
    path, read = tmp_path / "sets.csv", []
    honest = pd.read_csv
    monkeypatch.setattr("pandas.read_csv", lambda *given: read.append(given) or honest(*given))
    for text in ("red_line\n1.5\n", "red_line\n1.25\n"):
        path.write_text(text)
        for _ in range(3):
            found = drawn(load_scenario(CASE), "posterior", 1, 1, path)
        assert found["red_line"].tolist() == [float(text.split()[1])]
    assert len(read) == 2


def test_a_posterior_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="entente calibrate"):
        drawn(load_scenario(CASE), "posterior", 3, 1, tmp_path / "none.csv")


# --- ablation ---


def test_switches_name_what_is_declared():
    scenario = load_scenario(CASE)
    parameters = scenario.parameters
    assert set(ablation.REASONS) <= set(parameters.declared)
    assert {name for pair in ablation.BASE_RATES for name in pair} <= set(parameters.declared)
    turned = ablation.switches(scenario, parameters)
    assert turned[0].factors["kind"] == "none" and len({s.name for s in turned}) == len(turned)


def test_the_ablation_compares_on_the_same_luck(monkeypatch):
    monkeypatch.setattr(ablation, "MECHANISMS", [m for m in ablation.MECHANISMS if m.name in ("troops", "scoring")])
    monkeypatch.setattr(ablation, "REASONS", ("shell_hunger",))
    monkeypatch.setattr(ablation, "SHOCKS", ("aid_blocked",))
    monkeypatch.setattr(ablation, "POLICIES", ())
    tables = [ablation.ablation(Origin.of(CASE), Hindcast(1), 8, jobs, silent) for jobs in (1, 2)]
    pd.testing.assert_frame_equal(*tables)
    found = tables[0].set_index(["switched", "pattern"])
    assert (found.loc["nothing", "difference"] == 0.0).all() and found.loc["nothing", "low"].isna().all()
    assert (found.loc["scoring", "difference"] == 0.0).all()
    assert found.loc[("troops", "troops_come"), "share_switched"] == 0.0
    assert found.loc[("shell_hunger", "onset_in_time"), "share_switched"] < 0.5
    assert set(tables[0]["kind"]) == {"none", "mechanism", "reason", "base rate", "legality", "shock"}


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
def studies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    asked = [Options(runs=10, jobs=jobs, ablation_runs=0, out=folder / str(jobs)) for jobs in (1, 2)]
    return [run(options) for options in asked]


def test_the_study_writes_the_same_bytes_whatever_the_number_of_processes(studies):
    first, second = (summary.out for summary in studies)
    names = sorted(path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second).as_posix() for path in second.rglob("*") if path.is_file())
    assert {"facts.csv", "series.csv", "bands.csv", "ablation.csv", "report.html", "figures/facts.svg"} <= set(names)
    for name in names:
        assert name == "manifest.json" or (first / name).read_bytes() == (second / name).read_bytes(), name


def test_every_column_is_in_the_dictionary_and_within_its_bounds(studies):
    out = studies[0].out
    book = pd.read_csv(out / "data_dictionary.csv")
    for name in ("facts.csv", "series.csv", "bands.csv", "ablation.csv"):
        frame, declared = pd.read_csv(out / name), book[book["file"] == name].set_index("name")
        assert list(frame) == list(declared.index)
        for column in frame.select_dtypes("number"):
            values = frame[column].dropna()
            low, high = declared.loc[column, ["low", "high"]].fillna(np.nan)
            assert not (values < low).any() and not (values > high).any(), column


def test_the_printed_table_drops_nothing(studies):
    table = studies[0].table
    assert set(table["what"]) == {*FACTS, *NOT_MODELLED, *studies[0].series["name"]}
    reasons = table.loc[table["met"] == "not modelled", "remark"]
    assert reasons.str.len().gt(10).all() and len(reasons) == len(NOT_MODELLED) + len(NOT_SHOWN)
    assert "facts met" in studies[0].lines[0]


def test_the_page_stands_alone(studies):
    text = (studies[0].out / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in text and 'src="http' not in text and "Not modelled" in text


def test_the_manifest_says_what_the_results_depend_on_and_no_path(studies):
    text = (studies[0].out / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["experiment"] == "history" and manifest["parameters"] == "default" and manifest["runs"] == 10
    assert {"evidence_hash", "config_hash", "code_hash", "seed", "wall_seconds"} <= set(manifest)
    assert str(studies[0].out) not in text


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


# --- the page in the documents ---


def test_the_page_on_history_has_its_tables_and_filling_them_twice_changes_nothing(studies):
    text = (DOCS / "history.md").read_text(encoding="utf-8")
    assert {found[2] for found in BLOCK.finditer(text)} == {"found", "facts", "series", "ablation", "causes"}
    marked = "\n".join(f"<!-- table: {name} -->\n<!-- end -->" for name in ("found", "facts", "series", "causes"))
    filled = refreshed(marked, studies[0].out)
    assert refreshed(filled, studies[0].out) == filled and "ladder_order" in filled
    assert all(f"`{name}`" in text for name in FACTS)

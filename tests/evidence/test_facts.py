"""Facts are measured as a record told by hand says, and everything in the evidence is measured or said not to be."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.interventions import case_of
from sim.engine.simulate import play
from sim.evidence.fact_scores import COLUMNS, facts_table, inside
from sim.evidence.facts import FACTS, NOT_MODELLED, judged
from sim.evidence.facts.fact import FOLLOWED
from sim.evidence.record import record
from sim.evidence.tables import FOLDER, TURNS, load
from sim.inputs.actions import Action
from sim.inputs.sources import load_sources
from sim.model.measures import Trajectory
from sim.model.outcomes import outcomes_of


def test_every_fact_of_the_evidence_is_measured_or_declared_not_modelled():
    names = set(load("facts")["name"])
    assert set(FACTS) | set(NOT_MODELLED) == names
    assert not set(FACTS) & set(NOT_MODELLED)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_one_finite_number_of_each_history(histories, name):
    values, declared = FACTS[name].measure(histories), FACTS[name].quantity
    assert values.shape == (histories.runs,) and np.isfinite(values).all()
    assert ((values >= declared.low) & (values <= declared.high)).all()
    assert declared.meaning.endswith(".") and declared.source in load_sources().passages


class Told:
    """A record told by hand: two histories of the case, in the first of which things happen."""

    def __init__(self):
        self.cast = scenario().cast
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
        parameters = scenario().parameters
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


# --- one language for facts and outcomes ---


@pytest.mark.thorough
@pytest.mark.parametrize(("block", "runs"), [(5, 12), (1, 3)])
def test_a_fact_measured_on_blocks_of_runs_is_that_of_the_test_against_history(histories, block, runs):
    asked = tuple(one for one in FACTS.values() if not one.pooled)
    played = list(play(case_of(scenario()), Draws(1, range(runs)), TURNS + 2, block, measures=asked))
    for one in asked:
        found = np.concatenate([part.outcomes[one.name] for part in played])
        np.testing.assert_array_equal(found, one.measure(histories)[:runs], err_msg=one.name)
    assert not any(part.failed for part in played) and set(FACTS) - {one.name for one in asked} == {
        "dispute_state_dependence"
    }


def with_rows(folder, *rows):
    """A copy of the facts of the evidence with other rows at its end."""
    text = (FOLDER / "facts.csv").read_text(encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join([text.rstrip("\n"), *rows, ""]), encoding="utf-8")
    return load("facts", folder)


def test_an_outcome_named_in_the_evidence_is_held_against_its_figure(tmp_path):
    table = with_rows(
        tmp_path,
        "23,territory_mean,Little land changes hands.,0.6,0.65,0.7,share,check,judged,",
        "24,nuclear_test_by_the_end,No test.,0,0,0.1,share of runs,check,judged,",
    )
    case, draws = case_of(scenario()), Draws(1, range(6))
    past = record(case, draws, TURNS, judged(table["name"], case.cast))
    rows = facts_table(past, table).set_index("name")
    outcomes = {one.name: one for one in outcomes_of(case.cast)}
    land = outcomes["territory_mean"].measure(past)
    assert rows.loc["territory_mean", "median"] == np.median(land) and rows.loc["territory_mean", "crps"] >= 0.0
    assert rows.loc["territory_mean", "within"] == inside(land, 0.6, 0.7).mean()
    tested = outcomes["nuclear_test_by_the_end"].measure(past)
    assert rows.loc["nuclear_test_by_the_end", "median"] == tested.mean()
    assert rows.loc["nuclear_test_by_the_end", "brier"] == tested.mean() ** 2


def test_a_name_in_the_evidence_that_nothing_measures_is_told(tmp_path, histories):
    table = with_rows(tmp_path, "23,territory_men,Little land changes hands.,0.6,0.65,0.7,share,check,judged,")
    with pytest.raises(BadInput, match="did you mean territory_mean"):
        facts_table(histories, table)


# --- a group that nobody is in ---


def without(position):
    """The scenario with a bystander in somebody's place."""
    cast = scenario().cast
    others = tuple("bystander" if held == position else held for held in cast.positions)
    return case_of(replace(scenario(), cast=replace(cast, positions=others)))


@pytest.mark.parametrize(
    ("position", "about"),
    [
        pytest.param("hedger", {"hedger_trade_change_2024", "hedger_no_summit"}, marks=pytest.mark.thorough),
        pytest.param("front_line_ally", {"answer_in_kind", "front_line_no_lethal_aid"}, marks=pytest.mark.thorough),
        pytest.param("neighbouring_ally", {"trilaterals_2023", "trilaterals_2024"}, marks=pytest.mark.thorough),
        ("distant_partner", {"aid_distant_2022", "aid_distant_2023", "aid_distant_2024"}),
    ],
)
def test_a_fact_about_nobody_is_not_a_number_is_no_failure_and_is_not_judged(position, about):
    case, draws = without(position), Draws(1, range(2))
    (block,) = play(case, draws, TURNS + 2, measures=tuple(FACTS.values()))
    assert about == {name for name in FACTS if np.isnan(block.outcomes[name]).any()}
    assert about <= block.undefined and not block.failed
    table = facts_table(record(case, draws, TURNS)).set_index("name")
    assert set(table.index[table["status"] == "not modelled"]) == about | set(NOT_MODELLED)

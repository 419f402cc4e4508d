"""Monthly series beside histories and null models."""

import numpy as np
import pytest
from worlds import scenario

from sim.base.errors import BadInput
from sim.evidence import null_models as nulls
from sim.evidence.observed import ALL, COUNT, CUMULATIVE, NOT_SHOWN, STEP, Observed, observed
from sim.evidence.series_scores import SCORES, series_table
from sim.evidence.tables import SEEN, TURNS, load

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


def test_every_monthly_series_is_shown_or_declared_not_modelled():
    shown = {one.series for one in observed(scenario())} | {"balloon_launches", "other_provocations"}
    assert set(load("monthly")["series"]) <= shown | set(NOT_SHOWN)


def test_every_series_shows_every_turn_of_every_history(histories):
    for one_series in observed(scenario()):
        shown = one_series.show(histories)
        assert shown.shape == (TURNS, histories.runs) and np.isfinite(shown).all() and (shown >= 0.0).all()


def test_sources_that_differ_stay_a_range():
    containers = next(s for s in observed(scenario()) if s.series == "containers_cumulative")
    assert (containers.low[24], containers.high[24]) == (6700.0, 10000.0)
    assert np.isnan(containers.high[28]) and not containers.known[29]


def test_the_aid_of_all_is_the_sum_of_the_donors(histories):
    found = {s.actor: s for s in observed(scenario()) if s.series == "aid_total"}
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
    table = series_table(observed(scenario()), histories)
    assert list(table) == [quantity.name for quantity in SCORES]
    assert set(table["window"].dropna()) == {"2022-2023", "2024"}
    assert set(table.loc[table["status"] == "not modelled", "name"]) == set(NOT_SHOWN)
    steps = table[table["kind"] == STEP]
    assert set(steps["score_name"]) == {"Brier"} and steps["score"].between(0, 1).all()


def test_a_case_without_a_record_is_refused():
    with pytest.raises(BadInput, match="a scenario that starts in 2022-02"):
        observed(scenario("vietnam-1965"))

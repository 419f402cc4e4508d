"""Compare: every mix of a finished sweep, dose and response, own weightings, what turns the conclusion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from sim.app.choice import Choice
from sim.app.compare import compare
from sim.app.results import finished_for
from sim.scenarios.editor_schemas import FOLDER

CHOICE = Choice("northeast-asia")
SCORES = "Promise.all(['heat', 'weigh'].map((name) => import(`${location.origin}/static/${name}.js`)))"


@pytest.fixture(scope="module")
def told(folder: Path) -> Any:
    return compare(CHOICE, finished_for(CHOICE.played, folder))


def test_all_mixes_are_told_as_the_sweep_has_them(told: Any, folder: Path) -> None:
    schema = json.loads((FOLDER / "mixes.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(told)))
    effects, runs = pd.read_csv(folder / "effects.csv"), pd.read_csv(folder / "runs.csv")
    assert [mix["name"] for mix in told["mixes"]] == list(effects[effects.kind == "mix"].mix.unique())
    assert len(told["mixes"]) == 31 and told["mixes"][-1]["actions"] == list(runs.columns[6:11])
    outcome, least = told["outcomes"].index("outlay_a_year"), 1.0
    place = [mix["name"] for mix in told["mixes"]].index("support_ukraine")
    own = runs[runs.mix == "support_ukraine"].outlay_a_year.to_numpy() / least
    base = runs[runs.mix == "baseline"].outlay_a_year.to_numpy() / least
    assert told["worth"][place][outcome] == pytest.approx((own - base).tolist(), rel=1e-3, abs=1e-6)


def test_curves_begin_at_nothing_and_grow_in_the_actions_own_unit(told: Any) -> None:
    for curves in told["curves"].values():
        for curve in curves:
            assert curve["points"][0][:2] == (0.0, 0.0)
            assert [point[0] for point in curve["points"]] == sorted(point[0] for point in curve["points"])
    assert told["curves"]["support_ukraine"][0]["points"][3][0] == 50.0


def test_without_a_sweep_there_is_nothing_to_compare() -> None:
    assert compare(CHOICE, None) is None


def test_the_page_ranks_mixes_as_the_sweep_does(tab: Any, swept: str, folder: Path) -> None:
    one = tab(swept, size=(1440, 900))
    page = one.open("?screen=compare&month=2022-02")
    one.until("view.mixes")
    ranks = pd.read_csv(folder / "ranks.csv")
    own = ranks[(ranks.theory == "default") & (ranks.weighting == "ukraine_first")]
    shown = page.locator(".heat tbody tr td.num:nth-of-type(7)").all_inner_texts()
    assert len(shown) == 32
    first = [
        float(text.replace("−", "-").replace(",", ""))
        for text in page.locator(".heat tbody tr td:nth-of-type(6)").all_inner_texts()
    ]
    assert first == pytest.approx(own.score.tolist(), abs=0.006, rel=0.01)
    page.select_option("#weighting", "korea_first")
    page.locator(".part details summary").first.click()
    page.fill("#weight-outlay_a_year", "-5")
    page.keyboard.press("Tab")
    assert page.input_value("#weighting") == "own"
    page.click("#sort-regret")
    assert "regret" in page.inner_text("#heat h2")
    one.picture("compare")


def test_two_choices_stand_side_by_side_on_one_scale(tab: Any, swept: str) -> None:
    one = tab(swept)
    page = one.open("?screen=doses&month=2022-02&talks_with_pyongyang=35:1")
    one.until("view.bands && view.bands.cells.length && !view.waiting && view.answer")
    page.click("#keep")
    one.until("view.mixes && view.screen === 'compare'")
    page.select_option("#side1", "support_ukraine")
    assert page.locator("#compare .forest thead th").all_inner_texts()[1:] == [
        "Talks with Pyongyang: 6 rounds a year from Jan 2025",
        "Support for Ukraine",
    ]
    assert page.locator(".curve").count() > 3 and page.locator(".curve [role=slider][tabindex='0']").count() == 1

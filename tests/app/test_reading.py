"""Reading: the record behind series, cursors on charts, curves that are played, and what finished studies say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from sim.app.along import STARTS, along
from sim.app.charts import charts_of
from sim.app.choice import Choice
from sim.app.results import Finished
from sim.app.studies import studies
from sim.base.errors import BadInput
from sim.base.recorder import manifest_of
from sim.evidence.tables import load
from sim.report.studies.sensitivity import SOBOL_FILE
from sim.scenarios.editor_schemas import FOLDER
from sim.scenarios.scenario import load_scenario
from sim.studies.registry import carried_out
from tests.app.boxes import OVERLAPS

CHOICE = Choice("northeast-asia")
CHARTS = {chart["column"]: chart for chart in charts_of(load_scenario())}


def test_the_record_stands_behind_every_series_that_has_one() -> None:
    behind = {name for name, chart in CHARTS.items() if chart["points"]}
    assert behind == {
        *("launches_northeast_asia", "provocations_northeast_asia", "rounds_delivered", "guest_troops"),
        *("territory", "ceasefire", "new_war_northeast_asia", "new_war_europe", "weapons_programme"),
    }
    for name in behind:
        assert CHARTS[name]["record"]
        assert all(point.source and "http" not in point.source for point in CHARTS[name]["points"])


def test_a_point_is_the_figure_of_the_evidence_with_its_tolerance() -> None:
    state = load("state").set_index("name").loc["front"]
    assert CHARTS["territory"]["points"][-1][:4] == (34, state["low"], state["value"], state["high"])
    monthly = load("monthly")
    last = monthly[monthly["turn"].between(23, 34) & (monthly["actor"] == "PRK")]
    counted = last[last["series"].isin(["launch_occasions", "balloon_launches", "other_provocations"])]["value"].sum()
    assert CHARTS["provocations_northeast_asia"]["points"][-1].value == counted
    assert CHARTS["ceasefire"]["points"] == [(34, 0.0, 0.0, 0.0, "Ukrainska Pravda")]
    assert not any(chart["points"] for chart in charts_of(load_scenario("vietnam-1965")))


def test_every_chart_has_a_smallest_difference_that_matters() -> None:
    assert all(chart["least"] > 0.0 for chart in CHARTS.values())
    assert CHARTS["territory"]["least"] == 0.02 and CHARTS["rounds_delivered"]["least"] == 500.0


def test_curves_begin_where_actions_may_and_end_within_the_scenario() -> None:
    scenario = load_scenario()
    starts = along("timing", scenario, "support_ukraine")
    assert [at for at, _ in starts] == [scenario.levers_from + start for start in STARTS]
    doses = along("dose", scenario, "support_ukraine")
    assert doses[2][0] == 50.0 and doses[2][1].steps[0].value == 1.0
    for kind, action in (("dose", "placebo"), ("shape", "support_ukraine")):
        with pytest.raises(BadInput):
            along(kind, scenario, action)


SMALL = {
    **{"starts": (0, 12), "ramps": (1,), "levels": (1.0,)},
    **{"joins": ("everybody",), "actions": ("support_ukraine",), "replicates": 2},
}
SHARES = [
    ("support_ukraine", "provocations_a_year_northeast_asia", "alliance_weight", 0.6, 5.0, 1.0),
    ("support_ukraine", "provocations_a_year_northeast_asia", "shell_hunger", 0.3, -1.0, 4.0),
    ("support_ukraine", "provocations_a_year_northeast_asia", "too_many", 0.1, 3.0, 3.0),
    ("support_ukraine", "territory_mean", "shell_hunger", 0.9, 0.001, 0.002),
    ("level", "territory_mean", "shell_hunger", 0.9, 0.5, 0.7),
]
"""Action, outcome, parameter, its part in the variance, and the effect where it is low and where it is high."""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a sweep would lie, with a small study of timing beside it and the shares of one of sensitivity."""
    place = tmp_path_factory.mktemp("results")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.engine.kernel.choice.WORTH_LOADING", 0)
        carried_out("timing", out=place / "timing", jobs=1, **SMALL)
    (place / "sensitivity").mkdir()
    columns = ["action", "outcome", "parameter", "total", "at_low", "at_high"]
    pd.DataFrame(SHARES, columns=columns).to_csv(place / "sensitivity" / SOBOL_FILE, index=False)
    (place / "sensitivity" / "manifest.json").write_text((place / "timing" / "manifest.json").read_text())
    return place / "sweep"


def test_finished_studies_give_timing_and_what_decides(sweep: Path) -> None:
    told = studies(CHOICE, sweep)
    schema = json.loads((FOLDER / "studies.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(told)))
    curves = {curve["outcome"]: curve["points"] for curve in told["timing"]["support_ukraine"]}
    compared = pd.read_csv(sweep.parent / "timing" / "compared.csv").set_index(["outcome", "start"])
    assert [point.at for point in curves["outlay_a_year"]] == [35.0, 47.0]
    assert curves["outlay_a_year"][1].difference == pytest.approx(compared.difference["outlay_a_year", 12])
    assert [(one["parameter"], one["turns"], one["share"]) for one in told["drivers"]] == [
        ("shell_hunger", True, 0.3),
        ("alliance_weight", False, 0.6),
    ]


def test_studies_of_another_model_are_left_alone(sweep: Path, tmp_path: Path) -> None:
    assert studies(CHOICE, tmp_path / "sweep") == {"timing": {}, "drivers": []}
    manifest = json.loads((sweep.parent / "timing" / "manifest.json").read_text())
    other = tmp_path / "timing"
    other.mkdir()
    (other / "compared.csv").write_text((sweep.parent / "timing" / "compared.csv").read_text())
    (other / "manifest.json").write_text(json.dumps(manifest | {"deciding_hash": "0"}))
    assert studies(CHOICE, tmp_path / "sweep")["timing"] == {}


def test_a_sweep_stays_good_while_only_what_shows_it_changes(sweep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finished(sweep.parent / "timing", manifest_of(sweep.parent / "timing") or {})
    assert found.fits(CHOICE.played)
    monkeypatch.setattr("sim.app.results.code_hash", lambda rooms: "another" if "lab" in rooms else "")
    assert not found.fits(CHOICE.played)


def test_a_cursor_reads_a_chart_by_pointer_and_by_keys(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=world&month=2022-08&support_ukraine=35:1")
    one.until("view.bands && view.baseline && !view.waiting")
    chart = page.locator(".chart", has_text="Weapons programme")
    chart.hover()
    assert "Weapons programme" in page.inner_text("#tip") and "many without action" in page.inner_text("#tip")
    page.mouse.move(1, 1)
    assert not page.locator("#tip").is_visible()
    assert page.locator(".charts [tabindex='0']").count() == 1
    page.locator(".charts [tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert "Jul 2022" in said and one.get("view.now") == 6
    page.keyboard.press("Home")
    assert "Feb 2022" in page.inner_text("#tip")
    page.keyboard.press("Tab")
    assert not page.locator("#tip").is_visible()


def test_differences_are_drawn_on_one_scale_of_what_matters(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=world&month=2022-08&measure=change&information_flow=2:1")
    one.until("view.bands && view.baseline && !view.waiting")
    bands = page.evaluate("[...document.querySelectorAll('.charts .matters')].map((one) => one.getBBox().height)")
    assert len(bands) == len(CHARTS) and max(bands) - min(bands) < 0.5 and min(bands) > 3
    assert page.evaluate(OVERLAPS) == []
    text = page.locator(".chart", has_text="Weapons programme").locator(".value").text_content()
    assert text == "no difference that matters"


def test_curves_are_played_while_one_looks(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=compare&month=2022-02")
    one.until("view.studies && view.answer.actions.every((name) => view.answer.cells[name])")
    page.click("#play-timing")
    one.until("Object.values(view.curves).some((one) => one.of && one.points.length === one.of)")
    assert page.locator(".curve").count() >= 1 and "Jan 2025" in page.inner_text(".curves")
    page.locator(".curves [tabindex='0']").focus()
    page.keyboard.press("End")
    assert "Jan 2028" in page.inner_text("#tip") and "95 % interval" in page.inner_text("#tip")


def test_a_table_of_cells_is_one_stop_for_tab(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=answer&month=2022-02")
    one.until("view.answer && view.answer.actions.every((name) => view.answer.cells[name])")
    assert page.locator(".answers button[tabindex='0']").count() == 1
    page.locator(".answers button[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("Deterrence of North Korea") and "Months of fighting" in label
    assert "Months of fighting" in page.inner_text("#tip")


def test_pairs_are_read_by_keys(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=world&month=2022-03&tab=pairs&pair=tie")
    page.wait_for_selector(".pair")
    assert page.locator(".pair[tabindex='0']").count() == 1
    page.evaluate("document.querySelector(\".pair[tabindex='0']\").focus()")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("Tie, Independent broadcasters toward") and page.inner_text("#tip") == label
    page.keyboard.press("Enter")
    assert one.get("view.tab") == "why" and one.get("view.actor") == 1


def test_a_brief_prints_on_one_page(tab: Any, tmp_path: Path) -> None:
    one = tab()
    page = one.open("?screen=answer&month=2022-02")
    one.until("view.answer && view.answer.actions.every((name) => view.answer.cells[name])")
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name="one-page brief (HTML)").click()
    waiting.value.save_as(tmp_path / "brief.html")
    page.goto((tmp_path / "brief.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1

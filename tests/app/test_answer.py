"""The answer first: what the first screen is told, by a finished sweep or by histories played while one looks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from sim.app.answer import actions_of, answer
from sim.app.chains import links_of
from sim.app.choice import Choice
from sim.app.columns import columns_of
from sim.app.played import at_its_dose, cells, example
from sim.app.results import Finished, finished_for
from sim.base.errors import BadInput
from sim.scenarios.editor_schemas import FOLDER
from sim.scenarios.scenario import load_scenario, scenario_names

CHOICE = Choice("northeast-asia")
EARLY = "?screen=answer&month=2022-02"
"""The first screen says the same in any month of the world beneath it: one that is there at once."""


def fits(kind: str, told: Any) -> None:
    schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(told)))


def test_the_answer_of_a_sweep_is_what_its_tables_say(folder: Path) -> None:
    told = answer(CHOICE, finished_for(CHOICE.played, folder), 200)
    fits("answer", told)
    effects = pd.read_csv(folder / "effects.csv")
    main = effects[(effects.kind == "main") & (effects.outcome == told["columns"][0]["outcome"])].set_index("mix")
    for action, row in told["cells"].items():
        if action in main.index:
            assert row[0]["difference"] == pytest.approx(main.difference[action], rel=1e-4)
    assert told["origin"]["kind"] == "sweep" and not told["origin"]["stale"]
    assert set(told["cells"]) == set(told["actions"]) == set(actions_of(CHOICE.played))


def test_the_first_stage_stands_on_the_page(folder: Path) -> None:
    told = answer(CHOICE, finished_for(CHOICE.played, folder), 200)
    table = pd.read_csv(folder / "commitments.csv")
    own = table[(table.year.astype(str) == "all") & (table.mix == "support_ukraine")]
    assert [row["promised"] for row in told["stages"]["support_ukraine"]] == pytest.approx(own.promised.tolist())
    assert [row["delivered"][0] for row in told["stages"]["support_ukraine"]] == pytest.approx(
        own.delivered.tolist(), rel=1e-4
    )


def test_a_sweep_of_another_scenario_or_of_another_model_is_no_answer_here(folder: Path, tmp_path: Path) -> None:
    assert finished_for(load_scenario("vietnam-1965"), folder) is None
    other = tmp_path / "old"
    other.mkdir()
    manifest = json.loads((folder / "manifest.json").read_text())
    (other / "manifest.json").write_text(json.dumps(manifest | {"deciding_hash": "0"}))
    (other / "effects.csv").write_text((folder / "effects.csv").read_text())
    assert Finished.read(other).origin(CHOICE.played)["stale"]
    (other / "effects.csv").unlink()
    with pytest.raises(BadInput):
        Finished.read(other)


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_scenario_has_columns_and_actions_without_a_sweep(scenario: str) -> None:
    told = answer(Choice(scenario), None, 20)
    fits("answer", told)
    assert told["columns"] and told["actions"] and not told["cells"] and told["origin"]["kind"] == "played"


def test_a_row_that_is_played_has_a_cell_for_each_column() -> None:
    choice = replace(CHOICE, plan=at_its_dose(CHOICE.played, "support_ukraine"))
    row = cells(choice, 20)
    fits("played", {"action": "support_ukraine", "cells": row, "done": 1, "of": 6})
    names = [column.outcome.name for column in columns_of(CHOICE.played)]
    cost = row[names.index("outlay_a_year")]
    assert len(row) == len(names) and cost["reading"] == "larger" and (cost["difference"] or 0) > 1


def test_the_example_is_the_history_nearest_to_the_mean() -> None:
    choice = replace(CHOICE, plan=at_its_dose(CHOICE.played, "support_ukraine"))
    told = example(choice, 20, "outlay_a_year")
    fits("example", told)
    assert sum(told["counts"]) == 20 and len(told["edges"]) == len(told["counts"]) + 1
    assert any(np.isclose(edge, 0.0) for edge in told["edges"])
    assert abs(told["under"] - told["without"] - told["mean"]) < 1.5


def test_chains_stand_beside_their_action() -> None:
    scenario = CHOICE.played
    assert {link["chain"] for link in links_of(scenario, "R5a", None)} == {"R5a", "R5b", "R5c"}
    assert links_of(load_scenario("vietnam-1965"), "R1", None) == []


def test_a_finished_sweep_is_read_in_one_screen(tab: Any, swept: str) -> None:
    one = tab(swept, size=(1440, 900))
    page = one.open(EARLY)
    one.until("view.answer && view.answer.origin.kind === 'sweep' && view.baseline && view.bands")
    assert page.locator(".answers tbody tr").count() == 6
    assert one.get("document.getElementById('answer').scrollHeight <= innerHeight")
    assert "finished sweep" in page.inner_text(".origin") and page.inner_text(".summary")
    page.locator(".answers .cell button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#chain[open] .stage tbody tr").count() == 2
    page.wait_for_selector("#watch-example")
    assert page.locator("#chain .histbar").count() > 3 and page.locator("#chain .links li").count() > 10
    one.picture("chain")
    page.click("#watch-example")
    one.until("view.screen === 'world' && view.plan.steps.length === 1 && state.frame()")


def test_without_a_sweep_the_answer_is_played_while_one_looks(tab: Any) -> None:
    one = tab()
    page = one.open(EARLY)
    one.until("view.answer && view.answer.actions.every((name) => view.answer.cells[name])")
    assert page.locator(".answers .much").count() >= 1 and "Played now" in page.inner_text(".origin")
    assert "Costs most" in page.inner_text(".summary")
    one.picture("answer")


def test_the_focus_stays_where_it_is_when_bands_arrive(tab: Any) -> None:
    one = tab(size=(390, 500))
    page = one.open(EARLY)
    one.until("view.bands && view.answer && view.answer.actions.every((name) => view.answer.cells[name])")
    focused = "[document.activeElement.ariaLabel, document.activeElement.innerText, scrollY]"
    for month, chosen in ((41, ".answers button:visible >> nth=7"), (40, "#answer .handon button >> nth=2")):
        page.locator(chosen).focus()
        page.evaluate("document.activeElement.old = true")
        before = one.get(focused)
        one.get(f"live.source.lever('information_flow', {month}, 1)")
        one.until(f"view.bands.first === {month} && !view.waiting && !document.activeElement.old")
        assert one.get(focused) == before and before[1] and before[2] > 0
    assert "picture (SVG)" in before[1] and page.locator(".answers button[tabindex='0']").count() == 1


def test_the_effects_of_a_sweep_can_be_browsed(tab: Any, swept: str, folder: Path) -> None:
    effects = pd.read_csv(folder / "effects.csv")
    one = tab(swept)
    page = one.open("?tab=effects&month=2022-02")
    one.until("effects.shown.rows.length > 0 && document.querySelector('.effects')")
    wanted = effects[(effects.kind == "main") & (effects.headline == "yes") & (effects.difference != 0)]
    assert page.locator(".effects tbody tr").count() == len(wanted)
    page.select_option("#effects-mix", "information_flow")
    page.check("#effects-all")
    chosen = effects[(effects.kind == "main") & (effects.mix == "information_flow") & (effects.difference != 0)]
    assert page.locator(".effects tbody tr").count() == len(chosen)
    row = page.locator(".effects tbody tr").first
    assert "Information into North Korea" in row.inner_text() and "_" not in row.inner_text()
    page.check("#effects-declared")
    assert "information_flow" in row.inner_text()


def test_without_a_sweep_the_panel_of_effects_says_what_to_do(tab: Any) -> None:
    one = tab()
    page = one.open("?tab=effects&month=2022-02")
    page.wait_for_selector("#panel code")
    assert "entente sweep" in page.inner_text("#panel")

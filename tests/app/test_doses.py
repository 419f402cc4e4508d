"""Doses: each action in its own unit, what is promised and what arrives, ready-made choices, back and forward."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import AsyncMock

import pytest
from jsonschema import Draft202012Validator

from sim.app.arrivals import arrivals
from sim.app.choice import Choice
from sim.app.plan import Plan
from sim.app.session import Session
from sim.app.setup import setup
from sim.inputs.parameters import Step
from sim.scenarios.editor_schemas import FOLDER
from sim.scenarios.scenario import load_scenario


def test_every_action_says_its_dose_its_unit_its_source_and_what_it_promises() -> None:
    levers, declared = setup(Choice("northeast-asia"))["levers"], load_scenario().parameters
    assert len(levers) == 6 and [lever["recommended"] for lever in levers] == [True] * 5 + [False]
    for lever in levers:
        row = declared.declared[lever["name"]]
        assert (lever["dose"], lever["dose_unit"], lever["source"]) == (row.dose, row.dose_unit, row.source)
        assert len(lever["promises"]) == row.promises and all(one["source"] for one in lever["promises"])


@pytest.mark.thorough
def test_what_arrives_is_counted_beside_what_is_promised() -> None:
    choice = Choice("northeast-asia", source="default", plan=Plan((Step(83, "support_ukraine", 1.0),)))
    rows = arrivals(choice, 20)
    schema = json.loads((FOLDER / "arrived.json").read_text(encoding="utf-8"))
    for row in rows:
        Draft202012Validator(schema).validate(json.loads(json.dumps(row)))
    shells = next(row for row in rows if row["action"] == "supply munitions")
    assert 40 < shells["promised"] <= 50 and 0 < shells["delivered"] <= shells["promised"]
    assert {row["lever"] for row in rows} == {"support_ukraine"} and arrivals(choice.undone(), 20) == []


def test_what_was_counted_of_another_plan_is_not_told() -> None:
    async def tried() -> list[dict[str, Any]]:
        counted, told = asyncio.Event(), list[dict[str, Any]]()

        async def count(choice: Choice) -> list[Any]:
            await counted.wait()
            return [{"lever": step.lever} for step in choice.plan.steps]

        socket, workers = AsyncMock(), AsyncMock(arrivals=count)
        socket.send_text = AsyncMock(side_effect=lambda text: told.append(json.loads(text)))
        workers.baseline.return_value = workers.under.return_value = {"left_out": ""}
        session = Session(socket, workers, Choice("vietnam-1965"))
        await session.open({"query": "?channel_to_moscow=12:1"})
        await session.arrivals({})
        await session.plan({"plan": "pay_for_divisions=12:1"})
        counted.set()
        await asyncio.sleep(0.01)
        await session.arrivals({})
        await asyncio.sleep(0.01)
        return [one for one in told if one["do"] == "arrivals"]

    with ThreadPoolExecutor(1) as aside:  # playwright has a loop of its own in this thread
        told = aside.submit(asyncio.run, tried()).result()
    assert told == [{"do": "arrivals", "rows": [{"lever": "pay_for_divisions"}]}]


def test_a_dose_is_typed_and_answered(tab: Any) -> None:
    one = tab(size=(1440, 900))
    page = one.open("?screen=doses&month=2022-02")
    page.fill("#dose-support_ukraine", "50")
    page.keyboard.press("Tab")
    page.select_option(".card select >> nth=0", "53")
    one.until("view.plan.steps.length === 1 && view.plan.steps[0][0] === 53 && view.plan.steps[0][2] === 1")
    one.until("view.bands && view.bands.cells.length > 5 && !view.waiting")
    assert "50 thousand rounds a month from Jul 2026" in page.inner_text("#chosen")
    assert page.locator(".forest .forestbar").count() > 5
    one.picture("doses")


@pytest.mark.thorough
def test_what_arrives_stands_on_the_card_of_its_dose(tab: Any) -> None:
    one = tab(size=(1440, 900))
    page = one.open("?screen=doses&month=2022-02&support_ukraine=53:1")
    one.until("view.arrivals")
    assert page.locator(".flow.came").count() == 2


AT_ONCE = """() => {
  const amount = document.querySelector("#dose-support_ukraine");
  const start = amount.closest(".card").querySelector("select");
  for (const [what, value] of [[amount, "50"], [start, "53"]]) {
    what.value = value;
    what.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


@pytest.mark.thorough
def test_a_month_chosen_before_the_dose_is_answered_is_kept(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=doses&month=2022-02")
    page.evaluate(AT_ONCE)
    one.until("JSON.stringify(view.plan.steps) === JSON.stringify([[53, 'support_ukraine', 1]])")


def test_ready_made_choices_can_be_undone_and_done_again(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=doses&month=2022-02")
    assert "scenario=" in page.url  # there at once, so that the first choice is a step of its own
    page.click(".presets button >> nth=0")
    one.until("view.plan.steps.length === 5")
    one.until("location.search.includes('support_ukraine')")
    page.go_back()
    one.until("view.plan.steps.length === 0")
    page.go_forward()
    one.until("view.plan.steps.length === 5")
    page.click(".presets button >> nth=3")
    one.until("view.plan.steps.length === 1 && location.search.includes('talks_with_pyongyang')")
    page.go_back()
    one.until("view.plan.steps.length === 5")
    page.go_forward()
    one.until("view.plan.steps.length === 1")
    page.click("#screen-world")
    one.until("view.screen === 'world' && !location.search.includes('screen=')")
    page.go_back()
    one.until("view.screen === 'doses' && document.body.dataset.screen === 'doses'")


def test_the_tour_has_five_steps_and_can_be_skipped(tab: Any) -> None:
    one = tab(size=(1440, 900))
    page = one.open("?screen=answer&month=2022-02")
    page.click("#help")
    page.click("#tourstart")
    screens = []
    for _ in range(5):
        assert page.locator("#tour[open]").count() == 1
        screens.append(one.get("view.screen"))
        page.keyboard.press("Enter")
    assert screens == ["answer", "answer", "doses", "compare", "world"]
    assert page.locator("#tour[open]").count() == 0 and page.locator(".toured").count() == 0
    page.click("#help")
    page.click("#tourstart")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert page.locator("#tour[open]").count() == 0 and one.get("view.screen") == "answer"

"""Orders by hand and branches: what a link says of them, that they are a script's, and what the page shows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from worlds import measured

from sim.app.choice import LONGEST, Branch, Choice, read_choice
from sim.app.courses import Courses
from sim.app.ensemble import Ensemble
from sim.app.live_run import LiveRun
from sim.app.orders import MOST, read_order
from sim.app.plan import Plan
from sim.app.scripted import command, pathway_toml, script_toml
from sim.app.setup import setup
from sim.app.takeaway import replay_html
from sim.app.told import plan_told
from sim.base.errors import BadInput
from sim.commands.arm import Asked
from sim.commands.one_history import chosen
from sim.engine.interventions import Intervention, case_of
from sim.inputs.parameters import Step
from sim.lab.begun import Origins, replay_of
from sim.report.run_tables import months_table
from sim.scenarios.editor_schemas import FOLDER
from sim.scenarios.scenario import load_scenario
from sim.scenarios.scripts import load_script
from tests.app.axe import serious
from tests.app.boxes import OVERLAPS

SHELLS = "KOR:supply_munitions:UKR:25:6:41"
UNSHIELDED = "CHN:shield:PRK:never:10"
SANCTIONS = "CHN:sanction:PRK:0.9:7"
"""In the first year, so that little is to be played; the last is an order that no policy of China's knows."""


def choice_of(*orders: str, levers: tuple[Step, ...] = (), **more: Any) -> Choice:
    scenario = load_scenario()
    return Choice("northeast-asia", plan=Plan(levers, tuple(read_order(one, scenario) for one in orders)), **more)


def told(live: LiveRun, until: int) -> list[str]:
    return [frame.text() for frame in live.frames(until)]


def test_a_link_holds_orders_and_the_branch() -> None:
    choice = choice_of(
        SHELLS, UNSHIELDED, "PRK:provoke::1:40:40", levers=(Step(36, "partnerships", 0.5),), source="prior"
    )
    both = choice_of(SHELLS, source="prior", branch=Branch(50, choice.plan))
    for one in (choice, both):
        assert read_choice(urlencode(one.link()), Choice("vietnam-1965")) == (one, [])


@pytest.mark.parametrize(
    ("order", "word"),
    [
        ("KOR:supply_munitions", "WHO:action"),
        ("KOR:supply_munitions:UKR:25", "WHO:action"),
        ("KOR:supply_munitions:UKR:25:1:2:3", "WHO:action"),
        ("ATL:talk:UKR:1:40", "known names"),
        ("KOR:conquer:PRK:1:40", "known names"),
        ("KOR:talk::1:40", "another actor"),
        ("PRK:test_nuclear:USA:1:40", "no addressee"),
        ("KOR:talk:PRK:0:40", "above 0"),
        ("KOR:talk:PRK:-1:40", "number"),
        ("KOR:talk:PRK:nan:40", "finite"),
        ("KOR:talk:PRK:1e9:40", "number"),
        ("KOR:talk:PRK:1:95", "months of the scenario"),
        ("KOR:talk:PRK:1:50:40", "not before"),
        ("KOR:talk:PRK:1:-3", ""),
        ("<b>:talk:PRK:1:40", "known names"),
    ],
)
def test_what_cannot_be_ordered_is_said_in_a_sentence(order: str, word: str) -> None:
    plan, notices = read_choice(f"orders={order}", Choice("northeast-asia"))
    assert plan == Choice("northeast-asia") and len(notices) == 1 and word in notices[0]


def test_a_link_that_is_full_can_still_be_read() -> None:
    orders = [f"KOR:transfer_technology:UKR:12345.5:{turn}:94" for turn in range(MOST)]
    levers = tuple(Step(turn, name, 0.05) for name in load_scenario().parameters.levers for turn in (35, 60))
    choice = choice_of(*orders, levers=levers)
    query = urlencode(Choice("northeast-asia", plan=choice.plan, branch=Branch(60, choice.plan)).link())
    assert len(query) < LONGEST and read_choice(query, Choice("northeast-asia"))[1] == []
    _, notices = read_choice("orders=" + ",".join([*orders, SHELLS]), Choice("northeast-asia"))
    assert len(notices) == 1 and str(MOST) in notices[0]


@pytest.mark.parametrize("orders", [(UNSHIELDED, SANCTIONS), pytest.param((SHELLS,), marks=pytest.mark.thorough)])
def test_an_order_is_in_force_from_its_month_and_the_past_stays(orders: tuple[str, ...]) -> None:
    choice, plain = choice_of(*orders), LiveRun(Choice("northeast-asia"))
    past = [json.loads(text)["series"] for text in told(plain, 14)]
    kept = plain.follow(choice.plan)
    later, straight = told(plain, 14), told(LiveRun(choice), 14)
    assert later == straight[kept:]
    first = choice.plan.first or 0
    series = [json.loads(text)["series"] for text in straight]
    assert series[:first] == past[:first] and series[first:] != past[first:]


@pytest.mark.parametrize("orders", [(SHELLS,), pytest.param((UNSHIELDED, SANCTIONS), marks=pytest.mark.thorough)])
def test_the_bands_under_orders_are_those_of_the_script(orders: tuple[str, ...]) -> None:
    choice = choice_of(*orders, source="default")
    case = case_of(load_scenario(), Intervention(script=choice.plan.orders))
    block = measured(case.scenario, case.parameters, range(20), 1)
    bands = Ensemble.of(choice.undone(), 20).under(choice.plan)["bands"]["partnership_tie"]
    first = choice.plan.first or 0
    assert bands[2] == pytest.approx(np.median(block.series["partnership_tie"], axis=1)[first:].round(4).tolist())


@pytest.mark.parametrize("source", ["posterior", pytest.param("default", marks=pytest.mark.thorough)])
def test_what_is_taken_away_plays_the_same_history_on_the_command_line(source: str, tmp_path: Path) -> None:
    choice = choice_of(
        SHELLS, UNSHIELDED, SANCTIONS, levers=(Step(11, "partnerships", 0.35),), source=source, replicate=3
    )
    script, pathway = tmp_path / "orders.toml", tmp_path / "levers.toml"
    script.write_text(script_toml(choice), encoding="utf-8")
    pathway.write_text(pathway_toml(choice), encoding="utf-8")
    assert [one.place for one in load_script(script, load_scenario())] == [one.place for one in choice.plan.orders]
    asked = Asked(None, None, [str(script)], None, None, [str(pathway)])
    begun = chosen("northeast-asia", load_scenario(), asked, Origins(None, source, "free"), 3, 1)
    table = months_table(replay_of(begun, 15))
    shown = [json.loads(text)["series"] for text in told(LiveRun(choice), 14)]
    for column in shown[0]:
        assert [round(value, 4) for value in table[column].tolist()] == [row[column] for row in shown]
    assert command(choice) in script.read_text() and "--replicate 3" in command(choice)


def test_there_is_nothing_to_take_away_where_nothing_is_done() -> None:
    for made in (script_toml, pathway_toml):
        with pytest.raises(BadInput):
            made(Choice("northeast-asia"))


def test_both_courses_of_a_branch_are_the_histories_they_would_be_alone() -> None:
    first, second = choice_of(SHELLS), choice_of(SHELLS, SANCTIONS)
    courses = Courses(first)
    seen, _ = courses.frames(9, 30)
    followed = courses.follow(choice_of(SHELLS, SANCTIONS, branch=Branch(10, first.plan)))
    assert followed["was"] == {"frames": 10, "slots": None} and followed["kept"] == 0
    assert followed["setup"] is not None and len(followed["setup"]["slots"]) == len(setup(first)["slots"]) + 1
    now, was = courses.frames(14, 30)
    assert seen + was == told(LiveRun(first), 14) and now == told(LiveRun(second), 14)


def test_a_branch_opened_from_a_link_begins_with_both_courses() -> None:
    before = choice_of(SHELLS)
    courses = Courses(choice_of(SANCTIONS, branch=Branch(10, before.plan)))
    known = courses.was_told()
    assert known is not None and known["frames"] == 0 and known["slots"] == setup(before)["slots"]
    assert courses.frames(5, 6)[1] == told(LiveRun(before), 5)
    followed = courses.follow(choice_of(SANCTIONS))
    assert followed == {"kept": 6, "was": None, "setup": None} and courses.was is None


def test_what_is_told_of_orders_and_branches_fits_its_schema() -> None:
    before = choice_of(SHELLS)
    choice = choice_of(SHELLS, UNSHIELDED, branch=Branch(10, before.plan))
    followed = Courses(Choice("northeast-asia")).follow(choice)
    for kind, message in {"plan": plan_told(choice), "followed": followed}.items():
        schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(json.loads(json.dumps(message)))
    assert plan_told(choice)["branch"]["parts"] == 10  # type: ignore[index]


def test_why_says_that_an_order_was_promised() -> None:
    live = LiveRun(choice_of(SANCTIONS, UNSHIELDED))
    frames = [json.loads(text) for text in told(live, 15)]
    slots = {(slot.actor, slot.action): number for number, slot in enumerate(live.case.cast.slots)}
    china = live.case.cast.names.index("CHN")
    sanction, shield = (str(slots[china, action]) for action in ("sanction", "shield"))
    assert all(frame["promised"].get(sanction) == (0.9 if frame["turn"] >= 7 else None) for frame in frames)
    given = [frame for frame in frames if frame["issued"][int(sanction)]]
    assert given and all(frame["draw"][int(sanction)] < 0.9 for frame in given)
    assert all(not frame["issued"][int(shield)] and shield not in frame["blocked"] for frame in frames[10:])


@pytest.mark.thorough
def test_a_replay_of_a_branch_holds_both_courses() -> None:
    scenario = load_scenario("vietnam-1965")
    before = Choice(scenario.name, plan=Plan(orders=(read_order("USA:send_aid:KOR:1:40", scenario),)))
    plan = Plan(orders=(read_order("CHN:sanction:USA:0.9:37", scenario),))
    page = replay_html(replace(before, plan=plan, branch=Branch(43, before.plan)), {}, "?tab=branches")
    data = json.loads(page.split('id="replay">')[1].split("</script>")[0])
    assert len(data["was"]["frames"]) == len(data["frames"]) == 48 and data["plan"]["branch"]["turn"] == 43
    assert len(data["was"]["slots"]) == len(data["was"]["frames"][0]["issued"]) < len(data["setup"]["slots"])


SERIES = "view.frames.map((frame) => Object.values(frame.series))"


def order(page: Any, who: str, action: str, whom: str) -> None:
    """Fill the form in, without its amount and months."""
    page.select_option("#order-who", label=who)
    page.select_option("#order-what", action)
    page.select_option("#order-whom", label=whom)


def test_what_cannot_be_is_said_beside_the_form(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-06&tab=orders")
    order(page, "South Korea", "supply_munitions", "Ukraine")
    page.fill("#order-amount", "0")
    page.click("#order-it")
    assert page.inner_text("#order-problem").startswith("Say how much")
    page.fill("#order-amount", "25")
    assert page.inner_text("#order-problem") == ""
    page.select_option("#order-until", "3")
    page.click("#order-it")
    assert "lies before" in page.inner_text("#order-problem") and one.get("view.plan.orders.length") == 0
    one.get("live.source.plan('orders=KOR:conquer:PRK:1:40')")
    one.until("document.getElementById('notices').innerText.includes('KOR:conquer:PRK')")


def test_an_action_is_ordered_by_hand_and_taken_back(tab: Any, tmp_path: Path) -> None:
    one = tab()
    page = one.open("?month=2022-06&tab=orders")
    one.until("location.search.includes('scenario=')")  # from where one can come back
    past = one.get(SERIES)
    order(page, "South Korea", "supply_munitions", "Ukraine")
    page.fill("#order-amount", "25")
    page.select_option("#order-until", "71")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    one.until("view.plan.orders.length === 1 && view.bands && view.bands.first === 5 && !view.waiting")
    one.get("actions.go(14)")
    one.until("view.now === 14")
    assert one.get(SERIES)[:5] == past and re.search(r"given in \d+ of 10 months", page.inner_text("#ordered"))
    assert any(event["kind"] == "lever" for event in one.get("view.frames[5].story"))
    one.until("location.search.includes('orders=KOR')")
    with page.expect_download() as waiting:
        page.click("#orders-toml")
    waiting.value.save_as(tmp_path / "taken.toml")
    (taken,) = load_script(tmp_path / "taken.toml", load_scenario())
    assert (taken.place, taken.amount, taken.first, taken.last) == (("KOR", "supply_munitions", "UKR"), 25.0, 5, 71)
    page.go_back()
    one.until("view.plan.orders.length === 0 && view.frames.length === 15")
    page.go_forward()
    one.until("view.plan.orders.length === 1 && view.frames.length === 15")
    page.click("[aria-label^='Remove: South Korea']")
    one.until("view.plan.orders.length === 0 && view.plan.first === null")


def test_a_branch_keeps_the_course_as_it_was_beside_the_new_one(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-06&partnerships=3:1")
    page.click("#branch")
    one.until("view.plan.branch && view.was && view.was.frames.length === 5")
    one.until("document.getElementById('panel').innerText.includes('Nothing was changed yet')")
    page.click("#tab-orders")
    order(page, "China", "sanction", "North Korea")
    assert "no reasons of its own" in page.inner_text("#order-hint")
    page.click("#order-it")
    one.until("view.plan.orders.length === 1 && view.frames.length === 5")
    one.get("actions.go(16)")
    one.until("view.now === 16 && view.was.frames.length === 17")
    page.click("#tab-branches")
    said = page.inner_text("#panel")
    assert "With: China sanctions North Korea, every month, from Jul 2022 on" in said and "the same luck" in said
    assert "than as it was" in said and page.locator(".apart li", has_text="China sanctions North Korea").count() == 1
    page.click("#tab-outcomes")
    assert page.locator(".was[d^=M]").count() > 10 and "the same luck, as it was" in page.inner_text(".key")
    assert page.locator(".value", has_text="(was").count() > 0
    one.until("location.search.includes('branch=2022-06')")
    page.click("#tab-branches")
    page.click("#branch-back")
    one.until("view.plan.branch === null && view.was === null && view.frames.length === 17")
    assert one.get("view.plan.steps") == [[3, "partnerships", 1]] and one.get("view.plan.orders") == []
    one.until("!location.search.includes('branch=')")
    page.go_back()
    one.until("view.plan.branch && view.was && view.was.frames.length === 17 && view.frames.length === 17")


BOTH = f"?month=2025-12&branch=2025-04&was=partnerships%3D35%3A1&orders={SHELLS},{UNSHIELDED}"


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1024, "dark"), (390, "light")])
def test_orders_and_branches_are_read_at_any_width(tab: Any, width: int, theme: str) -> None:
    one = tab(size=(width, 6400 if width < 800 else 900), scheme=theme)
    page = one.open(BOTH)
    one.until("view.bands && !view.waiting && view.was.frames.length === 47")
    for name in ("orders", "branches", "outcomes"):
        one.get(f"actions.open('{name}')")
        assert (name, page.evaluate(OVERLAPS)) == (name, [])
        assert one.get("document.documentElement.scrollWidth") <= width
        assert (name, serious(page)) == (name, [])
        one.picture(f"{name}-{theme}-{width}")

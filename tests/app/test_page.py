"""The page in a real browser, with every other host blocked."""

from __future__ import annotations

import io
import json
import time
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.app.choice import Choice
from sim.app.takeaway import run_csv
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.replay import replay
from sim.engine.simulate import simulate
from sim.inputs.actions import Action
from sim.lab.samplers import sampler_of
from sim.scenarios.scenario import load_scenario
from tests.app.axe import serious
from tests.app.conftest import PATIENCE

pytest.importorskip("starlette", reason="SKIPPED: the page's libraries are not installed")

TROOPS = "view.setup.slots.findIndex((slot) => slot.action === 'send_troops')"
SERIES = "view.frames.map((frame) => Object.values(frame.series))"
MOVE = """([name, value]) => {
  const slider = document.getElementById("lever-" + name);
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
}"""
ON_ARC = """([number, part]) => {
  const arc = document.querySelector(`.reach[data-slot="${number}"]`);
  const at = arc.getPointAtLength(arc.getTotalLength() * part).matrixTransform(arc.getScreenCTM());
  return [at.x, at.y];
}"""
"""A place on an arc on the screen, for a real mouse."""
STATE = """JSON.stringify([view.now, view.tab, view.pair, view.colour, view.zoom, view.plan,
  view.frames.map((frame) => frame.series), query.written(view)])"""
BANDS = "view.baseline && view.bands && !view.waiting"
PUT_OFF = """() => {
  const [later, never] = [setTimeout, clearTimeout];
  Object.assign(globalThis, { putOff: new Map(), titles: [] });
  globalThis.setTimeout = (work, wait) => {
    const number = later(wait < 100 ? work : () => {}, wait);
    if (wait >= 100) putOff.set(number, work);
    return number;
  };
  globalThis.clearTimeout = (number) => putOff.delete(number) || never(number);
  const title = document.querySelector("title");
  new MutationObserver(() => titles.push(document.title)).observe(title, { childList: true });
}"""
"""From now on what the page puts off waits until it is wanted, and its titles are kept."""


def test_the_page_opens_with_a_map_levers_and_bands(tab: Any) -> None:
    one = tab()
    page = one.open()
    assert page.inner_text("#when") == "Dec 2024" and page.inner_text("#era") == "history"
    assert page.locator(".mark").count() == 12 and page.locator(".lever").count() == 6
    one.until(BANDS)
    assert page.locator(".chart").count() > 15 and page.locator(".point").count() > 20
    one.picture("light-1280")


@pytest.mark.thorough
def test_the_whole_history_plays_and_plays_again(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2029-01")
    page.select_option("#speed", "0")
    for months in (11, 94):
        page.click("#play")
        one.until("!view.playing")
        assert page.inner_text("#when") == "Dec 2029" and page.inner_text("#era") == "projection"
        assert len(one.get("actions.took.splice(0)")) == months
    assert one.get("view.frames.length") == 95


def test_one_plays_pauses_steps_and_resets(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-03")
    page.click("#play")
    one.until("view.now > 3")
    page.click("#play")
    assert not one.get("view.playing")
    stood = one.settled("view.now")
    page.click("#step")
    one.until(f"view.now === {stood + 1}")
    page.click("#back")
    one.until(f"view.now === {stood}")
    page.click("#reset")
    one.until("view.now === 0")


def test_scrubbing_back_shows_the_same_past_and_forward_any_month(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-12")
    before = one.get(SERIES)
    page.evaluate(
        "(n) => { const s = document.getElementById('scrubber'); s.value = n; s.dispatchEvent(new Event('input')); }", 5
    )
    one.until("view.now === 5")
    assert page.inner_text("#when") == "Jul 2022" and one.get(SERIES) == before
    page.evaluate(
        "(n) => { const s = document.getElementById('scrubber'); s.value = n; s.dispatchEvent(new Event('input')); }",
        14,
    )
    one.until("view.now === 14")
    assert one.get(SERIES)[: len(before)] == before


def test_a_lever_leaves_the_past_and_changes_the_projection(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2025-02")
    one.until(BANDS)
    past = one.get(SERIES)
    one.get("actions.go(34)")
    page.fill("#lever-strengthen_deterrence", "1")
    one.until("view.plan.first === 35 && view.bands.first === 35 && !view.waiting")
    one.get("actions.go(36)")
    one.until("view.frames.length === 37")
    now = one.get(SERIES)
    assert now[:35] == past[:35] and now != past
    one.until("view.answer")
    assert "Costs most" in page.inner_text("#verdict")
    assert page.locator(".verdicts li").count() > 30
    assert page.locator(".yourfar[d^=M]").count() > 10
    assert any(event["kind"] == "lever" for event in one.get("view.frames[35].story"))
    page.click("#clear")
    one.until("view.plan.first === null && !view.waiting")
    one.get("actions.go(36)")
    one.until("view.frames.length === 37")
    assert one.get(SERIES) == past


def test_the_charts_show_levels_or_the_paired_difference(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-08&regional_cooperation=4:1")
    one.until(BANDS)
    assert page.locator(".own[d^=M]").count() > 10
    page.click("#measure-change")
    assert page.locator(".own[d^=M]").count() == 0 and page.locator(".yournear[d^=M]").count() > 20
    distance = page.locator(".chart", has_text="The hedger's distance")
    said = str(distance.locator(".value").text_content())
    assert said.startswith("+") or said in ("no clear difference", "no difference that matters")
    one.until("location.search.includes('measure=change')")
    one.picture("difference")
    page.click("#clear")
    one.until("view.plan.first === null && !view.waiting")
    assert page.locator("#measure-level").count() == 0 and page.locator(".own[d^=M]").count() > 10


@pytest.mark.thorough
def test_levers_are_moved_again_and_again_while_it_plays(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2025-01")
    page.select_option("#speed", "0")
    page.click("#play")
    names = one.get("view.setup.levers.map((lever) => lever.name)")
    for number in range(60):
        page.evaluate(
            MOVE,
            [names[number % 5], (number % 21) / 20],
        )
        if not one.get("view.playing"):
            page.click("#play")
    one.until("!live.source.busy && !live.queued.size && !view.waiting")
    one.get("actions.pause()")
    one.get("actions.go(94)")
    one.until("view.frames.length === 95 && view.now === 94")
    turns = one.get("view.frames.map((frame) => frame.turn)")
    assert turns == list(range(95))


@pytest.mark.thorough
def test_two_tabs_are_apart(tab: Any) -> None:
    first, second = tab(), tab()
    first.open("?month=2025-01")
    second.open("?month=2025-01")
    alone = second.get(SERIES)
    assert first.get(SERIES) == alone
    first.page.fill("#lever-support_ukraine", "1")
    first.until("view.plan.first === 36")
    assert second.get("view.plan.first") is None
    first.get("actions.go(40)")
    second.get("actions.go(40)")
    for one in (first, second):
        one.until("view.now === 40")
    assert second.get(SERIES)[: len(alone)] == alone and first.get(SERIES) != second.get(SERIES)


def worked(server: Any) -> float:
    """Seconds of processor time that the server and its processes have taken so far."""
    everyone = [path for path in Path("/proc").iterdir() if path.name.isdigit()]
    spent = 0.0
    for path in everyone:
        try:
            parts = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if path.name == str(server.pid) or parts[1] == str(server.pid):
            spent += (int(parts[11]) + int(parts[12])) / 100
    return spent


def at_rest(server: Any) -> float:
    """Wait until the server and its processes have nothing to do; what they have worked by then."""
    stop, before, now = time.monotonic() + PATIENCE, 0.0, worked(server)
    while now - before > 0.1:
        assert time.monotonic() < stop, "never comes to rest"
        time.sleep(1.0)
        before, now = now, worked(server)
    return now


@pytest.mark.thorough
def test_a_closed_tab_stops_its_work(tab: Any, server: Any) -> None:
    one = tab()
    page = one.open("?month=2022-02")
    one.until(BANDS)
    before = at_rest(server)
    page.select_option("#speed", "160")
    page.fill("#lever-partnerships", "0.5")
    page.click("#play")
    one.until("view.now > 3")
    closed = worked(server)
    assert closed > before and one.get("view.playing")
    page.close()
    assert at_rest(server) - closed < 3.0


def test_a_link_restores_exactly_this_view(tab: Any) -> None:
    one = tab()
    page = one.open(
        "?replicate=3&month=2022-08&support_ukraine=3:0.5,8:1&tab=pairs&pair=tie&colour=hardship&zoom=europe"
    )
    state = STATE
    before = one.get(state)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert one.get(state) == before
    assert one.get("view.plan.steps") == [[3, "support_ukraine", 0.5], [8, "support_ukraine", 1]]


def test_bad_links_are_ignored_with_a_visible_word(tab: Any) -> None:
    one = tab()
    page = one.open(
        "?scenario=../../etc/passwd&seed=-1&replicate=1e9&support_ukraine=2:99&month=never&actor=%3Cb%3E&what=1"
    )
    said = page.inner_text("#notices")
    for word in ("passwd", "seed", "replicate", "support_ukraine", "month", "actor", "what"):
        assert word in said
    assert page.inner_text("#when") == "Dec 2024" and page.locator("#notices b").count() == 0


def test_from_an_arc_to_the_passage_in_three_clicks(tab: Any) -> None:
    one = tab()
    page = one.open("?replicate=ARC&month=2024-10".replace("ARC", str(with_troops(one))))
    one.until(BANDS)  # what comes with them may move the map
    number = one.get(TROOPS)
    place = "document.getElementById('map').getBoundingClientRect().height"
    height = one.get(place)
    for part in np.linspace(0.1, 0.9, 33).tolist():  # arcs cross: somewhere this one is the nearest
        spot = page.evaluate(ON_ARC, [number, part])
        page.mouse.move(*spot)
        if "soldiers" in page.inner_text("#hover"):
            break
    assert "soldiers" in page.inner_text("#hover") and one.get(place) == height
    page.mouse.click(*spot)
    order = page.locator(f"#order{number}")
    assert "given" in order.inner_text() and order.locator(".reason").count() > 5
    assert order.locator(".bar2 rect").count() > 5
    order.locator("button.cite").nth(1).click()
    assert "Passage" in order.locator(".said:visible").first.inner_text()
    one.picture("why-october-2024")


def with_troops(one: Any) -> int:
    """The first history in which soldiers are sent in October 2024."""
    case = load_scenario()
    slot = case.cast.slots.of[Action.SEND_TROOPS][0][0]
    parameters = case.parameters.with_values(sampler_of(case, "posterior", 1).draw(np.arange(40)))
    last = list(simulate(Case(case, parameters), Draws(1, range(40)), until=33))[-1]
    return int(last.orders.issued[slot].argmax())


@pytest.mark.thorough
def test_what_is_taken_away_is_whole(tab: Any, tmp_path: Path, browser: Any) -> None:
    one = tab()
    page = one.open("?month=2025-12&information_flow=35:1")
    one.until(BANDS)
    files = {}
    for name in ("run-csv", "possible_orders-csv", "replay-html", "map-svg", "map-png", "panel-svg", "panel-png"):
        page.evaluate("document.getElementById('takeaway').open = true")
        with page.expect_download(timeout=120_000) as waiting:
            page.click(f"#{name}")
        files[name] = tmp_path / f"{name}-{waiting.value.suggested_filename}"
        waiting.value.save_as(files[name])
    run = pd.read_csv(files["run-csv"])
    assert len(run) == 95 and run.information_flow.tolist() == [0.0] * 35 + [1.0] * 60
    shown = one.get("view.frames.map((f) => f.series.outside_information)")
    assert run.outside_information.round(4).tolist()[: len(shown)] == pytest.approx(shown)
    assert len(pd.read_csv(files["possible_orders-csv"])) == 95 * one.get("view.setup.slots.length")
    for name in ("map-svg", "panel-svg"):
        root = ElementTree.fromstring(files[name].read_text())
        assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 20
    for name in ("map-png", "panel-png"):
        assert files[name].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and files[name].stat().st_size > 20_000
    opens_from_disk(tab, files["replay-html"])


def opens_from_disk(tab: Any, path: Path) -> None:
    """The replay works as a file: months, reasons, bands; it asks nobody for anything."""
    one = tab()
    one.context.set_offline(True)
    page = one.page
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    assert page.inner_text("#when") == "Dec 2025" and "history 0" in page.inner_text("#summary")
    page.select_option("#speed", "0")
    page.click("#play")
    page.wait_for_selector("#play[aria-label=Play]")
    assert page.inner_text("#when") == "Dec 2029" and page.get_attribute("#scrubber", "max") == "94"
    assert page.locator(".yourfar[d^=M]").count() > 10
    page.locator(".mark").nth(8).press("Enter")
    assert page.locator(".order").count() > 5
    assert page.locator(".slide input:not([disabled])").count() == 0
    page.click("#tab-outcomes")
    page.click("#measure-change")
    assert page.locator(".yournear[d^=M]").count() > 20
    one.picture("replay")


PANELS, OTHERS = ["outcomes", "why", "story", "pairs"], [(1280, "dark"), (390, "light"), (390, "dark")]


@pytest.mark.parametrize(
    ("width", "scheme", "panels", "screens"),
    [
        (1280, "light", ["outcomes"], ["answer"]),
        pytest.param(1280, "light", ["why", "story", "pairs"], ["doses", "compare"], marks=pytest.mark.thorough),
        *(pytest.param(*one, PANELS, ["answer", "doses", "compare"], marks=pytest.mark.thorough) for one in OTHERS),
    ],
)
def test_no_serious_finding_of_axe(tab: Any, width: int, scheme: str, panels: list[str], screens: list[str]) -> None:
    one = tab(size=(width, 720), scheme=scheme)
    page = one.open("?month=2022-08&support_ukraine=4:1")
    one.until(f"{BANDS} && view.answer")
    for name in panels:
        one.get(f"actions.open('{name}')")
        if name == "outcomes":
            page.click("#measure-change")
        if name == "why":
            one.get(f"actions.choose(8, {TROOPS})")
        assert (name, serious(page)) == (name, [])
        one.picture(f"{name}-{width}-{scheme}")
    for name in screens:
        one.get(f"actions.enter('{name}')")
        assert (name, serious(page)) == (name, [])
        one.picture(f"{name}-{width}-{scheme}")


def test_the_keyboard_is_enough(tab: Any) -> None:
    one = tab()
    page = one.open("?screen=world&month=2022-08")
    page.keyboard.press("ArrowRight")
    one.until("view.now === 7")
    page.keyboard.press("Home")
    one.until("view.now === 0")
    page.keyboard.press("2")
    assert one.get("view.tab") == "why"
    page.keyboard.press(" ")
    one.until("view.now > 1")
    page.keyboard.press(" ")
    page.locator(".mark").nth(8).focus()
    page.keyboard.press("Enter")
    assert one.get("view.actor") == 8
    page.keyboard.press("Escape")
    assert one.get("view.actor") == -1
    page.locator(".given[tabindex='0']").focus()
    first = one.get("document.activeElement.dataset.order")
    page.keyboard.press("ArrowDown")
    second = one.get("document.activeElement.dataset.order")
    assert second != first and page.locator(".given[tabindex='0']").count() == 1
    assert "probability" in page.inner_text("#hover")
    page.keyboard.press("Enter")
    assert str(one.get("view.slot")) == second and page.locator(f"#order{second}").count() == 1
    page.keyboard.press("Escape")
    page.locator("#lever-partnerships").focus()
    page.keyboard.press("ArrowRight")
    one.until("view.plan.steps.length === 1")
    page.keyboard.press("3")
    assert one.get("view.tab") == "story"


def test_nothing_can_be_moved_before_the_first_month_stands(tab: Any) -> None:
    one = tab()
    page = one.page
    page.goto(one.address + "?screen=world&month=2022-02")
    early = one.get("[document.querySelector('main').inert, view.frames.length]")
    assert early[0] or early[1]
    page.wait_for_selector("body[data-ready]")
    assert not one.get("document.querySelector('main').inert")
    assert one.get("(live.source.open('?month=2022-08'), document.querySelector('footer').inert)")
    one.until("view.now === 6 && !document.querySelector('main').inert")


@pytest.mark.thorough
def test_another_history_leaves_nothing_of_the_last(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2025-12&tab=story")
    one.until(BANDS)
    page.locator(".filters select").nth(0).select_option("11")
    marks = "[...document.querySelectorAll('#marks i')].map((mark) => mark.title).join()"
    before = one.get(marks)
    page.fill("#replicate", "12")
    page.keyboard.press("Enter")
    one.until("view.plan.link.replicate === '12' && view.now === 46 && !document.querySelector('main').inert")
    assert one.get(marks) != before
    assert page.locator(".log li").count() > 3 and page.locator("#scale > *").count() == 3
    page.select_option("#scenario", "vietnam-1965")
    one.until("view.setup.actors.length === 6 && state.frame() && !document.querySelector('main').inert")
    one.get("actions.enter('world')")
    one.until("document.querySelector('.log')")
    assert page.locator(".log").count() == 1


def test_a_starting_month_chosen_first_changes_nothing_and_is_kept_for_the_move(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2025-01")
    one.until(BANDS)
    page.select_option(".lever select >> nth=2", "60")
    one.until("!view.waiting && !live.source.busy")
    assert "Move one" in page.inner_text("#verdict")
    assert page.input_value(".lever select >> nth=0") == "36"
    page.select_option(".lever select >> nth=0", "60")
    page.fill(".lever input >> nth=0", "0.5")
    one.until("view.plan.steps.length === 1")
    assert one.get("view.plan.steps[0][0]") == 60


def test_other_parameters_give_other_histories_and_bands(tab: Any) -> None:
    one = tab()
    page = one.open("?month=2022-06")
    one.until(BANDS)
    fitted = one.get(SERIES), one.get("view.baseline.bands.partnership_tie")
    assert page.input_value("#parameters") == "posterior"
    page.select_option("#parameters", "default")
    one.until(f"view.plan.link.parameters === 'default' && view.frames.length === 5 && {BANDS}")
    declared = one.get(SERIES), one.get("view.baseline.bands.partnership_tie")
    assert fitted[0] != declared[0] and fitted[1] != declared[1]
    one.until("location.search.includes('parameters=default')")


def test_another_scenario_needs_no_other_page(tab: Any) -> None:
    one, held = tab(), list[Any]()
    one.page.route("**/answer.json?scenario=northeast-asia&*", lambda route: held.append(route))
    page = one.open("?screen=world&month=2022-03")
    page.evaluate(PUT_OFF)
    page.click("#step")
    one.until("view.now === 2")
    page.select_option("#scenario", "vietnam-1965")
    one.until("view.setup.actors.length === 6 && state.frame() && view.answer")
    assert "Vietnam" in page.inner_text("#title") and page.locator(".mark").count() == 6
    # What was put off, or asked for, of the scenario before comes when nobody wants it any more.
    page.evaluate("putOff.forEach((work) => work())")
    with page.expect_response("**/answer.json?scenario=northeast-asia&*"):
        held[0].continue_()
    page.unroute_all()
    assert one.settled("view.answer.actions.join() === view.setup.levers.map(({ name }) => name).join()")
    # Of two that are asked for at once only the newest is shown.
    one.get("(live.source.open('?scenario=vietnam-1965&seed=2'), live.source.open('?scenario=northeast-asia'))")
    one.until("view.setup.actors.length === 12 && state.frame() && !live.source.opening")
    titles = page.evaluate("titles")
    assert len(titles) == 2 and "Vietnam" in titles[0] and titles[1] == page.title()


def test_the_frames_on_the_page_are_the_run_of_the_command_line(tab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tab()
    one.open("?replicate=2&month=2023-06")
    monkeypatch.setattr("sim.app.takeaway.replay", partial(replay, turns=17))  # what is not shown need not be played
    run = pd.read_csv(io.StringIO(run_csv(Choice("northeast-asia", 1, 2))))
    shown = pd.DataFrame(json.loads(one.get("JSON.stringify(view.frames.map((frame) => frame.series))")))
    for column in shown:
        assert shown[column].tolist() == pytest.approx(run[column].tolist()[:17], abs=1e-4)

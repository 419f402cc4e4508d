"""What the page is built on, without a browser."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats
from worlds import compiled_once, measured

from sim.app import live_run
from sim.app.bands import over_months
from sim.app.choice import Choice, read_choice
from sim.app.courses import Courses
from sim.app.ensemble import Ensemble
from sim.app.live_run import LiveRun
from sim.app.options import WatchOptions, checked
from sim.app.plan import Plan
from sim.app.projection import great_circle, project
from sim.app.setup import setup
from sim.app.verdicts import verdicts
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.engine.kernel.choice import KERNELS, VARIABLE
from sim.engine.simulate import simulate
from sim.engine.step import Turn
from sim.inputs.parameters import Step
from sim.model.outcomes import outcomes_of
from sim.scenarios.scenario import load_scenario, scenario_names


def test_the_pole_is_the_middle_and_distances_from_it_are_true() -> None:
    assert project(0, 90) == pytest.approx((0, 0), abs=1e-9)
    near, far = (math.hypot(*project(30, lat)) for lat in (60, 30))
    assert far == pytest.approx(2 * near)


def test_a_great_circle_over_the_pole_is_straight() -> None:
    points = [tuple(map(float, p.split(","))) for p in great_circle((-98, 60), (82, 60))[1:].split("L")]
    assert max(abs(x) for x, _ in points) < 0.2


def test_a_plan_keeps_the_past_and_drops_what_follows() -> None:
    plan = Plan().moved("a", 35, 0.5).moved("a", 60, 1.0).moved("b", 40, 1.0)
    assert plan.at(34) == {} and plan.at(50) == {"a": 0.5, "b": 1.0} and plan.text("a") == "35:0.5,60:1"
    assert plan.moved("a", 50, 0.0).text("a") == "35:0.5,50:0"
    assert plan.started("a", 45).text("a") == "45:0.5,60:1" and plan.started("a", 70).text("a") == "70:1"
    assert plan.started("a", 20).text("a") == "20:0.5,60:1" and plan.started("c", 20) == plan
    assert plan.since(plan.moved("a", 70, 0.2)) == 70 and plan.since(plan) is None


@pytest.mark.parametrize(
    "query",
    [
        "?seed=%00",
        "?replicate=99999999999",
        "?support_ukraine=a",
        "?support_ukraine=1:2:3",
        "?support_ukraine=400:1",
        "?support_ukraine=35:1,35:0.5",
        "?support_ukraine=1:nan",
        "?scenario=/etc",
        "?parameters=guessed",
        "?" + "x" * 5000,
    ],
)
def test_a_broken_link_is_told_and_ignored(query: str) -> None:
    choice, notices = read_choice(query, Choice("northeast-asia"))
    assert choice == Choice("northeast-asia") and len(notices) == 1


def test_a_link_is_read_as_it_was_written() -> None:
    plan = Plan((Step(35, "partnerships", 0.25), Step(50, "partnerships", 1.0)))
    choice = Choice("northeast-asia", 7, 3, plan, "prior")
    query = "?" + "&".join(f"{key}={value}" for key, value in choice.link().items())
    assert read_choice(query, Choice("vietnam-1965")) == (choice, [])


@pytest.mark.thorough
def test_going_on_from_a_kept_month_is_the_same_as_playing_from_the_start() -> None:
    plan = Plan((Step(40, "support_ukraine", 1.0),))
    live = LiveRun(Choice("northeast-asia", 1, 2))
    list(live.frames(46))
    assert live.follow(plan) == 40
    later = [frame.text() for frame in live.frames(46)]
    straight = [frame.text() for frame in LiveRun(Choice("northeast-asia", 1, 2, plan)).frames(46)]
    assert later == straight[40:]


def test_where_a_month_raises_the_tab_has_what_was_played_and_another_plan_goes_on(monkeypatch: Any) -> None:
    courses, honest = Courses(Choice("northeast-asia", 1, 2)), live_run.frame_of

    def frame_of(turn: Turn, draws: Draws) -> Any:
        if turn.number == 4 and courses.choice.plan == Plan():
            raise ZeroDivisionError("no rounds left")
        return honest(turn, draws)

    monkeypatch.setattr(live_run, "frame_of", frame_of)
    assert len(courses.frames(20, 36)[0]) == 4
    for _ in range(2):
        with pytest.raises(RuntimeError, match="2022-06: ZeroDivisionError: no rounds left"):
            courses.frames(20, 36)
    courses.follow(replace(courses.choice, plan=Plan((Step(2, "support_ukraine", 1.0),))))
    assert len(courses.frames(20, 36)[0]) == 19


def test_the_ensemble_under_a_plan_is_the_ensemble_with_the_same_levers() -> None:
    case = load_scenario()
    ensemble = Ensemble.of(Choice("northeast-asia", source="default"), 20)
    parameters = case.parameters.with_values({"information_flow": 1.0}).acting_from(41)
    block = measured(case, parameters, range(20), 1)
    bands = ensemble.under(Plan((Step(41, "information_flow", 1.0),)))["bands"]["outside_information"]
    assert bands[2] == pytest.approx(np.median(block.series["outside_information"], axis=1)[41:].round(4).tolist())


def test_the_difference_over_time_is_that_of_the_same_histories_paired() -> None:
    case, ensemble = load_scenario(), Ensemble.of(Choice("northeast-asia", source="default"), 20)
    found = ensemble.under(Plan((Step(41, "information_flow", 1.0),)))["changes"]
    arms = [
        measured(case, case.parameters.with_values({"information_flow": level}).acting_from(41), range(20), 1)
        for level in (0.0, 1.0)
    ]
    pairs = (arms[1].series["outside_information"] - arms[0].series["outside_information"])[41:]
    low, mean, high = np.array(found["outside_information"])
    assert mean == pytest.approx(pairs.mean(axis=1), abs=1e-6) and mean[-1] > 0.0
    half = stats.t.ppf(0.975, 19) * pairs.std(axis=1, ddof=1) / np.sqrt(20)
    assert high - mean == pytest.approx(half, abs=2e-6) and mean - low == pytest.approx(half, abs=2e-6)


@pytest.mark.parametrize(
    "source", ["posterior", *(pytest.param(one, marks=pytest.mark.thorough) for one in ("prior", "default"))]
)
def test_the_history_shown_is_one_of_the_ensemble(source: str) -> None:
    ensemble = Ensemble.of(Choice("northeast-asia", 1, source=source), 20)
    live = LiveRun(Choice("northeast-asia", 1, 13, source=source))
    list(live.frames(30))
    for column in ("partnership_tie", "rounds_delivered", "territory"):
        shown = [row[column] for row in live._series]
        assert ensemble.without[column][:31, 13].round(4).tolist() == shown


def test_a_history_reads_the_same_whichever_kernel_plays_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_once("northeast-asia")
    told = []
    for kernel in KERNELS:
        monkeypatch.setenv(VARIABLE, kernel)
        live = LiveRun(Choice("northeast-asia", 1, 13))
        told.append(([frame.text() for frame in live.frames(14)], live.moved(14)))
    assert told[0] == told[1] and len(told[0][0]) == 15


def test_bands_come_from_the_posterior_where_there_is_one() -> None:
    assert Choice("northeast-asia").parameters_from == "posterior"
    assert Choice("vietnam-1965").parameters_from == "default"
    fitted, declared = (Choice("northeast-asia", source=source).parameters() for source in ("", "default"))
    assert fitted["shell_hunger"] != declared["shell_hunger"]
    _, notices = read_choice("?scenario=vietnam-1965&parameters=posterior", Choice("northeast-asia"))
    assert len(notices) == 1


def test_the_why_panel_adds_up_under_the_posterior_too() -> None:
    choice = Choice("northeast-asia", replicate=3)
    frame, told = next(LiveRun(choice).frames(0)), setup(choice)
    sums = np.array([slot["base"] for slot in told["slots"]])
    for (slot, _), adds in zip(told["contributions"], frame.reasons, strict=True):
        sums[slot] += adds
    possible = np.array(frame.probability) > 0
    probability = 1 / (1 + np.exp(-told["rationality"] * sums))
    assert probability[possible] == pytest.approx(np.array(frame.probability)[possible], abs=2e-3)


def test_what_is_clear_is_clear_for_all_outcomes_at_once() -> None:
    case = load_scenario()
    headline = [one for one in outcomes_of(case.cast) if one.headline and not one.binary]
    rng = np.random.default_rng(1)
    without = rng.normal(size=(len(headline), 200))
    luck = [(one, base, base + rng.normal(size=200)) for one, base in zip(headline, without, strict=True)]
    alone = verdicts(luck[:1])[0]
    among = next(row for row in verdicts(luck) if row["outcome"] == alone["outcome"])
    assert among["high"] - among["low"] > 1.3 * (alone["high"] - alone["low"])
    shifted = verdicts([(one, base, base + 1000.0) for one, base, _ in luck])
    assert all(row["clear"] and row["low"] == row["high"] == pytest.approx(1000.0) for row in shifted)
    small = verdicts([(one, base, base + one.least.size / 2) for one, base, _ in luck if one.least])
    assert all(not row["clear"] and "no difference that matters" in row["words"] for row in small)


def test_a_placebo_and_no_plan_differ_in_nothing() -> None:
    ensemble = Ensemble.of(Choice("northeast-asia"), 20)
    found = ensemble.under(Plan((Step(35, "placebo", 1.0),)))["differences"]
    assert {row["difference"] for row in found} == {0.0} and not any(row["clear"] for row in found)
    assert ensemble.under(Plan())["first"] is None


def test_levers_that_change_over_time_are_in_force_when_they_should_be() -> None:
    case = load_scenario()
    planned = case.parameters.scheduled(Plan((Step(10, "partnerships", 0.5), Step(20, "partnerships", 0.0))))
    assert [float(planned.intensity("partnerships", turn)) for turn in (9, 10, 19, 20)] == [0.0, 0.5, 0.5, 0.0]


def test_sums_over_the_last_year_and_since_the_start() -> None:
    ones = np.ones((30, 2))
    assert over_months(ones, 12)[[0, 11, 29], 0].tolist() == [1, 12, 12] and over_months(ones, 0)[-1, 0] == 30


@pytest.mark.parametrize("scenario", scenario_names())
def test_contributions_stand_in_the_order_in_which_they_are_kept(scenario: str) -> None:
    told, live = setup(Choice(scenario)), LiveRun(Choice(scenario))
    turn = next(simulate(live.case, live.draws, explain=True))
    named = [(slot, told["reasons"][reason]["name"]) for slot, reason in told["contributions"]]
    kept = [(slot, one.reason.name) for slot, row in enumerate(turn.orders.contributions) for one in row]
    assert named == [(slot, name.replace("_", " ")) for slot, name in kept]
    json.dumps(told)


def test_frames_are_immutable_and_plain() -> None:
    frame = next(LiveRun(Choice("northeast-asia")).frames(0))
    with pytest.raises(dataclasses.FrozenInstanceError):
        frame.turn = 3  # type: ignore[misc]
    assert json.loads(frame.text())["turn"] == 0
    sums = np.zeros(len(frame.issued))
    for (slot, _), adds in zip(setup(Choice("northeast-asia"))["contributions"], frame.reasons, strict=True):
        sums[slot] += adds
    base = [slot["base"] for slot in setup(Choice("northeast-asia"))["slots"]]
    assert np.add(base, sums) == pytest.approx(np.array(frame.log_odds), abs=2e-3)


@pytest.mark.parametrize(
    "options", [{"port": 0}, {"replicates": 3}, {"scenario": "x"}, {"seed": -1}, {"parameters": "x"}]
)
def test_options_that_cannot_be_served_are_told(options: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        checked(WatchOptions(**options))


def status(address: str, path: str, headers: dict[str, str]) -> int:
    """What the server answers to a raw request."""
    with contextlib.closing(http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"))) as connection:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status


def test_other_hosts_names_and_other_sites_are_turned_away(address: str) -> None:
    place = address.removeprefix("http://").rstrip("/")
    assert status(address, "/", {"Host": "evil.example"}) == 400
    upgrade = {"Host": place, "Origin": "http://evil.example", "Connection": "Upgrade", "Upgrade": "websocket"}
    upgrade |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert status(address, "/socket", upgrade) == 403


def test_nothing_outside_the_pages_own_files_is_served(address: str) -> None:
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/server.py", "/static//etc/passwd"):
        assert status(address, path, {}) == 404

"""What the server sends is what its types and their JSON Schema say, and the page reads all that it is told once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

import pytest
from jsonschema import Draft202012Validator

from sim.app.choice import Choice
from sim.app.ensemble import Ensemble
from sim.app.live_run import LiveRun
from sim.app.modules import in_order, static
from sim.app.plan import Plan
from sim.app.schemas import SENT, schema_of
from sim.app.setup import setup
from sim.app.told import plan_told
from sim.base.schemas import Schema
from sim.inputs.parameters import Step
from sim.scenarios.editor_schemas import FOLDER, as_text, json_schema
from sim.scenarios.scenario import scenario_names

FEW = ("northeast-asia", "vietnam-1965")
"""Scenarios that are played here each time."""


def committed(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", SENT)
def test_the_committed_schema_is_that_of_the_types(kind: str) -> None:
    assert (FOLDER / f"{kind}.json").read_text(encoding="utf-8") == as_text(kind, SENT), (
        "run: entente schema --out configs/schema"
    )


@pytest.mark.parametrize("scenario", scenario_names())
def test_what_the_page_is_told_of_a_scenario_fits_its_schema(scenario: str) -> None:
    committed("setup").validate(json.loads(json.dumps(setup(Choice(scenario)))))


@pytest.mark.parametrize(
    "scenario",
    [one if one in FEW else pytest.param(one, marks=pytest.mark.thorough) for one in scenario_names()],
)
def test_every_month_of_a_year_fits_its_schema(scenario: str) -> None:
    live = LiveRun(Choice(scenario, replicate=3))
    months = [json.loads(frame.text()) for frame in live.frames(12)]
    for month in months:
        committed("frame").validate(month)
    assert len(months) == 13 and any(month["blocked"] and month["sizes"] for month in months)
    moved = json.loads(json.dumps(live.moved(12)))
    committed("moved").validate(moved)
    assert moved["turn"] == 12 and moved["moved"]


def test_many_histories_and_plans_fit_their_schemas() -> None:
    choice = Choice("northeast-asia", plan=Plan((Step(41, "information_flow", 1.0),)))
    ensemble = Ensemble.of(choice, 20)
    for kind, told in {
        "baseline": [ensemble.baseline()],
        "bands": [ensemble.under(choice.plan), ensemble.under(Plan())],
        "plan": [plan_told(choice), plan_told(choice.undone())],
    }.items():
        for message in told:
            committed(kind).validate(json.loads(json.dumps(message)))


def broken(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {**told, "more": 1}
    yield {key: value for key, value in told.items() if key != "slots"}
    yield {**told, "contributions": [[1, 2, 3]]}
    yield {**told, "contributions": [[1]]}
    yield {**told, "actors": [{**told["actors"][0], "side": "nobody's"}]}
    yield {**told, "projection": 3.5}


def test_what_does_not_fit_is_found() -> None:
    told = json.loads(json.dumps(setup(Choice("northeast-asia"))))
    assert not any(committed("setup").is_valid(wrong) for wrong in broken(told))


def keys(schema: Schema) -> Iterator[str]:
    """All keys of all objects in a schema."""
    for key, inner in schema.get("properties", {}).items():
        yield key
        yield from keys(inner)
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from keys(inner)


def test_nothing_is_told_that_the_page_does_not_read() -> None:
    page = "\n".join(re.sub(r"//.*", "", static(f"{module}.js")) for module in in_order("live"))
    found = set(keys(json_schema("setup", SENT)))
    assert len(found) > 60
    assert {key for key in found if not re.search(rf"(?:\.|[{{,]\s*){key}\b", page)} == set()


class Pair(NamedTuple):
    """Two."""

    first: int
    second: float | None


class Record(TypedDict):
    """One of each."""

    names: tuple[str, ...]
    pair: Pair
    by_number: Annotated[dict[int, bool], "by number"]
    which: Literal["a", "b"]


def test_types_become_schemas() -> None:
    schema = Draft202012Validator(schema_of(Record))
    fits = {"names": ["x"], "pair": [1, None], "by_number": {"3": True}, "which": "a"}
    assert schema.is_valid(fits)
    for wrong in ({"names": [1]}, {"pair": [1, 2, 3]}, {"by_number": {"x": True}}, {"which": "c"}):
        assert not schema.is_valid({**fits, **wrong})
    assert schema_of(Record)["description"] == "One of each."

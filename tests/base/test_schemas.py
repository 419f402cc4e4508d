"""The check of files finds what the library for JSON Schema finds."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from sim.base.paths import CONFIGS, read_toml
from sim.base.violations import violations
from sim.scenarios.editor_schemas import SCHEMAS

FILES = {
    "scenario": CONFIGS / "scenarios" / "northeast-asia.toml",
    "actor": sorted((CONFIGS / "actors").rglob("*.toml"))[0],
    **{kind: CONFIGS / f"{kind}.toml" for kind in ("parameters", "actions", "sources")},
}
SINGLE = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=3)
ANYTHING = some.recursive(
    SINGLE | some.sampled_from(["lever", "judged", 0.5, 1, "2022-02"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def spoiled(document, data):
    """A document with one entry, anywhere in it, replaced, dropped, doubled or joined by one that is not known."""
    place = document = deepcopy(document)
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(some.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(some.integers(0, 3)) == 0:
            break
        place = place[key]
    how = data.draw(some.sampled_from(["replace", "drop", "add"]))
    if how == "drop":
        del place[key]
    elif how == "replace":
        place[key] = data.draw(ANYTHING)
    elif isinstance(place, dict):
        place[data.draw(some.text(max_size=3))] = data.draw(ANYTHING)
    else:
        place.append(data.draw(some.just(place[0]) | ANYTHING))
    return document


def found(document, schema):
    """What the library finds: places and keywords."""
    return {(tuple(error.path), str(error.validator)) for error in Draft202012Validator(schema).iter_errors(document)}


@pytest.mark.parametrize("kind", SCHEMAS)
@settings(max_examples=40, deadline=None)
@given(data=some.data())
def test_a_spoiled_file_is_found_wrong_where_the_library_finds_it_wrong(kind, data):
    schema, document = SCHEMAS[kind][1](), spoiled(read_toml(FILES[kind]), data)
    assert {(v.path, v.keyword) for v in violations(document, schema)} == found(document, schema)


def test_a_keyword_that_is_not_known_is_never_passed_over():
    with pytest.raises(KeyError, match="exclusiveMinimum"):
        list(violations(1, {"exclusiveMinimum": 1}))


@pytest.mark.parametrize("document", [[], [1], [1, 2], [1, 2, 3], "xyz"])
def test_a_list_is_neither_too_short_nor_too_long(document):
    schema = {"minItems": 1, "maxItems": 2}
    assert {(v.path, v.keyword) for v in violations(document, schema)} == found(document, schema)

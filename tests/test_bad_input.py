"""Whatever is wrong with an input, the user reads one line that says so, and nothing is written."""

import copy
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.actions import load_actions
from sim.cli import main
from sim.declare import BadInput
from sim.drivers.ensemble import moments
from sim.parameters import Parameters, load_parameters
from sim.paths import CONFIGS, read_toml
from sim.scenario import load_scenario
from sim.sources import load_sources
from sim.validate import validate_file

ROOT = Path(__file__).parents[1]
LAND = "northeast-asia"


@pytest.fixture(scope="module")
def configs(tmp_path_factory):
    """A copy of the configuration that may be broken."""
    return shutil.copytree(CONFIGS, tmp_path_factory.mktemp("broken") / "configs")


# --- how valid files are broken ---

WRONG = st.sampled_from(
    [
        *(True, False, 0, 1, -1, 0.5, -1e9, 1e9, 1e308, 10**400, float("nan"), float("inf"), float("-inf")),
        *("", " ", "x", "nobody", "line\nbreak", "a" * 5000, "\x1b[31m", "é€", "../../etc", "PRK", "2022-13"),
        *([], {}, [1], ["nobody"], [[]], {"value": 1}, {"x": {"y": []}}),
    ]
)
NAMES = st.sampled_from(["", "x", "nobody", "value", "a" * 300, "a b", "a.b", "\n", "__class__", "PRK", "1"])


def places(document, path=()):
    """Every place in a document, by its path."""
    entries = document.items() if isinstance(document, dict) else enumerate(document)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def holder(document, path):
    """What holds the last step of a path."""
    for step in path[:-1]:
        document = document[step]
    return document


@st.composite
def broken(draw, document):
    """A document with one to three mistakes: a key gone, renamed or new, a value of another kind or size."""
    result = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(result))
        if not found:
            break
        path = draw(st.sampled_from(found))
        held, last = holder(result, path), path[-1]
        kind = draw(st.sampled_from(["delete", "replace", "replace", "rename", "add"]))
        if kind == "delete":
            del held[last]
        elif kind == "replace" or isinstance(held, list):
            held[last] = copy.deepcopy(draw(WRONG))
        elif kind == "rename":
            held[draw(NAMES)] = held.pop(last)
        else:
            held[draw(NAMES)] = copy.deepcopy(draw(WRONG))
    return result


def toml(value):
    """A value as TOML; tables stand within one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def as_toml(document):
    """A document as a TOML file."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in document.items())


@st.composite
def garbled(draw, text):
    """A file with a part cut off, doubled, or with bytes that are no text."""
    data = text.encode()
    first, last = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    kind = draw(st.sampled_from(["cut", "without", "twice", "bytes"]))
    if kind == "cut":
        return data[:first]
    if kind == "without":
        return data[:first] + data[last:]
    if kind == "twice":
        return data[:last] + data[first:]
    return data[:first] + draw(st.binary(min_size=1, max_size=4)) + data[first:]


def plays(scenario, parameters=None):
    """Play a month: what loads must also run."""
    for _ in moments(scenario, parameters or scenario.parameters, [0], 1, 1):
        pass


def told_in_one_line(load):
    """Load something broken: it either works, or raises `BadInput` with one printable line."""
    try:
        load()
    except BadInput as error:
        line = str(error)
        assert line and line.isprintable() and len(line) < 4000
        assert "expected" in line


def load_and_play(path):
    """Load a scenario and play a month of it."""
    plays(load_scenario(path))


def play_with_parameters(path):
    """Load parameters and play a month of the default scenario with them."""
    scenario = load_scenario(LAND)
    plays(scenario, Parameters(load_parameters(path), {}, 0))


LOADERS = {
    f"scenarios/{LAND}.toml": load_and_play,
    "scenarios/vietnam-1965.toml": load_and_play,
    f"actors/{LAND}/PRK.toml": lambda path: load_and_play(path.parents[2] / "scenarios" / f"{LAND}.toml"),
    f"actors/{LAND}/USA.toml": lambda path: load_and_play(path.parents[2] / "scenarios" / f"{LAND}.toml"),
    "parameters.toml": play_with_parameters,
    "actions.toml": load_actions,
    "sources.toml": load_sources,
}


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=40)
@given(data=st.data())
def test_a_file_with_mistakes_is_told_in_one_line(configs, name, data):
    path, load = configs / name, LOADERS[name]
    valid = path.read_text(encoding="utf-8")
    try:
        path.write_text(as_toml(data.draw(broken(tomllib.loads(valid)))), encoding="utf-8")
        told_in_one_line(lambda: load(path))
    finally:
        path.write_text(valid, encoding="utf-8")


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=15)
@given(data=st.data())
def test_a_garbled_file_is_told_in_one_line(configs, name, data):
    path, load = configs / name, LOADERS[name]
    valid = path.read_text(encoding="utf-8")
    try:
        path.write_bytes(data.draw(garbled(valid)))
        told_in_one_line(lambda: load(path))
    finally:
        path.write_text(valid, encoding="utf-8")

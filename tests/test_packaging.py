"""What a fresh clone needs: pinned packages, one version, a wheel that carries the configuration."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.lstrip().startswith("#")]


def name_of(requirement):
    """The plain name of a requirement."""
    return re.match(r"[A-Za-z0-9_.-]+", requirement)[0].lower()


def test_every_package_is_pinned_and_no_address_or_path_stands_in_the_lock():
    for line in LOCK:
        assert re.fullmatch(r"[a-z0-9._-]+==[a-z0-9.]+( ; .+)?", line), line


@pytest.mark.parametrize("group", ["dependencies", "dev", "lab", "cluster", "results", "docs"])
def test_every_declared_package_is_in_the_lock(group):
    project = PROJECT["project"]
    declared = project.get(group) or project["optional-dependencies"][group]
    assert {name_of(r) for r in declared} <= {name_of(line) for line in LOCK}


def test_the_version_is_told_the_same_everywhere():
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)[1]
    assert cited == sim.__version__


def test_make_has_the_targets_that_are_promised():
    rules = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"sweep", "test", "bench", "clean"} <= set(rules)


def test_the_tests_of_a_file_are_played_by_one_process(request):
    """Of some versions of pytest and pytest-xdist groups are lost without a word, and all is made once a process."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("SKIPPED: tests are not played in groups")
    assert request.node.nodeid.endswith("@test_packaging")

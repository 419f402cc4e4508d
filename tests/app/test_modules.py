"""The page's JavaScript: how its modules hang together, how they are written, and what they compute."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.app.modules import EXPORT, IMPORT, in_order, one_script, page, static
from tests.app.conftest import ROOT

STATIC = ROOT / "sim" / "app" / "static"
MODULES = sorted(path.stem for path in STATIC.glob("*.js"))
ENTRIES = ("live", "replay")
COMPUTING = (
    "colours",
    "courses",
    "curves",
    "geometry",
    "marks",
    "links",
    "orderings",
    "orders",
    "presets",
    "query",
    "reading",
    "state",
    "tables",
    "weigh",
    "words",
)
"""Modules that know nothing of a document, so that they can be tested without one."""

MAX_FILE, MAX_LINE = 200, 120
PRETTIER = ROOT / "node_modules" / ".bin" / "prettier"


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_module_stands_after_all_that_it_imports(entry: str) -> None:
    order = in_order(entry)
    assert order[-1] == entry and len(set(order)) == len(order)
    for place, module in enumerate(order):
        assert {found["module"] for found in IMPORT.finditer(static(f"{module}.js"))} <= set(order[:place])


def test_every_module_is_needed_by_the_page_or_the_replay() -> None:
    assert set().union(*(in_order(entry) for entry in ENTRIES)) == set(MODULES)


def code(module: str) -> str:
    """A module without its imports, comments and texts."""
    return re.sub(r'//.*|"[^"\n]*"', "", IMPORT.sub("", static(f"{module}.js")))


@pytest.mark.parametrize("module", MODULES)
def test_what_is_imported_is_exported_and_used(module: str) -> None:
    for found in IMPORT.finditer(static(f"{module}.js")):
        offered = set(EXPORT.findall(static(f"{found['module']}.js")))
        names = re.findall(r"\w+", found["all"] or found["some"])
        assert all(re.search(rf"(?<![.\w]){name}\b", code(module)) for name in names)
        taken = re.findall(rf"(?<![.\w]){found['all']}\.(\w+)", code(module)) if found["all"] else names
        assert set(taken) <= offered


@pytest.mark.parametrize("entry", ENTRIES)
def test_one_script_has_no_imports_left_and_is_the_same_every_time(entry: str) -> None:
    script = one_script(entry)
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE) and "</script" not in script
    assert script == one_script(entry)


def test_there_is_no_global_and_no_list_of_scripts() -> None:
    assert re.findall(r'<script[^>]*src="([^"]*)"', static("index.html")) == ["static/live.js"]
    for module in MODULES:
        assert not re.search(r"\b(globalThis|window)\b", code(module)), module


def test_the_page_names_all_its_modules_at_once() -> None:
    named = re.findall(r'<link rel="modulepreload" href="static/(\w+).js">', page())
    assert named == in_order("live")


@pytest.mark.parametrize("module", COMPUTING)
def test_what_computes_knows_no_document(module: str) -> None:
    needed = in_order(module)
    assert set(needed) <= set(COMPUTING)
    assert not re.search(r"\b(document|location|navigator|addEventListener)\b", code(module))


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_short_and_say_what_they_are_for(module: str) -> None:
    lines = static(f"{module}.js").splitlines()
    assert lines[0].startswith("// ") and len(lines) <= MAX_FILE
    assert max(map(len, lines)) <= MAX_LINE


def test_what_the_modules_compute_is_right() -> None:
    node = os.environ.get("NODE") or shutil.which("node")
    if node is None:
        pytest.skip("SKIPPED: no node found; install Debian's nodejs or set NODE")
    tests = [path.as_uri() for path in sorted(Path(__file__).parent.glob("*.test.mjs"))]
    # In one process, for `node --test` takes one for each file.
    together = "".join(f'await import("{test}");' for test in tests)
    settings = ["--test-reporter=tap", "--input-type=module", "--eval", together]
    played = subprocess.run([node, *settings], cwd=ROOT, capture_output=True, text=True)
    assert played.returncode == 0, played.stdout + played.stderr
    assert re.search(r"^# pass [1-9]", played.stdout, re.MULTILINE)


def test_the_modules_are_formatted() -> None:
    prettier = str(PRETTIER) if PRETTIER.exists() else shutil.which("prettier")
    if prettier is None:
        pytest.skip("SKIPPED: no prettier found; npm install --no-package-lock")
    files = [*STATIC.glob("*.js"), *Path(__file__).parent.glob("*.mjs")]
    cached = ["--cache", "--cache-strategy", "content", "--cache-location", str(ROOT / ".pytest_cache" / "prettier")]
    checked = subprocess.run([prettier, "--check", *cached, *map(str, files)], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr

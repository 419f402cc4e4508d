"""What a word on the command line loads: no more than it needs, so that help and mistakes are told at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.app.schemas import SENT
from sim.commands.describe import TOPICS
from sim.commands.schema import KINDS
from sim.report import describe
from sim.scenarios.editor_schemas import SCHEMAS

ROOT = Path(__file__).parents[2]
SHELL = {"sim", "typer", "click", "shellingham", "annotated_doc", "typing_extensions", "colorama", "lazy_loader"}
"""Typer and what it leans on itself, by its version, and what lets rooms offer things without loading them."""

HEAVY = {"pandas", "matplotlib", "mesa", "networkx", "rich", "pyarrow", "scoringrules", "jsonschema", "scipy"}

LOADED = """
import sys
before = set(sys.modules)
{program}
print(*sorted({{name.split(".")[0] for name in set(sys.modules) - before if not name.startswith("_")}}
       - set(sys.stdlib_module_names)))
"""


def loaded(program):
    """Names of the packages outside the standard library that a program loads."""
    command = [sys.executable, "-c", LOADED.format(program=program)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def entente(*words):
    """A program that runs the command line with these words."""
    return f"""
from sim.commands.main import main
try:
    main({list(words)})
except SystemExit as ended:
    print(ended.code)
"""


def test_the_command_line_loads_typer_alone():
    assert loaded("import sim.commands.main") <= SHELL


@pytest.mark.parametrize("word", ["run", "sweep", "validate", "bench"])
def test_help_of_a_command_loads_no_library_that_the_command_needs(word):
    assert not loaded(entente(word, "--help")) & (HEAVY | {"jsonschema_rs", "numpy"})


@pytest.mark.parametrize("file", ["scenarios/northeast-asia.toml", "parameters.toml"])
def test_a_file_is_checked_with_arrays_and_a_validator_alone_and_again_with_nothing(file, tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path))
    assert loaded(entente("validate", f"configs/{file}")) - SHELL == {"numpy", "jsonschema_rs"}
    assert loaded(entente("validate", f"configs/{file}")) <= SHELL


@pytest.mark.thorough
def test_an_answer_is_said_again_without_loading_what_it_was_made_with(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    words = ["sweep", "--quick", "--scenario", "vietnam-1965", "--replicates", "1", "--parameters", "default"]
    words += ["--turns", "15", "--jobs", "1", "--out", str(tmp_path / "out")]
    assert "pandas" in loaded(entente(*words))
    assert loaded(entente(*words)) <= SHELL


def test_a_file_that_cannot_be_read_is_told_without_loading_the_model():
    assert loaded(entente("validate", "nowhere.toml")) <= SHELL


def test_studies_are_listed_and_told_of_without_loading_what_they_need():
    assert loaded(entente("study")) <= SHELL
    assert not loaded(entente("study", "dose", "--help")) & (HEAVY | {"jsonschema_rs", "numpy"})


def test_a_mistake_is_told_without_loading_what_would_have_been_done():
    assert not loaded(entente("run", "--seeed", "3")) & (HEAVY | {"jsonschema_rs", "numpy"})


def test_the_help_names_what_there_is_without_loading_it():
    assert tuple(describe.TOPICS) == TOPICS and (*SCHEMAS, *SENT) == KINDS

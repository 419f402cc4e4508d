"""Imports run one way, libraries and files are touched where they may be, and nothing grows too large."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "sim").rglob("*.py"))
}

ROOMS = (
    "base",
    "inputs",
    "model",
    "scenarios",
    "engine",
    "evidence",
    "lab",
    "report",
    "studies",
    "face",
    "odd",
    "app",
    "commands",
)
"""The rooms from the ground up: a module imports only from its own room and from those below."""

HALL = {"__init__.py", "__init__.pyi", "__main__.py", "py.typed"}
CORE = ROOMS[: ROOMS.index("evidence")]

MAY_IMPORT = {
    "mesa": {"engine", "studies", "app"},
    "matplotlib": {"report", "app"},
    "typer": {"commands", "app"},
    "rich": {"face", "commands"},
}
MAY_TOUCH_FILES = {
    "sim.base.crate",
    "sim.base.dialects",
    "sim.base.hashes",
    "sim.base.manifest",
    "sim.base.parquet",
    "sim.base.paths",
    "sim.base.recorder",
    "sim.engine.kernel.program",
    "sim.scenarios.commitments",
    "sim.scenarios.pathways",
    "sim.scenarios.scenario",
    "sim.scenarios.scripts",
    "sim.scenarios.editor_schemas",
}
TOUCHES = {
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "mkdir",
    "unlink",
    "glob",
    "rglob",
    "iterdir",
}

MAX_FILE, MAX_EXPERIMENT, MAX_FUNCTION = 300, 60, 30


@cache
def nodes(path):
    """Every node of a file's syntax."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported(path):
    """Everything a file imports, as dotted names."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room_of(module):
    """The folder of `sim` in which a module lies."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@cache
def imports():
    """For each module those of the project that it imports."""
    return {name: sorted({i for i in imported(path) if i in MODULES} - {"sim"}) for name, path in MODULES.items()}


def test_every_file_lies_in_a_room_and_every_room_has_its_floor():
    assert {path.name for path in (ROOT / "sim").iterdir() if path.is_file()} <= HALL
    assert {room_of(module) for module in MODULES} - {""} == set(ROOMS)


def test_a_module_imports_only_from_its_own_room_and_those_below():
    for module in filter(room_of, MODULES):
        for other in filter(room_of, imports()[module]):
            assert ROOMS.index(room_of(other)) <= ROOMS.index(room_of(module)), f"{module} imports {other}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for_and_offers_what_may_be_taken_from_it(room):
    face = importlib.import_module(f"sim.{room}")
    assert face.__doc__ and face.__doc__.startswith(room.capitalize()[:3]) and face.__doc__.rstrip().endswith(".")
    assert face.__all__
    for name in face.__all__:
        assert getattr(face, name) is not None


def test_no_imports_run_in_a_circle():
    apart = {
        name: [i for i in found if not name.startswith(f"{i}.") and i != name] for name, found in imports().items()
    }
    assert list(TopologicalSorter(apart).static_order())


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_imported_only_where_it_belongs(library):
    users = {room_of(m) for m, path in MODULES.items() if library in {i.split(".")[0] for i in imported(path)}}
    assert users <= MAY_IMPORT[library]


def test_among_the_rules_only_the_loaders_touch_files():
    for module, path in MODULES.items():
        if room_of(module) in CORE and module not in MAY_TOUCH_FILES:
            names = {n.attr if isinstance(n, ast.Attribute) else n.id for n in nodes(path)
                     if isinstance(n, ast.Attribute | ast.Name)}  # fmt: skip
            assert not names & TOUCHES, module


def test_importing_reads_no_configuration_and_loads_neither_mesa_nor_figures():
    program = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import sim.engine.simulate, sim.studies.factorial_sweep, sim.base.recorder, sim.scenarios.scenario
assert not [path for path in opened if path.endswith((".toml", ".csv"))], opened
assert "mesa" not in sys.modules
import sim.commands.main
assert not [path for path in opened if path.endswith((".toml", ".csv"))], opened
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_name_of_an_actor_stands_in_the_code():
    actors = {path.stem for path in (ROOT / "configs" / "actors").rglob("*.toml")} - {"EUR"}  # also a currency
    titles = {"Korea", "Korean", "Russia", "Russian", "Ukraine", "China", "Chinese", "Japan", "Vietnam"}
    words = re.compile(rf"\b({'|'.join(sorted(actors | titles))})\b")
    for module, path in MODULES.items():
        if room_of(module) in CORE:
            found = {m for line in path.read_text().splitlines() for m in words.findall(line)}
            assert not found, f"{module} names {found}"


# --- sizes ---


def test_a_file_is_short_and_so_are_its_functions():
    for module, path in MODULES.items():
        rows = path.read_text().splitlines()
        assert len(rows) <= MAX_FILE, f"{module} has {len(rows)} lines"
        for function in (n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)):
            lines = code_lines(function, rows)
            assert lines <= MAX_FUNCTION, f"{function.name} of {module} has {lines} lines of code"


def code_lines(function, lines):
    """Lines of a function's body that hold code: without its docstring, comments and blank lines."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    held = [lines[i].strip() for i in range(body[0].lineno - 1, function.end_lineno)]
    return sum(bool(line) and not line.startswith("#") for line in held)


def test_an_experiment_is_one_question_on_one_page():
    for path in (ROOT / "experiments").glob("*.py"):
        length = len(path.read_text().splitlines())
        assert length <= MAX_EXPERIMENT, path.name

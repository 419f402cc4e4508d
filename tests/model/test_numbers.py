"""Numbers one could dispute are declared: none stands in a rule."""

import ast
from pathlib import Path

import pytest

from sim.inputs.parameters import load_parameters
from sim.scenarios.scenario import load_scenario

MODEL = Path(__file__).parents[2] / "sim" / "model"
FOLDERS, FILES = ("mechanisms", "policies", "outcomes"), ("derived.py", "lately.py", "legality.py", "perception.py")
RULES = [*(p for folder in FOLDERS for p in sorted((MODEL / folder).glob("*.py"))), *(MODEL / name for name in FILES)]
PLAIN = {0, 1, 2, 0.5}
CONSTANTS = [p for p in load_parameters().values() if p.kind == "constant"]


def numbers_in(path):
    """Every number in the rules of a file, with its line; what decorators declare of units and bounds is left out."""
    code = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(code):
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", RULES, ids=lambda p: p.relative_to(MODEL).as_posix())
def test_no_number_one_could_dispute_stands_in_a_rule(path):
    found = [f"{path.name}:{line}: {number}" for line, number in numbers_in(path) if number not in PLAIN]
    assert not found, f"declare it in configs/parameters.toml, or in sim/model/definitions.py if it is a unit: {found}"


@pytest.mark.parametrize("parameter", CONSTANTS, ids=lambda p: p.name)
def test_a_constant_can_be_set_but_is_neither_drawn_nor_swept(parameter):
    own = load_scenario().parameters
    assert parameter.low < parameter.high and parameter.name not in own.uncertain
    assert own.with_values({parameter.name: parameter.high})[parameter.name] == parameter.high

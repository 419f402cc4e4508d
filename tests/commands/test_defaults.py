"""What is meant where nothing is said is the same on the command line and from Python, and is told in every output."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib import import_module

import pytest
import typer

from sim.commands.main import app
from sim.lab.evaluate import Options as Evaluation
from sim.report.chosen import played_with
from sim.studies.registry import STUDIES

COMMANDS = typer.main.get_command(app).commands
MEANT = {("sweep", "scenario"): "northeast-asia", ("sweep", "seed"): 1, ("sweep", "replicates"): 200}
"""Where the command line leaves it open, because another option decides it, and what it is then."""
ASKED = {one.name: import_module(f"sim.studies.{one.module}").Options for one in STUDIES}


def read(value, like):
    """What was typed, as Python has it."""
    if value is None and isinstance(like, tuple | Mapping):
        return type(like)()
    if isinstance(like, tuple) and isinstance(value, str):
        return tuple(map(float, value.split(",")))
    return value


def usual(options):
    """The defaults of options in Python."""
    return {f.name: f.default_factory() if f.default is MISSING else f.default for f in fields(options)}


@pytest.mark.parametrize("name", [*ASKED, "evaluate"])
def test_the_command_line_and_python_mean_the_same_where_nothing_is_said(name):
    command = COMMANDS["study"].commands[name] if name in ASKED else COMMANDS[name]
    python = usual(ASKED.get(name, Evaluation))
    typed = {p.name: p.default for p in command.params if p.name in python}
    assert len(typed) >= 8
    for option, value in typed.items():
        meant = MEANT.get((name, option), read(value, python[option]))
        assert meant == python[option], option


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"parameters": "default", "history": "free"}, "parameters as declared; all months by the model alone"),
        ({"parameters": "posterior", "draws_per_set": 2, "history": "record"}, "the posterior, 2 replicates in a row"),
        ({"parameters": "prior"}, "parameters drawn from their declared ranges."),
        ({"history": "script"}, "parameters that vary; the months on record as they were."),
    ],
)
def test_an_output_says_with_which_parameters_it_was_played(facts, said):
    assert said in played_with(facts)

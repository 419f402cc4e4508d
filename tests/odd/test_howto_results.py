"""What the howto says of results, run as it stands on a folder of results."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.lab.analyses.effects import OF_EFFECTS
from sim.lab.analyses.runs import OF_RUNS, OF_TURNS
from sim.lab.designs import Factorial
from sim.lab.experiment import carry_out
from sim.lab.options import Asked
from sim.lab.samplers import DECLARED
from sim.lab.study import Report, Study

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
SECTION = re.search(
    r"^## Query the results$(.*?)^## ", (ROOT / "docs" / "howto.md").read_text(), re.DOTALL | re.MULTILINE
)
BLOCKS = re.findall(r"^```python\n(.*?)^```$", SECTION[1], re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which a small study stands as the sweep would."""
    place = tmp_path_factory.mktemp("place")
    study = Study(
        name="recommended_actions",
        design=Factorial(("support_ukraine", "partnerships"), ("placebo",), (0.0, 1.0)),
        sampler=DECLARED,
        replicates=3,
        analyses=(OF_EFFECTS, OF_RUNS, OF_TURNS),
        report=Report(lambda results: [], lambda results, recorder: {}),
        facts={"precision": 0.1},
        turns=40,
    )
    out, courses = place / "results" / "sweep", place / "results" / "courses.zarr"
    carry_out(study, Asked(jobs=1, out=out, parquet=True, series=courses))
    return place


def test_there_is_an_example_for_each_reader():
    assert [next(name for name in ("pyarrow", "duckdb", "polars", "xarray") if name in code) for code in BLOCKS] == [
        *("pyarrow", "duckdb", "polars", "xarray")
    ]


@pytest.mark.parametrize("code", BLOCKS, ids=lambda code: code.split()[1])
def test_it_runs_and_prints_something(place, code, monkeypatch, capsys):
    monkeypatch.chdir(place)
    exec(compile(code, "block.py", "exec"), {"__name__": "__main__"})
    assert len(capsys.readouterr().out.splitlines()) >= 3

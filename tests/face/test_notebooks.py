"""The notebooks run from the first cell to the last, are stored without outputs, and every page of Python runs."""

import json
import re
from pathlib import Path

import pytest
from matplotlib import pyplot

pytestmark = pytest.mark.usefixtures("compiled")

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
FIRST = ROOT / "docs" / "notebooks" / "first_steps.ipynb"
THOROUGH = {"which_assumption_turns_it"}
"""What plays for long what tests of tables of points and of many histories play sooner."""
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["source"][0].startswith("# ")
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")  # what the libraries of notebooks warn of is none of ours
def test_a_notebook_runs_in_its_own_program_from_the_first_cell_to_the_last(tmp_path, monkeypatch):
    reason = 'notebooks are run by the extra docs: pip install "entente[docs]"'
    nbclient, nbformat = (pytest.importorskip(name, reason=reason) for name in ("nbclient", "nbformat"))
    pytest.importorskip("ipykernel", reason=reason)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(FIRST, as_version=4)
    nbclient.NotebookClient(notebook, timeout=None, resources={"metadata": {"path": tmp_path}}).execute()
    assert not [out for cell in notebook.cells for out in cell.get("outputs", ()) if out.output_type == "error"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=[pytest.mark.thorough] if path.stem in THOROUGH else [])
        for path in NOTEBOOKS
        if path != FIRST
    ],
)
def test_the_cells_of_a_notebook_run_one_after_another(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    known = {"__name__": "__main__"}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), path.name, "exec"), known)
    pyplot.close("all")


@pytest.mark.thorough
def test_the_page_of_python_runs_block_after_block(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    program = "\n".join(BLOCK.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8")))
    exec(compile(program, "python.md", "exec"), {"__name__": "__main__"})
    assert not capsys.readouterr().err
    assert (tmp_path / "month40.npz").exists()

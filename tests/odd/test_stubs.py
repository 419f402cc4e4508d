"""What is declared is known to the type checker and to editors, and what is not is an error to them."""

from pathlib import Path

import pytest
from mypy import api

from sim.odd.stubs import STUBS, stub_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("declared", STUBS, ids=lambda declared: declared.__name__)
def test_the_stubs_are_up_to_date(declared):
    assert stub_of(declared).read_text(encoding="utf-8") == STUBS[declared](), "run: python -m sim.odd"


@pytest.mark.thorough
def test_a_misspelt_parameter_variable_or_action_is_found_without_running_the_code(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    reason = tmp_path / "reason.py"
    reason.write_text("""
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.perception import Side
def spelt(me: Side, p: Numbers) -> None:
    p.shell_hunger, me.hardship, me.partner_tie
    p.shel_hunger
    me.hardshp
    me.did(Action.SEND_AID)
    me.did(Action.SNED_AID)
""")
    found, _, _ = api.run(["--no-error-summary", str(reason)])
    assert [line.split(": error: ")[1] for line in found.splitlines()] == [
        '"Numbers" has no attribute "shel_hunger"  [attr-defined]',
        '"Side" has no attribute "hardshp"  [attr-defined]',
        '"type[Action]" has no attribute "SNED_AID"  [attr-defined]',
    ]

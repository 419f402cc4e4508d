"""Pathways say what levers do over time; what cannot be is told in one line that names the file."""

from __future__ import annotations

import pandas as pd
import pytest
from worlds import scenario

from sim.base.errors import BadInput
from sim.commands import answers
from sim.engine.interventions import Intervention, case_of
from sim.inputs.parameters import Step
from sim.inputs.triggers import Trigger
from sim.lab.designs import BASELINE, Factorial
from sim.lab.wide import PATHWAY, Wide
from sim.report.sweep.told import Told
from sim.report.validate import validate_file
from sim.scenarios.pathways import FOLDER, load_pathway, pathway_names

TEXT = """
title = "Both"
[[step]]
lever = "support_ukraine"
from = "2025-03"
to = 0.5
[[trigger]]
name = "armed"
watched = "embargoed_rounds_a_year"
over = 6
below = 100
until = 200
lever = "support_ukraine"
to = 2
from = 40
"""


def read(tmp_path, text):
    """A pathway from this text."""
    file = tmp_path / "both.toml"
    file.write_text(text)
    return load_pathway(file, scenario())


def test_a_pathway_holds_its_steps_and_triggers(tmp_path):
    pathway = read(tmp_path, TEXT)
    assert pathway.name == "both" and pathway.levers.steps == (Step(37, "support_ukraine", 0.5),)
    expected = Trigger("armed", "embargoed_rounds_a_year", "support_ukraine", 2.0, None, 100.0, 6, 40, 200.0)
    assert pathway.triggers == (expected,) and pathway.highest == {"support_ukraine": 2.0}


@pytest.mark.parametrize("name", pathway_names())
def test_pathways_that_ship_can_be_played(name):
    pathway = load_pathway(name, scenario())
    assert case_of(scenario(), Intervention(levers=pathway.levers, triggers=pathway.triggers)).triggers
    assert "a pathway of" in validate_file(FOLDER / f"{name}.toml")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"embargoed_rounds_a_year"', '"embargoed_rounds_year"', "did you mean embargoed_rounds_a_year"),
        ("below = 100", "above = 100\nbelow = 100", "either above or below"),
        ("below = 100", "", "either above or below"),
        ("until = 200", "until = 50", "armed.until"),
        ("until = 200", "untl = 200", "did you mean until"),
        ("to = 2", "to = 20", "10"),
        ("from = 40", "from = 400", "a month of the scenario, 2022-02 to 2029-12"),
        ('from = "2025-03"', 'from = "1999-03"', "a month of the scenario"),
        ("over = 6", "over = 0", "over"),
        ('name = "armed"', 'name = "not armed"', "name"),
        ('lever = "support_ukraine"', 'lever = "tie_gain"', "lever"),
    ],
)
def test_a_pathway_that_cannot_be_is_told_in_one_line(tmp_path, old, new, named):
    with pytest.raises(BadInput) as caught:
        read(tmp_path, TEXT.replace(old, new))
    assert named in str(caught.value) and "both.toml" in str(caught.value) and "\n" not in str(caught.value)


def test_a_month_may_be_a_whole_number_however_it_is_written(tmp_path):
    text = (FOLDER / "calm-provocations.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.replace('from = "2026-01"', "from = 40.0"), encoding="utf-8")
    (trigger,) = load_pathway(tmp_path / "mine.toml", scenario("northeast-asia")).triggers
    assert trigger.since == 40 and isinstance(trigger.since, int)


def test_a_pathway_without_a_step_or_trigger_is_none(tmp_path):
    with pytest.raises(BadInput, match=r"a \[\[step\]\] or a \[\[trigger\]\]"):
        read(tmp_path, 'title = "Nothing"')


def test_in_a_sweep_each_pathway_is_an_arm_that_is_held_against_the_baseline(tmp_path):
    pathway = read(tmp_path, TEXT)
    core = Factorial(("support_ukraine", "information_flow"), ("placebo",), (0.0, 1.0))
    plain, wide = Wide(core), Wide(core, pathways=(pathway,))
    arms, compared = wide.points(), [one for one in wide.contrasts() if one.kind == "pathway"]
    assert [arm.name for arm in arms] == [*(arm.name for arm in plain.points()), "both"]
    assert [arm.factors[PATHWAY.name] for arm in arms] == [""] * (len(arms) - 1) + ["both"]
    assert arms[0].name == BASELINE and [one.terms for one in compared] == [((len(arms) - 1, 0),)]
    assert arms[-1].intervention.triggers == pathway.triggers and arms[-1].intervention.levers == pathway.levers
    assert not wide.at_full(arms[-1]) and wide.at_full(arms[0])
    assert plain.columns(scenario().parameters.declared) == wide.columns(scenario().parameters.declared)[:-1]


def test_a_sweep_says_what_each_pathway_changes():
    row = {"kind": "pathway", "mix": "both", "outcome": "territory_mean", "theatre": "europe", "headline": "yes"}
    effects = pd.DataFrame([{**row, "reading": "smaller"}, {**row, "kind": "mix", "reading": "larger"}])
    (line,) = answers._pathways(Told({"effects.csv": effects}))
    assert line == "Pathway both: smaller: Territory, Europe (1 headline outcomes, no other is open)."
    assert not answers._pathways(Told({"effects.csv": effects[1:]}))

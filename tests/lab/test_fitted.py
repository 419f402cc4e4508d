"""A posterior is held against the model it was fitted to, and says what differs."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.lab.fitted import FITTED_TO
from sim.lab.samplers import fits, posterior_of, sampler_of
from sim.scenarios.scenario import load_scenario
from sim.studies.factorial_sweep import Options, study

CASE = "northeast-asia"


def with_parameters(scenario, **changed):
    declared = {**scenario.parameters.declared}
    for name, values in changed.items():
        declared[name] = replace(declared.get(name, declared["red_line"]), name=name, **values)
    return replace(scenario, parameters=replace(scenario.parameters, declared=declared))


@pytest.mark.parametrize("name", [CASE, "northeast-asia-aid-pause"])
def test_the_kept_posteriors_were_fitted_to_this_model(name):
    scenario = load_scenario(name)
    assert fits(scenario)
    for fit in ("", "_to_2023"):
        assert sampler_of(scenario, "posterior", 1, posterior_of(scenario, fit)).differs == ""


def refused(scenario):
    with pytest.raises(BadInput, match="expected one fitted to this model") as told:
        sampler_of(scenario, "posterior", 1)
    assert "--stale-posterior" in str(told.value) and "calibrate --publish" in str(told.value)
    assert sampler_of(scenario, "posterior", 1, stale=True).differs and not fits(scenario)
    return str(told.value)


def test_a_new_uncertain_parameter_is_told_by_name():
    assert "new to it: harvest_fails" in refused(with_parameters(load_scenario(), harvest_fails={}))


def test_another_range_and_another_constant_are_told_by_name():
    scenario = load_scenario()
    constant = next(n for n, p in scenario.parameters.declared.items() if p.kind == "constant")
    value = scenario.parameters.declared[constant].value
    changed = {"red_line": {"low": -1.0}, constant: {"value": value * 1.01 + 0.01, "high": value * 2.0 + 1.0}}
    said = refused(with_parameters(scenario, **changed))
    assert "with other values or ranges" in said and "red_line" in said and constant in said


def test_another_start_is_another_model():
    scenario = load_scenario()
    starts = {**scenario.starts, "munitions_stock": scenario.starts["munitions_stock"] * 1.01}
    assert "rules or scenario changed" in refused(replace(scenario, starts=starts))


def test_other_words_are_the_same_model():
    scenario = load_scenario()
    shocks = tuple(replace(shock, source="another book") for shock in scenario.shocks)
    same = with_parameters(replace(scenario, title="Otherwise", shocks=shocks), red_line={"meaning": "in other words"})
    assert fits(same)


def test_a_sweep_on_a_posterior_of_another_model_says_so(tmp_path):
    kept = posterior_of(load_scenario())
    table = tmp_path / "sets.csv"
    shutil.copy(kept, table)
    stamp = json.loads(kept.with_suffix(".json").read_text())[FITTED_TO]
    stamp["behaviour"] = {name: 1.1 * value for name, value in stamp["behaviour"].items()}
    table.with_suffix(".json").write_text(json.dumps({FITTED_TO: stamp}))
    options = Options(replicates=2, turns=40, parameters="posterior", posterior=table, out=tmp_path / "out")
    with pytest.raises(BadInput, match="rules or scenario changed"):
        study(options)
    facts = study(replace(options, stale=True)).facts
    assert "rules or scenario changed" in facts["posterior_differs"] and facts["uncertain_not_drawn"] == 0


def test_a_sweep_counts_the_uncertain_parameters_that_stand_still(tmp_path):
    table = tmp_path / "sets.csv"
    table.write_text("set,red_line\n0,1.5\n1,4\n")
    asked = study(Options(replicates=2, turns=40, parameters="posterior", posterior=table, out=tmp_path / "out"))
    assert asked.facts["uncertain_not_drawn"] > 200
    assert np.unique(asked.sampler.draw(np.arange(4) // asked.draws)["red_line"]).tolist() == [1.5, 4.0]

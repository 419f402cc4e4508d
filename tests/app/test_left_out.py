"""A history that fails costs the page's many histories no other, and it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.app import ensemble, played
from sim.app.choice import Choice
from sim.app.ensemble import Ensemble
from sim.app.plan import Plan, under
from sim.engine.interventions import Case
from sim.inputs.parameters import Step
from sim.lab.samplers import sampler_of
from sim.scenarios.scenario import load_scenario
from tests.app.conftest import quickly

CHOICE = Choice("northeast-asia", source="posterior")
PLAN = Plan((Step(41, "information_flow", 1.0),))
DRAWN = sampler_of(load_scenario(), "posterior", CHOICE.seed).draw(np.arange(8))["shell_hunger"]
"""One parameter of eight histories, by which they are known."""


@pytest.fixture(scope="module", autouse=True)
def by_the_compiled_turn() -> Iterator[None]:
    """Eight histories are played by the compiled turn too, of the one scenario that is needed."""
    quickly()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.engine.kernel.choice.WORTH_LOADING", 0)
        yield


def poisoned(case: Case, wrong: list[int]) -> Case:
    """A case in which a parameter is no number in some histories, which no sampler would give."""
    known = case.parameters.overrides
    spread = np.where(np.isin(known["shell_hunger"], DRAWN[wrong]), np.nan, 0.5)
    return case.under(replace(case.parameters, overrides={**known, "aid_spread": spread}))


def many(patch: pytest.MonkeyPatch, without: list[int], with_plan: list[int]) -> Ensemble:
    """Eight histories, of which some fail, and some more under a plan."""
    patch.setattr(ensemble, "Case", lambda *given: poisoned(Case(*given), without))
    patch.setattr(ensemble, "case_under", lambda case, plan: poisoned(under(case, plan), with_plan))
    return Ensemble.of(CHOICE, 8)


def test_the_others_are_shown_and_the_first_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    honest, found = many(monkeypatch, [], []), many(monkeypatch, [3], [5, 6])
    assert found.draws.replicates.tolist() == [0, 1, 2, 4, 5, 6, 7]
    for name, values in found.without.series.items():
        assert np.array_equal(values, np.delete(honest.without.series[name], 3, axis=-1)), name
    told = found.under(PLAN)
    assert told["replicates"] == 5 and told["left_out"].startswith("3 of 8 histories failed and are left out: Float")
    assert " is not finite after " in told["left_out"]
    monkeypatch.setattr(Ensemble, "_without", None)
    kept = Ensemble._played(*(whole.part(np.array([0, 1, 2, 4, 7])) for whole in (honest.case, honest.draws)), True)
    assert kept.under(PLAN) == {**told, "left_out": ""}


def test_the_example_is_called_by_its_own_number(monkeypatch: pytest.MonkeyPatch) -> None:
    found = many(monkeypatch, [0, 1, 2], [])
    monkeypatch.setattr(played, "ensemble", lambda choice, replicates: found)
    outcome = next(one["outcome"] for one in found.under(PLAN)["differences"])
    example: Any = played.example(replace(CHOICE, plan=PLAN), 8, outcome)
    assert example["replicate"] in found.draws.replicates
    place = found.draws.replicates.tolist().index(example["replicate"])
    measured = {one.name: (without, under) for one, without, under in found.compared(PLAN)[1]}
    assert (example["without"], example["under"]) == tuple(values[place] for values in measured[outcome])


def test_where_all_fail_the_reason_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArithmeticError, match=" is not finite after "):
        many(monkeypatch, list(range(8)), [])
    with pytest.raises(ArithmeticError, match=" is not finite after "):
        many(monkeypatch, [], list(range(8))).under(PLAN)

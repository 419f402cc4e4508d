"""What every study of actions is asked for, and the study that comes of it: parameters, past, start, sides taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.engine.interventions import Intervention
from sim.lab.designs import Design
from sim.lab.history import history_of, script_of
from sim.lab.options import Asked, asked_sampler, check_actions, check_whole
from sim.lab.samplers import Sampler, usual
from sim.lab.study import Analysis, Results, Study
from sim.model.promises import Promise
from sim.report.studies.tale import Tale
from sim.report.studies.telling import telling
from sim.scenarios.scenario import Scenario, load_scenario


@dataclass(frozen=True)
class Basis(Asked):
    """What a study of actions is asked for, whatever its question.

    Every arm is played in `replicates`, of which `draws` in a row share a parameter set where `parameters` are drawn;
    if empty, these come from the posterior where the scenario has one. `posterior` is a file of sets, and may be
    `stale`. Actions act from turn `start` on, the scenario's own if None. All arms have `settings`, `script` and
    `theories` in common. `history` is `record` or `free`; if empty, the record where there is one and actions begin
    after it.
    """

    replicates: int = 100
    parameters: str = ""
    posterior: Path | None = None
    draws: int = 2
    stale: bool = False
    history: str = ""
    start: int | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    script: tuple[Promise, ...] = ()
    theories: Mapping[str, str] = field(default_factory=dict)


def study_on(
    name: str,
    asked: Basis,
    design: Design,
    analyses: tuple[Analysis, ...],
    tell: Callable[[Results], Tale],
    *,
    sampler: Sampler | None = None,
    facts: Mapping[str, Any] | None = None,
    replicates: int | None = None,
    chosen: bool = True,
) -> Study:
    """The study of a design on a basis, told by `tell`; `facts` is what results depend on besides.

    A `sampler` and a number of `replicates` take the place of those that are asked for. Unless `chosen`, histories
    that play the record are not held against its end. Raises `BadInput` for anything that is not possible.
    """
    scenario = load_scenario(asked.scenario)
    check_actions(name, scenario)
    check_whole(name, asked, replicates=(2, 1_000_000), draws=(1, 100), start=(0, scenario.turns - 1))
    source, history = asked.parameters or usual(scenario), past_of(name, asked, scenario)
    given = sampler or asked_sampler(name, scenario, source, asked.seed, asked.posterior, stale=asked.stale)
    draws = asked.draws if given.source != "default" else 1
    record = script_of(scenario) if history == "record" else ()
    return Study(
        name=name,
        design=design,
        sampler=given,
        replicates=replicates or asked.replicates,
        analyses=analyses,
        report=telling(tell),
        draws=draws,
        start=asked.start,
        settings=asked.settings,
        common=Intervention(script=(*record, *asked.script), theories=asked.theories),
        conditioned=history == "record" and chosen,
        facts={
            "history": history,
            "parameters": given.source,
            "draws_per_set": draws,
            "posterior_differs": getattr(given, "differs", "") or None,
            "theories": dict(asked.theories),
            **(facts or {}),
        },
        guarded=True,
    )


def past_of(name: str, asked: Basis, scenario: Scenario) -> str:
    """How the past is played: as the `record` has it, or `free`."""
    start = scenario.levers_from if asked.start is None else asked.start
    return history_of(name, scenario, asked.history, start)

"""Whether a configuration file can be used: recognise its kind, check it, and play a month with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.base.draws import Rehearsal
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS, read_toml, shown
from sim.engine.interventions import Case
from sim.engine.simulate import simulate, undefined
from sim.engine.step import step
from sim.inputs.actions import load_actions
from sim.inputs.chains import load_chains
from sim.inputs.kinds import kind_of
from sim.inputs.parameters import load_parameters
from sim.inputs.sources import load_sources
from sim.inputs.units import units
from sim.lab.forcing import tested
from sim.lab.weightings import load_weightings
from sim.model.legality import CONDITIONS
from sim.model.outcomes import outcomes_of
from sim.model.world import VARIABLES
from sim.scenarios.commitments import load_commitments
from sim.scenarios.pathways import load_pathway
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names
from sim.scenarios.schemas import START_KINDS
from sim.scenarios.scripts import load_script


def validate_file(path: Path) -> str:
    """Check a file and say in words what it holds; raise `BadInput` for the first thing wrong."""
    checks: Mapping[str, Callable[[Path], str]] = {
        "scenario": _scenario,
        "actor": _actor,
        "parameters": _parameters,
        "actions": _actions,
        "sources": _sources,
        "commitments": _commitments,
        "script": _script,
        "pathway": _pathway,
        "chains": _chains,
        "weightings": _weightings,
        "units": lambda path: f"a list of {len(units('parameters', path)) + len(units('evidence', path))} units",
    }
    return checks[kind_of(path)](path)


def _scenario(path: Path) -> str:
    case = load_scenario(path)
    dry_run(case)
    shocks = f"{len(case.shocks)} dated shocks"
    held = f"a scenario: {case.cast.size} actors, {len(case.cast.slots)} possible orders, {shocks}, {case.turns} turns"
    return "\nnote: ".join([held, *notes(case)])


MOST = 0.75
"""Share of the actors that give a starting value from which on those that do not may have forgotten it."""


def notes(case: Scenario) -> Iterator[str]:
    """What a scenario may have forgotten: levers without effect, outcomes about nobody, usual starting values."""
    promising, declared = {one.lever for one in case.parameters.promises}, case.parameters.declared
    idle = [name for name in case.parameters.levers if declared[name].promises and name not in promising]
    if idle:
        yield f"levers that promise nothing in this scenario: {', '.join(idle)}"
    empty = sorted(undefined(case, outcomes_of(case.cast)))
    if empty:
        yield f"nobody is in the group that these outcomes are about, so they are no numbers: {', '.join(empty)}"
    for actor, missing in _missing(case).items():
        yield f"{actor} has no starting value of {', '.join(missing)}, as most others have: the usual one is taken"


def _missing(case: Scenario) -> dict[str, list[str]]:
    """By actor the variables of which most others have a starting value."""
    found: dict[str, list[str]] = {}
    for variable in (name for name, q in VARIABLES.items() if q.of == "actor" and q.kind in START_KINDS):
        without = [name for name in case.cast.names if f"{name}.{variable}" not in case.sources]
        for name in without if len(without) <= (1.0 - MOST) * case.cast.size else ():
            found.setdefault(name, []).append(variable)
    return found


def dry_run(case: Scenario) -> None:
    """Play the first month without levers and one with them all; raise `BadInput` for what the rules miss."""
    full = case.parameters.with_values({name: case.parameters.declared[name].high for name in case.parameters.levers})
    for parameters in (case.parameters, full.acting_from(0)):
        for _ in simulate(Case(case, parameters), Rehearsal(1, [0]), until=1, kernel=step):
            pass


def _actor(path: Path) -> str:
    users = [case for case in _scenarios_near(path) if _plays(case, path)]
    if not users:
        expected = "an actor file in a folder that a scenario names as its actors"
        raise BadInput(shown(path), "file", path.name, expected)
    for user in users:
        dry_run(load_scenario(user))
    return f"an actor of {', '.join(user.stem for user in users)}"


def _scenarios_near(path: Path) -> list[Path]:
    """Scenario files beside the folders of actors, and those that ship with the project."""
    near = sorted((path.absolute().parents[2] / "scenarios").glob("*.toml")) if len(path.absolute().parents) > 2 else []
    shipped = [CONFIGS / "scenarios" / f"{name}.toml" for name in scenario_names()]
    return list(dict.fromkeys([*near, *shipped]))


def _plays(scenario: Path, actor: Path) -> bool:
    named: Any = read_toml(scenario).get("actors")
    places = (scenario.parent / str(named), scenario.parent.parent / "actors" / str(named))
    return any(place.resolve() == actor.absolute().parent.resolve() for place in places)


def _parameters(path: Path) -> str:
    declared = load_parameters(path)
    _resolve(path, {f"{name}.passage": one.passage for name, one in declared.items()})
    for name in scenario_names():
        case = load_scenario(name)
        levers = {n: case.parameters.declared[n] for n in case.parameters.levers}
        overrides = {n: v for n, v in case.parameters.overrides.items() if n in declared}
        parameters = replace(case.parameters, declared={**declared, **levers}, overrides=overrides)
        dry_run(replace(case, parameters=parameters))
    return f"a table of {len(declared)} parameters"


def _commitments(path: Path) -> str:
    levers, promises = load_commitments(path)
    _resolve(path, {f"{name}.passage": one.passage for name, one in levers.items()})
    for user in (near for near in _scenarios_near(path) if near.stem == path.stem):
        dry_run(load_scenario(user))
    return f"{len(levers)} levers with {len(promises)} commitments"


def _script(path: Path) -> str:
    return f"a script of {len(load_script(path))} orders"


def _pathway(path: Path) -> str:
    pathway = load_pathway(path, load_scenario())
    return f"a pathway of {len(pathway.levers.steps)} steps and {len(pathway.triggers)} triggers"


def _actions(path: Path) -> str:
    rows = load_actions(path, CONDITIONS)
    _resolve(path, {f"{action.value}.passage": row.passage for action, row in rows.items()})
    _resolve(path, {f"{action.value}.source": row.source for action, row in rows.items()})
    return f"a table of {len(rows)} actions"


def _resolve(path: Path, cited: Mapping[str, str]) -> None:
    sources = load_sources()
    for key, source in cited.items():
        if not sources.known(source):
            raise BadInput(shown(path), key, source, "a passage or work of sources.toml", sources.passages)


def _sources(path: Path) -> str:
    sources = load_sources(path)
    return f"a file of {len(sources.passages)} passages and {len(sources.works)} works"


def _chains(path: Path) -> str:
    known = load_chains(path)
    _resolve(path, {f"chains.{passage}": passage for passage in known.chains})
    links, scenario = [link for chain in known.chains.values() for link in chain.links], load_scenario(known.scenario)
    for link in links:
        if not link.not_modelled:
            tested(link, known.where, scenario)
    return f"a file of {len(known.chains)} chains with {len(links)} links"


def _weightings(path: Path) -> str:
    return f"a table of {len(load_weightings(path))} weightings"

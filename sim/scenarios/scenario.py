"""Load a scenario: who plays, what is true at the start, what the calendar feeds in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import ActorRun, Array
from sim.base.errors import BadInput, known_or_bad
from sim.base.months import month_of
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, fits
from sim.inputs.actions import Action, load_actions
from sim.inputs.parameters import Parameters, shipped_parameters
from sim.inputs.promises import Promises
from sim.model.actors import RELATIONS, Cast
from sim.model.legality import CONDITIONS
from sim.model.policies import POLICIES
from sim.model.promises import PROMISED_ONLY
from sim.model.world import STARTS, VARIABLES, World, empty_world, shape_of
from sim.scenarios.commitments import commitments_of
from sim.scenarios.schemas import START_KINDS, actor_schema, agree, scenario_schema

BASES = "all that it extends"
"""Key under which a read scenario keeps the names of those it extends; no file may use it."""


@dataclass(frozen=True)
class Shock:
    """One dated entry of the calendar: a variable of one actor has a value in these months."""

    variable: str
    actor: str
    value: float
    first: str
    last: str
    months: tuple[int, ...]
    source: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """One set-up, ready to be played: cast, policies, starting values, calendar, parameters."""

    name: str
    title: str
    summary: str
    start_month: str
    turns: int
    levers_from: int
    cast: Cast
    starts: Mapping[str, Array]
    recent: Mapping[tuple[int, Action], float]
    sources: Mapping[str, str]
    shocks: tuple[Shock, ...]
    parameters: Parameters
    extends: tuple[str, ...] = ()
    record: str = ""

    def month(self, turn: int) -> str:
        """The calendar month of a turn, as year-month."""
        return month_of(turn, self.start_month)

    def world(self, runs: int) -> World:
        """The world at turn 0, the same for every run."""
        world = empty_world(self.cast, runs)
        for name, start in self.starts.items():
            world[name][...] = start[..., None]
        for number, slot in enumerate(self.cast.slots):
            if slot.rule.base_rate != PROMISED_ONLY:
                world.memory[number] = self.recent.get((slot.actor, slot.action), STARTS["memory"])
        return world

    def calendar(self, turn: int) -> dict[str, ActorRun]:
        """The calendar variables of a turn."""
        if turn not in self._calendar:
            self._calendar[turn] = self._dated(turn)
        return self._calendar[turn]

    @cached_property
    def _calendar(self) -> dict[int, dict[str, ActorRun]]:
        return {}

    def _dated(self, turn: int) -> dict[str, ActorRun]:
        month = self.month(turn)
        values = {
            name: np.full((self.cast.size, 1), STARTS[name]) for name, q in VARIABLES.items() if q.kind == "calendar"
        }
        for shock in self.shocks:
            in_season = not shock.months or int(month[-2:]) in shock.months
            if shock.first <= month <= shock.last and in_season:
                values[shock.variable][self.cast.names.index(shock.actor)] = shock.value
        return values


def scenario_names() -> list[str]:
    """The scenarios that ship with the project."""
    return sorted(path.stem for path in (CONFIGS / "scenarios").glob("*.toml"))


def load_scenario(name: str | Path = "northeast-asia", roles: Mapping[str, str] | None = None) -> Scenario:
    """Load a scenario by name or file; `roles` gives actors another policy than their own.

    Raises `BadInput` with file, key, value and what was expected.
    """
    path = _scenario_path(name)
    where, document = shown(path), _document(path)
    agree(document, where)
    actors = _load_actors(path, document["actors"])
    chosen = _roles(where, actors, {**document.get("roles", {}), **(roles or {})})
    cast = _cast(document, actors, chosen, where)
    starts, recent, sources = _starts(document, actors, cast)
    levers, promises = commitments_of(path, (path.stem, *document.get(BASES, ())), cast.names)
    cast = replace(cast, promised=Promises(promises).places)
    levers_from = int(document["levers_from"])
    parameters = Parameters({**shipped_parameters(), **levers}, {}, levers_from, promises=Promises(promises))
    return Scenario(
        name=path.stem,
        title=document["title"],
        summary=document["summary"],
        start_month=document["start_month"],
        turns=int(document["turns"]),
        levers_from=levers_from,
        cast=cast,
        starts=starts,
        recent=recent,
        sources=sources,
        shocks=tuple(_shock(entry, cast, where) for entry in document.get("calendar", [])),
        parameters=parameters.with_values(document.get("parameters", {}), where),
        extends=tuple(document.get(BASES, ())),
        record=document.get("record", ""),
    )


def _document(path: Path, depth: int = 0) -> dict[str, Any]:
    """The whole text of a scenario: its own, on top of the one it extends."""
    where, own = shown(path), read_toml(path)
    if "extends" not in own:
        check(own, scenario_schema(), where)
        return own
    check(own, scenario_schema(variant=True), where)
    if depth > 4:
        raise BadInput(where, "extends", own["extends"], "a chain of at most five scenarios")
    known = scenario_names()
    beside = path.parent / f"{own['extends']}.toml"
    if not beside.exists():
        known_or_bad(own["extends"], known, where, "extends", "a scenario")
        beside = CONFIGS / "scenarios" / beside.name
    base = _document(beside, depth + 1)
    merged = _merged(base, {k: v for k, v in own.items() if k != "extends"})
    return {**merged, BASES: [beside.stem, *base.get(BASES, [])]}


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key, the calendar is added to (later entries prevail), the rest is replaced."""
    merged = dict(base)
    for key, value in own.items():
        if isinstance(value, dict):
            merged[key] = {**base.get(key, {}), **value}
        else:
            merged[key] = [*base.get(key, []), *value] if key == "calendar" else value
    return merged


def _scenario_path(name: str | Path) -> Path:
    path = Path(name)
    if path.suffix == ".toml":
        return path
    known_or_bad(str(name), scenario_names(), "--scenario", "scenario", "a known scenario or a .toml file")
    return CONFIGS / "scenarios" / f"{name}.toml"


def _load_actors(scenario: Path, folder: str) -> dict[str, dict[str, Any]]:
    places = (scenario.parent / folder, scenario.parent.parent / "actors" / folder, CONFIGS / "actors" / folder)
    place = next((p for p in places if p.is_dir()), None)
    if place is None:
        known = sorted(p.name for p in (CONFIGS / "actors").iterdir() if p.is_dir())
        raise BadInput(shown(scenario), "actors", folder, "a folder of actor files", known)
    files = sorted(place.glob("*.toml"))
    if not files:
        raise BadInput(shown(scenario), "actors", folder, "a folder with at least one actor file")
    actors = {}
    for path in files:
        if not path.stem.isidentifier() or not path.stem.isascii():
            raise BadInput(shown(path), "file", path.stem, "a name of letters, digits and underscores")
        actors[path.stem] = read_toml(path)
    _check_actors(actors, {path.stem: path for path in files})
    return actors


def _check_actors(actors: Mapping[str, dict[str, Any]], files: Mapping[str, Path]) -> None:
    """Raise `BadInput` for the first thing wrong; the schema that all share is made ready and asked once."""
    shared: Schema = {"type": "object", "additionalProperties": actor_schema([*actors])}
    fine = fits(dict(actors), shared)
    for name, document in actors.items():
        if not fine or name in _named(document):
            check(document, actor_schema([other for other in actors if other != name]), shown(files[name]))


def _named(document: Mapping[str, Any]) -> set[str]:
    """The actors that an actor's file names."""
    return {*document.get("toward", ()), *(n for others in document.get("relations", {}).values() for n in others)}


def _roles(where: str, actors: Mapping[str, dict[str, Any]], chosen: Mapping[str, str]) -> dict[str, str]:
    for actor, role in chosen.items():
        known_or_bad(actor, actors, where, f"roles.{actor}", "an actor of the scenario")
        known_or_bad(role, POLICIES, where, f"roles.{actor}", "a known role")
    return {name: chosen.get(name, actor["role"]) for name, actor in actors.items()}


def _cast(document: dict[str, Any], actors: dict[str, dict[str, Any]], roles: dict[str, str], where: str) -> Cast:
    names = tuple(actors)
    index = {name: i for i, name in enumerate(names)}
    relations = {
        kind: tuple(tuple(index[other] for other in actors[n].get("relations", {}).get(kind, [])) for n in names)
        for kind in RELATIONS
    }
    for listed in (*document.get("groups", {}).values(), *_war(document)):
        for name in listed:
            known_or_bad(name, names, where, "groups and war", "an actor of the scenario")
    for name, actor in actors.items():
        known_or_bad(actor["home"], [*document["theatres"], "global"], where, f"{name}.home", "a theatre or global")
    attackers, defenders = (tuple(index[n] for n in side) for side in _war(document))
    return Cast(
        names=names,
        titles=tuple(actors[n]["name"] for n in names),
        positions=tuple(POLICIES[actors[n]["role"]].position for n in names),
        policies=tuple(POLICIES[roles[n]] for n in names),
        homes=tuple(actors[n]["home"] for n in names),
        theatres=tuple(document["theatres"]),
        relations=relations,
        groups={g: tuple(index[n] for n in members) for g, members in document.get("groups", {}).items()},
        attackers=attackers,
        defenders=defenders,
        war_theatre=document.get("war", {}).get("theatre", document["theatres"][0]),
        actions=load_actions(conditions=CONDITIONS),
    )


def _war(document: dict[str, Any]) -> tuple[list[str], list[str]]:
    war = document.get("war", {})
    return war.get("attackers", []), war.get("defenders", [])


Recent = dict[tuple[int, Action], float]
Starts = dict[str, Array]


def _starts(
    document: dict[str, Any], actors: dict[str, dict[str, Any]], cast: Cast
) -> tuple[Starts, Recent, dict[str, str]]:
    """Starting values by variable, what each actor has lately done of an action, and the sources of both."""
    starts = {n: np.full(shape_of(q, cast), STARTS[n]) for n, q in VARIABLES.items() if q.kind in START_KINDS}
    starts.pop("memory")  # follows from what has lately been done, whatever orders are possible
    recent: Recent = {}
    sources: dict[str, str] = {}
    for i, name in enumerate(cast.names):
        _start_actor(i, name, actors[name], cast, starts, sources)
        for action, entry in actors[name].get("recent", {}).items():
            recent[i, Action(action)] = float(entry["value"])
            sources[f"{name}.recent.{action}"] = entry["source"]
    for variable, entry in document.get("world", {}).items():
        starts[variable][...] = entry["value"]
        sources[variable] = entry["source"]
    return starts, recent, sources


def _start_actor(i: int, name: str, actor: dict[str, Any], cast: Cast, starts: Starts, sources: dict[str, str]) -> None:
    """Fill in what one actor's file says of it and of its relations."""
    for variable, entry in actor.get("start", {}).items():
        starts[variable][i] = entry["value"]
        sources[f"{name}.{variable}"] = entry["source"]
    for other, entries in actor.get("toward", {}).items():
        for variable, entry in entries.items():
            starts[variable][i, cast.names.index(other)] = entry["value"]
            sources[f"{name}.{other}.{variable}"] = entry["source"]


def _shock(entry: dict[str, Any], cast: Cast, where: str) -> Shock:
    known_or_bad(entry["actor"], cast.names, where, "calendar.actor", "an actor of the scenario")
    return Shock(
        variable=entry["variable"],
        actor=entry["actor"],
        value=float(entry["value"]),
        first=entry.get("from", "0000-01"),
        last=entry.get("until", "9999-12"),
        months=tuple(int(month) for month in entry.get("months", [])),
        source=entry["source"],
    )

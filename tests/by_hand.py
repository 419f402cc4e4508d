"""Sums by hand: a world in which nothing is true but what a case says, and the files that hold the cases.

A file in `hand/` holds cases: what each is `of`, its inputs, and what to `expect`, with the arithmetic in a comment.
`parameters`, `world` and `remembered` above the first case hold for all cases of the file. A variable that a case does
not name is 0, and a parameter that it does not name is not a number, so that no case leans on a default unawares.
Draws are one half, normal ones nothing, unless a case says otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.special import ndtr

from sim.base.arrays import Array
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers, Parameters
from sim.model.actors import Cast
from sim.model.changes import Mechanism, SparseUpdate
from sim.model.decisions import Orders, decide
from sim.model.derived import DERIVED
from sim.model.measures import Trajectory
from sim.model.outcomes import outcomes_of
from sim.model.perception import Perception
from sim.model.series import SERIES
from sim.model.world import VARIABLES, World, empty_world
from sim.scenarios.scenario import Scenario, load_scenario

HAND = Path(__file__).parent / "hand"
Table = Mapping[str, Any]


# --- files ---


def files(kind: str) -> list[Path]:
    """The files that hold cases of a kind."""
    return sorted((HAND / kind).glob("*.toml"))


@cache
def cases(kind: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every case of a kind, with a name that tells it apart."""
    return tuple(_cases(kind))


def _cases(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in files(kind):
        shared = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, own in enumerate(shared.pop("case"), 1):
            yield f"{own['of']}-{path.stem}-{number}", joined(shared, own)


def joined(one: Table, other: Table) -> dict[str, Any]:
    """Two nested tables as one; where both say something, the second prevails."""
    result = dict(one)
    for key, value in other.items():
        nested = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = joined(result[key], value) if nested else value
    return result


def leaves(table: Table, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a nested table with its dotted path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


# --- the world of a case ---


@cache
def scenario() -> Scenario:
    """Six actors, one of each kind that a rule needs."""
    return load_scenario(HAND / "scenario" / "scenarios" / "hand.toml")


class Draws:
    """The draws of a case, by name: "salvo CLIENT", "front", "order CLIENT:talk:partners PATRON"."""

    def __init__(self, named: Mapping[str, float]) -> None:
        self.named, self.asked = named, set[str]()

    def __call__(self, keys: Any) -> Array:
        return self._drawn(keys, 0.5)

    def normal(self, keys: Any) -> Array:
        """Standard normal draws."""
        return self._drawn(keys, 0.0)

    def below(self, level: Array) -> Array:
        """The share of a standard normal population below a level."""
        share: Array = ndtr(level)
        return share

    def _drawn(self, keys: Any, usual: float) -> Array:
        names = [self._name(keys.name, who, whom) for who, whom in keys.pairs]
        self.asked.update(names)
        return np.array([[self.named.get(name, usual)] for name in names])

    def _name(self, name: str, who: str, whom: str) -> str:
        places = [] if who == "world" else [who] if who == whom else [who, whom]
        return " ".join([name, *places])


class Situation:
    """What a case puts before a rule: `world`, `orders`, `p`, `draws`."""

    def __init__(self, case: Table) -> None:
        self.cast = _cast(case)
        self.p = numbers(case)
        self.world = self._world(case)
        self.orders = Orders.blank(self.world)
        for order in case.get("orders", []):
            slot = self.slot(order)
            self.orders.issued[slot] = self.orders.own[slot] = self.orders.noticed[slot] = 1.0
        for order, size in case.get("sizes", {}).items():
            self.orders.size[self.slot(order)] = size
        self.draws = Draws(case.get("draws", {}))

    def slot(self, order: str) -> int:
        """The possible order that 'who what whom' names, the first where there are several."""
        who, action, whom = order.split()
        slots = self.cast.slots.of[Action(action)]
        return next(slot for slot, *pair in slots if [self.cast.names[i] for i in pair] == [who, whom])

    def place(self, path: str) -> tuple[str, tuple[int, ...]]:
        """Variable and index behind a path: front, CLIENT.hardship, CLIENT.tie.PATRON, west.conflict."""
        first, *rest = path.split(".")
        if not rest:
            return first, ()
        listed = self.cast.names if first in self.cast.names else self.cast.theatres
        return rest[0], (listed.index(first), *(self.cast.names.index(other) for other in rest[1:]))

    def _world(self, case: Table) -> World:
        world = empty_world(self.cast, 1)
        arrays = {name: np.zeros_like(world[name]) for name in VARIABLES}
        for path, value in leaves(case.get("world", {})):
            variable, index = self.place(path)
            assert VARIABLES[variable].check(value, "case", path) == value
            arrays[variable][index] = value
        for order, value in case.get("remembered", {}).items():
            arrays["memory"][self.slot(order)] = value
        return world.changed(0, **arrays)


def _cast(case: Table) -> Cast:
    """The six actors, with other `attackers` or `groups` where a case says so."""
    cast = scenario().cast
    if "attackers" in case:
        cast = replace(cast, attackers=tuple(map(cast.names.index, case["attackers"])))
    if "groups" in case:
        cast = replace(cast, groups={k: tuple(map(cast.names.index, who)) for k, who in case["groups"].items()})
    return cast


def numbers(case: Table) -> Numbers:
    """The parameters that a case names, by what rules read; all others are not a number."""
    unknown = dict.fromkeys(scenario().parameters.declared, float("nan"))
    assert case.get("parameters", {}).keys() <= unknown.keys(), case["parameters"].keys() - unknown.keys()
    return Numbers({**unknown, **{name: float(value) for name, value in case.get("parameters", {}).items()}})


# --- what the code gives ---


def changed(mechanism: Mechanism, case: Table) -> dict[str, float]:
    """Everything that a mechanism changes, by path, zeros left out."""
    at = Situation(case)
    found: dict[str, float] = {}
    for name, change in mechanism.answer(at.world, at.orders, at.p, at.draws).items():
        dense = np.zeros(at.world[name].shape)
        if isinstance(change, SparseUpdate):
            change.add_to(dense)
        else:
            dense += change
        found |= {path: value for path, value in _paths(at, name, dense) if value != 0.0}
    assert set(case.get("draws", {})) <= at.draws.asked, f"not drawn: {set(case['draws']) - at.draws.asked}"
    return found


def _paths(at: Situation, name: str, values: Array) -> Iterator[tuple[str, float]]:
    """The values of a variable by path; those of orders by 'who what whom'."""
    names = {"actor": at.cast.names, "pair": at.cast.names, "theatre": at.cast.theatres, "world": ()}
    for index in np.ndindex(values.shape[:-1]):
        value = float(values[(*index, 0)])
        if VARIABLES[name].of == "slot":
            slot = at.cast.slots[index[0]]
            yield f"{at.cast.names[slot.actor]} {slot.action.value} {at.cast.names[slot.target]}", value
        else:
            first, *rest = [*(names[VARIABLES[name].of][i] for i in index), ""][:3]
            yield ".".join(part for part in (first, name, *rest) if part), value


def viewed(name: str, case: Table) -> dict[str, float]:
    """A view of every actor, zeros left out."""
    at = Situation(case)
    values = DERIVED[name](at.world, at.p)
    return {who: float(value) for who, value in zip(at.cast.names, values[:, 0], strict=True) if value != 0.0}


def followed(name: str, case: Table) -> dict[str, float] | float:
    """A series of a world: one number, or one for each theatre, zeros left out."""
    at = Situation(case)
    values = SERIES[name].read(at.world, at.orders, at.p)
    if SERIES[name].quantity.of == "world":
        return float(values[0])
    return {place: float(value) for place, value in zip(at.cast.theatres, values[:, 0], strict=True) if value != 0.0}


def measured(name: str, case: Table) -> float:
    """An outcome of a short history: that of the eastern theatre where there is one for each."""
    whole = scenario().parameters
    unnamed = {name: 0.0 if name in whole.levers else float("nan") for name in whole.declared}
    given = unnamed | case.get("parameters", {})
    series = {}
    for key, turns in case["series"].items():
        parts = [turns.get(theatre, [0.0] * 9) for theatre in scenario().cast.theatres] if _by_theatre(key) else [turns]
        length = min(len(part) for part in parts)
        rows = np.array([part[:length] for part in parts], dtype=float).T
        series[key] = rows[..., None] if _by_theatre(key) else rows
    run = Trajectory(scenario().cast, "2000-01", Parameters(whole.declared, given, 0), series=series)
    found = {outcome.name.removesuffix("_east"): outcome for outcome in outcomes_of(scenario().cast)}
    return float(found[name].measure(run.window(case.get("from", 0)))[0])


def _by_theatre(series: str) -> bool:
    return SERIES[series].quantity.of == "theatre"


def outcome_names() -> list[str]:
    """Every outcome, once."""
    found = (outcome.name.removesuffix("_east") for outcome in outcomes_of(scenario().cast))
    return [name for name in found if not name.endswith("_west")]


class Side(SimpleNamespace):
    """A side of a pair as a case tells it: variables and views by name, `did`, `suffered`, `did_to_other` by act."""

    def __init__(self, told: Table) -> None:
        acts = {name: told[name] for name in ("did", "suffered", "did_to_other") if name in told}
        super().__init__(**{name: np.array([[float(v)]]) for name, v in told.items() if name not in acts})
        for name, known in acts.items():
            setattr(self, name, partial(_act, known))


def _act(known: Table, action: Action) -> float:
    return float(known[action.value])


def sides(case: Table) -> tuple[Any, Any, Numbers]:
    """The deciding actor, the other, and the parameters of a case."""
    return Side(case.get("me", {})), Side(case.get("other", {})), numbers(case)


def decided(at: Situation, *, explain: bool = False) -> Orders:
    """What all actors decide."""
    return decide(at.world, at.p, at.draws, explain=explain)


def looking(at: Situation, who: str, relation: str) -> tuple[Any, Any]:
    """What an actor sees of itself and of those in a relation."""
    return Perception(at.world, at.cast.names.index(who), at.p, at.draws).toward(relation)

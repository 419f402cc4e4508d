"""Worlds, orders and parameters drawn at random within their declared ranges; small edits of scenarios."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.base.arrays import Array
from sim.base.draws import Draws, TurnDraws
from sim.base.paths import CONFIGS
from sim.base.quantities import Quantity
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel.compiled import compiled_turn
from sim.engine.simulate import Block, play_block, simulate
from sim.engine.step import Turn
from sim.inputs.parameters import Parameters
from sim.model.decisions import Orders
from sim.model.world import VARIABLES, World, empty_world
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names

SCENARIOS = scenario_names()
CASTS = [
    pytest.param(name, marks=pytest.mark.thorough) if name.startswith("northeast-asia-") else name for name in SCENARIOS
]
"""All scenarios, for what takes long; those whose cast another has too are thorough."""

RUNS = 6
RUNGS = (0.0, 2.0, 3.0, 4.0, 5.0)


CLIENT_AT_WAR = "northeast-asia, the client at war itself"


def mostly_thorough(values: Iterable[Any], *few: Any) -> list[Any]:
    """Values to try one by one: a few of them always, the others by thorough tests alone."""
    return [value if value in few else pytest.param(value, marks=pytest.mark.thorough) for value in values]


SMALL_CASTS = mostly_thorough(SCENARIOS, "vietnam-1965", "iran-russia")
"""All scenarios, for what other tests try with the default one too."""


@cache
def scenario(name: str = "northeast-asia") -> Scenario:
    """A scenario that ships with the project, loaded once, or one with a supplier that has to fight as well."""
    if name != CLIENT_AT_WAR:
        return load_scenario(name)
    case = load_scenario()
    attackers = (*case.cast.attackers, *case.cast.holding("client"))
    return replace(case, name=name, cast=replace(case.cast, attackers=attackers))


def drawn(quantity: Quantity, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Values anywhere in the declared range, now and then at its ends."""
    if quantity.unit == "0 or 1":
        return rng.integers(0, 2, shape).astype(float)
    if quantity.name in ("crisis", "dispute_rung"):
        return rng.choice(RUNGS, shape)
    share = rng.uniform(size=shape) ** rng.choice([1.0, 4.0])
    share = np.where(rng.uniform(size=shape) < 0.1, rng.integers(0, 2, shape), share)
    return quantity.low + (quantity.high - quantity.low) * share


def random_world(case: Scenario, seed: int, runs: int = RUNS) -> World:
    """A world in which every variable lies somewhere in its declared range."""
    rng = np.random.default_rng(seed)
    world = empty_world(case.cast, runs)
    arrays = {name: drawn(quantity, world[name].shape, rng) for name, quantity in VARIABLES.items()}
    return world.changed(int(rng.integers(0, case.turns)), **arrays)


def random_orders(world: World, seed: int) -> Orders:
    """Orders given by the toss of a coin, legal or not; some worlds are busier than others."""
    rng = np.random.default_rng([seed, 1])
    orders = Orders.blank(world)
    orders.own[...] = rng.uniform(size=orders.own.shape) < rng.choice([0.1, 0.5, 0.9])
    orders.issued[...] = orders.own
    orders.noticed[...] = orders.own
    return orders


def random_parameters(case: Scenario, seed: int, runs: int = RUNS) -> Parameters:
    """Every parameter anywhere in its declared range, one number per run for some of them."""
    rng = np.random.default_rng([seed, 2])
    values: dict[str, Any] = {}
    for name, declared in case.parameters.declared.items():
        many = rng.uniform() < 0.3
        value = rng.uniform(declared.low, declared.high, runs if many else None)
        values[name] = value if many else float(value)
    return case.parameters.with_values(values)


def draws_of(world: World, seed: int = 5) -> TurnDraws:
    """Draws for the runs of a world, at its turn."""
    return Draws(seed, range(world.runs)).at(world.turn)


@cache
def _anywhere(name: str, seed: int) -> tuple[World, Parameters]:
    return random_world(scenario(name), seed), random_parameters(scenario(name), seed)


class Situation:
    """A scenario with a random world, random parameters, and the seed they came from."""

    def __init__(self, name: str, seed: int) -> None:
        self.case, self.seed = scenario(name), seed
        self.world, self.parameters = _anywhere(name, seed)

    def __repr__(self) -> str:
        return f"Situation({self.case.name!r}, {self.seed})"

    def orders(self) -> Orders:
        """The same random orders, anew."""
        return random_orders(self.world, self.seed)


def situations() -> st.SearchStrategy[Situation]:
    """Any scenario with any world and any parameters."""
    return st.builds(Situation, st.sampled_from([*SCENARIOS, CLIENT_AT_WAR]), st.integers(0, 2**32 - 1))


def history(case: Scenario, runs: int, turns: int, seed: int = 1, **values: Any) -> list[Turn]:
    """The turns of a few runs."""
    played = case_of(case, Intervention(parameters=values))
    return list(simulate(played, Draws(seed, range(runs)), until=turns))


def measured(
    case: Scenario, parameters: Parameters, replicates: Sequence[int], seed: int, turns: int | None = None
) -> Block:
    """Some runs of a scenario under some parameters, played to the end and measured."""
    return play_block(Case(case, parameters), Draws(seed, replicates), turns)


def assert_equal_worlds(one: World, other: World) -> None:
    """Every variable is the same to the last bit."""
    for name in VARIABLES:
        assert_same(one[name], other[name], name)


def assert_same(one: Array, other: Array, what: str) -> None:
    """The same numbers to the last bit; what differs is told by numpy, which takes long over it."""
    if not np.array_equal(one, other):
        np.testing.assert_array_equal(one, other, err_msg=what)


def copy_of_configs(place: Path, name: str = "northeast-asia") -> Path:
    """A scenario, its actors and commitments copied to `place`, ready to be edited; gives the scenario's file."""
    shutil.copytree(CONFIGS / "actors" / name, place / "actors" / name)
    for folder in ("commitments", "scenarios"):
        (place / folder).mkdir()
        file = Path(shutil.copy(CONFIGS / folder / f"{name}.toml", place / folder / f"{name}.toml"))
    return file


@contextmanager
def read_only(world: World) -> Iterator[None]:
    """While this holds, writing into the world raises an error."""
    for name in VARIABLES:
        world[name].flags.writeable = False
    yield
    for name in VARIABLES:
        world[name].flags.writeable = True


@cache
def compiled_once(name: str) -> None:
    """Compile the turn of a scenario, or wait for the process that does."""
    with one_at_a_time(name):
        compiled_turn(case_of(scenario(name)))


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """While this holds, no other process does what goes by this name; where there are no locks it may."""
    place = Path(os.environ["ENTENTE_CACHE"])
    place.mkdir(parents=True, exist_ok=True)
    with open(place / f"{name}.lock", "w") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except (ImportError, OSError):
            pass
        yield

"""Cases that someone who knows the field can read: a passage, two situations, and what should differ between them.

Each file in `cases/` sets variables on the default scenario as it stands in some month, twice: `from` and `to`, with
`both` in common. `expect` says which orders become likelier or less likely (who does what toward whom), and which
variables are higher or lower after the orders given in `orders`, and what is promised in `promised` (an amount a month,
in the action's unit), have been answered for `months` months.
Every comparison is paired: both situations are played on common random numbers.
"""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from worlds import draws_of, scenario

from sim.engine.step import resolve
from sim.inputs.sources import load_sources
from sim.model.decisions import Orders, decide
from sim.model.mechanisms import MECHANISMS
from sim.model.world import VARIABLES

FILES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
KEYS = {"passage", "claim", "month", "months", "from", "to", "both", "expect"}
RUNS = 400


def read(path):
    """One case."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert case.keys() <= KEYS and {"passage", "claim", "month", "expect"} <= case.keys()
    return case


def merged(both, one):
    """One situation: what both have in common, overlaid with its own."""
    result = dict(both)
    for key, value in one.items():
        nested = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if nested else value
    return result


def slots_of(cast, order):
    """The possible orders that 'who what whom' names."""
    who, action, whom = order.split()
    found = cast.slots.between[action, cast.names.index(who), cast.names.index(whom)]
    assert found, order
    return list(found)


def place_of(cast, path):
    """Variable and index behind a path: front, PRK.hardship, or PRK.tie.RUS."""
    name, *rest = path.split(".")
    if not rest:
        return name, ()
    return rest[0], (cast.names.index(name), *(cast.names.index(other) for other in rest[1:]))


def leaves(table, path=""):
    """Every value of a nested table with its dotted path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


class Played:
    """One situation, played: chances of all orders, and the world after its own orders have been answered."""

    def __init__(self, case, situation):
        self.case = scenario()
        self.cast, situation = self.case.cast, dict(situation)
        parameters = self.case.parameters.with_values(situation.pop("parameters", {}) | {"misperception": 0.0})
        given = dict.fromkeys(situation.pop("orders", []), 0.0) | situation.pop("promised", {})
        remembered = situation.pop("remembered", {})
        turn = next(t for t in range(self.case.turns) if self.case.month(t) == case["month"])
        world = self.case.world(RUNS).changed(turn, **self.case.calendar(turn))
        world = world.changed(turn, **self.set(world, situation, remembered))
        self.begun, self.asked = (world, parameters), (given, case.get("months", 1))

    @cached_property
    def chances(self):
        return self.weighed(*self.begun)

    @cached_property
    def after(self):
        return self.answered(*self.begun, *self.asked)

    def set(self, world, situation, remembered):
        arrays = {}
        for path, value in leaves(situation):
            variable, index = place_of(self.cast, path)
            array = arrays.setdefault(variable, world[variable].copy())
            assert VARIABLES[variable].check(value, "case", path) == value
            array[index] = value
        memory = world.memory.copy()
        for order, value in remembered.items():
            memory[slots_of(self.cast, order)] = value
        return arrays | {"memory": memory}

    def weighed(self, world, parameters):
        return decide(world, parameters.at(world.turn), draws_of(world)).probability

    def answered(self, world, parameters, given, months):
        disputes = np.zeros_like(world.dispute_rung)
        for _ in range(months):
            orders = Orders.blank(world)
            for order, amount in given.items():
                where = slots_of(self.cast, order)
                orders.issued[where], orders.noticed[where], orders.promised[where] = 1.0, 1.0, amount
                orders.own[where] = float(amount == 0.0)
            world, _, _ = resolve(world, orders, parameters.at(world.turn), draws_of(world), MECHANISMS)
            disputes += world.dispute_rung > 0.0
        return world, disputes

    def chance(self, order):
        """Mean chance of an order."""
        return float(self.chances[slots_of(self.cast, order)].mean())

    def value(self, path):
        """Mean of a variable over runs; `disputes` of a pair counts those that began."""
        variable, index = place_of(self.cast, path)
        world, disputes = self.after
        return float((disputes if variable == "disputes" else world[variable])[index].mean())

    def __getitem__(self, key):
        return self.chance(key) if " " in key else self.value(key)


DIRECTIONS = {
    "likelier": lambda before, after: after > before,
    "less_likely": lambda before, after: after < before,
    "higher": lambda before, after: after > before,
    "lower": lambda before, after: after < before,
    "same": lambda before, after: after == before,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_case(path):
    case = read(path)
    both = case.get("both", {})
    before, after = (Played(case, merged(both, case.get(side, {}))) for side in ("from", "to"))
    for direction, things in case["expect"].items():
        for thing in things:
            told = f"{case['claim']} {thing} should be {direction}: {before[thing]:.6g}, then {after[thing]:.6g}"
            assert DIRECTIONS[direction](before[thing], after[thing]), told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_case_cites_a_passage_of_the_brief_and_is_named_after_it(path):
    passage = read(path)["passage"]
    assert passage in load_sources().passages and path.stem.startswith(f"{passage}-")

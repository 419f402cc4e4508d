"""What the code of a mechanism names is what it reads."""

from functools import cache

import numpy as np
import pytest
from worlds import draws_of, random_orders, random_parameters, random_world, scenario

from sim.model.mechanisms import MECHANISMS
from sim.model.world import VARIABLES, Scene


class Watched(Scene):
    """A scene that notes which variables are asked for."""

    def __getattribute__(self, name):
        if name in VARIABLES:
            object.__getattribute__(self, "memo").setdefault("asked for", set()).add(name)
        return super().__getattribute__(name)

    runs = 6  # neither counting the runs nor making room for them asks for a variable

    def zeros(self, *rows):
        return np.zeros((*rows, self.runs))


@cache
def read():
    """The variables that each mechanism asks for, in several worlds of two scenarios."""
    found = {mechanism.name: set() for mechanism in MECHANISMS}
    for case in (scenario(), scenario("vietnam-1965")):
        for seed in range(6):
            world = random_world(case, seed, Watched.runs)
            p, orders = random_parameters(case, seed).at(world.turn), random_orders(world, seed)
            for mechanism in MECHANISMS:
                scene = Watched.of(world)
                scene.memo.clear()
                mechanism.answer(scene, orders, p, draws_of(world))
                found[mechanism.name] |= scene.memo.get("asked for", set())
    return found


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)
def test_a_mechanism_reads_what_its_code_names_and_nothing_else(mechanism):
    asked = tuple(name for name in VARIABLES if name in read()[mechanism.name])
    assert mechanism.reads == asked

"""Variables that are held at a value whatever happens: the do-operator of causal inference (Pearl 2009)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, Value
from sim.base.errors import BadInput, known_or_bad
from sim.base.quantities import Quantity
from sim.model.actors import Cast
from sim.model.world import VARIABLES


@dataclass(frozen=True)
class Held:
    """A variable, the places of it that are held, the value, and the turn from which on.

    The value may be one number per run; where it is no number, the run goes its own way.
    """

    name: str
    where: tuple[int, ...]
    value: Value
    since: int = 0

    def in_place_of(self, own: Array) -> Value:
        """The value, and where it is no number what the world has of its own."""
        return np.where(np.isnan(self.value), own, self.value) if isinstance(self.value, np.ndarray) else self.value


def held_at(path: str, value: Value, since: int, cast: Cast, where: str = "held") -> Held:
    """What a path such as front, disaffection.WHO or tie.WHO.WHOM says is held; raise `BadInput` if it says nothing."""
    name, *places = path.split(".")
    known = [n for n, quantity in VARIABLES.items() if quantity.kind in ("stock", "flow") and quantity.of != "slot"]
    known_or_bad(name, known, where, path, "a variable of the world")
    quantity = VARIABLES[name]
    among = cast.theatres if quantity.of == "theatre" else cast.names
    needed = {"world": 0, "pair": 2}.get(quantity.of, 1)
    if len(places) != needed:
        raise BadInput(where, path, value, f"{name} with {needed} places, such as {'.'.join((name, *among[:needed]))}")
    for place in places:
        known_or_bad(place, among, where, path, "a place of it")
    return Held(name, tuple(among.index(p) for p in places), _checked(value, quantity, where, path), since)


def _checked(value: Value, quantity: Quantity, where: str, path: str) -> Value:
    if not isinstance(value, np.ndarray):
        return quantity.check(value, where, path)
    for extreme in (np.nanmin(value), np.nanmax(value)):
        quantity.check(float(extreme), where, path)
    return value

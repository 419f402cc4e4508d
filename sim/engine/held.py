"""Variables that are held at a value whatever happens: the do-operator of causal inference (Pearl 2009)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.errors import BadInput, known_or_bad
from sim.model.actors import Cast
from sim.model.world import VARIABLES


@dataclass(frozen=True)
class Held:
    """A variable, the places of it that are held, the value, and the turn from which on."""

    name: str
    where: tuple[int, ...]
    value: float
    since: int = 0


def held_at(path: str, value: float, since: int, cast: Cast, where: str = "held") -> Held:
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
    return Held(name, tuple(among.index(p) for p in places), quantity.check(value, where, path), since)

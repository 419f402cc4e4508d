"""What one actor sees of a pair. Misperception and secrecy live here and nowhere else.

With the parameter `misperception` at 0 every side shows the truth, exactly. Above 0 an actor sees another's
variables with noise (one draw a month for each other actor) and misses part of what is done in secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import ActorRun, Array, TargetRun, exp
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.derived import DERIVED
from sim.model.lately import acts_by, acts_toward, recent_acts
from sim.model.seen import Seen
from sim.model.world import VARIABLES, World


class Perception:
    """One actor's look at the world this turn."""

    def __init__(self, world: World, actor: int, p: Numbers, draws: TurnDraws) -> None:
        self.world, self.actor, self.p, self.draws = world, actor, p, draws
        self.clear = isinstance(p.misperception, float) and p.misperception == 0.0
        self._noise: ActorRun | None = None
        self._sides: dict[str, tuple[Side, Side]] = {}

    def toward(self, relation: str) -> tuple[Side, Side]:
        """The actor's own side and the side of all those in `relation`, as arrays over targets."""
        if relation not in self._sides:
            targets = list(self.world.cast.related(self.actor, relation))
            me = Side(self, [self.actor], targets, own=True)
            self._sides[relation] = (me, Side(self, targets, [self.actor], own=relation == "self"))
        return self._sides[relation]

    def close(self) -> None:
        """Let go of the sides: they refer back to this perception, and would keep whole worlds until a collection."""
        self._sides.clear()

    def noise(self, others: list[int]) -> TargetRun:
        """How this actor errs about others this month, in standard deviations."""
        if self._noise is None:
            self._noise = self.draws.normal(self.world.cast.perception_keys[self.actor])
        return self._noise[others]


class Side(Seen):
    """One of the two sides of a pair, as the deciding actor sees it; arrays are (target or 1, run)."""

    def __init__(self, perception: Perception, members: list[int], others: list[int], own: bool) -> None:
        self._perception, self._own = perception, own
        self._members, self._others = members, others
        self._rows = _compact(members)

    if not TYPE_CHECKING:  # the stub of what is seen says which names there are

        def __getattr__(self, name: str) -> Array:
            value = self._look(name)
            self.__dict__[name] = value
            return value

    def did(self, action: Action) -> TargetRun:
        """How much of an act this side has lately done, toward anyone."""
        done = acts_by(self._perception.world, action)[self._rows]
        if self._own or self._perception.clear:
            return done
        hidden = 1.0 - self._perception.world.cast.actions[action].visibility
        return done * (1.0 - np.minimum(self._perception.p.misperception, 1.0) * hidden)

    def suffered(self, action: Action) -> TargetRun:
        """How much of an act has lately been aimed at this side, by anyone."""
        return acts_toward(self._perception.world, action)[self._rows]

    def did_to_other(self, action: Action) -> TargetRun:
        """How much of an act this side has lately done toward the other side."""
        return recent_acts(self._perception.world, action, self._members, self._others)

    def _look(self, name: str) -> Array:
        world = self._perception.world
        if name in DERIVED:
            return DERIVED[name](world, self._perception.p)[self._rows]
        if name not in VARIABLES:
            raise AttributeError(f"no variable or view is called {name!r}")
        quantity = VARIABLES[name]
        if quantity.of == "pair":
            own, others = world[name][self._perception.actor], world[name][:, self._perception.actor]
            return own[_compact(self._others)] if self._own else others[self._rows]
        if quantity.of != "actor":
            return world[name]
        truth = world[name][self._rows]
        if self._own or self._perception.clear or quantity.kind != "stock":
            return truth
        return self._blurred(truth, quantity.low, quantity.high)

    def _blurred(self, truth: TargetRun, low: float, high: float) -> TargetRun:
        error = self._perception.p.misperception * self._perception.noise(self._members)
        seen = truth + error if high <= 1.0 else truth * exp(error)
        return np.clip(seen, low, high)


def _compact(rows: list[int]) -> list[int] | slice:
    """A slice where the rows follow one another: it reads without copying."""
    if rows == list(range(rows[0], rows[0] + len(rows))):
        return slice(rows[0], rows[0] + len(rows))
    return rows

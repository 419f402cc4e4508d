"""The turn: the calendar, the decisions, the world's answer. The only place that knows their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.base.arrays import Array, Run
from sim.base.draws import Draws, TurnDraws
from sim.engine.interventions import Case
from sim.engine.memory import Memory
from sim.inputs.parameters import Numbers
from sim.model.changes import Change, Mechanism, SparseUpdate
from sim.model.decisions import Orders, decide
from sim.model.series import SERIES
from sim.model.world import FLOWS, VARIABLES, Scene, World

SCHEDULE = (
    "calendar: dated shocks of the month are fed in",
    "decide: every actor weighs its reasons on the same world, and its draws decide",
    "resolve: every mechanism answers to the same world and the same orders, and the changes add",
    "clip: every variable is held within its declared bounds",
)
"""The order of a turn, in words."""

Moved = Mapping[tuple[str, str], Change]
"""By mechanism and variable: what the one changed in the other."""

Notes = Callable[[World, Orders, Numbers], Array]
"""What somebody wants noted of every turn, read off the world that all decided on and their orders: (row, run)."""


@dataclass(frozen=True, eq=False)
class Turn:
    """One month of some runs: the world that all decided on, their orders, and the world after.

    `month` is the calendar month, `p` are the numbers in force, `clipped` says how many values a bound held back, by
    variable, and `moved` what each mechanism changed. `recorded` gives the series, where the kernel worked them out,
    and `memory` is what triggers remember, where there are any. `sound` is a number for each run that is finite where
    all are that the turn changed, and `noted` what was asked to be noted, where the kernel has them.
    """

    month: str
    before: World
    orders: Orders
    after: World
    p: Numbers
    clipped: Mapping[str, int]
    moved: Moved
    recorded: Callable[[], Mapping[str, Array]] | None = None
    memory: Memory | None = None
    sound: Run | None = None
    noted: Array | None = None

    @property
    def number(self) -> int:
        """The number of the turn, from 0."""
        return self.before.turn

    def series(self) -> Mapping[str, Array]:
        """Every series after this turn: (run,), or (theatre, run)."""
        if self.recorded:
            return self.recorded()
        after = Scene.of(self.after)
        return {name: entry.read(after, self.orders, self.p) for name, entry in SERIES.items()}


def noted(turn: Turn, notes: Notes) -> Array:
    """What is to be noted of a turn, (row, run), by a kernel that was asked for it or else now."""
    return notes(Scene.of(turn.before), turn.orders, turn.p) if turn.noted is None else turn.noted


class Kernel(Protocol):
    """Whatever plays a turn. `step` is the reference; another must agree with it to the bit.

    One that can play several months at once has a method `until` that takes the turn up to which it may, and whether
    somebody looks at worlds between, which are the same variables every month; it gives the kernel that does.
    """

    def __call__(self, world: World, case: Case, p: Numbers, draws: Draws, *, explain: bool = False) -> Turn:
        """Play one month of the runs whose `draws` these are."""
        ...


def step(world: World, case: Case, p: Numbers, draws: Draws, *, explain: bool = False) -> Turn:
    """Play one month; with `explain` the orders keep what every reason added to them."""
    before = case.hold(world.changed(**case.calendar(world.turn)))
    scene, now = Scene.of(before), draws.at(world.turn)
    with np.errstate(over="ignore"):  # e^1000 is infinite where a probability is 0, as it should be
        orders = decide(scene, p, now, explain=explain)
        after, clipped, moved = resolve(scene, orders, p, now, case.mechanisms)
    return Turn(case.scenario.month(world.turn), before, orders, case.hold(after), p, clipped, moved)


def resolve(
    world: World, orders: Orders, p: Numbers, draws: TurnDraws, mechanisms: tuple[Mechanism, ...]
) -> tuple[World, dict[str, int], Moved]:
    """The world's answer to the orders: all mechanisms read the same world, and what they change adds up.

    Gives the world at the start of the next turn, how many values a bound held back, and what moved what.
    """
    after, moved = added(world, orders, p, draws, mechanisms)
    clipped: dict[str, int] = {}
    for name, value in after.items():
        outside = _clip(name, value)
        if outside:
            clipped[name] = outside
    return world.changed(world.turn + 1, **after), clipped, moved


def added(
    world: World, orders: Orders, p: Numbers, draws: TurnDraws, mechanisms: tuple[Mechanism, ...]
) -> tuple[dict[str, Array], dict[tuple[str, str], Change]]:
    """What is changed, with all changes added and no bound looked at yet; and what moved what."""
    after: dict[str, Array] = {name: np.zeros_like(world[name]) for name in FLOWS}
    moved: dict[tuple[str, str], Change] = {}
    for mechanism in sorted(mechanisms, key=lambda m: m.name):
        for name, change in mechanism.answer(world, orders, p, draws).items():
            if name not in after:
                after[name] = world[name].copy()
            _add(after[name], change)
            moved[mechanism.name, name] = change
    return after, moved


def _add(variable: Array, change: Change) -> None:
    """Add a change to a variable, in place."""
    if isinstance(change, SparseUpdate):
        change.add_to(variable)
    else:
        variable += change


def _clip(name: str, value: Array) -> int:
    """Hold a variable within its declared bounds, in place; gives at how many places that was needed."""
    quantity = VARIABLES[name]
    if quantity.low <= value.min() and value.max() <= quantity.high:
        return 0
    outside = int(np.count_nonzero((value < quantity.low) | (value > quantity.high)))
    np.maximum(value, quantity.low, out=value)
    np.minimum(value, quantity.high, out=value)
    return outside

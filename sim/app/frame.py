"""The frame: everything the page may show of one month, immutable, plain, ready to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple, TypedDict

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.step import Moved, Turn
from sim.engine.trajectory import columns_of
from sim.model.changes import Change, SparseUpdate
from sim.model.decisions import conditions_met
from sim.model.mechanisms import MECHANISMS
from sim.model.mechanisms.flows import aid, shipments, technology, troop_movements
from sim.model.world import VARIABLES
from sim.report.story import Event

Numbers = tuple[float, ...]

DIGITS = 4
"""Decimals that the page needs."""


class Move(NamedTuple):
    """What a mechanism added to a variable, both by their place in `mechanisms` and `movable` of the setup."""

    mechanism: int
    variable: int
    actor: int
    other: Annotated[int, "toward whom, -1 for nobody"]
    by: float


class Disagreement(NamedTuple):
    """An armed dispute of two actors and its level, 1 to 5."""

    actor: int
    other: int
    rung: int


MOVERS = tuple(mechanism.name for mechanism in MECHANISMS)
MOVABLE = tuple(name for name, q in VARIABLES.items() if q.of in ("actor", "pair"))


class MovedTold(TypedDict):
    """What moved what in a month, told when somebody asks."""

    turn: int
    moved: tuple[Move, ...]


@dataclass(frozen=True)
class Frame:
    """One month of one history: variables after it, and orders of it with their reasons."""

    turn: int
    month: Annotated[str, "as 2022-02"]
    actors: Annotated[dict[str, Numbers], "variables of actors, by actor"]
    pairs: Annotated[dict[str, Numbers], "variables of pairs, by actor times the number of actors, plus other"]
    series: Annotated[dict[str, float], "recorded series, by column"]
    issued: Annotated[tuple[int, ...], "by slot, 1 where the order was given"]
    probability: Annotated[Numbers, "by slot; 0 where the order was not legal"]
    draw: Annotated[Numbers, "by slot"]
    log_odds: Annotated[Numbers, "by slot"]
    reasons: Annotated[Numbers, "log-odds that each of the setup's `contributions` added"]
    sizes: Annotated[dict[int, float], "by slot, how much an order moved, in the unit of its action"]
    blocked: Annotated[dict[int, tuple[str, ...]], "by slot, the conditions not met by an order that was not legal"]
    promised: Annotated[dict[int, float], "by slot, the chance that a promise of it is kept, where there is one"]
    disputes: tuple[Disagreement, ...]
    story: tuple[Event, ...]

    def text(self) -> str:
        """The frame as JSON."""
        told = [vars(event) for event in self.story]
        return json.dumps({**vars(self), "story": told}, separators=(",", ":"))


def frame_of(turn: Turn, draws: Draws) -> Frame:
    """Read one month off the turn that has just been played; `draws` are those of the run."""
    orders, cast = turn.orders, turn.before.cast
    return Frame(
        turn=turn.number,
        month=turn.month,
        actors=_variables(turn, "actor"),
        pairs=_variables(turn, "pair"),
        series=series_of(turn),
        issued=tuple(orders.issued[:, 0].astype(int).tolist()),
        probability=_plain(orders.probability[:, 0]),
        draw=_plain(orders.draw[:, 0]),
        log_odds=_plain(orders.log_odds[:, 0]),
        reasons=_plain(np.array([one.log_odds[0] for kept in orders.contributions for one in kept])),
        sizes=_sizes(turn),
        blocked=dict(_blocked(turn, draws)),
        promised=dict(_promised(turn)),
        disputes=tuple(
            Disagreement(i, j, int(turn.after.dispute_rung[i, j, 0]))
            for i, j in cast.pairs.disputants.row_of
            if turn.after.dispute_rung[i, j, 0]
        ),
        story=(),
    )


def series_of(turn: Turn) -> dict[str, float]:
    """The recorded series of a month, by column."""
    return {column: round(float(values[0]), DIGITS) for column, values in columns_of(turn).items()}


def _plain(values: Array) -> Numbers:
    return tuple(np.round(values, DIGITS).tolist())


def _variables(turn: Turn, of: str) -> dict[str, Numbers]:
    return {
        name: _plain(np.ravel(turn.after[name][..., 0]))
        for name, q in VARIABLES.items()
        if q.of == of and q.kind != "fixed"
    }


def _sizes(turn: Turn) -> dict[int, float]:
    """How much an order moved, in the unit of its action, where that is more than the order itself."""
    flows = {
        **shipments(turn.before, turn.orders, turn.p),
        **troop_movements(turn.before, turn.orders, turn.p),
        **aid(turn.before, turn.orders, turn.p),
        **technology(turn.before, turn.orders, turn.p),
    }
    return {slot: round(float(size[0]), DIGITS) for slot, size in flows.items() if turn.orders.issued[slot, 0]}


def _blocked(turn: Turn, draws: Draws) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The conditions that were not met, of the orders that were not legal."""
    for number in np.flatnonzero(turn.orders.probability[:, 0] == 0.0).tolist():
        met = conditions_met(turn.before, turn.p, draws.at(turn.number), number)
        unmet = tuple(name for name, held in met.items() if not held)
        if unmet:
            yield number, unmet


def _promised(turn: Turn) -> Iterator[tuple[int, float]]:
    """The chance that a promise of this month is kept, if the order is legal."""
    for one in turn.before.cast.slots.promised:
        chance = 0.0 if one.idle(turn.p) else float(np.ravel(one.likely(turn.p))[0])
        if chance:
            yield one.number, round(chance, DIGITS)


def moves_of(moved: Moved) -> Iterator[Move]:
    """What each mechanism added to variables of actors and of pairs."""
    for (mechanism, variable), change in moved.items():
        if variable in MOVABLE:
            named = MOVERS.index(mechanism), MOVABLE.index(variable)
            for actor, other, by in _places(change):
                yield Move(*named, actor, other, by)


def _places(change: Change) -> Iterator[tuple[int, int, float]]:
    """Where a change is not nothing: actor, other or -1, and by how much."""
    if isinstance(change, SparseUpdate):
        entries = zip(
            change.who.tolist(), change.whom.tolist(), np.round(change.by[:, 0], DIGITS).tolist(), strict=True
        )
        yield from ((i, j, by) for i, j, by in entries if by)
        return
    values = np.round(change[..., 0], DIGITS)
    for place in zip(*np.nonzero(values), strict=True):
        yield int(place[0]), int(place[1]) if len(place) > 1 else -1, float(values[place])

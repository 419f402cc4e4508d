"""The frame: everything the page may show of one month, immutable, plain, ready to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.engine.mesa_model import EntenteModel
from sim.engine.replay import Month
from sim.inputs.actions import Action
from sim.model.actors import Slot
from sim.model.changes import At, Change
from sim.model.legality import legal
from sim.model.mechanisms import MECHANISMS
from sim.model.mechanisms.flows import aid, shipments, technology, troop_movements
from sim.model.outcomes import recorded_series
from sim.model.perception import Sight
from sim.model.world import VARIABLES
from sim.report.story import Event

Numbers = tuple[float, ...]

DIGITS = 4
"""Decimals that the page needs."""

Move = tuple[int, int, int, int, float]
"""Mechanism and variable by their place in `MOVERS` and `MOVABLE`, actor, other (or -1), change."""

MOVERS = tuple(mechanism.name for mechanism in MECHANISMS)
MOVABLE = tuple(name for name, q in VARIABLES.items() if q.of in ("actor", "pair"))


@dataclass(frozen=True)
class Frame:
    """One month of one history: variables after it, orders of it with their reasons, and what moved what."""

    turn: int
    month: str
    levers: dict[str, float]
    actors: dict[str, Numbers]
    pairs: dict[str, Numbers]
    world: dict[str, float]
    series: dict[str, float]
    given: tuple[int, ...]
    probability: Numbers
    draw: Numbers
    log_odds: Numbers
    reasons: Numbers
    sizes: dict[int, float]
    blocked: dict[int, tuple[str, ...]]
    moved: tuple[Move, ...]
    disputes: tuple[tuple[int, int, int], ...]
    story: tuple[Event, ...]

    def text(self) -> str:
        """The frame as JSON."""
        told = [asdict(event) for event in self.story]
        return json.dumps({**vars(self), "story": told}, separators=(",", ":"))


def frame_of(
    model: EntenteModel, month: Month, dice: Dice, story: tuple[Event, ...], levers: dict[str, float]
) -> Frame:
    """Read one month off the model that has just played it; `dice` are those of the run."""
    orders, cast = month.orders, month.start.cast
    return Frame(
        turn=month.turn,
        month=month.label,
        levers=levers,
        actors=_variables(month, "actor"),
        pairs=_variables(month, "pair"),
        world={name: values[0] for name, values in _variables(month, "world").items()},
        series=series_of(model),
        given=tuple(orders.given[:, 0].astype(int).tolist()),
        probability=_plain(orders.probability[:, 0]),
        draw=_plain(orders.draw[:, 0]),
        log_odds=_plain(orders.log_odds[:, 0]),
        reasons=_plain(np.array([one.log_odds[0] for one in orders.contributions or ()])),
        sizes=_sizes(month),
        blocked=dict(_blocked(model, month, dice)),
        moved=tuple(_moves(model)),
        disputes=tuple(
            (i, j, int(month.end.dispute_rung[i, j, 0]))
            for i, j in cast.disputants.row_of
            if month.end.dispute_rung[i, j, 0]
        ),
        story=story,
    )


def series_of(model: EntenteModel) -> dict[str, float]:
    """The recorded series of the newest month, by column, as the model's collector has them."""
    collected = model.datacollector.model_vars
    return {column: round(collected[column][-1], DIGITS) for column in recorded_series(model.world.cast)}


def _plain(values: Array) -> Numbers:
    return tuple(np.round(values, DIGITS).tolist())


def _variables(month: Month, of: str) -> dict[str, Numbers]:
    return {
        name: _plain(np.ravel(month.end[name][..., 0]))
        for name, q in VARIABLES.items()
        if q.of == of and q.kind != "fixed"
    }


def _sizes(month: Month) -> dict[int, float]:
    """How much an order moved, in the unit of its action, where that is more than the order itself."""
    flows = {
        **shipments(month.start, month.orders, month.numbers),
        **troop_movements(month.start, month.orders, month.numbers),
        **aid(month.start, month.orders),
        **technology(month.start, month.orders, month.numbers),
    }
    return {slot: round(float(size[0]), DIGITS) for slot, size in flows.items() if month.orders.given[slot, 0]}


def _blocked(model: EntenteModel, month: Month, dice: Dice) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The conditions that were not met, of the orders that were not legal."""
    cast, sights = month.start.cast, dict[int, Sight]()
    dice.turn = month.turn
    for number in np.flatnonzero(month.orders.probability[:, 0] == 0.0).tolist():
        slot = cast.slots[number]
        sight = sights.setdefault(slot.actor, Sight(month.start, slot.actor, month.numbers, dice))
        me, other = sight.toward(slot.relation)
        row = cast.related(slot.actor, slot.relation).index(slot.target)
        rule = next(r for r in model.case.policies[slot.actor].rules if (r.action, r.toward) == slot_key(slot))
        named = (*cast.actions[slot.action].legality, *rule.only_if)
        yield number, tuple(name for name in named if not _holds(legal(name, me, other, month.numbers), row))


def slot_key(slot: Slot) -> tuple[Action, str]:
    """What tells the rule that an order comes from: its action and the relation it runs along."""
    return slot.action, slot.relation


def _holds(value: Array, row: int) -> bool:
    rows = np.atleast_2d(value)
    return bool(rows[min(row, len(rows) - 1), 0])


def _moves(model: EntenteModel) -> Iterator[Move]:
    for (mechanism, variable), change in (model.ledger.moved or {}).items():
        if variable in MOVABLE:
            named = MOVERS.index(mechanism), MOVABLE.index(variable)
            for actor, other, by in _places(change):
                yield *named, actor, other, by


def _places(change: Change) -> Iterator[tuple[int, int, float]]:
    """Where a change is not nothing: actor, other or -1, and by how much."""
    if isinstance(change, At):
        entries = zip(
            change.who.tolist(), change.whom.tolist(), np.round(change.by[:, 0], DIGITS).tolist(), strict=True
        )
        yield from ((i, j, by) for i, j, by in entries if by)
        return
    values = np.round(change[..., 0], DIGITS)
    for place in zip(*np.nonzero(values), strict=True):
        yield int(place[0]), int(place[1]) if len(place) > 1 else -1, float(values[place])

"""The steps of a partnership as they are read off a record: when each first comes."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, TurnRun, whether
from sim.inputs.actions import Action
from sim.model.measures import Trajectory, first_passage

NEVER = 999.0
"""Stands for a step that did not come in the record."""
SUSTAINED = 50.0
"""Thousand rounds a month that count as a flow, held for three months."""


def first_turn(values: TurnRun) -> Run:
    """First turn at which anything is there; `NEVER` where nothing is."""
    return first_passage(whether(values > 0.0, values), NEVER)


def deliveries(past: Trajectory) -> TurnRun:
    """Rounds that reached the attackers a turn, thousand."""
    return past.of("rounds_received", past.cast.attackers)


def shipment_turn(past: Trajectory) -> Run:
    """Turn of the first order to ship rounds, however few."""
    pair = past.cast.holding("client"), past.cast.holding("patron_at_war")
    return first_turn(past.orders(Action.SUPPLY_MUNITIONS, *pair))


def onset(past: Trajectory) -> Run:
    """Turn at which three months of sustained flow begin."""
    flows = whether(deliveries(past) >= SUSTAINED, deliveries(past))
    return first_turn(flows[:-2] * flows[1:-1] * flows[2:])


def troops_turn(past: Trajectory) -> Run:
    """Turn of the first dispatch of troops."""
    return first_turn(past.of("troops_sent", past.cast.holding("client")))


def treaty_turn(past: Trajectory) -> Run:
    """Turn at which the partnership becomes a defence treaty."""
    signed = past.variables["treaty"]
    return first_turn(signed.max(axis=1) if signed.shape[1] else np.full((past.turns, past.runs), np.nan))


def technology_turn(past: Trajectory) -> Run:
    """Turn of the first transfer of technology."""
    return first_turn(past.orders(Action.TRANSFER_TECHNOLOGY, past.cast.holding("patron_at_war")))


def contacts(past: Trajectory) -> TurnRun:
    """High-level meetings between client and patron a turn."""
    client, patron = past.cast.holding("client"), past.cast.holding("patron_at_war")
    return past.orders(Action.TALK, client, patron) + past.orders(Action.TALK, patron, client)

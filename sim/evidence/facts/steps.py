"""The steps of a partnership as they are read off a record: when each first comes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.inputs.actions import Action
from sim.model.measures import Trajectory

NEVER = 999.0
"""Stands for a step that did not come in the record."""
SUSTAINED = 50.0
"""Thousand rounds a month that count as a flow, held for three months."""


def total(values: Array) -> Array:
    """Sum over turns, shape (run,)."""
    summed: Array = values.sum(axis=0)
    return summed


def average(values: Array) -> Array:
    """Mean over turns, shape (run,)."""
    mean: Array = values.mean(axis=0)
    return mean


def yes(condition: npt.NDArray[np.bool_]) -> Array:
    """1 where a condition holds, 0 where not, shape as given."""
    return condition.astype(np.float64)


def most(values: Array) -> Array:
    """Largest value of any turn, shape (run,)."""
    largest: Array = values.max(axis=0)
    return largest


def first_turn(reached: npt.NDArray[np.bool_]) -> Array:
    """First turn at which a condition holds, shape (run,); `NEVER` where it does not."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0), NEVER).astype(np.float64)


def deliveries(past: Trajectory) -> Array:
    """Rounds that reached the attackers a turn, thousand, shape (turn, run)."""
    return past.of("rounds_received", past.cast.attackers)


def onset(past: Trajectory) -> Array:
    """Turn at which three months of sustained flow begin."""
    flows = deliveries(past) >= SUSTAINED
    return first_turn(flows[:-2] & flows[1:-1] & flows[2:])


def troops_turn(past: Trajectory) -> Array:
    """Turn of the first dispatch of troops."""
    return first_turn(past.of("troops_sent", past.cast.holding("client")) > 0.0)


def treaty_turn(past: Trajectory) -> Array:
    """Turn at which the partnership becomes a defence treaty."""
    return first_turn(past.variables["treaty"].max(axis=1) > 0.0)


def technology_turn(past: Trajectory) -> Array:
    """Turn of the first transfer of technology."""
    return first_turn(past.orders(Action.TRANSFER_TECHNOLOGY, past.cast.holding("patron_at_war")) > 0)


def contacts(past: Trajectory) -> Array:
    """High-level meetings between client and patron a turn."""
    pair = (*past.cast.holding("client"), *past.cast.holding("patron_at_war"))
    return past.orders(Action.TALK, pair, pair)

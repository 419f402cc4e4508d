"""When an action is possible at all: the conditions that `configs/actions.toml` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.base.arrays import TargetRun, whether
from sim.inputs.parameters import Numbers
from sim.model.perception import Side

Condition = Callable[[Side, Side, Numbers], TargetRun]


def _stock_above_reserve(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(me.munitions_stock > me.munitions_reserve)


def _men_available(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(me.troops_available > 0.0)


def _treaty_in_force(me: Side, other: Side, p: Numbers) -> TargetRun:
    return me.treaty


def _receiver_at_war(me: Side, other: Side, p: Numbers) -> TargetRun:
    return other.at_war


def _has_programme(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(me.programme_effort > 0.0)


def _closed_society(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(other.closedness >= p.closed_from)


def _budget(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(me.aid_budget > 0.0)


def _open_channel(me: Side, other: Side, p: Numbers) -> TargetRun:
    return whether(other.border_closed * me.border_closed < 1.0)


CONDITIONS: Mapping[str, Condition] = {
    "stock_above_reserve": _stock_above_reserve,
    "men_available": _men_available,
    "treaty_in_force": _treaty_in_force,
    "receiver_at_war": _receiver_at_war,
    "has_programme": _has_programme,
    "closed_society": _closed_society,
    "budget": _budget,
    "open_channel": _open_channel,
}


def legal(condition: str, me: Side, other: Side, p: Numbers) -> TargetRun:
    """1 where the condition holds, 0 where it does not, per target and run."""
    return CONDITIONS[condition](me, other, p)

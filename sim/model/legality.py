"""When an action is possible at all: the conditions that `configs/actions.toml` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.base.arrays import TargetRun, whether
from sim.inputs.parameters import Numbers
from sim.model.perception import Side

Condition = Callable[[Side, Side, Numbers], TargetRun]


CONDITIONS: Mapping[str, Condition] = {
    "stock_above_reserve": lambda me, other, p: whether(
        me.munitions_stock + me.munitions_output > me.munitions_reserve
    ),
    "men_available": lambda me, other, p: whether(me.troops_available > 0.0),
    "treaty_in_force": lambda me, other, p: me.treaty,
    "receiver_at_war": lambda me, other, p: other.at_war,
    "has_programme": lambda me, other, p: whether(me.programme_effort > 0.0),
    "closed_society": lambda me, other, p: whether(other.closedness >= p.closed_from),
    "budget": lambda me, other, p: whether(me.aid_budget > 0.0),
    "accord_left": lambda me, other, p: whether(me.accords + 1.0 <= p.accord_ceiling),
    "open_channel": lambda me, other, p: whether(other.border_closed * me.border_closed < 1.0),
}
"""Each condition: 1 where it holds for the two sides of a pair, 0 where it does not."""


def legal(condition: str, me: Side, other: Side, p: Numbers) -> TargetRun:
    """1 where the condition holds, 0 where it does not, per target and run."""
    return CONDITIONS[condition](me, other, p)

"""The first stage of a history: what was promised, what was given, what arrived."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.engine.replay import Replay
from sim.engine.step import Turn
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.inputs.promises import AMOUNT
from sim.model.decisions import Orders
from sim.model.mechanisms.flows import BySlot, delivered, offered
from sim.model.promises import PromisedSlot
from sim.model.world import Scene, World

Flow = Callable[[World, Orders, Numbers, Action], BySlot]


def promised_table(history: Replay) -> pd.DataFrame:
    """One row for each place at which anything was promised, in sums over the months of the history.

    `promised` is what was to be done, `kept` what was adopted and legal, `given` what went out, own orders included,
    and `delivered` what was accepted; of actions that are counted, orders.
    """
    scenes = [(turn, Scene.of(turn.before)) for turn in history.turns]
    rows = (_row(history, one, scenes) for one in history.cast.slots.promised)
    found = pd.DataFrame([row for row in rows if row is not None])
    return found if len(found) else pd.DataFrame()


def _row(history: Replay, one: PromisedSlot, scenes: list[tuple[Turn, Scene]]) -> dict[str, object] | None:
    promised = [float(np.ravel(one.reads(AMOUNT, turn.p))[0]) for turn, _ in scenes]
    if not any(promised):
        return None
    who, action, toward = one.place
    acts = [(turn, scene) for (turn, scene), amount in zip(scenes, promised, strict=True) if amount]
    sums = {
        "kept": sum(float(turn.orders.promised[one.number, 0]) for turn, _ in acts),
        "given": sum(_flow(offered, turn, scene, one) for turn, scene in acts),
        "delivered": sum(_flow(delivered, turn, scene, one) for turn, scene in acts),
    }
    named = {"who": who, "action": action, "toward": toward, "unit": _unit(history, one), "months": len(acts)}
    return {**named, "promised": f"{sum(promised):.4g}", **{name: f"{value:.4g}" for name, value in sums.items()}}


def _flow(flow: Flow, turn: Turn, scene: Scene, one: PromisedSlot) -> float:
    return float(flow(scene, turn.orders, turn.p, Action(one.place[1]))[one.number][0])


def _unit(history: Replay, one: PromisedSlot) -> str:
    return "orders" if one.counted else history.cast.actions[Action(one.place[1])].unit

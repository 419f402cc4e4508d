"""Why an order was given or withheld: base rate, what each reason added, what is legal, probability and draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.errors import BadInput, known_or_bad
from sim.engine.replay import Replay
from sim.engine.step import Turn
from sim.model.slots import Slot


@dataclass(frozen=True)
class Step:
    """One line of the sum: the base rate or a reason, with its doctrine, its passage and its log-odds."""

    name: str
    doctrine: str
    source: str
    log_odds: float


@dataclass(frozen=True)
class Explanation:
    """One possible order of one month and all that decided it."""

    month: str
    turn: int
    actor: str
    action: str
    relation: str
    target: str
    steps: tuple[Step, ...]
    conditions: dict[str, float]
    rationality: float
    log_odds: float
    probability: float
    draw: float
    issued: bool
    chance: float = 0.0
    promised: float = 0.0

    @property
    def unmet(self) -> tuple[str, ...]:
        """Conditions of legality that did not hold at all."""
        return tuple(name for name, held in self.conditions.items() if held == 0.0)

    @property
    def verdict(self) -> str:
        """What came of it, in words."""
        if self.unmet:
            return f"withheld: not legal ({', '.join(self.unmet)})"
        if self.promised and self.draw >= self.probability:
            return (
                f"given: it is promised, and the draw {self.draw:.3f} lies below the chance {self.chance:.3f} of that"
            )
        if self.issued:
            return f"given: the draw {self.draw:.3f} lies below the probability {self.probability:.3f}"
        return f"withheld: the draw {self.draw:.3f} does not lie below the probability {self.probability:.3f}"


def explain(
    history: Replay, turn: int, actor: str, action: str | None = None, target: str | None = None
) -> tuple[Explanation, ...]:
    """Explain each possible order of `actor` in `turn`, or only those of an action or toward a target.

    Raises `BadInput` for names that the scenario does not know.
    """
    cast = history.cast
    known_or_bad(actor, cast.names, "--actor", "actor", "an actor of the scenario")
    if action is not None:
        known_or_bad(action, list(cast.actions), "--action", "action", "a known action")
    if target is not None:
        known_or_bad(target, cast.names, "--target", "target", "an actor of the scenario")
    slots = list(history.slots_of(cast.names.index(actor)))
    asked = [
        (number, slot)
        for number, slot in slots
        if action in (None, slot.action.value) and target in (None, cast.names[slot.target])
    ]
    if not asked:
        known = [f"{slot.action.value} toward {cast.names[slot.target]}" for _, slot in slots]
        order = f"{action or 'anything'} toward {target or 'anyone'}"
        raise BadInput("--action, --target", "order", order, f"an order that {actor} may give", known)
    return tuple(_explained(history, history.turn(turn), number, slot) for number, slot in asked)


def _explained(history: Replay, turn: Turn, number: int, slot: Slot) -> Explanation:
    names, orders = history.cast.names, turn.orders
    return Explanation(
        month=turn.month,
        turn=turn.number,
        actor=names[slot.actor],
        action=slot.action.value,
        relation=slot.relation,
        target=names[slot.target],
        steps=tuple(_steps(history, turn, number)),
        conditions=history.conditions(turn, number),
        rationality=float(np.ravel(turn.p["rationality"])[0]),
        log_odds=float(orders.log_odds[number, 0]),
        probability=float(orders.probability[number, 0]),
        draw=float(orders.draw[number, 0]),
        issued=bool(orders.issued[number, 0]),
        chance=_chance(history, turn, number),
        promised=float(orders.promised[number, 0]),
    )


def _chance(history: Replay, turn: Turn, number: int) -> float:
    """The chance that a promise of an order is kept, 0 where nothing is promised."""
    kept = next((one for one in history.cast.slots.promised if one.number == number), None)
    return 0.0 if kept is None else float(np.ravel(kept.likely(turn.p))[0])


def _steps(history: Replay, turn: Turn, number: int) -> Iterator[Step]:
    base = history.case.parameters.declared[history.cast.slots[number].rule.base_rate]
    yield Step(base.name, f"Base rate: {base.source}", base.passage, float(np.ravel(turn.p[base.name])[0]))
    for one in turn.orders.contributions[number]:
        yield Step(one.reason.name, one.reason.doctrine, one.reason.source, float(one.log_odds[0]))


def steps_table(explanation: Explanation) -> pd.DataFrame:
    """The sum of one order, one row a reason, the largest first after the base rate."""
    base, *reasons = explanation.steps
    ranked = [base, *sorted(reasons, key=lambda step: -abs(step.log_odds))]
    rows = [(s.name.replace("_", " "), f"{s.log_odds:+.2f}", s.source, s.doctrine) for s in ranked]
    return pd.DataFrame(rows, columns=["reason", "log-odds", "passage", "doctrine"])


def summary_table(explanations: tuple[Explanation, ...]) -> pd.DataFrame:
    """One row an order: what spoke loudest for and against it, probability, draw, verdict."""
    rows = [
        {
            "action": e.action,
            "toward": e.target,
            "log-odds": f"{e.log_odds:+.2f}",
            "probability": f"{e.probability:.3f}",
            "draw": f"{e.draw:.3f}",
            "issued": "yes" if e.issued else "no",
            "strongest reason": _strongest(e),
            "not met": ", ".join(e.unmet),
        }
        for e in explanations
    ]
    return pd.DataFrame(rows)


def _strongest(explanation: Explanation) -> str:
    reasons = sorted(explanation.steps[1:], key=lambda step: -abs(step.log_odds))
    if not reasons or reasons[0].log_odds == 0.0:
        return "none"
    return f"{reasons[0].name.replace('_', ' ')} {reasons[0].log_odds:+.2f}"

"""What stands between two countries of the plain-objects model: how one sees the other, and what it may order."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sim.model.slots import Slot
from sim.studies.plain_objects.rules import Holds, Weigh, conditions_for, reasons_for

OF_RELATION = (
    "tie",
    "hostility",
    "sanctions",
    "dependence",
    "deterrence",
    "interoperability",
    "owed",
    "treaty",
    "months_since_dispute",
)
"""What a scenario says of a pair at the start."""


def logistic(log_odds: float) -> float:
    """Probability from log-odds."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def within(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """The value held within bounds."""
    return min(max(value, low), high)


@dataclass(eq=False)
class Relation:
    """How one country stands toward another, and what this month did to it; `back` is the other's relation to it."""

    who: Any
    whom: Any
    tie: float
    hostility: float
    sanctions: float
    dependence: float
    deterrence: float
    interoperability: float
    owed: float
    treaty: float
    months_since_dispute: float
    back: Relation = field(init=False)
    rung: int = 0
    crisis: int = 0
    joint: float = 0.0
    opposed: float = 0.0
    listed: float = 0.0
    received: float = 0.0
    seen: float = 0.0
    lately: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def age(self, p: Any) -> None:
        """Ties, sanctions and dependence grow with what was done and fade."""
        floor = p.affinity_ceiling * math.exp(
            -abs(self.who.affinity_point - self.whom.affinity_point) / p.affinity_scale
        )
        gained = p.tie_gain * self.joint * (1.0 - self.tie) - p.tie_loss * self.opposed * self.tie
        self.tie = within(self.tie + gained + p.tie_decay * (floor - self.tie))
        listed = p.sanction_step * self.listed * (1.0 - self.sanctions)
        self.sanctions = within(self.sanctions + listed - p.sanctions_decay * self.sanctions)
        used = min(self.received, 1.0) * (1.0 - self.dependence) - p.dependence_fades * self.dependence
        self.dependence = within(self.dependence + p.dependence_speed * used)
        self.joint = self.opposed = self.listed = self.received = 0.0

    def judge(self, p: Any) -> None:
        """A rival updates its belief by Bayes' rule, and is deterred by strength, resolve and nuclear weapons."""
        held = within(self.hostility, 1e-6, 1.0 - 1e-6)
        told = p.provocation_evidence * self.whom.displays + p.arms_evidence * self.whom.arms + self.seen
        updated = logistic(math.log(held / (1.0 - held)) + told)
        self.hostility = within(updated + p.belief_fades * (p.belief_prior - held))
        foe = self.who.military_spending * p.initiative
        balance = (max(self.whom.strength, 1e-9) / max(foe, 1e-9)) ** p.balance_steepness
        conventional = balance / (1.0 + balance) * (1.0 - p.weariness_saps_resolve * self.whom.weariness)
        arsenal = self.whom.nuclear_warheads / (self.whom.nuclear_warheads + p.warheads_enough)
        nuclear = p.nuclear_deters * max(arsenal, self.whom.weapons_programme)
        level = 1.0 - (1.0 - conventional) * (1.0 - nuclear)
        self.deterrence += p.deterrence_speed * (level - self.deterrence)
        self.seen = 0.0

    def train(self, p: Any) -> None:
        """Allies who exercise in the same month learn to fight together."""
        used = float(self.who.exercised and self.whom.exercised) + p.accord_as_exercise * self.joint
        gained = p.interoperability_gain * used * (1.0 - self.interoperability)
        self.interoperability = within(
            self.interoperability + gained - p.interoperability_decay * self.interoperability
        )

    def settle(self, p: Any) -> None:
        """Debts cool a partnership, common pressure binds it, a deep tie becomes a treaty."""
        self.tie -= p.debt_cools * max(self.back.owed - p.credit_line, 0.0) * self.tie
        self.tie = within(self.tie + p.sanctions_to_tie * self.who.pressure * self.whom.pressure * (1.0 - self.tie))
        if self.joint and min(self.tie, self.back.tie) >= p.treaty_tie:
            self.treaty = self.back.treaty = 1.0

    def dispute(self, p: Any, random: Any) -> None:
        """A crisis may be opened between two rivals, climb, and end; both sides remember it."""
        self.rung = 0
        self.months_since_dispute += 1.0
        if self.crisis:
            self._go_on(p, random)
        elif random.random() < logistic(max(self._motive(p), self.back._motive(p))):
            self.crisis, self.months_since_dispute = 2, 0.0
        self.back.rung, self.back.months_since_dispute = self.rung, self.months_since_dispute

    def _motive(self, p: Any) -> float:
        """Log-odds that the first challenges the second this month."""
        odds = p.dispute_rate + p.hostility_to_dispute * (self.hostility - 0.5) + p.dissatisfaction * self.who.isolation
        odds -= p.deterrence_to_dispute * (self.deterrence - 0.5)
        odds += p.dispute_begets_dispute * math.exp(-self.months_since_dispute / p.dispute_memory)
        odds += p.provocation_to_dispute * (self.lately["provoke"] + self.back.lately["provoke"])
        return float(odds - p.talks_to_dispute * (self.lately["talk"] + self.back.lately["talk"]))

    def _go_on(self, p: Any, random: Any) -> None:
        """A month of a crisis: either side raises it, backs down or lets it rest."""
        asked = {2: p.step_to_display, 3: p.step_to_force, 4: p.step_to_war}[self.crisis]
        bound = p.crisis_yields - p.audience_binds * (self.crisis - 2)
        for side in (self, self.back):
            feared = p.hostility_to_severity * (side.hostility - 0.5)
            if random.random() < logistic(asked + feared - p.deterrence_to_severity * (side.deterrence - 0.5)):
                self.crisis += 1
                break
        else:
            if random.random() < p.crisis_rests or random.random() < logistic(bound):
                self.rung, self.crisis = self.crisis, 0
        if self.crisis == 5:
            self.rung, self.crisis = 5, 0


class Order:
    """What a country may do each month toward another: the reasons it weighs, and what came of it."""

    def __init__(self, model: Any, slot: Slot) -> None:
        cast, row = model.case.cast, model.case.cast.actions[slot.action]
        self.who, self.whom = model.countries[slot.actor], model.countries[slot.target]
        self.relation, self.action, self.row = self.who.toward[self.whom], slot.action.value, row
        self.base_rate: float = getattr(model.p, slot.rule.base_rate)
        self.reasons: list[Weigh] = reasons_for(self.action, len(slot.rule.reasons))
        self.conditions: list[Holds] = conditions_for((*row.legality, *slot.rule.only_if))
        self.theatre = cast.theatre_of_pair(slot.actor, slot.target)
        self.memory = model.case.recent.get((slot.actor, slot.action), 0.0)
        self.given = False

    def decide(self, p: Any, random: Any) -> None:
        """Weigh all reasons, and let a draw decide; what is not legal is never ordered."""
        odds = self.base_rate
        for reason in self.reasons:
            odds += reason(self.who, self.whom, p)
        chance = logistic(p.rationality * odds) if self.legal(p) else 0.0
        self.given = random.random() < chance

    def legal(self, p: Any) -> bool:
        """Whether all conditions of legality hold."""
        return all(holds(self.who, self.whom, p) for holds in self.conditions)

    def remember(self, p: Any) -> None:
        """Each act is remembered as its fading frequency, by who did it and by whom it was aimed at."""
        self.memory += p.memory_speed * (self.given - self.memory)
        self.who.did[self.action] += self.memory
        self.whom.suffered[self.action] += self.memory
        self.relation.lately[self.action] = self.memory

"""Promised orders: which of a month are kept. What is promised, and when, is said in `sim.inputs.promises`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Run, SlotRun, Value
from sim.inputs.parameters import Numbers
from sim.inputs.promises import AMOUNT, CHANCE, NEVER, UNIT_COST, Place, Promise as Promise, number_at

PROMISED_ONLY = "promised_only"
"""The base rate of an order that no rule of its actor's policy knows: reasons never give it."""


@dataclass(frozen=True)
class PromisedSlot:
    """A possible order at which promises meet: its number, its place, and what its amount means.

    `counted` where the amount is a number of orders a month, of which a part is the chance of one; else it is the size
    of an order, of which `notable` weighs half as much as one that reasons give. `only` where reasons never give it.
    """

    number: int
    place: Place
    counted: bool
    only: bool
    notable: float = 0.0

    def reads(self, what: str, p: Numbers) -> Value:
        """A number about the place this month."""
        return p[number_at(what, self.place)]

    def idle(self, p: Numbers) -> bool:
        """Whether it is plain that nothing is promised this month, in any run."""
        return all(isinstance(v, float) and v == 0.0 for v in (self.reads(AMOUNT, p), self.reads(NEVER, p)))

    def barred(self, p: Numbers) -> Value:
        """1 where reasons give no order of their own."""
        return 1.0 if self.only else self.reads(NEVER, p)

    def likely(self, p: Numbers) -> Value:
        """The chance that the promise is kept by an order this month, if one is legal."""
        chance = self.reads(CHANCE, p)
        return chance * np.minimum(self.reads(AMOUNT, p), 1.0) if self.counted else chance

    def amount(self, p: Numbers) -> Value:
        """What an order that keeps the promise comes to, in the action's own unit."""
        amount = self.reads(AMOUNT, p)
        return np.maximum(amount, 1.0) if self.counted else amount

    def weight(self, p: Numbers) -> Value:
        """How much an order that keeps the promise weighs beside one that reasons give: it grows with its size.

        A handful of shells is not seen as a supply line is; so no answer jumps at the smallest dose.
        """
        amount = self.amount(p)
        return 1.0 if self.counted else amount / (amount + self.notable)

    def cost(self, p: Numbers, promised: SlotRun) -> Run:
        """What keeping the promise costs this month, given what is promised and kept at every slot: USD bn."""
        cost: Run = promised[self.number] * self.reads(UNIT_COST, p)
        return cost

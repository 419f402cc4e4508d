"""What a stylised fact is: one function of a history; its tolerance, use and source stand in the evidence tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.arrays import Array
from sim.model.measures import Trajectory

Measure = Callable[[Trajectory], Array]


@dataclass(frozen=True)
class Fact:
    """A pattern of the record: what is measured of each history, and from which turn on it can be judged.

    A `share` is judged over all histories, not in each. `stand_in` says what is measured where the model does not
    know what the record counts; with `comparable` false its figures are in another unit than the record's.
    """

    name: str
    needs: int
    measure: Measure
    share: bool = False
    stand_in: str = ""
    comparable: bool = True

    @property
    def meaning(self) -> str:
        """What is measured, in one sentence."""
        return " ".join((self.measure.__doc__ or "").split())


FACTS: dict[str, Fact] = {}
"""Every fact that the model can show, by the name it has in the evidence tables; filled by the catalogue."""


def fact(
    needs: int, *, share: bool = False, stand_in: str = "", comparable: bool = True
) -> Callable[[Measure], Measure]:
    """Declare a fact that needs the record up to turn `needs`: its name is the function's."""

    def declare(measure: Measure) -> Measure:
        FACTS[measure.__name__] = Fact(measure.__name__, needs, measure, share, stand_in, comparable)
        return measure

    return declare

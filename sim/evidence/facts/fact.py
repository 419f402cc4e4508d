"""What a stylised fact is: an outcome of the months on record; tolerance, use and source stand in the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.base.arrays import Run
from sim.base.quantities import Quantity
from sim.evidence.tables import TURNS
from sim.model.measures import ABROAD, Measure, Outcome

FOLLOWED = (
    "launches",
    "border_incidents",
    "nuclear_tests",
    "rounds_fired",
    "rounds_shipped",
    "rounds_received",
    "troops_sent",
    "troops_deployed",
    "aid_given",
    "aid_received",
    "hardship",
    "partner_tie",
    "treaty",
    "dispute_rung",
)
"""Variables and views that facts look at."""

RECORD = (0, TURNS)
"""The turns on record."""

LAST_TURN = {2022: 10, 2023: 22, 2024: 34}
"""The turn of each year's December."""


@dataclass(frozen=True)
class Fact(Outcome):
    """A pattern of the record: an outcome of its months, and the turn from which on it can be judged.

    A `share` is judged over all histories, not in each. `stand_in` says what is measured where the model does not
    know what the record counts; with `comparable` false its figures are in another unit than the record's.
    """

    needs: int = TURNS - 1
    share: bool = False
    stand_in: str = ""
    comparable: bool = True

    @property
    def pooled(self) -> bool:
        """Whether it is one number of all histories together, and none of each."""
        return self.share and not self.binary


def _fact(name: str, said: str, measure: Measure, unit: str, low: float, high: float, source: str, **own: Any) -> Fact:
    quantity = Quantity(name, " ".join(said.split()), unit, source, low, high, "order", "fact")
    return Fact(quantity, ABROAD, measure, binary=unit == "0 or 1", follows=FOLLOWED, window=RECORD, **own)


def fact(
    unit: str, low: float, high: float, source: str, needs: int = TURNS - 1, **own: Any
) -> Callable[[Measure], Fact]:
    """Declare a fact that needs the record up to turn `needs`: its name is the function's, its meaning the docstring.

    `own` are the fields of `Fact` that are not as usual.
    """

    def declare(measure: Measure) -> Fact:
        return _fact(measure.__name__, measure.__doc__ or "", measure, unit, low, high, source, needs=needs, **own)

    return declare


def by_year(
    name: str,
    said: str,
    measure: Callable[..., Run],
    years: Sequence[int],
    unit: str,
    low: float,
    high: float,
    source: str,
) -> tuple[Fact, ...]:
    """One fact for each of some years, such as name_2022: what is `said` of a measure in that year."""
    return tuple(
        _fact(
            f"{name}_{year}",
            f"{said} in {year}.",
            partial(measure, year=year),
            unit,
            low,
            high,
            source,
            needs=LAST_TURN[year],
        )
        for year in years
    )

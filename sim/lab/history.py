"""The past of a study: free, or the record as a script, of which those histories are kept that end where it does."""

from __future__ import annotations

from collections.abc import Iterator

from sim.base.errors import BadInput, known_or_bad
from sim.base.months import turn_of
from sim.evidence.acts import acts
from sim.evidence.observed import on_record
from sim.evidence.tables import TURNS
from sim.inputs.action import Action
from sim.inputs.promises import Promise
from sim.scenarios.scenario import Scenario

HISTORIES = ("record", "free")
"""How the past may be played."""


def script_of(scenario: Scenario) -> tuple[Promise, ...]:
    """The record as promised orders of a scenario."""
    return tuple(_promises(scenario.start_month))


def _promises(start: str) -> Iterator[Promise]:
    for act in acts():
        first, last = turn_of(act.first, start), turn_of(act.last, start)
        yield Promise(act.who, Action(act.action), act.toward, act.amount, first, last, never=True, source=act.source)


def has_record(scenario: Scenario) -> bool:
    """Whether a scenario has months on record."""
    try:
        on_record(scenario, "history")
    except BadInput:
        return False
    return True


def history_of(where: str, scenario: Scenario, asked: str, start: int) -> str:
    """The past that is asked for, or else the usual: the record where there is one and levers act after it.

    Raises `BadInput` where the record is asked for and cannot be had.
    """
    if not asked:
        return "record" if has_record(scenario) and start >= TURNS else "free"
    known_or_bad(asked, HISTORIES, where, "--history", "how the past is played")
    if asked == "record":
        on_record(scenario, where)
        if start < TURNS:
            raise BadInput(where, "--start", start, f"{TURNS} or later, after the months on record, or --history free")
    return asked

"""The past of a study: free, or the record as a script, of which those histories are kept that end where it does."""

from __future__ import annotations

from sim.base.errors import BadInput, known_or_bad
from sim.evidence.observed import on_record
from sim.evidence.tables import TURNS
from sim.inputs.promises import Promise
from sim.scenarios.scenario import Scenario
from sim.scenarios.scripts import load_script

HISTORIES = ("record", "free")
"""How the past may be played."""


def script_of(scenario: Scenario) -> tuple[Promise, ...]:
    """The record of a scenario, as promised orders."""
    return load_script(scenario.record, scenario)


def has_record(scenario: Scenario) -> bool:
    """Whether a scenario has its months on record, and what is known of the last of them."""
    try:
        on_record(scenario, "history")
    except BadInput:
        return False
    return bool(scenario.record)


def history_of(where: str, scenario: Scenario, asked: str, start: int) -> str:
    """The past that is asked for, or else the usual: the record where there is one and levers act after it.

    Raises `BadInput` where the record is asked for and cannot be had.
    """
    if not asked:
        return "record" if has_record(scenario) and start >= TURNS else "free"
    known_or_bad(asked, HISTORIES, where, "--history", "how the past is played")
    if asked == "record":
        if not has_record(scenario):
            raise BadInput(where, "--scenario", scenario.name, "a scenario with a record, or --history free")
        if start < TURNS:
            raise BadInput(where, "--start", start, f"{TURNS} or later, after the months on record, or --history free")
    return asked

"""What the options of a command make of a scenario: doses, scripts, theories, and what is done or held by force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.base.errors import BadInput
from sim.base.written import read
from sim.commands.options import given, pairs
from sim.engine.interventions import Intervention
from sim.face.changes import NEVER, Changes
from sim.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """The options, as they were typed."""

    settings: Iterable[str] | None = None
    doses: Iterable[str] | None = None
    scripts: Iterable[str] | None = None
    theories: Iterable[str] | None = None
    does: Iterable[str] | None = None
    pathways: Iterable[str] | None = None


def changes(asked: Asked) -> Changes:
    """What was typed, as values; raise `BadInput` for what is no pair and no number."""
    done = pairs(asked.does, "--do", "WHO:action:WHOM=25 or front=0.4")
    return Changes(
        set=given(asked.settings),
        doses={
            name: _number(name, text, "--dose") for name, text in pairs(asked.doses, "--dose", "support_ukraine=50")
        },
        scripts=tuple(asked.scripts or ()),
        theories=dict(pairs(asked.theories, "--theory", "china_policy=balancer")),
        do={what: value if ":" in what and value == NEVER else _number(what, value, "--do") for what, value in done},
        pathways=tuple(asked.pathways or ()),
    )


def intervention(scenario: Scenario, asked: Asked, start: int | None = None) -> Intervention:
    """The intervention that was asked for; what is done by force is done from the turn in which levers act.

    Raises `BadInput` with one line for whatever is not known or no number.
    """
    return changes(asked).intervention(scenario, scenario.levers_from if start is None else start, "--")


def _number(name: str, text: str, where: str) -> float:
    try:
        return read(text)
    except ValueError:
        raise BadInput(where, name, text, "a number") from None

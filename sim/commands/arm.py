"""What the options of a command make of a scenario: doses, scripts, theories, and what is done or held by force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.base.errors import BadInput, known_or_bad
from sim.base.written import read
from sim.commands.options import given, pairs
from sim.engine.held import held_at
from sim.engine.interventions import Intervention
from sim.inputs.action import Action
from sim.inputs.parameters import Parameters, Schedule
from sim.model.promises import Promise
from sim.model.theories import chosen
from sim.scenarios.pathways import load_pathway
from sim.scenarios.scenario import Scenario
from sim.scenarios.scripts import load_script

NEVER = "never"


@dataclass(frozen=True)
class Asked:
    """The options, as they were typed."""

    settings: Iterable[str] | None = None
    doses: Iterable[str] | None = None
    scripts: Iterable[str] | None = None
    theories: Iterable[str] | None = None
    does: Iterable[str] | None = None
    pathways: Iterable[str] | None = None


def intervention(scenario: Scenario, asked: Asked, start: int | None = None) -> Intervention:
    """The intervention that was asked for; what is done by force is done from the turn in which levers act.

    Raises `BadInput` with one line for whatever is not known or no number.
    """
    since = scenario.levers_from if start is None else start
    done = dict(pairs(asked.does, "--do", "WHO:action:WHOM=25 or front=0.4"))
    orders = {place: value for place, value in done.items() if ":" in place}
    held = {path: _number(path, value) for path, value in done.items() if path not in orders}
    sides = dict(pairs(asked.theories, "--theory", "china_policy=balancer"))
    chosen(sides)
    for path, value in held.items():
        held_at(path, value, since, scenario.cast, "--do")
    pathways = [load_pathway(name, scenario) for name in asked.pathways or ()]
    script = (one for name in asked.scripts or () for one in load_script(name, scenario))
    return Intervention(
        levers=Schedule(tuple(step for one in pathways for step in one.levers.steps)),
        triggers=tuple(trigger for one in pathways for trigger in one.triggers),
        parameters={**given(asked.settings), **intensities(scenario.parameters, asked.doses)},
        script=(*script, *(_order(place, value, scenario, since) for place, value in orders.items())),
        held=held,
        held_from=since,
        theories=sides,
    )


def intensities(parameters: Parameters, doses: Iterable[str] | None) -> dict[str, float]:
    """The intensity of each lever that a dose in its own unit comes to."""
    return dict(_intensities(parameters, doses))


def _intensities(parameters: Parameters, doses: Iterable[str] | None) -> Iterator[tuple[str, float]]:
    for name, text in pairs(doses, "--dose", "support_ukraine=50"):
        known_or_bad(name, parameters.levers, "--dose", "action", "an action that may be taken")
        lever, quantity = parameters.declared[name], _number(name, text, "--dose")
        most = lever.high * lever.dose
        if not 0.0 <= quantity <= most:
            raise BadInput("--dose", name, quantity, f"a number from 0 to {most:g} ({lever.dose_unit})")
        yield name, quantity / lever.dose


def _order(place: str, value: str, scenario: Scenario, since: int) -> Promise:
    """An order that is given, or never given, every month from a turn on."""
    who, action, toward = (*place.split(":"), "", "")[:3]
    for name in (who, toward or who):
        known_or_bad(name, scenario.cast.names, "--do", place, "an actor of the scenario")
    known_or_bad(action, tuple(scenario.cast.actions), "--do", place, "a known action")
    never = value == NEVER
    amount = 0.0 if never else _number(place, value)
    if amount < 0.0:
        raise BadInput("--do", place, value, "an amount of at least 0, or never")
    return Promise(who, Action(action), toward or who, amount, since, never=never, source="asked for by --do")


def _number(name: str, value: str, where: str = "--do") -> float:
    try:
        number = read(value)
    except ValueError:
        number = float("nan")
    if number != number or abs(number) > 1e9:
        raise BadInput(where, name, value, "a number")
    return number

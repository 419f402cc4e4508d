"""Timing: start, ramp, intensity and who joins, crossed; what each month of delay costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sim.base.errors import BadInput, known_or_bad
from sim.base.given import whole
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Schedule, Step
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.delay import FACTORS, OF_DELAY
from sim.lab.designs import BASELINE, EVERYTHING, Arm, Listed, actions_of
from sim.lab.options import check_actions, check_number
from sim.lab.study import Study
from sim.report.studies.timing import tell
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.basis import Basis, study_on
from sim.studies.dose import named_actions

WHERE = "study timing"
EVERYBODY = "everybody"
LONGEST = 60


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study: all combinations of these, for each of `actions` and for all that are recommended.

    `starts` are months after the turn from which actions may act; over `ramps` months an intensity grows evenly to each
    of `levels`; `joins` say who takes part, actors joined by +, or everybody: if none is said, everybody, and alone
    whoever promises most.
    """

    out: Path = Path("results/timing")
    starts: tuple[int, ...] = (0, 6, 12, 24, 36)
    ramps: tuple[int, ...] = (1, 12)
    levels: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    joins: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    scenario = load_scenario(options.scenario)
    check_actions(WHERE, scenario)
    parameters = scenario.parameters
    begin = scenario.levers_from if options.start is None else options.start
    _check(options, scenario.turns - begin - 1)
    names = named_actions(WHERE, parameters, options.actions)
    levers: dict[str, tuple[str, ...]] = {name: (name,) for name in names}
    if len(actions_of(parameters)) > 1 and not options.actions:
        levers[EVERYTHING] = actions_of(parameters)
    coalitions = _coalitions(options, scenario)
    arms = (Arm(BASELINE, _factors("", 0, 0, 0.0, ""), Intervention()), *_arms(options, begin, levers, coalitions))
    facts = {
        "actions": list(levers),
        "starts": sorted(options.starts),
        "ramps": sorted(options.ramps),
        "levels": sorted(options.levels),
        "joins": list(coalitions),
    }
    return study_on("timing", options, Listed(arms, FACTORS), (OF_COMPARED, OF_DELAY), tell, facts=facts)


def _check(options: Options, longest: int) -> None:
    for start in options.starts:
        whole(start, WHERE, "--starts", 0, longest)
    for ramp in options.ramps:
        whole(ramp, WHERE, "--ramps", 1, LONGEST)
    for level in options.levels:
        check_number(WHERE, "levels", level, 0.01, STRONGEST)
    if len(set(options.starts)) < 2 or not options.ramps or not options.levels:
        raise BadInput(WHERE, "--starts", options.starts, "at least two starts, a ramp and a level")


def _coalitions(options: Options, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """For each coalition the actors that keep out of it."""
    promised = Counter(row.who for row in scenario.parameters.promises if row.lever)
    everybody = tuple(sorted(promised))
    most = promised.most_common(1)[0][0]
    found = {}
    for said in options.joins or (EVERYBODY, *([most] if len(promised) > 1 else [])):
        names = everybody if said == EVERYBODY else tuple(said.split("+"))
        for name in names:
            known_or_bad(name, everybody, WHERE, "--join", "an actor that promises something, or everybody")
        found[said] = tuple(one for one in everybody if one not in names)
    return found


def _arms(
    options: Options, begin: int, levers: Mapping[str, tuple[str, ...]], coalitions: Mapping[str, tuple[str, ...]]
) -> Iterator[Arm]:
    """Every combination; those that are played as one case follow each other."""
    grid = product(levers.items(), coalitions.items(), sorted(options.ramps), sorted(options.starts))
    for (action, pulled), (joins, absent), ramp, start in grid:
        for level in sorted(options.levels):
            steps = [
                Step(begin + start + month, lever, level * (month + 1) / ramp)
                for lever in pulled
                for month in range(ramp)
            ]
            own = Intervention(levers=Schedule(tuple(steps)), absent=absent)
            name = f"{action}={level:g} from {start} over {ramp}, {joins}"
            yield Arm(name, _factors(action, start, ramp, level, joins), own)


def _factors(action: str, start: int, ramp: int, level: float, joins: str) -> dict[str, float | str]:
    return {"action": action, "start": start, "ramp": ramp, "level": level, "joins": joins}

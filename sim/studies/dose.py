"""Dose: how what each action changes grows with its intensity, where it levels off, and where it turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import BadInput, known_or_bad
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameters
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.saturation import ACTION, LEVEL, OF_SATURATION
from sim.lab.designs import BASELINE, Arm, Listed, actions_of, others_of
from sim.lab.options import check_number
from sim.lab.study import Study
from sim.report.studies.dose import tell
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.scenario import load_scenario
from sim.studies.basis import Basis, study_on

WHERE = "study dose"
LEVELS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
FACTORS = (
    ACTION,
    LEVEL,
    column("dose", "the same in the action's own unit", "as `dose_unit` says", 0, role="lever"),
    column("dose_unit", "unit of the dose", TEXT),
)


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study: `levels` of each of `actions`, all but placebos if none is named.

    An effect levels off where a further unit adds less than a `share` of what a unit brought at first.
    """

    out: Path = Path("results/dose")
    levels: tuple[float, ...] = LEVELS
    actions: tuple[str, ...] = ()
    share: float = 0.5


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    parameters = load_scenario(options.scenario).parameters
    levels = _levels(options)
    check_number(WHERE, "share", options.share, 0.01, 0.99)
    actions = named_actions(WHERE, parameters, options.actions)
    arms = (Arm(BASELINE, _factors("", 0.0, parameters), pulled(parameters, {})), *_arms(parameters, actions, levels))
    analyses = (OF_COMPARED, OF_SATURATION)
    facts = {"levels": list(levels), "actions": list(actions), "share": options.share}
    return study_on("dose", options, Listed(arms, FACTORS), analyses, tell, facts=facts)


def _levels(options: Options) -> tuple[float, ...]:
    for level in options.levels:
        check_number(WHERE, "levels", level, 0.0, STRONGEST)
    levels = tuple(sorted({float(level) for level in options.levels} - {0.0}))
    if len(levels) < 2:
        raise BadInput(WHERE, "--levels", options.levels, f"at least two numbers above 0, up to {STRONGEST:g}")
    return levels


def named_actions(where: str, parameters: Parameters, names: tuple[str, ...]) -> tuple[str, ...]:
    """The actions that are named, or all that promise anything; raise `BadInput` for a name that is none."""
    known = (*actions_of(parameters), *others_of(parameters))
    return tuple(dict.fromkeys(known_or_bad(name, known, where, "--action", "an action") for name in names or known))


def pulled(parameters: Parameters, levels: dict[str, float]) -> Intervention:
    """Levers at some intensities, and all others at nothing."""
    return Intervention(parameters={**dict.fromkeys(parameters.levers, 0.0), **levels})


def _arms(parameters: Parameters, actions: tuple[str, ...], levels: tuple[float, ...]) -> Iterator[Arm]:
    for action in actions:
        for level in levels:
            factors = _factors(action, level, parameters)
            yield Arm(f"{action}={level:g}", factors, pulled(parameters, {action: level}))


def _factors(action: str, level: float, parameters: Parameters) -> dict[str, float | str]:
    lever = parameters.declared.get(action)
    dose, unit = (level * lever.dose, lever.dose_unit or lever.unit) if lever else (0.0, "")
    return {"action": action, "level": level, "dose": dose, "dose_unit": unit}

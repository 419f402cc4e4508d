"""Theories: the rivals fully crossed; which conclusions are robust, on which side others hang, and which are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sim.base.errors import BadInput, known_or_bad
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameters
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.conclusions import ACTION, OF_CONCLUSIONS
from sim.lab.designs import BASELINE, EVERYTHING, Arm, Listed, actions_of
from sim.lab.options import check_number
from sim.lab.study import Study
from sim.model.theories import THEORIES
from sim.report.studies.theories import tell
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.scenario import load_scenario
from sim.studies.basis import Basis, study_on
from sim.studies.dose import named_actions, pulled

WHERE = "study theories"


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study: the theories to `cross`, all if none is named, and the `level` of each action."""

    out: Path = Path("results/theories")
    cross: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    level: float = 1.0


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    parameters = load_scenario(options.scenario).parameters
    check_number(WHERE, "level", options.level, 0.0, STRONGEST)
    crossed = tuple(known_or_bad(name, THEORIES, WHERE, "--cross", "a theory") for name in options.cross or THEORIES)
    for name in crossed:
        if name in options.theories:
            raise BadInput(WHERE, "--theory", name, "a theory that is not crossed")
    actions = named_actions(WHERE, parameters, options.actions)
    levels = {action: {action: options.level} for action in actions}
    if len(actions_of(parameters)) > 1 and not options.actions:
        levels[EVERYTHING] = dict.fromkeys(actions_of(parameters), options.level)
    quantities = (
        ACTION,
        *(column(name, f"side taken: {THEORIES[name].meaning}", TEXT, role="key") for name in crossed),
    )
    design = Listed(tuple(_arms(parameters, levels, crossed)), quantities)
    facts = {"crossed": list(crossed), "actions": list(levels), "level": options.level}
    return study_on("theories", options, design, (OF_COMPARED, OF_CONCLUSIONS), tell, facts=facts)


def _arms(parameters: Parameters, levels: Mapping[str, dict[str, float]], crossed: tuple[str, ...]) -> Iterator[Arm]:
    """The baseline, each action and all of them under every combination of sides, those taken anyway first."""
    for group, taken in enumerate(product(*(THEORIES[name].choices for name in crossed))):
        sides = dict(zip(crossed, taken, strict=True))
        under, first = Intervention(theories=sides), group * (1 + len(levels))
        said = " | " + ", ".join(taken)
        for action, own in {BASELINE: {}, **levels}.items():
            factors = {"action": "" if action == BASELINE else action, **sides}
            yield Arm(f"{action}{said}", factors, under.also(pulled(parameters, own)), first)

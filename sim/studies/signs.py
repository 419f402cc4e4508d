"""Signs: all coefficients whose very sign is disputed, several at a time; which effects flip, and what explains it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import BadInput, known_or_bad
from sim.inputs.parameters import Parameter, Parameters
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.flips import ACTION, OF_EXPLAINED, OF_FLIPS
from sim.lab.designs import BASELINE, EVERYTHING, Arm, Listed, actions_of
from sim.lab.foldover import FoldOver
from sim.lab.options import check_number, check_whole
from sim.lab.samplers import Prior, Sampler
from sim.lab.study import Study
from sim.report.studies.signs import tell
from sim.scenarios.scenario import load_scenario
from sim.studies.basis import Basis, study_on
from sim.studies.dose import named_actions, pulled

WHERE = "study signs"
METHODS = ("foldover", "joint")


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study.

    `method` is `foldover`, where each contested parameter stands at `reach` times its lowest or highest value, or
    `joint`, where `sets` sets of them are drawn from their priors. Each set is played in `draws` replicates. The past
    is the `record` as a script, which does not choose between settings, or `free`.
    """

    out: Path = Path("results/signs")
    draws: int = 4
    method: str = "foldover"
    reach: float = 0.5
    sets: int = 128
    contested: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    parameters = load_scenario(options.scenario).parameters
    check_number(WHERE, "reach", options.reach, 0.01, 1.0)
    check_whole(WHERE, options, sets=(8, 100_000), draws=(1, 100))
    known_or_bad(options.method, METHODS, WHERE, "--method", "a method")
    contested = contested_of(parameters, options)
    moved = FoldOver(contested, options.reach)
    sampler: Sampler = moved if options.method == "foldover" else Prior(contested, options.seed)
    sets = moved.sets if options.method == "foldover" else options.sets
    actions = named_actions(WHERE, parameters, options.actions)
    facts = {
        "method": options.method,
        "reach": options.reach,
        "contested": [one.name for one in contested],
        "actions": [*actions, *([EVERYTHING] if _together(parameters, options) else [])],
    }
    return study_on(
        "signs",
        options,
        Listed(tuple(_arms(parameters, actions, options)), (ACTION,)),
        (OF_COMPARED, OF_EXPLAINED, OF_FLIPS),
        tell,
        sampler=sampler,
        facts=facts,
        replicates=sets * options.draws,
        chosen=False,
    )


def contested_of(parameters: Parameters, options: Options) -> tuple[Parameter, ...]:
    """The contested parameters that are moved: those named, or all that are not set; raise `BadInput` for none."""
    known = {n: q for n, q in parameters.declared.items() if q.contested and n not in options.settings}
    names = [known_or_bad(name, known, WHERE, "--contested", "a contested parameter") for name in options.contested]
    found = tuple(known[name] for name in names or known)
    if len(found) < 2:
        raise BadInput(WHERE, "--contested", ", ".join(names), "at least two parameters whose sign is contested", known)
    return found


def _together(parameters: Parameters, options: Options) -> bool:
    return len(actions_of(parameters)) > 1 and not options.actions


def _arms(parameters: Parameters, actions: tuple[str, ...], options: Options) -> list[Arm]:
    """The baseline, each action alone, and all that are recommended."""
    arms = [Arm(BASELINE, {"action": ""}, pulled(parameters, {}))]
    arms += [Arm(action, {"action": action}, pulled(parameters, {action: 1.0})) for action in actions]
    if _together(parameters, options):
        every = pulled(parameters, dict.fromkeys(actions_of(parameters), 1.0))
        arms.append(Arm(EVERYTHING, {"action": EVERYTHING}, every))
    return arms

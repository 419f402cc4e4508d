"""Portfolio: which mix of the actions, how strong, under a budget; what is regretted if theory or numbers are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.lab.analyses.portfolio import OF_KNOWING, OF_PORTFOLIO, OF_ROBUST, OF_TOGETHER
from sim.lab.designs import actions_of
from sim.lab.options import check_number
from sim.lab.portfolios import Portfolios
from sim.lab.study import Study
from sim.model.theories import THEORIES
from sim.report.studies.portfolio import tell
from sim.scenarios.commitments import STRONGEST
from sim.scenarios.scenario import load_scenario
from sim.studies.basis import Basis, study_on

WHERE = "study portfolio"
STRENGTHS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study: the `strengths` at which all mixes are played, 1 always among them.

    A mix is affordable where on the average it costs no more than `budget`, USD bn a year (anything, if None). It is
    good enough where it is worth at least `enough`, in smallest differences of interest as a weighting counts them.
    With `rivals` all mixes are played at 1 under every rival side of every theory too.
    """

    out: Path = Path("results/portfolio")
    replicates: int = 200
    strengths: tuple[float, ...] = STRENGTHS
    budget: float | None = None
    enough: float = 1.0
    rivals: bool = True


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    for strength in options.strengths:
        check_number(WHERE, "strengths", strength, 0.01, STRONGEST)
    if options.budget is not None:
        check_number(WHERE, "budget", options.budget, 0.0, 1e6)
    check_number(WHERE, "enough", options.enough, -1e3, 1e3)
    strengths = tuple(sorted({1.0, *map(float, options.strengths)}))
    facts = {"strengths": list(strengths), "budget": options.budget, "enough": options.enough, "rivals": options.rivals}
    analyses = (OF_PORTFOLIO, OF_ROBUST, OF_TOGETHER, OF_KNOWING)
    return study_on("portfolio", options, _design(options, strengths), analyses, tell, facts=facts)


def _design(options: Options, strengths: tuple[float, ...]) -> Portfolios:
    parameters = load_scenario(options.scenario).parameters
    actions = actions_of(parameters)
    taken = {name: options.theories.get(name, theory.default) for name, theory in THEORIES.items()}
    rivals = ((name, side) for name, theory in THEORIES.items() for side in theory.choices if side != taken[name])
    off = tuple(name for name in parameters.levers if name not in actions)
    return Portfolios(actions, strengths, tuple(rivals) if options.rivals else (), off)

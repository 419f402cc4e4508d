"""The studies that can be carried out by name; nothing is loaded before one of them is asked for."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.base.errors import known_or_bad

if TYPE_CHECKING:
    from sim.lab.options import Asked
    from sim.lab.study import Progress, Results, Study


@dataclass(frozen=True)
class Listing:
    """A study by name: its question, and the module that holds its `Options` and its `study` of them."""

    name: str
    question: str
    module: str


STUDIES = (
    Listing("sweep", "What does each recommended action change, alone and with the others?", "factorial_sweep"),
    Listing("dose", "How does what an action changes grow with its dose, and where does it turn?", "dose"),
    Listing(
        "portfolio", "Which mix of the actions, how strong, under a budget, and what would be regretted?", "portfolio"
    ),
    Listing("sensitivity", "On which parameters do the outcomes and the effects of actions hang?", "sensitivity"),
    Listing("timing", "How soon, how fast, how strongly and with whom: what does a month of delay cost?", "timing"),
    Listing("theories", "Which conclusions hold whichever theory is right, and on what do others hang?", "theories"),
    Listing("signs", "Which effects flip when all coefficients of disputed sign move at once, and why?", "signs"),
    Listing(
        "pathways", "Are levers that follow what is observed better than fixed ones, and when do they act?", "pathways"
    ),
    Listing("discovery", "Where, among all that may be true, does an action fail or backfire?", "discovery"),
    Listing("history", "Do free histories of the months on record look as these months did?", "history_test"),
    Listing("ablation", "What brings the patterns of the record about: what is lost without it?", "ablation_study"),
    Listing("calibration", "Which parameters do the months on record leave open?", "calibration"),
)
"""Every study, in the order in which they are listed."""


def listing(name: str, where: str = "entente study") -> Listing:
    """The listing of a study; raise `BadInput` for a name that is not known."""
    known = {one.name: one for one in STUDIES}
    return known[known_or_bad(name, known, where, "study", "a study by name")]


def asked_of(name: str, **asked: Any) -> tuple[Study, Asked]:
    """A study and its options as they are asked for; raise `BadInput` for what is not possible."""
    module = import_module(f"sim.studies.{listing(name).module}")
    known_options(name, module.Options, asked)
    options: Asked = module.Options(**asked)
    study: Study = module.study(options)
    return study, options


def known_options(name: str, options: Any, asked: dict[str, Any]) -> None:
    """Raise `BadInput` for an option that a study does not have."""
    for one in asked:
        known_or_bad(one, tuple(options.__dataclass_fields__), f"study {name}", "option", "an option of this study")


def carried_out(
    name: str, progress: Progress | None = None, executor: Executor | str | None = None, **asked: Any
) -> Results:
    """Carry out a study by its name, or read it where it stands finished; see `sim.lab.experiment.carry_out`.

    `executor` is one of `concurrent.futures`, or a word, as in the options.
    """
    from sim.lab.experiment import carry_out  # loads all that plays

    named = isinstance(executor, str)
    study, options = asked_of(name, **asked, **({"executor": executor} if named else {}))
    return carry_out(study, options, progress, None if isinstance(executor, str) else executor)

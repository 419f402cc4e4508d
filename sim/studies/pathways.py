"""Pathways: levers that follow what is observed, against the same levers at fixed levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import BadInput
from sim.engine.interventions import Intervention
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.pathways import ADAPTIVE, FIXED, OF_FIRED, OF_FIRING, OF_PATHWAYS, PATHWAY, SHARE, WAY
from sim.lab.designs import BASELINE, Arm, Listed
from sim.lab.options import check_number
from sim.lab.study import Study
from sim.report.studies.pathways import tell
from sim.scenarios.pathways import Pathway, load_pathway, pathway_names
from sim.scenarios.scenario import load_scenario
from sim.studies.basis import Basis, study_on

WHERE = "study pathways"
SHARES = (0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Options(Basis):
    """What is asked of the study: `pathways`, by name or file (those that ship, if none is named).

    Each is held against its levers at fixed levels from the start: `shares` of the highest to which it may bring them.
    """

    out: Path = Path("results/pathways")
    replicates: int = 200
    pathways: tuple[str, ...] = ()
    shares: tuple[float, ...] = SHARES


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    for share in options.shares:
        check_number(WHERE, "shares", share, 0.01, 1.0)
    scenario = load_scenario(options.scenario)
    loaded = [load_pathway(name, scenario) for name in options.pathways or pathway_names()]
    names = [one.name for one in loaded]
    if len(set(names)) < len(names) or BASELINE in names:
        raise BadInput(WHERE, "--pathway", ", ".join(names), "each pathway once, under a name of its own")
    _named_apart(loaded)
    arms = (
        _arm(BASELINE, ("", "", 0.0), Intervention()),
        *_arms(loaded, tuple(sorted(set(map(float, options.shares))))),
    )
    facts = {"pathways": {one.name: one.title for one in loaded}, "shares": sorted(set(map(float, options.shares)))}
    analyses = (OF_COMPARED, OF_PATHWAYS, OF_FIRING, OF_FIRED)
    return study_on("pathways", options, Listed(arms, (PATHWAY, WAY, SHARE)), analyses, tell, facts=facts)


def _named_apart(pathways: list[Pathway]) -> None:
    """Raise `BadInput` where two pathways call a trigger the same: what is noted of them goes by name."""
    seen: dict[str, str] = {}
    for one in pathways:
        for trigger in one.triggers:
            if seen.setdefault(trigger.name, one.name) != one.name:
                raise BadInput(one.name, "trigger.name", trigger.name, f"another name than in {seen[trigger.name]}")


def _arms(pathways: list[Pathway], shares: tuple[float, ...]) -> Iterator[Arm]:
    for one in pathways:
        own = Intervention(levers=one.levers, triggers=one.triggers)
        yield _arm(one.name, (one.name, ADAPTIVE, 0.0), own)
        for share in shares:
            fixed = Intervention(parameters={lever: share * level for lever, level in one.highest.items()})
            yield _arm(f"{one.name} fixed x {share:g}", (one.name, FIXED, share), fixed)


def _arm(name: str, factors: tuple[str, str, float], own: Intervention) -> Arm:
    return Arm(name, dict(zip((PATHWAY.name, WAY.name, SHARE.name), factors, strict=True)), own)

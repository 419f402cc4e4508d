"""The ablation as a study of its own: every switch in as many histories as are asked for, resumed where interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.evidence import tables as evidence
from sim.evidence.observed import on_record
from sim.evidence.tables import TURNS
from sim.lab.designs import Listed
from sim.lab.options import Asked, asked_sampler, check_whole
from sim.lab.study import Analysis, Results, Study
from sim.report.studies.ablation import tell
from sim.report.studies.telling import telling
from sim.scenarios.scenario import load_scenario
from sim.studies.ablation import BLOCK, COLUMNS, OF_ABLATION, PATTERNS, patterns_of, row_of, switches
from sim.studies.history_test import judged_posterior

WHERE = "study ablation"


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of an ablation: `runs` histories for each switch, and where parameters come from."""

    out: Path = Path("results/ablation")
    runs: int = 200
    parameters: str = "default"
    posterior: Path | None = None
    stale: bool = False


def study(options: Options) -> Study:
    """The ablation that the options ask for; raise `BadInput` for anything that is not possible."""
    check_whole(WHERE, options, runs=(2, 10_000))
    scenario, source, named = load_scenario(options.scenario), options.parameters, options.posterior
    usual, stale = judged_posterior(scenario), options.stale
    sampler = asked_sampler(WHERE, scenario, source, options.seed, named, stale=stale, usual=usual)
    on_record(scenario, WHERE)
    drawn = scenario.parameters.with_values(sampler.draw(np.arange(options.runs)))
    return Study(
        name="ablation",
        design=Listed(switches(scenario, drawn), COLUMNS[:3]),
        sampler=sampler,
        replicates=options.runs,
        analyses=(Analysis(OF_ABLATION.file, OF_ABLATION.columns, _rows),),
        report=telling(tell),
        turns=TURNS,
        read=patterns_of,
        facts={"parameters": source, "evidence_hash": evidence.fingerprint(), "stale_posterior_allowed": stale},
        block=BLOCK,
    )


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    """Every pattern under every switch, beside the same histories with everything on."""
    assert results.parts is not None
    arms, arrays = results.plan.arms, results.parts.arrays()
    shares = {pattern.name: arrays[pattern.name].reshape(len(arms), -1) for pattern in PATTERNS}
    rows = [
        row_of(arm, pattern, shares[pattern.name][arm.baseline], shares[pattern.name][number])
        for number, arm in enumerate(arms)
        for pattern in PATTERNS
    ]
    yield pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])

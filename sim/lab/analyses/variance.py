"""Variance decomposition: how much of an effect's spread is stochastic, how much parametric.

Several replicates share a parameter set, so that a one-way analysis of variance with random effects (Searle 1992)
splits the variance of the paired difference: between sets it is parametric uncertainty, within a set stochastic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import PLACE, Read, complete, place_of, with_headlines
from sim.lab.designs import Contrast
from sim.lab.spread import Spread, spreads
from sim.lab.statistics import contrasted
from sim.lab.study import Analysis, Results
from sim.model.measures import Outcome

VARIANCE: Columns = (
    column("kind", "kind of comparison, as in effects.csv", TEXT),
    column("mix", "the action, as in effects.csv", TEXT),
    *PLACE,
    column("difference", "mean over parameter sets of the paired difference", "in the unit of the outcome"),
    column(
        "low_90",
        "5th percentile of the expected difference over parameter sets, luck taken out (`sim.lab.spread`)",
        "in the unit of the outcome",
    ),
    column("high_90", "95th percentile of the same", "in the unit of the outcome"),
    column(
        "share_parametric",
        "share of the variance of one paired difference that lies between parameter sets; empty where none differs",
        "share",
        0,
        1,
    ),
    column("share_stochastic", "the rest: stochastic, within a set; empty as above", "share", 0, 1),
    column(
        "sign_holds",
        "share of sets whose expected difference has the sign that most have; as in effects.csv",
        "share",
        0,
        1,
    ),
    column("sets", "parameter sets of which no replicate failed in any mix", "sets", 0),
    column("draws_per_set", "replicates that share a set", "replicates", 1),
    column("headline", "`yes` for a headline outcome", TEXT),
)


def variance_table(read: Read, outcomes: Sequence[Outcome], contrasts: Sequence[Contrast], draws: int) -> pd.DataFrame:
    """The split for every main effect and outcome: columns as declared in `VARIANCE`."""
    kept, main = complete(read, outcomes, draws), [one for one in contrasts if one.kind == "main"]
    rows = []
    for number, outcome in enumerate(outcomes):
        differences = contrasted(read(number)[:, kept], [one.terms for one in main]).reshape(len(main), -1, draws)
        for compared, own, found in zip(main, differences, spreads(differences), strict=True):
            rows.append({"kind": "main", "mix": compared.name, **place_of(outcome), **_split(own, found)})
    return pd.DataFrame(rows, columns=[quantity.name for quantity in VARIANCE])


def _split(differences: Array, found: Spread) -> dict[str, object]:
    """Split the variance of differences of shape (set, draw)."""
    sets, draws = differences.shape
    whole, (low, high) = found.between + found.within, found.band()
    share = found.between / whole if whole > 0.0 else np.nan
    return {
        "difference": float(differences.mean()) if sets else np.nan,
        "low_90": low,
        "high_90": high,
        "share_parametric": share,
        "share_stochastic": 1.0 - share,
        "sign_holds": found.sign_holds,
        "sets": sets,
        "draws_per_set": draws,
    }


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    contrasts, draws = results.study.design.contrasts(), results.plan.draws
    yield variance_table(results.store.outcome, results.once(with_headlines), contrasts, draws)


OF_VARIANCE = Analysis("variance.csv", lambda results: VARIANCE, _rows)

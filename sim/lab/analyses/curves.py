"""Dose and response: what each action alone changes at each intensity at which it was played."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import EFFECTS, OF_EFFECTS, OWN, PLACE, complete, with_headlines
from sim.lab.designs import BASELINE, Contrast
from sim.lab.spread import spreads
from sim.lab.statistics import contrasted
from sim.lab.study import Analysis, Results
from sim.lab.wide import Wide

KEPT = ("difference", "low", "high", "least", "p_above", "p_below", "reading", "baseline_mean", "headline")
"""Columns of effects.csv that are told of each dose."""

DOSES: Columns = (
    column("action", "the action, alone, against the baseline", TEXT),
    column("mix", "name of the mix", TEXT),
    column("level", "its intensity; 0 is the baseline", "intensity", 0),
    column("dose", "the same in the action's own unit", "as `dose_unit` says", 0),
    column("dose_unit", "unit of the dose", TEXT),
    *PLACE,
    *(quantity for quantity in EFFECTS if quantity.name in KEPT[:3]),
    column("low_90", "5th percentile of the expected difference over parameter sets, luck taken out", OWN),
    column("high_90", "95th percentile of the same", OWN),
    column("per_level", "difference per unit of intensity: it falls where a further dose does less", OWN),
    *(quantity for quantity in EFFECTS if quantity.name in KEPT[3:]),
)


def alone(results: Results) -> list[tuple[str, float, Contrast]]:
    """Each comparison of one action alone with the baseline: the action, its intensity, the comparison."""
    design, arms = results.study.design, results.plan.arms
    assert isinstance(design, Wide)
    found = []
    for one in design.contrasts():
        arm = arms[one.terms[0][0]]
        raised = [(name, float(arm.factors[name])) for name in design.raised(arm)]
        if one.kind in ("mix", "dose", "other") and len(raised) == 1:
            found.append((*raised[0], one))
    order = {name: place for place, name in enumerate(design.actions)}
    return sorted(found, key=lambda one: (order[one[0]], one[1]))


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    table = results.table(OF_EFFECTS)
    bands = _bands(results)
    names, first = [quantity.name for quantity in DOSES], ""
    for action, level, compared in results.once(alone):
        here = (table["kind"] == compared.kind) & (table["mix"] == compared.name)
        own = table[here].reset_index(drop=True).join(bands[compared.name])
        told = own.assign(action=action, mix=compared.name, level=level, per_level=own["difference"] / level)
        if action != first:
            yield _dosed(results, _nothing(told), action, 0.0)[names]
        yield _dosed(results, told, action, level)[names]
        first = action


def _nothing(told: pd.DataFrame) -> pd.DataFrame:
    """The rows of no dose at all."""
    still = ["difference", "low", "high", "low_90", "high_90", "p_above", "p_below", "level"]
    return told.assign(**dict.fromkeys(still, 0.0), mix=BASELINE, reading="no run differs", per_level=np.nan)


def _dosed(results: Results, told: pd.DataFrame, action: str, level: float) -> pd.DataFrame:
    lever = results.scenario.parameters.declared[action]
    return told.assign(dose=level * lever.dose, dose_unit=lever.dose_unit or lever.unit)


def _bands(results: Results) -> dict[str, pd.DataFrame]:
    """For each comparison the band of each outcome over parameter sets, in the order of the outcomes."""
    outcomes, draws, read = results.once(with_headlines), results.plan.draws, results.store.outcome
    kept, drawn = complete(read, outcomes, draws), results.plan.sampler.source != "default"
    every = [one for _, _, one in results.once(alone)]
    found: list[list[tuple[float, float]]] = []
    for number in range(len(outcomes)):
        differences = contrasted(read(number)[:, kept], [one.terms for one in every])
        told = spreads(differences.reshape(len(every), -1, draws), drawn=drawn)
        found.append([one.band() for one in told])
    bands = zip(*found, strict=True)
    return {one.name: pd.DataFrame(rows, columns=["low_90", "high_90"]) for one, rows in zip(every, bands, strict=True)}


OF_DOSES = Analysis("doses.csv", lambda results: DOSES, _rows)

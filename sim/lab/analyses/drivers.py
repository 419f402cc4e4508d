"""Drivers: on which uncertain parameter the effect of an action hangs, and whether it turns with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr

from sim.base.arrays import Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import OWN, PLACE, complete, place_of, with_headlines
from sim.lab.designs import Contrast
from sim.lab.statistics import contrast, holm
from sim.lab.study import Analysis, Results
from sim.model.measures import Outcome

SURE = 0.05
"""P-value, after correction for all parameters, up to which a parameter counts as a driver."""

THIRDS = (1.0 / 3.0, 2.0 / 3.0)

DRIVERS: Columns = (
    column("action", "the action, as kind `main` in effects.csv", TEXT),
    *PLACE,
    column("parameter", "uncertain parameter on which the effect hangs most, by rank correlation over sets", TEXT),
    column("correlation", "Spearman's rank correlation of effect and parameter over parameter sets", "number", -1, 1),
    column("p_holm", "its p-value, corrected for all parameters that were drawn (Holm)", "probability", 0, 1),
    column("difference", "the effect, mean over all sets", OWN),
    column("at_lowest", "its mean in the third of the sets in which the parameter is lowest", OWN),
    column("at_highest", "its mean in the third in which the parameter is highest", OWN),
    column(
        "turns",
        "`yes` where the effect beyond the smallest difference of interest has another sign, or none, in one of them",
        TEXT,
    ),
)


def drivers(differences: Mapping[str, Array], outcome: Outcome, drawn: Mapping[str, Array]) -> list[dict[str, object]]:
    """For each action the parameter that matters most for its effect on an outcome, if any does beyond doubt.

    `differences` are means of sets by action, `drawn` the parameters of the sets by name.
    """
    names, ranked = list(drawn), _ranked(np.array(list(drawn.values())))
    rows = []
    for action, effect in differences.items():
        if effect.std() > 0.0:
            correlations = _correlations(ranked, effect)
            p_values = holm(_p_values(correlations, len(effect)))
            best = int(np.argmax(np.abs(correlations)))
            if p_values[best] <= SURE:
                told = {"correlation": correlations[best], "p_holm": p_values[best]}
                ends = _ends(effect, drawn[names[best]], outcome.least.size if outcome.least else 0.0)
                rows.append({"action": action, **place_of(outcome), "parameter": names[best], **told, **ends})
    return rows


def _ranked(values: Array) -> Array:
    """Ranks along the last axis, without their mean, in units of their spread; zero where all are the same."""
    ranks = pd.DataFrame(values.T).rank().to_numpy().T
    centred = ranks - ranks.mean(axis=-1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=-1, keepdims=True))
    found: Array = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0.0)
    return found


def _correlations(ranked: Array, effect: Array) -> Array:
    found: Array = ranked @ _ranked(effect[None])[0]
    return found


def _p_values(correlations: Array, sets: int) -> Array:
    """Two-sided p-values of rank correlations, by Student's t."""
    held = np.clip(np.abs(correlations), 0.0, 1.0 - 1e-12)
    values: Array = 2.0 * stdtr(sets - 2.0, -held * np.sqrt((sets - 2.0) / (1.0 - held**2)))
    return values


def _ends(effect: Array, values: Array, least: float) -> dict[str, object]:
    low, high = np.quantile(values, THIRDS)
    lowest, highest = float(effect[values <= low].mean()), float(effect[values >= high].mean())
    signs = {float(np.sign(one)) if abs(one) > least else 0.0 for one in (lowest, highest)}
    turns = "yes" if len(signs) > 1 else "no"
    return {"difference": float(effect.mean()), "at_lowest": lowest, "at_highest": highest, "turns": turns}


def of_actions(results: Results, contrasts: Sequence[Contrast]) -> Iterator[pd.DataFrame]:
    """The drivers of all actions and headline outcomes; none where fewer than ten parameter sets were drawn."""
    draws, outcomes, read = results.plan.draws, results.once(with_headlines), results.store.outcome
    kept = complete(read, outcomes, draws)
    first = np.flatnonzero(kept)[::draws]
    drawn = {name: np.asarray(v) for name, v in results.plan.drawn(first).items() if np.ndim(v) and np.ptp(v) > 0.0}
    rows: list[dict[str, object]] = []
    for number, outcome in enumerate(outcomes if drawn and len(first) >= 10 else ()):
        if outcome.headline:
            values = read(number)[:, kept]
            differences = {c.name: contrast(values, c.terms).reshape(-1, draws).mean(axis=1) for c in contrasts}
            rows += drivers(differences, outcome, drawn)
    yield pd.DataFrame(rows, columns=[quantity.name for quantity in DRIVERS])


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    return of_actions(results, [one for one in results.study.design.contrasts() if one.kind == "main"])


OF_DRIVERS = Analysis("drivers.csv", lambda results: DRIVERS, _rows)

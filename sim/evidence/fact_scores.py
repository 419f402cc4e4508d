"""The facts of the record beside what simulated histories show: bands, shares within tolerance, scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Run
from sim.base.recorder import TEXT, column
from sim.evidence.facts import NOT_MODELLED, Fact, measured_by
from sim.evidence.null_models import permuted_orders
from sim.evidence.scores import brier, crps, log_score, quantiles, skill
from sim.evidence.tables import SEEN, load
from sim.model.measures import Trajectory

SHARE = "share of runs"
COUNTED = ("launch occasions", "meetings", "exercises")
"""Units of facts that are counts, for which a log score is given."""
STEPS_IN_ORDER = 5
"""Steps whose order the fact `ladder_order` looks at."""
TWO_IN_ORDER = ("treaty_before_troops", "troops_before_munitions")
"""Facts on the order of two steps: at random either comes first with the same chance."""
PERMUTED = "random permutation"
OWN = "in the unit of the fact"

COLUMNS = (
    column("number", "number of the pattern; facts of one pattern share it", "number", 1),
    column("name", "name of the fact", TEXT),
    column("statement", "the pattern in one sentence", TEXT),
    column("use", "`calibrate`: used to fit; `check`: only checked", TEXT),
    column("status", "`measured`; `stand-in`: something near it is measured; `not modelled`", TEXT),
    column("remark", "what is measured in its place, or why it is not modelled; empty where it is measured", TEXT),
    column("known_by", "`2023` where the months to December 2023 decide it, else `2024`", TEXT),
    column("unit", "unit of the figures", TEXT),
    column("observed", "figure of the record; empty where a pattern has none", OWN),
    column("tolerance_low", "lower end tolerated, included; empty where there is none", OWN),
    column("tolerance_high", "upper end tolerated, included; empty where there is none", OWN),
    column("median", "median over histories; for a share the share itself; empty where not modelled", OWN),
    column("low_90", "lower bound of the band that holds 90 % of histories; empty for shares", OWN),
    column("high_90", "upper bound of the band that holds 90 % of histories; empty for shares", OWN),
    column("within", "share of histories within tolerance; for a share, those that agree with it", "share", 0, 1),
    column("met", "`yes` where the median, or the share itself, lies within tolerance; empty where not modelled", TEXT),
    column("brier", "Brier score of the pattern as a yes or no; empty where not modelled", "score", 0, 1),
    column("crps", "CRPS against the figure of the record; empty for shares and stand-ins in other units", OWN, 0),
    column("crps_in_tolerances", "the same over the mean distance of the tolerance's ends from it", "tolerances", 0),
    column("log_score", "negative log probability of the figure, for counts", "nats"),
    column("null_model", "null model of the fact; empty where it has none", TEXT),
    column("null_score", "score of the null model: CRPS of the order of steps, Brier score of shares", "score", 0),
    column("skill", "1 less score over null score: negative where the null model does better", "share"),
)  # fmt: skip
"""What the columns of `facts.csv` mean."""


def facts_table(past: Trajectory, evidence: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every fact of the evidence, measured or declared not modelled; one row each, columns as in `COLUMNS`."""
    table = load("facts") if evidence is None else evidence
    rows = [_row(row, past) for _, row in table.iterrows()]
    return pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])


def _row(row: pd.Series, past: Trajectory) -> dict[str, object]:
    name = str(row["name"])
    told = {key: row[key] for key in ("number", "name", "statement", "use", "unit")}
    tolerated = {"observed": row["value"], "tolerance_low": row["low"], "tolerance_high": row["high"]}
    missing = {**told, **tolerated, "status": "not modelled", "known_by": "2024", "within": np.nan}
    if name in NOT_MODELLED:
        return {**missing, "remark": NOT_MODELLED[name]}
    fact = measured_by(name, past.cast)
    known = {"known_by": "2023" if fact.needs < SEEN else "2024", "remark": fact.stand_in}
    unit, status = str(row["unit"]), "stand-in" if fact.stand_in else "measured"
    values = np.asarray(fact.measure(past), dtype=np.float64)
    if np.isnan(values).all():
        return {**missing, "remark": "about a group that nobody is in"}
    limits = np.array([row["low"], row["value"], row["high"]], dtype=np.float64)
    found = _shared(fact, values, limits, unit) if fact.share else _spread(fact, values, limits, unit)
    return {**told, **tolerated, **known, "status": status, **found}


def inside(values: Run, low: float, high: float) -> Run:
    """Whether values lie within tolerance, ends included; an end that is not a number is open."""
    low, high = (-np.inf if np.isnan(low) else low), (np.inf if np.isnan(high) else high)
    return ((values >= low) & (values <= high)).astype(np.float64)


def _shared(fact: Fact, values: Run, limits: Array, unit: str) -> dict[str, object]:
    """A fact judged over all histories: a share of those in which something happens, or a pooled ratio."""
    low, observed, high = limits
    share = float(values.mean())
    met = bool(inside(np.array([share]), low, high)[0])
    if unit != SHARE:
        return {"median": share, "within": float(met), "met": _said(met), "brier": 1.0 - met}
    score = float(brier(np.array([share]), np.array([observed]))[0])
    agree = float((values == observed).mean())
    found: dict[str, object] = {"median": share, "within": agree, "met": _said(met), "brier": score}
    if fact.name in TWO_IN_ORDER:
        return found | {"null_model": PERMUTED, "null_score": 0.25, "skill": skill(score, 0.25)}
    return found


def _spread(fact: Fact, values: Run, limits: Array, unit: str) -> dict[str, object]:
    """A fact judged in each history: its band, the share within tolerance, its scores."""
    low, _, high = limits
    low_90, _, median, _, high_90 = quantiles(values[None, :])[:, 0]
    within = float(inside(values, low, high).mean())
    met = bool(inside(np.array([median]), low, high)[0])
    found: dict[str, object] = {
        "median": median,
        "low_90": low_90,
        "high_90": high_90,
        "within": within,
        "met": _said(met),
    }
    found["brier"] = float(brier(np.array([within]), np.array([1.0]))[0])
    if fact.comparable:
        found |= _figures(fact, values, limits, unit)
    return found


def _figures(fact: Fact, values: Run, limits: Array, unit: str) -> dict[str, object]:
    """Scores against the record's figure, or against the tolerance where it has none."""
    low, observed, high = limits
    bounds = (low, high) if np.isnan(observed) else (observed, observed)
    target = [np.array([bound]) for bound in bounds]
    score = float(crps(values[None, :], *target)[0])
    ends = [abs(end - observed) for end in (low, high) if np.isfinite(end - observed)]
    width = float(np.mean(ends)) if ends else np.nan
    found: dict[str, object] = {"crps": score, "crps_in_tolerances": score / width if width > 0.0 else np.nan}
    if unit in COUNTED and np.isfinite(observed):
        found["log_score"] = float(log_score(values[None, :], np.array([observed]))[0])
    if fact.name == "ladder_order":
        null = float(crps(permuted_orders(STEPS_IN_ORDER)[None, :], *target)[0])
        found |= {"null_model": PERMUTED, "null_score": null, "skill": skill(score, null)}
    return found


def _said(met: bool) -> str:
    return "yes" if met else "no"

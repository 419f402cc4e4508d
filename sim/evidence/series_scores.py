"""The monthly series of the record beside simulated histories: scores, null models, skill, coverage, bands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.base.arrays import Array, TurnRun
from sim.base.recorder import MONTH, TEXT, column
from sim.evidence.null_models import NULLS
from sim.evidence.observed import COUNT, NOT_SHOWN, STEP, Observed
from sim.evidence.scores import brier, coverage, crps, log_score, quantiles, skill
from sim.evidence.tables import TURNS, WINDOWS
from sim.model.measures import Trajectory

OWN = "in the unit of the series"
LEVELS = (0.5, 0.9)

SCORES = (
    column("name", "name of the series", TEXT),
    column("series", "series of the evidence, or step of its ladder", TEXT),
    column("actor", "actor whose it is; `all` for the sum, empty for steps", TEXT),
    column("kind", "`count` a month, `amount` a month, `cumulative` so far, `step` come or not", TEXT),
    column("window", "`2022-2023`: months that a fit may see; `2024`: months it is judged on", TEXT),
    column("status", "`measured`; `stand-in`: something near it is measured; `not modelled`", TEXT),
    column("remark", "what is measured or scored with it, or why it is not modelled; may be empty", TEXT),
    column("unit", "unit of the series", TEXT),
    column("months", "months with a published figure", "months", 0, TURNS),
    column("observed", "mean of the published figures, or of the one bound known", OWN),
    column("median", "mean over the same months of the median of histories; of their mean for steps", OWN),
    column("low_90", "mean over the same months of the lower bound of the 90 % band; empty for steps", OWN),
    column("high_90", "mean over the same months of the upper bound of the 90 % band; empty for steps", OWN),
    column("score_name", "`CRPS`, or `Brier` for steps; lower is better", TEXT),
    column("score", "mean score over these months", OWN, 0),
    *(
        entry
        for null in NULLS
        for entry in (
            column(f"score_{null}", f"mean score of the null model `{null}`; empty where it says nothing", OWN, 0),
            column(
                f"skill_{null}",
                f"1 less score over that of `{null}`, over the months in which it says something: negative where the "
                "null model does better; empty where it says nothing or is perfect",
                "share",
            ),
        )
    ),
    column("log_score", "mean negative log probability, for counts", "nats"),
    column("log_score_same_rate", "the same of the null model `same_rate`, for counts", "nats"),
    column(
        "log_score_gained", "what the null's log score exceeds the model's by, for counts: negative if worse", "nats"
    ),
    column("coverage_50", "share of months within the central 50 % band; empty for steps", "share", 0, 1),
    column("coverage_90", "share of months within the central 90 % band; empty for steps", "share", 0, 1),
)
"""What the columns of `series.csv` mean."""

BANDS = (
    column("name", "name of the series", TEXT),
    column("turn", "months since the start", "months", 0, TURNS - 1),
    column("month", "calendar month", MONTH),
    column("window", "`2022-2023` or `2024`", TEXT),
    column("unit", "unit of the series", TEXT),
    column("observed_low", "lowest figure of the sources; empty where none is published or only a ceiling", OWN),
    column("observed", "figure of the record; empty where none is published or the sources give bounds only", OWN),
    column("observed_high", "highest figure of the sources; empty where none is published or only a floor", OWN),
    column("mean", "mean over histories", OWN),
    *(column(f"low_{level}", f"lower bound of the band that holds {level} % of histories", OWN) for level in (90, 50)),
    column("median", "median over histories", OWN),
    *(column(f"high_{level}", f"upper bound of the band that holds {level} % of histories", OWN) for level in (50, 90)),
)
"""What the columns of `bands.csv` mean."""


def series_table(series: tuple[Observed, ...], past: Trajectory) -> pd.DataFrame:
    """Every series in both windows, scored beside the null models; columns as in `SCORES`."""
    rows = [row for one in series for row in _rows(one, np.asarray(one.show(past)))]
    missing = [
        {"name": name, "series": name, "status": "not modelled", "remark": why} for name, why in NOT_SHOWN.items()
    ]
    return pd.DataFrame([*rows, *missing], columns=[quantity.name for quantity in SCORES])


def _rows(one: Observed, members: TurnRun) -> list[dict[str, object]]:
    nulls = {name: null(one) for name, null in NULLS.items()}
    return [
        _row(one, members, nulls, name) for name, turns in WINDOWS.items() if one.known[turns.start : turns.stop].any()
    ]


def _row(one: Observed, members: TurnRun, nulls: Mapping[str, TurnRun], window: str) -> dict[str, object]:
    turns = np.array([turn for turn in WINDOWS[window] if one.known[turn]])
    score = scored(one, members, turns)
    row: dict[str, object] = {key: getattr(one, key) for key in ("name", "series", "actor", "kind", "unit")}
    row |= {"window": window, "status": "stand-in" if one.stand_in else "measured", "remark": one.remark}
    row |= {"months": len(turns), "observed": float(one.figure()[turns].mean()), **_middle(one, members[turns])}
    row |= {"score_name": "Brier" if one.kind == STEP else "CRPS", "score": float(score.mean())}
    for name, null in nulls.items():
        row |= _beside(one, name, null, turns, score)
    if one.kind == COUNT:
        row |= _log_scores(one, members, nulls["same_rate"], turns)
    if one.kind != STEP:
        at = members[turns], one.low[turns], one.high[turns]
        row |= {f"coverage_{round(100 * level)}": float(coverage(*at, level).mean()) for level in LEVELS}
    return row


def _middle(one: Observed, members: TurnRun) -> dict[str, object]:
    if one.kind == STEP:
        return {"median": float(members.mean())}
    low, _, median, _, high = quantiles(members).mean(axis=1)
    return {"median": median, "low_90": low, "high_90": high}


def scored(one: Observed, members: TurnRun, turns: Array) -> Array:
    """Score of each of these months: the Brier score of a step, the CRPS of everything else."""
    if one.kind == STEP:
        return brier(members[turns].mean(axis=1), one.value[turns])
    return crps(members[turns], one.low[turns], one.high[turns])


def _beside(one: Observed, name: str, null: TurnRun, turns: Array, score: Array) -> dict[str, object]:
    says = ~np.isnan(null[turns]).any(axis=1)
    if not says.any():
        return {}
    reference = scored(one, null, turns[says])
    return {f"score_{name}": float(reference.mean()), f"skill_{name}": skill(score[says], reference)}


def _log_scores(one: Observed, members: TurnRun, null: TurnRun, turns: Array) -> dict[str, object]:
    own, reference = (float(log_score(m[turns], one.value[turns]).mean()) for m in (members, null))
    return {"log_score": own, "log_score_same_rate": reference, "log_score_gained": reference - own}


def bands_table(series: tuple[Observed, ...], past: Trajectory, months: list[str]) -> pd.DataFrame:
    """Observed figures and simulated bands of every series and turn; columns as in `BANDS`."""
    return pd.concat([_bands(one, np.asarray(one.show(past)), months) for one in series], ignore_index=True)


def _bands(one: Observed, members: TurnRun, months: list[str]) -> pd.DataFrame:
    low_90, low_50, median, high_50, high_90 = quantiles(members)
    windows = [name for name, turns in WINDOWS.items() for _ in turns]
    return pd.DataFrame(
        {
            "name": one.name,
            "turn": np.arange(TURNS),
            "month": months,
            "window": windows,
            "unit": one.unit,
            "observed_low": np.where(one.known, one.low, np.nan),
            "observed": np.where(one.known, one.value, np.nan),
            "observed_high": np.where(one.known, one.high, np.nan),
            "mean": members.mean(axis=1),
            "low_90": low_90,
            "low_50": low_50,
            "median": median,
            "high_50": high_50,
            "high_90": high_90,
        }
    )

"""Flips: which effects change their sign when many contested parameters move at once, and which of these explain it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import ArmRun, Array
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.compared import OF_COMPARED, told_outcomes
from sim.lab.analyses.effects import OWN, PLACE, complete, place_of
from sim.lab.spread import spread
from sim.lab.statistics import paired_t
from sim.lab.study import Analysis, Results

ACTION = column("action", "the action, alone or all that are recommended together", TEXT)
LEAST_SHARE = 0.1
"""Share of settings beyond what matters on either side from which on an effect counts as flipping."""

ENDS = ("low", "high")
Where = npt.NDArray[np.bool_]

EXPLAINED: Columns = (
    ACTION,
    *PLACE,
    column("parameter", "parameter whose sign is contested", TEXT),
    column("at_low", "mean difference in the settings in which it stands low", OWN),
    column("at_high", "mean difference in the settings in which it stands high", OWN),
    column("change", "the second less the first", OWN),
    column("low", "lower bound of the 95 % interval of the change", OWN),
    column("high", "upper bound of the same", OWN),
    column(
        "explains", "share of the variance between settings, luck taken out, that goes with this alone", "share", 0, 1
    ),
    column("headline", "`yes` for a headline outcome", TEXT),
)
FLIPS: Columns = (
    ACTION,
    *PLACE,
    column("difference", "mean difference over all settings", OWN),
    column("least", "smallest difference of interest of the outcome", OWN, 0),
    column("larger", "share of settings, luck taken out, in which the difference lies above `least`", "share", 0, 1),
    column("smaller", "share in which it lies below minus `least`", "share", 0, 1),
    column("flips", f"`yes` where either share is at least {LEAST_SHARE:g}", TEXT),
    column("first", "the parameter that explains most of it", TEXT),
    column("first_explains", "share of the variance between settings that goes with it", "share", 0, 1),
    column("second", "the one that explains most besides", TEXT),
    column("second_explains", "the same of the second", "share", 0, 1),
    column("alone", "share that all parameters explain each for itself; the rest are interactions", "share", 0, 1),
    column("low_low", "mean difference where both stand low", OWN),
    column("low_high", "where the first stands low, the second high", OWN),
    column("high_low", "where the first stands high, the second low", OWN),
    column("high_high", "where both stand high", OWN),
    column("headline", "`yes` for a headline outcome", TEXT),
)


@dataclass(frozen=True)
class Settings:
    """The settings of contested parameters that were played: whether each stands high, shape (parameter, set)."""

    names: tuple[str, ...]
    high: Where


def settings_of(results: Results, kept: Where) -> Settings:
    """The settings of the sets that are kept; a parameter stands high where it is above its median over sets."""
    sets = np.arange(0, results.plan.replicates, results.plan.draws)[kept[:: results.plan.draws]]
    drawn = {name: np.broadcast_to(values, len(sets)) for name, values in results.plan.drawn(sets).items()}
    return Settings(tuple(drawn), np.array([values > np.median(values) for values in drawn.values()]))


def changes(means: Array, high: Where) -> tuple[Array, Array, Array]:
    """What each parameter changes in the means of sets: the change, and the bounds of its 95 % interval."""
    sides = (means[None, :] * high, means[None, :] * ~high)
    counts = (np.maximum(where.sum(axis=1), 1) for where in (high, ~high))
    up, down = (side.sum(axis=1) / count for side, count in zip(sides, counts, strict=True))
    residual = means[None, :] - np.where(high, up[:, None], down[:, None])
    error = np.sqrt(residual.var(axis=1) * sum(1.0 / np.maximum(where.sum(axis=1), 1) for where in (high, ~high)))
    half = 1.96 * error
    return up - down, up - down - half, up - down + half


def explains(means: Array, high: Where, between: float) -> Array:
    """Share of the variance between sets, luck taken out, that goes with each parameter."""
    change, low, upper = changes(means, high)
    noise = ((upper - low) / (2.0 * 1.96)) ** 2
    own = np.maximum(change**2 - noise, 0.0) * high.mean(axis=1) * (1.0 - high.mean(axis=1))
    return np.minimum(own / between, 1.0) if between > 0.0 else np.zeros_like(own)


def _differences(results: Results) -> Iterator[tuple[dict[str, object], Array, Settings]]:
    """Each action on each outcome: what a row says of it, differences (set, draw), and the settings."""
    told, draws = told_outcomes(results), results.plan.draws
    values = [results.store.outcome(number) for number, _ in told]
    kept = complete(values.__getitem__, [outcome for _, outcome in told], draws)
    settings = settings_of(results, kept)
    for (_, outcome), own in zip(told, values, strict=True):
        for number, arm in enumerate(results.plan.arms[1:], start=1):
            row: dict[str, object] = {"action": arm.factors["action"], **place_of(outcome)}
            yield row, _less_baseline(own[:, kept], number).reshape(-1, draws), settings


def _less_baseline(values: ArmRun, arm: int) -> Array:
    found: Array = values[arm] - values[0]
    return found


def _explained(results: Results) -> Iterator[pd.DataFrame]:
    for row, differences, settings in results.once(_all):
        means, found = differences.mean(axis=1), spread(differences)
        change, low, high = changes(means, settings.high)
        down = np.array([means[~where].mean() for where in settings.high])
        columns = {"parameter": settings.names, "at_low": down, "at_high": down + change, "change": change}
        shares = explains(means, settings.high, found.between)
        frame = pd.DataFrame({**row, **columns, "low": low, "high": high, "explains": shares})
        yield frame[[quantity.name for quantity in EXPLAINED]]


def _all(results: Results) -> list[tuple[dict[str, object], Array, Settings]]:
    return list(_differences(results))


def _flips(results: Results) -> Iterator[pd.DataFrame]:
    table = results.table(OF_COMPARED)
    least = dict(zip(table["outcome"], table["least"].astype(float), strict=True))
    rows = [_flip(*one, least[str(one[0]["outcome"])]) for one in results.once(_all)]
    yield pd.DataFrame(rows)[[quantity.name for quantity in FLIPS]]


def _flip(row: dict[str, object], differences: Array, settings: Settings, least: float) -> dict[str, object]:
    means, found = differences.mean(axis=1), spread(differences)
    larger, smaller = found.beyond(least)
    shares = explains(means, settings.high, found.between)
    first, second = np.argsort(-shares, kind="stable")[:2] if len(shares) > 1 else (0, 0)
    flips = "yes" if min(larger, smaller) >= LEAST_SHARE else "no"
    named = {"first": settings.names[first], "second": settings.names[second]}
    told = {"first_explains": shares[first], "second_explains": shares[second], "alone": min(shares.sum(), 1.0)}
    both = _corners(means, settings.high[first], settings.high[second])
    numbers = {"difference": paired_t(means[None, :]).difference[0], "least": least}
    return {**row, **numbers, "larger": larger, "smaller": smaller, "flips": flips, **named, **told, **both}


def _corners(means: Array, first: Where, second: Where) -> dict[str, float]:
    """The mean over the sets in which two parameters stand so or so."""
    found = {}
    for one, other in product(ENDS, ENDS):
        where = (first == (one == "high")) & (second == (other == "high"))
        found[f"{one}_{other}"] = float(means[where].mean()) if where.any() else np.nan
    return found


OF_EXPLAINED = Analysis("explained.csv", lambda results: EXPLAINED, _explained)
OF_FLIPS = Analysis("flips.csv", lambda results: FLIPS, _flips)

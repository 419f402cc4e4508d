"""Two folders of results beside each other: what was asked otherwise, and which effects differ beyond noise.

Where both were played under the same seed, an effect that can be put together from `runs.csv` is compared replicate by
replicate: what common random numbers share cancels, and what is the same is the same exactly. Others are compared by
their intervals, as if they were independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from sim.base.arrays import Array
from sim.base.errors import BadInput
from sim.lab.designs import BASELINE
from sim.lab.finished import EFFECTS, Finished
from sim.lab.statistics import LEVEL, holm, paired_t

RUNS = "runs.csv"
LIKE = 1e-6
"""Share of an effect by which it may be missed where it is put together from runs."""
DIGITS = 1e-9
"""Share of an outcome below which a change is nothing but the ten digits that tables have."""
MADE = ("version", "commit", "config_hash", "code_hash", "versions")
SURE = 1.0 - LEVEL
SAME = {"change": 0.0, "low": 0.0, "high": 0.0, "p": 1.0, "how": "same"}
"""What is said of an effect that is the same to the digit."""


Weights = Mapping[int, Mapping[str, float]]
"""What each arm weighs in an effect, by the row of the effect."""


@dataclass(frozen=True)
class Comparison:
    """What differs: by name what was asked and made in the one and the other, files, and effects row by row.

    `effects` has the keys, `one`, `other`, `change` with `low` and `high` (95 %), `p_holm` over all rows, `how` they
    were compared (`same`, `paired`, `independent`) and whether they differ `beyond` noise.
    """

    settings: Mapping[str, tuple[Any, Any]]
    made: Mapping[str, tuple[Any, Any]]
    files: Mapping[str, str]
    effects: pd.DataFrame | None


def compare(one: Finished, other: Finished) -> Comparison:
    """Compare two folders of the same experiment; raise `BadInput` where they hold different ones."""
    if one.experiment != other.experiment:
        expected = f"results of the same experiment ({one.out} holds those of {one.experiment})"
        raise BadInput("results", str(other.out), other.experiment, expected)
    made = {name: (one.manifest.get(name), other.manifest.get(name)) for name in MADE}
    return Comparison(
        _differing(one.settings, other.settings), _unequal(made), _files(one, other), _effects(one, other)
    )


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return _unequal({name: (one.get(name), other.get(name)) for name in (*one, *(n for n in other if n not in one))})


def _unequal(pairs: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _files(one: Finished, other: Finished) -> dict[str, str]:
    """Of each file whether it is the `same` in both, `different`, or `only` in one of them."""
    first, second = one.manifest["files"], other.manifest["files"]
    told = {path: "same" if second.get(path) == known else "different" for path, known in first.items()}
    told |= {path: f"only {one.out}" for path in first if path not in second}
    return told | {path: f"only {other.out}" for path in second if path not in first}


def _effects(one: Finished, other: Finished) -> pd.DataFrame | None:
    """The effects that both have, compared; None where they have no such table in common."""
    file = one.effects
    if not file or other.effects != file:
        return None
    shared = set(other.columns(file))
    keys = [name for name in (*one.columns(file, "key"), *one.columns(file, "lever"), "unit") if name in shared]
    extra = [name for name in ("headline", "replicates", "baseline") if name in one.columns(file) and name in shared]
    tables = [folder.table(file, [*dict.fromkeys((*keys, *EFFECTS, *extra))]) for folder in (one, other)]
    own = tables[1].drop(columns=[name for name in extra if name != "replicates"])
    rows = tables[0].merge(own, on=keys, suffixes=("", "_other"))
    rows = rows[rows["difference"].notna() & rows["difference_other"].notna()].reset_index(drop=True)
    whole = one.manifest["files"][file] == other.manifest["files"][file]
    paired = pd.DataFrame(SAME, index=rows.index) if whole else _by_runs(one, other, rows)
    return _told(rows, keys, paired, _sets(one), _sets(other))


def _sets(folder: Finished) -> int:
    """How many replicates in a row share a parameter set: only sets are independent."""
    return int(folder.manifest.get("draws_per_set", 1) or 1)


def _told(rows: pd.DataFrame, keys: list[str], paired: pd.DataFrame, one: int, other: int) -> pd.DataFrame:
    table = _independent(rows, one, other)
    table.loc[paired.index, paired.columns] = paired
    table["p_holm"] = holm(table["p"].to_numpy(dtype=float))
    table["beyond"] = np.where(table["p_holm"] < SURE, "yes", "no")
    values = {"one": rows["difference"], "other": rows["difference_other"]}
    found = rows[keys].assign(**values, **table[["change", "low", "high", "p_holm", "how", "beyond"]])
    return found.assign(headline=rows["headline"]) if "headline" in rows else found


def _independent(rows: pd.DataFrame, one: int, other: int) -> pd.DataFrame:
    """The change of effects whose errors have nothing to do with each other (Welch 1947)."""
    change = (rows["difference_other"] - rows["difference"]).to_numpy(dtype=float)
    parts = [_error(rows, "", one), _error(rows, "_other", other)]
    variance = sum(error**2 for error, _ in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        degrees = variance**2 / sum(error**4 / np.maximum(free, 1.0) for error, free in parts)
        ratio = np.where(variance > 0.0, np.abs(change) / np.sqrt(variance), np.where(change == 0.0, 0.0, np.inf))
    degrees = np.where(np.isfinite(degrees), degrees, 1.0)
    half = stdtrit(degrees, 1.0 - SURE / 2.0) * np.sqrt(variance)
    told = {"change": change, "low": change - half, "high": change + half, "p": 2.0 * stdtr(degrees, -ratio)}
    return pd.DataFrame({**told, "how": "independent"}, index=rows.index)


def _error(rows: pd.DataFrame, whose: str, draws: int) -> tuple[Array, Array]:
    """Standard error and degrees of freedom behind an interval."""
    counts = rows[f"replicates{whose}"] if f"replicates{whose}" in rows else pd.Series(1000.0, rows.index)
    free = np.maximum(counts.to_numpy(dtype=float) / draws - 1.0, 1.0)
    half = (rows[f"high{whose}"] - rows[f"low{whose}"]).to_numpy(dtype=float) / 2.0
    return half / stdtrit(free, 1.0 - SURE / 2.0), free


def _by_runs(one: Finished, other: Finished, rows: pd.DataFrame) -> pd.DataFrame:
    """The change of the effects that can be put together from the runs of both, replicate by replicate."""
    alike = all(one.manifest.get(name) == other.manifest.get(name) for name in ("seed", "draws_per_set", "parameters"))
    outcomes = set(one.columns(RUNS)) & set(other.columns(RUNS)) & set(rows["outcome"])
    if not (alike and outcomes):
        return pd.DataFrame()
    pairs = []
    for folder in (one, other):
        runs = _runs(folder, outcomes)
        pairs.append((runs, _weights(rows, runs, folder.columns(RUNS, "lever"))))
    pieces = [_paired(pairs, rows[rows["outcome"] == name], _sets(one)) for name in sorted(outcomes)]
    return pd.concat([piece for piece in pieces if len(piece)] or [pd.DataFrame()])


def _runs(folder: Finished, outcomes: set[str]) -> pd.DataFrame:
    """The runs of a folder: arm, replicate, levers and some outcomes."""
    return folder.table(RUNS, ["mix", "replicate", *folder.columns(RUNS, "lever"), *sorted(outcomes)])


def _weights(rows: pd.DataFrame, runs: pd.DataFrame, levers: list[str]) -> dict[int, dict[str, float]]:
    """What each arm weighs in each effect that is known to be a difference of means of arms."""
    levels = runs.drop_duplicates("mix").set_index("mix")[levers]
    factorial = {BASELINE, *(rows.loc[rows["kind"] == "mix", "mix"] if "kind" in rows else ())}
    core, found = levels.loc[[arm for arm in levels.index if arm in factorial]], {}
    for number, row in enumerate(rows.to_dict("records")):
        arm, base = row.get("mix", row.get("arm")), row.get("baseline", BASELINE)
        if row.get("kind") == "main" and arm in core:
            found[number] = _raised(core[arm])
        elif arm in levels.index and base in levels.index:
            found[number] = {str(arm): 1.0, str(base): -1.0}
    return found


def _raised(levels: pd.Series) -> dict[str, float]:
    """An action raised against lowered: the mean of the arms at its highest level less that of those at its lowest."""
    ends = [levels.index[levels == end] for end in (levels.max(), levels.min())]
    return {str(arm): sign / len(arms) for arms, sign in zip(ends, (1.0, -1.0), strict=True) for arm in arms}


def _paired(pairs: Sequence[tuple[pd.DataFrame, Weights]], rows: pd.DataFrame, draws: int) -> pd.DataFrame:
    """One outcome: the change of each effect on the replicates that ran in all arms of both."""
    found = [_put_together(runs, weights, rows) for runs, weights in pairs]
    stated = (rows["difference"], rows["difference_other"])
    kept = [n for n in rows.index if all(_is(own, said, n) for own, said in zip(found, stated, strict=True))]
    changes = (found[1].reindex(columns=kept) - found[0].reindex(columns=kept)).dropna(how="all")
    rounding = DIGITS * max(runs[rows["outcome"].iloc[0]].abs().max() for runs, _ in pairs)
    changes = changes.where(changes.abs() > rounding, 0.0)
    return _estimated(changes, draws) if kept and len(changes) else pd.DataFrame()


def _put_together(runs: pd.DataFrame, weights: Weights, rows: pd.DataFrame) -> pd.DataFrame:
    """Each effect of one outcome in each replicate that failed in no arm."""
    wide = runs.pivot(index="replicate", columns="mix", values=rows["outcome"].iloc[0]).dropna()
    made = {n: wide[list(own)].to_numpy() @ np.array(list(own.values())) for n in rows.index if (own := weights.get(n))}
    return pd.DataFrame(made, index=wide.index)


def _is(found: pd.DataFrame, said: pd.Series, number: int) -> bool:
    """Whether an effect that was put together is the one that is stated."""
    if number not in found or found.empty:
        return False
    values, stated = found[number], float(said[number])
    return bool(abs(values.mean() - stated) <= LIKE * max(values.abs().max(), abs(stated)) + 1e-12)


def _estimated(changes: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Mean change with its interval; over parameter sets where several replicates share one."""
    estimate = paired_t(changes.groupby(changes.index // draws).mean().to_numpy().T)
    low, high = estimate.interval()
    how = np.where((changes == 0.0).all(), "same", "paired")
    told = {"change": estimate.difference, "low": low, "high": high, "p": estimate.p_values(), "how": how}
    return pd.DataFrame(told, index=changes.columns)

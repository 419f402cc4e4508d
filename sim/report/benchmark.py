"""What a benchmark says: its columns, tables of speed and growth, and whether targets are reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.base.recorder import TEXT, Columns, column

COLUMNS: Columns = (
    column("part", "what is measured: speed, start-up, or growth of cost", TEXT),
    column("what", "which driver or command, or with what cost grows", TEXT),
    column("size", "processes, or the number of runs, actors or turns", "number", 1),
    column("repeat", "number of the repeat", "number", 0),
    column("runs", "runs played; 1 for a start-up", "runs", 1),
    column("seconds", "wall time", "seconds", 0),
    column("processor_seconds", "processor time of one process: what wall time is on an idle machine", "seconds", 0),
    column("runs_per_second", "runs played a second", "runs per second", 0),
    column("peak_mb", "most memory held, over all processes", "MB", 0),
)

KERNEL, ALL, ARRAYS, PLAIN = "kernel, one core", "kernel, all cores", "arrays, one core", "plain objects"
MESA, MESA_ARRAYS = "this model in Mesa, kernel", "this model in Mesa, arrays"
BATCH, BATCH_ARRAYS = "mesa.batch_run of this model, kernel", "mesa.batch_run of this model, arrays"

RATIOS = (
    (KERNEL, ARRAYS, 8),
    (KERNEL, PLAIN, 60),
    (MESA, PLAIN, 1),
    (BATCH, BATCH_ARRAYS, 10),
)
"""How many times as many histories a second one row is to play as another, at least."""

TARGETS = {"runs": 1.0, "actors": 2.0, "turns": 1.0}
"""Powers with which cost may grow at most."""

TOLERANCE = 0.1
"""How far a fitted power may lie above its target: small sizes carry fixed costs, and clocks are noisy."""


def speed_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Histories a second of each driver, by the best and the median repeat, and as a multiple of three of them.

    Of processor time and one core, but for those by wall time, which are of all processes together.
    """
    rows = measured[measured.part == "speed"]
    best, usual, wall = rates(measured), rates(measured, 0.5), rows.groupby("what", sort=False).runs_per_second
    one = rows.groupby("what", sort=False)
    return pd.DataFrame(
        {
            "driver": best.index,
            "processes": one["size"].first(),
            "repeats": one.size(),
            "best": best.map(RATE),
            "median": usual.map(RATE),
            "wall, best": wall.max().map(RATE),
            "wall, median": wall.median().map(RATE),
            "times plain objects": (best / best[PLAIN]).map(RATE),
            "times batch_run": (best / best[BATCH]).map(RATE),
            "times arrays": (best / best[ARRAYS]).map("{:.2f}".format),
            "peak MB": one.peak_mb.max().map("{:.0f}".format),
        }
    ).reset_index(drop=True)


RATE = "{:.1f}".format


def rates(measured: pd.DataFrame, quantile: float = 0.0) -> pd.Series:
    """Histories a second of processor time and core, by driver: of the best repeat, or of a quantile of the times."""
    rows = measured[measured.part == "speed"]
    times = rows.processor_seconds * rows["size"] / rows.runs
    return 1.0 / times.groupby(rows.what, sort=False).quantile(quantile)


def start_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Seconds that commands take to start and do little, and that a kernel takes to be compiled and loaded."""
    started = measured[measured.part == "start-up"].groupby("what", sort=False)
    times = {"processor s": started.processor_seconds, "wall s": started.seconds}
    table = pd.DataFrame({"what": list(started.groups)})
    for name, taken in times.items():
        table[f"{name}, best"] = taken.min().map("{:.2f}".format).to_numpy()
        table[f"{name}, median"] = taken.median().map("{:.2f}".format).to_numpy()
    return table


def work_table(work: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """How much each model does in a turn."""
    return pd.DataFrame([{"model": model, **counts} for model, counts in work.items()])


def sweep_line(manifest: Mapping[str, Any] | None, out: str) -> str:
    """How a finished sweep shared its time between playing and closing."""
    found = manifest or {}
    playing, closing = (float(found.get(f"wall_seconds_{name}", 0.0)) for name in ("playing", "closing"))
    if not playing + closing:
        return f"Sweep: none is finished in {out}; after `entente sweep` its playing and closing are told here."
    share = closing / (playing + closing)
    told = f"played in {playing:.1f} s, closed in {closing:.1f} s"
    return f"Sweep in {out}: {found['runs']} histories {told} by the clock; closing is {share:.0%} of it."


def growth_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Time and memory at each size, and how they compare with the size before."""
    rows = measured[measured.part == "growth"]
    before = rows.groupby("what", sort=False)
    return pd.DataFrame(
        {
            "cost grows with": rows.what,
            "size": rows["size"],
            "runs": rows.runs,
            "seconds": rows.seconds.map("{:.2f}".format),
            "processor s": rows.processor_seconds.map("{:.2f}".format),
            "times before": before.processor_seconds.pct_change().add(1).map("{:.2f}".format).replace("nan", ""),
            "peak MB": rows.peak_mb.map("{:.0f}".format),
            "times memory before": before.peak_mb.pct_change().add(1).map("{:.2f}".format).replace("nan", ""),
        }
    )


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """The power of the size with which time grows: the slope of a line through both logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def verdicts(measured: pd.DataFrame) -> pd.DataFrame:
    """What was to be reached, what was measured, and whether it was reached."""
    best = rates(measured)
    rows = []
    for one, other, times in RATIOS:
        ratio = best[one] / best[other]
        rows.append((f"{one}, over {other}", f"at least {times}", f"{ratio:.1f}", bool(ratio >= times)))
    for what, target in TARGETS.items():
        at = measured[(measured.part == "growth") & (measured.what == what)]
        power = exponent(at["size"].tolist(), at.processor_seconds.tolist())
        rows.append(
            (
                f"power of {what} with which time grows",
                f"at most {target:g}",
                f"{power:.2f}",
                power <= target + TOLERANCE,
            )
        )
    runs, memory = (measured[measured.what == "runs"][column].tolist() for column in ("runs", "peak_mb"))
    grown = memory[-1] / memory[-2]
    rows.append((f"peak memory of {runs[-1]:,} runs over {runs[-2]:,}", "at most 1.2", f"{grown:.2f}", grown <= 1.2))
    told = [(what, target, found, "yes" if reached else "no") for what, target, found, reached in rows]
    return pd.DataFrame(told, columns=["what", "to reach", "measured", "reached"])

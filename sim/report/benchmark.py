"""What a benchmark says: its columns, tables of speed and growth, and whether targets are reached."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.recorder import TEXT, Columns, column

COLUMNS: Columns = (
    column("part", "what is measured: speed, or growth of cost", TEXT),
    column("what", "which driver, or with what cost grows", TEXT),
    column("size", "processes, or the number of runs, actors or turns", "number", 1),
    column("runs", "runs played", "runs", 1),
    column("seconds", "wall time", "seconds", 0),
    column("processor_seconds", "processor time of one process: what wall time is on an idle machine", "seconds", 0),
    column("runs_per_second", "runs played a second", "runs per second", 0),
    column("peak_mb", "most memory held, over all processes", "MB", 0),
)

ENSEMBLE, ALL, MESA, BATCH = "ensemble, one core", "ensemble, all cores", "Mesa model alone", "mesa.batch_run"

TARGETS = {"runs": 1.0, "actors": 2.0, "turns": 1.0}
"""Powers with which cost may grow at most."""

TOLERANCE = 0.1
"""How far a fitted power may lie above its target: small sizes carry fixed costs, and clocks are noisy."""


def speed_table(measured: pd.DataFrame) -> pd.DataFrame:
    """Runs per second of each driver, and how many times `mesa.batch_run` that is on one core."""
    rows = measured[measured.part == "speed"]
    return pd.DataFrame(
        {
            "driver": rows.what,
            "processes": rows["size"],
            "runs": rows.runs,
            "seconds": rows.seconds.map("{:.2f}".format),
            "processor s": rows.processor_seconds.map("{:.2f}".format),
            "runs per second": rows.runs_per_second.map("{:.1f}".format),
            "times batch_run per core": [f"{ratio:.1f}" for ratio in _ratios(rows)],
            "peak MB": rows.peak_mb.map("{:.0f}".format),
        }
    )


def _ratios(speed: pd.DataFrame) -> pd.Series:
    """Runs per second of processor time and core, over those of `mesa.batch_run`."""
    rates = speed.runs / speed["size"] / speed.processor_seconds
    return rates / float(rates[speed.what == BATCH].iloc[0])


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
    speed = measured[measured.part == "speed"]
    ratio = float(_ratios(speed)[speed.what == ENSEMBLE].iloc[0])
    rows = [("ensemble on one core over mesa.batch_run", "at least 100", f"{ratio:.0f}", ratio >= 100.0)]
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
    memory = measured[measured.what == "runs"].peak_mb.tolist()
    grown = memory[-1] / memory[-2]
    rows.append(("peak memory of the most runs over the next fewer", "at most 1.2", f"{grown:.2f}", grown <= 1.2))
    told = [(what, target, found, "yes" if reached else "no") for what, target, found, reached in rows]
    return pd.DataFrame(told, columns=["what", "to reach", "measured", "reached"])

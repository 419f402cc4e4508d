"""`entente bench`: how fast, how much memory, and how cost grows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sim import __version__
from sim.bench import COLUMNS, FULL, QUICK, growth_table, measured_by, speed_table, verdicts
from sim.commands.files import free_for, recording
from sim.commands.options import DEFAULT_SCENARIO, Force, ScenarioName
from sim.commands.screen import progress, say, show
from sim.lab.provenance import code_hash, commit, versions

EXPERIMENT = "speed"


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="A smaller version, in seconds.")] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    out: Annotated[Path | None, typer.Option(help="Write the measurements into this folder too.")] = None,
    force: Force = False,
) -> None:
    """Measure speed and memory of the ensemble, the Mesa model and mesa.batch_run, and how cost grows."""
    if out is not None:
        free_for(out, EXPERIMENT, force=force)
    with progress("Measuring") as moved:
        measured = measured_by(QUICK if quick else FULL, scenario, moved)
    if out is not None:
        with recording(out) as recorder:
            recorder.table("bench.csv", COLUMNS, [measured])
            made = {"version": __version__, "commit": commit(), "code_hash": code_hash(), "versions": versions()}
            recorder.finish({"experiment": EXPERIMENT, "scenario": scenario, "quick": quick, **made})
    _print(measured, quick)


def _print(measured: pd.DataFrame, quick: bool) -> None:
    show(speed_table(measured), "Speed: whole histories, the same series recorded")
    show(growth_table(measured), "Growth of time and memory, one core")
    show(verdicts(measured), "Targets")
    say("One thread a process; every row in a process of its own.")
    if quick:
        say("Small sizes: fixed costs weigh on the powers. `entente bench` without --quick measures 1k to 100k runs.")

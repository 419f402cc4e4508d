"""`entente bench`: how fast, how much memory, and how cost grows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim import __version__
from sim.commands.options import DEFAULT_SCENARIO, Force, ScenarioName

EXPERIMENT = "speed"


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="A smaller version, in seconds.")] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    out: Annotated[Path | None, typer.Option(help="Write the measurements into this folder too.")] = None,
    force: Force = False,
) -> None:
    """Measure speed and memory of the ensemble, the Mesa model and mesa.batch_run, and how cost grows."""
    from sim.commands.console import progress, say, show
    from sim.commands.result_folder import free_for, recording
    from sim.lab.provenance import code_hash, commit, versions
    from sim.report.benchmark import COLUMNS, growth_table, speed_table, verdicts
    from sim.studies.benchmark import FULL, QUICK, measured_by

    if out is not None:
        free_for(out, EXPERIMENT, force=force)
    with progress("Measuring") as moved:
        measured = measured_by(QUICK if quick else FULL, scenario, moved)
    if out is not None:
        with recording(out) as recorder:
            recorder.table("bench.csv", COLUMNS, [measured])
            made = {"version": __version__, "commit": commit(), "code_hash": code_hash(), "versions": versions()}
            recorder.finish({"experiment": EXPERIMENT, "scenario": scenario, "quick": quick, **made})
    show(speed_table(measured), "Speed: whole histories, the same series recorded")
    show(growth_table(measured), "Growth of time and memory, one core")
    show(verdicts(measured), "Targets")
    say(
        "Fresh processes, one thread each; ratios and powers are of processor time, so that other work on the machine "
        "does not matter. Actors: the cast so many times over, each copy with relations of its own."
    )
    if quick:
        say("Small sizes: fixed costs weigh on the powers. `entente bench` without --quick measures 1k to 100k runs.")

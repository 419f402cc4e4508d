"""`entente bench`: how fast, how much memory, and how cost grows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, Force, ScenarioName

if TYPE_CHECKING:
    import pandas as pd

EXPERIMENT = "speed"


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="A smaller version.")] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    out: Annotated[Path | None, typer.Option(help="Write the measurements into this folder too.")] = None,
    sweep: Annotated[Path, typer.Option(help="Finished sweep whose share of closing is told.")] = Path("results/sweep"),
    force: Force = False,
) -> None:
    """Measure kernel and arrays beside plain Mesa objects and mesa.batch_run, start-up, memory, and growth of cost."""
    from sim.base.manifest import manifest_of
    from sim.commands.console import progress, say, show
    from sim.lab.folder import free_for, recording
    from sim.lab.provenance import made_from
    from sim.report.benchmark import COLUMNS, growth_table, sweep_line, verdicts
    from sim.scenarios.scenario import load_scenario
    from sim.studies.benchmark import FULL, QUICK, measured_by
    from sim.studies.benchmark_rows import work_of_a_turn

    if out is not None:
        free_for(out, EXPERIMENT, force=force)
    work = work_of_a_turn(load_scenario(scenario))
    with progress("Measuring") as moved:
        measured = measured_by(QUICK if quick else FULL, scenario, moved)
    if out is not None:
        with recording(out) as recorder:
            recorder.table("bench.csv", COLUMNS, [measured])
            made = made_from(load_scenario(scenario))
            recorder.finish({"experiment": EXPERIMENT, **made, "quick": quick, "work": work})
    _compare(measured, work)
    say(sweep_line(manifest_of(sweep), str(sweep)))
    show(growth_table(measured), "Growth of time and memory, one core")
    show(verdicts(measured), "Targets")
    say(
        "Rows are measured by turns, each in processes of its own with one thread; ratios and powers are of processor "
        "time, so that other work on the machine matters little. Actors: the cast so many times over, each copy with "
        "relations of its own."
    )
    if quick:
        say("Small sizes: fixed costs weigh on the powers. `entente bench` without --quick takes larger ones.")


def _compare(measured: pd.DataFrame, work: Mapping[str, Mapping[str, int]]) -> None:
    """Show the drivers side by side, what they do in a turn, and how long commands take to start."""
    from sim.commands.console import show
    from sim.report.benchmark import speed_table, start_table, work_table

    show(speed_table(measured), "Speed: whole histories a second of processor time and core, best and median repeat")
    show(work_table(work), "Work of a turn")
    show(start_table(measured), "Start-up")

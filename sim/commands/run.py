"""`entente run`: one history, told month by month and written as tables."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    DEFAULT_SCENARIO,
    Does,
    Doses,
    Force,
    Past,
    Pathways,
    Replicate,
    ScenarioName,
    Scripts,
    Seed,
    Settings,
    Source,
    Start,
    Theories,
    Turns,
    given,
)


def run(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicate: Replicate = 0,
    seed: Seed = 1,
    turns: Turns = None,
    start: Start = None,
    settings: Settings = None,
    dose: Doses = None,
    script: Scripts = None,
    theory: Theories = None,
    do: Does = None,
    pathway: Pathways = None,
    parameters: Source = "default",
    past: Past = "free",
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("results/run"),
    netcdf: Annotated[
        Path | None, typer.Option("--netcdf", metavar="FILE", help="Write the history as NetCDF too, for xarray.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Tell routine orders too.")] = False,
    force: Force = False,
) -> None:
    """Play one history, tell it month by month, and write its tables."""
    from sim.commands.arm import Asked
    from sim.commands.console import progress, say
    from sim.commands.one_history import EXPERIMENT, chosen, manifest, origin_told, show_history
    from sim.engine.replay import replay
    from sim.lab.folder import free_for, recording
    from sim.report.run_arrays import write_netcdf
    from sim.report.run_tables import record
    from sim.report.story import NOTABLE, ROUTINE, tell
    from sim.scenarios.scenario import load_scenario

    begun = time.perf_counter()
    free_for(out, EXPERIMENT, force=force)
    case, asked = load_scenario(scenario), Asked(settings, dose, script, theory, do, pathway)
    with progress("Playing one history") as moved:
        played, number = chosen(case, asked, start, parameters, replicate, seed, past)
        history = replay(played, number, seed, turns, moved)
    story = tell(history)
    with recording(out) as recorder:
        record(recorder, history, story.table())
        recorder.finish(
            {
                **manifest(history),
                "parameters": parameters,
                "history": past,
                "set": given(settings),
                "asked": {"dose": dose, "script": script, "theory": theory, "do": do, "pathway": pathway},
                "wall_seconds": time.perf_counter() - begun,
            }
        )
    if netcdf is not None:
        write_netcdf(history, netcdf)
    show_history(history, story, ROUTINE if full else NOTABLE, origin_told(parameters, past))
    say(f"Tables of this history: {out}")

"""`entente run`: one history, told month by month and written as tables."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    MOST_TURNS,
    AnyScenario,
    AnySeed,
    CsvDialect,
    Does,
    Doses,
    Force,
    From,
    Past,
    Pathways,
    Replicate,
    Scripts,
    Settings,
    Source,
    Start,
    Theories,
    given,
)


def run(
    scenario: AnyScenario = "",
    replicate: Replicate = 0,
    seed: AnySeed = None,
    turns: Annotated[
        int | None,
        typer.Option(
            "--until", "--turns", min=1, max=MOST_TURNS, help="Turn before which it ends, if not the scenario's own."
        ),
    ] = None,
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
    save_to: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Save where it ends, to go on from there (--from).")
    ] = None,
    from_: From = None,
    csv_dialect: CsvDialect = "",
    full: Annotated[bool, typer.Option("--full", help="Tell routine orders too.")] = False,
    force: Force = False,
) -> None:
    """Play one history, tell it month by month, and write its tables."""
    from sim.base.dialects import DIALECTS, PLAIN
    from sim.base.errors import known_or_bad
    from sim.commands.arm import Asked
    from sim.commands.console import progress, say
    from sim.commands.one_history import EXPERIMENT, chosen, origin, origin_told, show_history, write
    from sim.engine.simulate import Checkpoint
    from sim.lab.begun import Origins, replay_of
    from sim.lab.folder import free_for
    from sim.lab.saved import save
    from sim.report.run_arrays import write_netcdf
    from sim.report.story import NOTABLE, ROUTINE, tell

    begun_at = time.perf_counter()
    known_or_bad(csv_dialect or PLAIN.name, DIALECTS, "run", "--csv-dialect", "a dialect of tables")
    free_for(out, EXPERIMENT, force=force)
    name, case, number, branch = origin(scenario, seed, from_, turns)
    asked = Asked(settings, dose, script, theory, do, pathway)
    with progress("Playing one history") as moved:
        begun = chosen(name, case, asked, Origins(start, parameters, past, branch), replicate, number)
        history = replay_of(begun, turns, moved)
    story, said = tell(history), {"dose": dose, "script": script, "theory": theory, "do": do, "pathway": pathway}
    facts = {"parameters": parameters, "history": past, "set": given(settings), "asked": said}
    write(out, history, story, {**facts, "checkpoint": branch and branch.told(case)}, begun_at, csv_dialect)
    if netcdf is not None:
        write_netcdf(history, netcdf)
    show_history(history, story, ROUTINE if full else NOTABLE, origin_told(parameters, past, branch))
    say(f"Tables of this history: {out}")
    if save_to is not None:
        save(begun.branch(Checkpoint.after(history.turns[-1]), history.trajectory), save_to, case)
        say(f"Saved before turn {history.turns[-1].after.turn}: entente run --from {save_to}")

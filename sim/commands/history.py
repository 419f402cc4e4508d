"""`entente history`: the test against the months on record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    DEFAULT_SCENARIO,
    CsvDialect,
    Force,
    Jobs,
    Kernel,
    ScenarioName,
    Scheduler,
    Seed,
    Sets,
    Stale,
    Svg,
    Where,
)


def history(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    runs: Annotated[int, typer.Option(help="Histories to play.")] = 500,
    seed: Seed = 1,
    jobs: Jobs = 0,
    executor: Where = "processes",
    scheduler: Scheduler = "",
    parameters: Annotated[str, typer.Option(help="default, prior or posterior.")] = "default",
    posterior: Sets = None,
    stale: Stale = False,
    ablation_runs: Annotated[int, typer.Option(help="Histories for each mechanism switched off; 0 for none.")] = 200,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/history"),
    svg: Svg = False,
    csv_dialect: CsvDialect = "",
    kernel: Kernel = "compiled",
    force: Force = False,
) -> None:
    """Play February 2022 to December 2024 many times, and score every fact and series beside null models."""
    asked = dict(locals())
    from sim.commands.memory import Memory

    memory = Memory("history", asked, out)
    if memory.said_again():
        return
    from sim.commands.console import progress, say, show
    from sim.engine.kernel.choice import use
    from sim.report.chosen import played_with
    from sim.report.history.summary import printed_state
    from sim.studies.history_test import Options, run

    use(asked.pop("kernel"))

    with progress("Playing histories") as moved:
        summary = run(Options(**asked), moved)
    with memory.listening():
        show(summary.table, "Facts and series against the record")
        show(printed_state(summary.tables.state), "December 2024: the record, free histories, conditioned histories")
        for line in summary.lines:
            say(line)
        say(played_with({"parameters": parameters, "history": "free"}))
        say(f"Results: {summary.out} ({summary.wall_seconds:.1f} s)")
    memory.keep(lambda: None)

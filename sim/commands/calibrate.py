"""`entente calibrate`: from declared priors to a posterior ensemble."""

from __future__ import annotations

import os
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
    Svg,
    Where,
)


def calibrate_(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    sets: Annotated[int, typer.Option(help="Parameter sets drawn from the priors.")] = 200_704,
    keep: Annotated[int, typer.Option(help="Sets kept in the posterior.")] = 500,
    truths: Annotated[int, typer.Option(help="Known truths that the method has to recover.")] = 200,
    seed: Seed = 1,
    jobs: Jobs = 0,
    executor: Where = "processes",
    scheduler: Scheduler = "",
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/calibration"),
    publish: Annotated[bool, typer.Option("--publish", help="Put the posterior into configs/posteriors too.")] = False,
    svg: Svg = False,
    csv_dialect: CsvDialect = "",
    kernel: Kernel = "compiled",
    force: Force = False,
) -> None:
    """Fit the parameters to the facts marked for it, and check on known truths that the method is honest."""
    asked = dict(locals())
    from sim.commands.memory import Memory

    memory = Memory("calibration", asked, out)
    if not publish and memory.said_again():
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small regressions: threads would wait for each other
    from sim.commands.console import progress, say, show
    from sim.engine.kernel.choice import use
    from sim.report.history.summary import mean_coverage
    from sim.studies.calibration import OF_CONTRACTION, OF_CORRELATION, OF_COVERAGE, Options, run

    use(asked.pop("kernel"))

    with progress("Playing prior sets") as moved:
        results = run(Options(**asked), moved)
    with memory.listening():
        moved_most = results.table(OF_CONTRACTION).query("moved_to_2024 == 'yes'")
        show(moved_most.round(3), "Parameters that the evidence moves")
        show(results.table(OF_CORRELATION).head(8).round(2), "Pairs that trade off")
        show(mean_coverage(results.table(OF_COVERAGE)), "Coverage of known truths, mean over parameters")
        effective = results.manifest["effective_parameters"]
        say(f"Effective number of parameters moved: {effective}. Results: {out}")
    memory.keep(lambda: None)

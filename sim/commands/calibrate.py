"""`entente calibrate`: from declared priors to a posterior ensemble."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, ScenarioName, Seed, Svg


def calibrate_(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    sets: Annotated[int, typer.Option(help="Parameter sets drawn from the priors.")] = 200_704,
    keep: Annotated[int, typer.Option(help="Sets kept in the posterior.")] = 500,
    truths: Annotated[int, typer.Option(help="Known truths that the method has to recover.")] = 200,
    seed: Seed = 1,
    jobs: Annotated[int, typer.Option(min=0, max=4096, help="Processes; 0 takes all cores.")] = 0,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/calibration"),
    publish: Annotated[bool, typer.Option("--publish", help="Put the posterior into configs/posteriors too.")] = False,
    svg: Svg = False,
) -> None:
    """Fit the parameters to the facts marked for it, and check on known truths that the method is honest."""
    from sim.base.recorder import writing
    from sim.commands.console import progress, say, show
    from sim.report.history.summary import mean_coverage
    from sim.studies.calibration import Options, calibrate, written

    options = Options(
        scenario=scenario, sets=sets, keep=keep, truths=truths, seed=seed, jobs=jobs, out=out, publish=publish, svg=svg
    )
    with writing(out):
        with progress("Playing prior sets") as moved:
            result = calibrate(options, moved)
        written(options, result)
    show(result.contraction.query("moved_to_2024 == 'yes'").round(3), "Parameters that the evidence moves")
    show(result.correlation.head(8).round(2), "Pairs that trade off")
    show(mean_coverage(result.coverage), "Coverage of known truths, mean over parameters")
    effective = result.manifest["effective_parameters"]
    say(f"Effective number of parameters moved: {effective}. Results: {out}")

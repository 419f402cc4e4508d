"""`entente evaluate`: a table of points in, their outcomes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import BadInput
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
    Where,
)

FIRST = 5
"""Rows that are shown."""


def evaluate(
    table: Annotated[
        Path | None,
        typer.Argument(help="A CSV file: a row a point, a column a lever, parameter, theory, script or start."),
    ] = None,
    design: Annotated[
        str, typer.Option(help="Draw the points instead: lhs:1000, sobol:256, morris:20 or saltelli:128.")
    ] = "",
    over: Annotated[
        str,
        typer.Option(
            metavar="NAME,NAME=LOW:HIGH,...",
            help="What the points vary.",
            show_default="all uncertain parameters and levers",
        ),
    ] = "",
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicates: Annotated[int, typer.Option(min=1, help="Histories for each row: the same in all of them.")] = 10,
    seed: Seed = 1,
    jobs: Jobs = 0,
    executor: Where = "processes",
    scheduler: Scheduler = "",
    parameters: Annotated[
        str, typer.Option(help="default, prior or posterior: replicate k takes set k, and columns prevail.")
    ] = "default",
    posterior: Sets = None,
    stale: Stale = False,
    history: Annotated[
        str,
        typer.Option(
            help="record: as the months on record were, and ended; script: as they were; free: by the model alone.",
            show_default="the first of these that the table allows",
        ),
    ] = "",
    outcome: Annotated[
        list[str] | None, typer.Option(help="Outcomes that are told; may be repeated.", show_default="all")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/evaluate"),
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet beside CSV.")] = False,
    csv_dialect: CsvDialect = "",
    kernel: Kernel = "compiled",
    force: Force = False,
) -> None:
    """Play every row of a table on the same histories, and give each its mean outcomes."""
    asked = dict(locals())
    from sim.commands.console import progress, say, show
    from sim.engine.kernel.choice import use
    from sim.lab.evaluate import FILE, Options, evaluated
    from sim.lab.sampled import asked_design, factors_of, sample
    from sim.lab.table import load_points, read_points
    from sim.report.chosen import played_with
    from sim.scenarios.scenario import load_scenario

    use(asked.pop("kernel"))
    if (table is None) == (not design):
        raise BadInput("evaluate", "table", str(table or ""), "either a file of points or --design, such as lhs:1000")
    if over and table is not None:
        raise BadInput("evaluate", "--over", over, "this only with --design")
    loaded = load_scenario(scenario)
    if table is not None:
        points = load_points(table, loaded)
    else:
        factors = factors_of(loaded, [name for name in over.split(",") if name.strip()])
        points = read_points(sample(*asked_design(design), factors, seed).table, loaded, "--design")
    asked["outcomes"] = tuple(asked.pop("outcome") or ())
    for name in ("table", "design", "over"):
        del asked[name]
    with progress("Playing histories") as moved:
        found = evaluated(points, Options(**asked), moved, keep=True)
    show(found.iloc[:FIRST, [*range(min(4, len(points.columns))), *range(len(points.columns), found.shape[1])][:8]])
    runs, failed = len(found) * replicates, int(found["failed"].sum())
    say(played_with({"parameters": parameters, "history": found.attrs["history"]}))
    say(f"{len(found)} points, {runs} histories, {failed} failed; past: {found.attrs['history']}. Table: {out / FILE}")

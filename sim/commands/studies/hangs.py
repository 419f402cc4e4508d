"""Studies of what the answer hangs on: parameters, theories, corners of what may be true."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.commands.studies.actions import Actions
from sim.commands.study import Given, studied

FIXED = (
    "parameters",
    "posterior",
    "stale",
    "draws",
    "start",
    "settings",
    "scripts",
    "theories",
    "replicates",
    "history",
)
"""Options of other studies that these do without: parameters are what they vary."""
Over = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="What is varied: NAME or NAME=LOW:HIGH, script; uncertain and theories stand for all of these. Repeated.",
        show_default="all that is uncertain",
    ),
]
Past = Annotated[str, typer.Option(help="script: the months on record as they were; free: by the model alone.")]


@studied("sensitivity", "--quick    or: entente study sensitivity --action support_ukraine", without=FIXED)
def sensitivity(
    replicates: Annotated[
        int, typer.Option(min=1, max=4096, help="Histories for each point; a quarter for trajectories.")
    ] = 16,
    walks: Annotated[
        int, typer.Option("--trajectories", min=2, help="Trajectories of Morris over all parameters.")
    ] = 10,
    base_points: Annotated[
        int, typer.Option("--base", min=2, help="Base points of Sobol's indices, a power of two.")
    ] = 128,
    most: Annotated[int, typer.Option(min=1, help="Parameters whose indices are told.")] = 12,
    actions: Actions = None,
    over: Over = None,
    history: Past = "",
    quick: Annotated[bool, typer.Option("--quick", help="4 trajectories, 32 base points, 8 histories.")] = False,
    **asked: Any,
) -> Given:
    """Morris' trajectories over all parameters, then Sobol's indices of those that move most, of levels and effects."""
    from sim.lab.processes import cores
    from sim.studies.sensitivity import Options, estimate

    sizes: Given = {"replicates": replicates, "walks": walks, "base_points": base_points, "most": most}
    sizes |= {"replicates": 8, "walks": 4, "base_points": 32} if quick else {}
    own: Given = {**sizes, "actions": tuple(actions or ()), "over": tuple(over or ()), "history": history}
    options = Options(**{name: value for name, value in {**asked, **own}.items() if name != "kernel"})
    typer.echo(estimate(options, asked["jobs"] or cores()), err=True)
    return {**asked, **own}


@studied("discovery", "--quick    or: entente study discovery --action support_ukraine", without=FIXED)
def discovery(
    points: Annotated[int, typer.Option(min=50, help="Points of a Latin hypercube.")] = 1024,
    replicates: Annotated[int, typer.Option(min=1, max=4096, help="Histories for each point.")] = 8,
    actions: Actions = None,
    over: Over = None,
    wanted: Annotated[
        str,
        typer.Option(
            help="What is wanted: a weighting by name, or an outcome, as territory_mean=lower.",
            show_default="the mean of all weightings",
        ),
    ] = "",
    least: Annotated[float, typer.Option(help="Smallest differences of interest that count as a success.")] = 1.0,
    history: Past = "",
    quick: Annotated[bool, typer.Option("--quick", help="256 points, 2 histories each.")] = False,
    **asked: Any,
) -> Given:
    """Points drawn over all parameters and theories; boxes (PRIM) and a tree say where an action fails or backfires."""
    sizes: Given = {"points": 256, "replicates": 2} if quick else {"points": points, "replicates": replicates}
    own: Given = {"actions": tuple(actions or ()), "over": tuple(over or ()), "wanted": wanted, "least": least}
    return {**asked, **sizes, **own, "history": history}

"""Studies of what actions change: how strongly, when, under which theory."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.commands.options import numbers
from sim.commands.study import Given, studied

Actions = Annotated[
    list[str] | None,
    typer.Option("--action", metavar="ACTION", help="An action; may be repeated; all if none is named."),
]


@studied("dose", "--action support_ukraine --levels 0.5,1,2,4,10")
def dose(
    levels: Annotated[
        str, typer.Option(help="Intensities, from 0 to 10; 1 is the dose of the action's source.")
    ] = "0.25,0.5,1,1.5,2,3,4,6,8,10",
    actions: Actions = None,
    share: Annotated[
        float, typer.Option(help="Share of what a unit brings at first, below which an effect levels off.")
    ] = 0.5,
    **asked: Any,
) -> Given:
    """Each action is played alone at every intensity, on common random numbers, against the same histories without."""
    return {**asked, "levels": numbers("--levels", levels, 0, 10), "actions": tuple(actions or ()), "share": share}

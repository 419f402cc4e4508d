"""Studies of what to choose: mixes under a budget, and levers over time."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.commands.options import numbers
from sim.commands.study import Given, studied


@studied("portfolio", "--budget 5 --strengths 0.5,1,2", replicates=200)
def portfolio(
    strengths: Annotated[str, typer.Option(help="Intensities at which all mixes are played; 1 always is.")] = "0.5,1,2",
    budget: Annotated[
        float | None, typer.Option(help="USD bn a year that a mix may cost more, on the average.")
    ] = None,
    enough: Annotated[float, typer.Option(help="What a mix must be worth to be good enough.")] = 1.0,
    rivals: Annotated[
        bool, typer.Option("--rivals/--no-rivals", help="Play all mixes under rival theories too.")
    ] = True,
    **asked: Any,
) -> Given:
    """All mixes of the actions are played, at several strengths, under every theory, and judged by each weighting."""
    own = {"strengths": numbers("--strengths", strengths, 0, 10), "budget": budget, "enough": enough, "rivals": rivals}
    return {**asked, **own}

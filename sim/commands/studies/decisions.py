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


@studied("pathways", "--pathway calm-provocations --pathway my-pathway.toml", replicates=200)
def pathways(
    pathways: Annotated[
        list[str] | None,
        typer.Option("--pathway", metavar="FILE", help="A pathway, by name or file; those that ship if none is named."),
    ] = None,
    shares: Annotated[
        str, typer.Option(help="Fixed levels, as shares of the highest to which a pathway may bring its levers.")
    ] = "0.25,0.5,1",
    **asked: Any,
) -> Given:
    """Each pathway is played beside fixed levels of the same levers, on common random numbers, against neither."""
    return {**asked, "pathways": tuple(pathways or ()), "shares": numbers("--shares", shares, 0, 1)}

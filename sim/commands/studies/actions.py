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


@studied("timing", "--starts 0,12,24 --levels 1,2 --join everybody")
def timing(
    starts: Annotated[str, typer.Option(help="Months of delay after actions may begin.")] = "0,6,12,24,36",
    ramps: Annotated[str, typer.Option(help="Months in which the intensity grows to its level.")] = "1,12",
    levels: Annotated[str, typer.Option(help="Intensities, up to 10.")] = "0.5,1,2,4",
    joins: Annotated[
        list[str] | None,
        typer.Option(
            "--join",
            metavar="ACTORS",
            help="Who takes part, names joined by +; may be repeated.",
            show_default="everybody, and alone whoever promises most",
        ),
    ] = None,
    actions: Actions = None,
    **asked: Any,
) -> Given:
    """Each action alone, and all that are recommended together, at every start, ramp and intensity, in coalitions."""
    months = {"starts": numbers("--starts", starts, 0, 1200), "ramps": numbers("--ramps", ramps, 1, 60)}
    months = {name: tuple(int(month) for month in values) for name, values in months.items()}
    own = {**months, "levels": numbers("--levels", levels, 0, 10), "joins": tuple(joins or ())}
    return {**asked, **own, "actions": tuple(actions or ())}


@studied("theories", "--action support_ukraine --cross law_of_war --cross dispute_hazard")
def theories(
    cross: Annotated[
        list[str] | None,
        typer.Option(metavar="THEORY", help="A theory whose sides are crossed; may be repeated; all if none is named."),
    ] = None,
    actions: Actions = None,
    level: Annotated[float, typer.Option(help="Intensity of each action.")] = 1.0,
    **asked: Any,
) -> Given:
    """Each action alone, and all that are recommended together, under every combination of sides."""
    return {**asked, "cross": tuple(cross or ()), "actions": tuple(actions or ()), "level": level}


@studied("signs", "--reach 0.3 --draws 8", without=("replicates", "parameters", "posterior", "stale"), draws=4)
def signs(
    method: Annotated[
        str, typer.Option(help="foldover: each at its low or high end; joint: drawn from the priors.")
    ] = "foldover",
    reach: Annotated[float, typer.Option(help="How far out the ends lie, as a share of the declared range.")] = 0.5,
    sets: Annotated[int, typer.Option(help="Settings that are drawn, for joint.")] = 128,
    contested: Annotated[
        list[str] | None,
        typer.Option("--contested", metavar="NAME", help="A contested parameter; may be repeated; all if none is."),
    ] = None,
    actions: Actions = None,
    **asked: Any,
) -> Given:
    """All contested parameters move together, in a two-level fold-over design in which each has either sign."""
    own = {"method": method, "reach": reach, "sets": sets}
    return {**asked, **own, "contested": tuple(contested or ()), "actions": tuple(actions or ())}

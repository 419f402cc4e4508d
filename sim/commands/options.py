"""Options that several commands share, and how `--set name=value` is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import BadInput

DEFAULT_SCENARIO = "northeast-asia"
MOST_TURNS = 1200
LARGEST = 2**63 - 1

ScenarioName = Annotated[str, typer.Option("--scenario", help="A scenario by name, or a .toml file.")]
Seed = Annotated[int, typer.Option(min=0, max=LARGEST, help="Seed of all draws.")]
Replicate = Annotated[int, typer.Option(min=0, max=LARGEST, help="Which history under the seed.")]
Turns = Annotated[int | None, typer.Option(min=1, max=MOST_TURNS, help="Months to play, if not the scenario's own.")]
Start = Annotated[int | None, typer.Option(min=0, max=MOST_TURNS, help="Turn from which levers act.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter or pull a lever; may be repeated."),
]
Source = Annotated[str, typer.Option("--parameters", help="default, prior or posterior: replicate k takes set k.")]
Jobs = Annotated[int, typer.Option(min=0, max=4096, help="Processes; 0 takes all cores.")]
Sets = Annotated[Path | None, typer.Option("--posterior", help="A file of parameter sets, for posterior.")]
Stale = Annotated[bool, typer.Option("--stale-posterior", help="Take a posterior of another model.")]
Svg = Annotated[bool, typer.Option("--svg", help="Write figures as SVG beside PNG.")]
Kernel = Annotated[
    str,
    typer.Option(
        "--kernel",
        envvar="ENTENTE_KERNEL",
        help="compiled, or arrays: the reference, which is slower and gives the same numbers.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace other results in the folder.")]


def given(pairs: Iterable[str] | None) -> dict[str, float]:
    """Read `name=value` pairs; raise `BadInput` for what is no pair, no number, or said twice."""
    found: dict[str, float] = {}
    for text in pairs or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise BadInput("--set", "setting", text, "a pair name=value, such as information_flow=1")
        if name in found:
            raise BadInput("--set", name, value, "each name only once")
        found[name] = _number(name, value)
    return found


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise BadInput("--set", name, value, "a number") from None

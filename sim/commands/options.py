"""Options that several commands share, and how `--set name=value` is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import BadInput
from sim.base.written import read

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
Doses = Annotated[
    list[str] | None,
    typer.Option(
        "--dose",
        metavar="ACTION=QUANTITY",
        help="Take an action in its own unit, as support_ukraine=50; may be repeated.",
    ),
]
AnyScenario = Annotated[
    str, typer.Option("--scenario", help="A scenario by name, or a .toml file.", show_default=DEFAULT_SCENARIO)
]
AnySeed = Annotated[int | None, typer.Option("--seed", min=0, max=LARGEST, help="Seed of all draws.", show_default="1")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Go on from a checkpoint, that entente run --save wrote."),
]
Scripts = Annotated[
    list[str] | None, typer.Option("--script", metavar="FILE", help="A script, orders by month, by name or file.")
]
Theories = Annotated[
    list[str] | None, typer.Option("--theory", metavar="NAME=SIDE", help="Take a side where scholars disagree.")
]
Pathways = Annotated[
    list[str] | None,
    typer.Option("--pathway", metavar="FILE", help="Levers over time, by name or file: steps and triggers."),
]
Does = Annotated[
    list[str] | None,
    typer.Option(
        "--do", metavar="WHAT=VALUE", help="Force an order (WHO:action:WHOM=25, or =never) or hold a variable."
    ),
]
Source = Annotated[str, typer.Option("--parameters", help="default, prior or posterior: replicate k takes set k.")]
Jobs = Annotated[int, typer.Option(min=0, max=4096, help="Processes; 0 takes all cores.")]
Where = Annotated[
    str,
    typer.Option("--executor", help="processes of this machine; dask, ray: workers of a scheduler; slurm: its jobs."),
]
Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, or the file that says where it is.")
]
Sets = Annotated[Path | None, typer.Option("--posterior", help="A file of parameter sets, for posterior.")]
Stale = Annotated[bool, typer.Option("--stale-posterior", help="Take a posterior of another model.")]
SeriesStore = Annotated[
    Path | None,
    typer.Option("--series", metavar="NAME.zarr", help="Keep every series of every run, for xarray."),
]
Parquet = Annotated[bool, typer.Option("--parquet", help="Write Parquet beside CSV.")]
CsvDialect = Annotated[
    str,
    typer.Option(
        "--csv-dialect",
        help="plain, or excel-de: semicolons and decimal commas, as a German spreadsheet reads tables.",
        show_default="plain",
    ),
]
Svg = Annotated[bool, typer.Option("--svg", help="Write figures as SVG beside PNG.")]
History = Annotated[
    str,
    typer.Option("--history", help="record: as the months on record were, and ended; free: by the model alone."),
]
Past = History
Kernel = Annotated[
    str,
    typer.Option(
        "--kernel",
        envvar="ENTENTE_KERNEL",
        help="compiled, or arrays: the reference, which is slower and gives the same numbers.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace other results in the folder.")]


def pairs(said: Iterable[str] | None, option: str, such_as: str) -> Iterator[tuple[str, str]]:
    """Read what an option said as pairs; raise `BadInput` for what is no pair, or said twice."""
    found: set[str] = set()
    for text in said or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise BadInput(option, "setting", text, f"a pair name=value, such as {such_as}")
        if name in found:
            raise BadInput(option, name, value, "each name only once")
        found.add(name)
        yield name, value


def given(said: Iterable[str] | None) -> dict[str, float]:
    """Read `name=value` pairs; raise `BadInput` for what is no pair, no number, or said twice."""
    return {name: _number(name, value) for name, value in pairs(said, "--set", "information_flow=1")}


def _number(name: str, value: str) -> float:
    try:
        return read(value)
    except ValueError:
        raise BadInput("--set", name, value, "a number") from None


def numbers(option: str, text: str, low: float, high: float) -> tuple[float, ...]:
    """Read numbers separated by commas; raise `BadInput` for what is none, or none within bounds."""
    try:
        found = tuple(read(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or not all(low <= number <= high for number in found):
        raise BadInput("entente", option, text, f"numbers from {low:g} to {high:g} separated by commas")
    return found

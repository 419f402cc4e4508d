"""`entente study`: any question by its name; the studies that there are, and the options that most of them share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.commands.options import (
    DEFAULT_SCENARIO,
    CsvDialect,
    Force,
    History,
    Jobs,
    Kernel,
    Parquet,
    ScenarioName,
    Scheduler,
    Scripts,
    Seed,
    SeriesStore,
    Sets,
    Settings,
    Stale,
    Start,
    Svg,
    Theories,
    Where,
)
from sim.studies.registry import STUDIES, listing

study = typer.Typer(name="study", help="Carry out a study by its name.", rich_markup_mode=None)

Given = dict[str, Any]
Options = Callable[..., Given]
"""A study's own options, as a command has them: gives the options of its module, with all that came besides."""

Sourced = Annotated[
    str,
    typer.Option(
        "--parameters",
        help="default, prior or posterior: drawn sets are shared by all arms.",
        show_default="posterior, where the scenario has one",
    ),
]
SHARED: Mapping[str, tuple[Any, Any]] = {
    "scenario": (ScenarioName, DEFAULT_SCENARIO),
    "replicates": (Annotated[int, typer.Option(min=2, max=1_000_000, help="Histories for each arm.")], 100),
    "seed": (Seed, 1),
    "jobs": (Jobs, 0),
    "executor": (Where, "processes"),
    "scheduler": (Scheduler, ""),
    "parameters": (Sourced, ""),
    "posterior": (Sets, None),
    "stale": (Stale, False),
    "draws": (Annotated[int, typer.Option(help="Replicates in a row that share a drawn set.")], 2),
    "history": (History, ""),
    "start": (Start, None),
    "settings": (Settings, None),
    "scripts": (Scripts, None),
    "theories": (Theories, None),
    "out": (Annotated[Path, typer.Option(help="Folder for the results.")], Path("results")),
    "parquet": (Parquet, False),
    "csv_dialect": (CsvDialect, ""),
    "series": (SeriesStore, None),
    "svg": (Svg, False),
    "kernel": (Kernel, "compiled"),
    "force": (Force, False),
}
"""The options that studies share, by name: how each is typed, and what it is where nothing is said."""


def studied(
    name: str, example: str = "", *, without: tuple[str, ...] = (), **usual: Any
) -> Callable[[Options], Options]:
    """Make a command of a study's own options: `entente study NAME`, with those that studies share after them.

    `usual` is what a shared option is where nothing is said, if that is another than for most; `without` are shared
    options that the study does not have. What the own options do not take comes as keywords.
    """

    def make(own: Options) -> Options:
        def command(**asked: Any) -> None:
            conduct(name, own(**asked))

        mine = [one for one in inspect.signature(own, eval_str=True).parameters.values() if one.kind != one.VAR_KEYWORD]
        shared = [one for one in _shared(name, usual) if one.name not in (*without, *(o.name for o in mine))]
        every = [one.replace(kind=one.KEYWORD_ONLY) for one in (*mine, *shared)]
        command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
        command.__annotations__ = {one.name: one.annotation for one in every}
        said = f"{listing(name).question}\n\n{inspect.getdoc(own)}"
        study.command(name, help=said, epilog=f"Example: entente study {name} {example}".rstrip())(command)
        return own

    return make


def _shared(name: str, usual: Given) -> list[inspect.Parameter]:
    """The shared options of a study."""
    place = {"out": Path("results") / name, **usual}
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(one, kind, default=place.get(one, default), annotation=typed)
        for one, (typed, default) in SHARED.items()
    ]


def conduct(name: str, asked: Given) -> None:
    """Carry out a study as it was asked for on the command line, and show what it says."""
    from sim.commands.memory import Memory

    memory = Memory(name, asked, asked["out"])
    if memory.said_again():
        return
    from sim.commands.console import progress
    from sim.commands.told import show_told
    from sim.engine.kernel.choice import use
    from sim.studies.registry import carried_out

    use(asked.pop("kernel"))
    with progress("Playing histories") as moved:
        results = carried_out(name, moved, **_read(asked))
    show_told(results, memory)


def _read(asked: Given) -> Given:
    """What was typed, as a study takes it: pairs as tables, scripts as promises."""
    from sim.commands.arm import Asked, intervention
    from sim.commands.options import given
    from sim.scenarios.scenario import load_scenario

    if "settings" in asked:
        asked |= {"settings": given(asked["settings"])}
    if "scripts" in asked:
        typed = Asked(scripts=asked.pop("scripts"), theories=asked["theories"])
        own = intervention(load_scenario(asked["scenario"]), typed, asked["start"])
        asked |= {"script": own.script, "theories": own.theories}
    return asked


@study.callback(invoke_without_command=True)
def studies(context: typer.Context) -> None:
    """Carry out a study by its name; without one, say which there are and what each asks."""
    if context.invoked_subcommand is None:
        width = max(len(one.name) for one in STUDIES)
        for one in STUDIES:
            typer.echo(f"{one.name.ljust(width)}  {one.question}")
        typer.echo("\nentente study NAME carries one out; entente study NAME --help says how.")

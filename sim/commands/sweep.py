"""`entente sweep`: the headline experiment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.base.errors import BadInput
from sim.base.written import read
from sim.commands.options import (
    AnyScenario,
    AnySeed,
    CsvDialect,
    Doses,
    Force,
    From,
    History,
    Jobs,
    Kernel,
    Parquet,
    Pathways,
    Scheduler,
    Scripts,
    SeriesStore,
    Sets,
    Settings,
    Stale,
    Start,
    Svg,
    Theories,
    Turns,
    Where,
    given,
)

if TYPE_CHECKING:
    from sim.commands.memory import Memory
    from sim.studies.factorial_sweep import Summary


REPLICATES, QUICK = 200, 40
"""Histories for each mix: usually, and for a quick answer."""


def sweep(
    scenario: AnyScenario = "",
    replicates: Annotated[
        int | None,
        typer.Option(
            min=1, max=1_000_000, help="Histories for each mix of actions.", show_default=f"{REPLICATES}, quick {QUICK}"
        ),
    ] = None,
    seed: AnySeed = None,
    jobs: Jobs = 0,
    executor: Where = "processes",
    scheduler: Scheduler = "",
    levels: Annotated[str, typer.Option(help="Intensities at which each action is played.")] = "0,1",
    start: Start = None,
    turns: Turns = None,
    settings: Settings = None,
    dose: Doses = None,
    script: Scripts = None,
    theory: Theories = None,
    pathway: Pathways = None,
    history: History = "",
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/sweep"),
    precision: Annotated[float, typer.Option(help="Half-width wanted, as a share of the baseline.")] = 0.1,
    parameters: Annotated[
        str,
        typer.Option(
            help="default, prior or posterior: drawn sets are shared by all mixes.",
            show_default="posterior, where the scenario has one",
        ),
    ] = "",
    posterior: Sets = None,
    stale: Stale = False,
    draws: Annotated[int, typer.Option(help="Replicates in a row that share a drawn set.")] = 2,
    curve: Annotated[
        str, typer.Option(help="Further intensities at which each action is played alone, for dose and response.")
    ] = "0.25,0.5,2,4",
    rivals: Annotated[
        bool, typer.Option("--theories", help="Play each action alone and all of them under every rival theory too.")
    ] = False,
    measures: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="FACT", help="Measure a fact of the record too; may be repeated."),
    ] = None,
    parquet: Parquet = False,
    csv_dialect: CsvDialect = "",
    series: SeriesStore = None,
    svg: Svg = False,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="A quick answer: fewer histories, no figures, orders or further doses."),
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Print every headline outcome, in wide tables.")] = False,
    from_: From = None,
    kernel: Kernel = "compiled",
    force: Force = False,
) -> None:
    """Play all mixes of the recommended actions and the placebo on common random numbers, and say what each changes."""
    asked = dict(locals())
    from sim.commands.memory import Memory

    memory = Memory("sweep", asked, out)
    if not memory.said_again():
        _carry_out(asked, memory)


def _carry_out(asked: dict[str, Any], memory: Memory) -> None:
    """Play, or read what stands there, and say what came out."""
    from sim.lab.processes import begin

    if asked["jobs"] != 1:
        begin("sim.lab.analyses.commitments", "sim.lab.analyses.orders", "sim.report.sweep.drawn_maps")
    from sim.commands.answers import show_answers, show_variance
    from sim.commands.console import progress, say
    from sim.engine.kernel.choice import use
    from sim.report.chosen import chosen_line, played_with
    from sim.studies.factorial_sweep import Options, run

    use(asked.pop("kernel"))
    full = asked.pop("full")
    options = Options(**_read(asked))
    with progress("Playing histories") as moved:
        summary = run(options, moved)
    with memory.listening():
        show_answers(summary.told, summary.table, summary.still, full=full)
        if full and summary.variance is not None:
            show_variance(summary.variance)
        say(played_with(summary.facts))
        if summary.conditioned is not None:
            say(chosen_line(summary.conditioned))
    say(_last_line(summary))
    memory.keep(lambda: say(_last_line(replace(summary, reused=True))))


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as a sweep takes it."""
    from sim.commands.arm import Asked as Said, intervention
    from sim.commands.one_history import origin
    from sim.scenarios.pathways import load_pathway

    place = origin(asked["scenario"], asked["seed"], asked.pop("from_"), asked["turns"])
    asked["scenario"], loaded, asked["seed"], asked["checkpoint"] = place
    said = Said(doses=asked.pop("dose"), scripts=asked.pop("script"), theories=asked.pop("theory"))
    own = intervention(loaded, said, asked["start"])
    asked |= {"doses": own.parameters, "script": own.script, "theories": own.theories}
    asked |= {"levels": _levels(asked["levels"]), "curve": _levels(asked["curve"], "--curve")}
    asked |= {"settings": given(asked["settings"]), "measures": tuple(asked["measures"] or ())}
    asked["replicates"] = asked["replicates"] or (QUICK if asked["quick"] else REPLICATES)
    asked["pathways"] = tuple(load_pathway(one, loaded) for one in asked.pop("pathway") or ())
    return asked


def _last_line(summary: Summary) -> str:
    seconds = f"played in {summary.playing:.1f} s, closed in {summary.closing:.1f} s"
    how = "read from finished results" if summary.reused else seconds
    return f"{summary.runs} histories, {summary.failed} failed, {how}. Results: {summary.out}"


def _levels(text: str, option: str = "--levels") -> tuple[float, ...]:
    try:
        return tuple(read(part) for part in text.split(",") if part.strip() or option == "--levels")
    except ValueError:
        raise BadInput("sweep", option, text, "numbers from 0 to 10 separated by commas, such as 0,0.5,1") from None

"""`entente sweep`: the headline experiment."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sim.base.errors import BadInput
from sim.commands.console import progress, say, show
from sim.commands.options import DEFAULT_SCENARIO, Force, ScenarioName, Seed, Settings, Start, Turns, settings
from sim.lab.parameter_sets import usual
from sim.report.sweep.findings import number, signed
from sim.scenarios.scenario import load_scenario


def sweep(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    replicates: Annotated[int, typer.Option(min=1, max=1_000_000, help="Histories for each mix of actions.")] = 200,
    seed: Seed = 1,
    jobs: Annotated[int, typer.Option(min=0, max=4096, help="Processes; 0 takes all cores.")] = 0,
    levels: Annotated[str, typer.Option(help="Intensities at which each action is played.")] = "0,1",
    start: Start = None,
    turns: Turns = None,
    set_: Settings = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/sweep"),
    precision: Annotated[float, typer.Option(help="Half-width wanted, as a share of the baseline.")] = 0.1,
    parameters: Annotated[
        str,
        typer.Option(
            help="default, prior or posterior: drawn sets are shared by all mixes.",
            show_default="posterior, where the scenario has one",
        ),
    ] = "",
    posterior: Annotated[Path | None, typer.Option(help="A file of parameter sets, for posterior.")] = None,
    draws: Annotated[int, typer.Option(help="Replicates in a row that share a drawn set.")] = 2,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet beside CSV.")] = False,
    force: Force = False,
) -> None:
    """Play all mixes of the recommended actions and the placebo on the same luck, and say what each changes."""
    from sim.studies.factorial_sweep import Options, run

    options = Options(
        scenario=scenario,
        replicates=replicates,
        seed=seed,
        jobs=jobs,
        levels=_levels(levels),
        start=start,
        settings=settings(set_),
        out=out,
        turns=turns,
        precision=precision,
        parquet=parquet,
        force=force,
        parameters=parameters or usual(load_scenario(scenario)),
        posterior=posterior,
        draws=draws,
    )
    with progress("Playing histories") as moved:
        summary = run(options, moved)
    show_answers(summary.table)
    if summary.ignorance is not None:
        show(_luck_and_ignorance(summary.ignorance), "Luck and ignorance, headline outcomes")
    how = "read from finished results" if summary.reused else f"played in {summary.wall_seconds:.1f} s"
    say(f"{summary.runs} histories, {summary.failed} failed, {how}. Results: {summary.out}")


def _luck_and_ignorance(split: pd.DataFrame) -> pd.DataFrame:
    """For each action and headline outcome: where its spread comes from, and in how many sets the sign holds."""
    rows = split[(split.headline == "yes") & split.share_from_parameters.notna()]
    return pd.DataFrame(
        {
            "action": rows["mix"],
            "outcome": rows.outcome,
            "difference": rows.difference.map(signed),
            "90 % of sets": rows.low_90.map(signed) + " to " + rows.high_90.map(signed),
            "from parameters": rows.share_from_parameters.map("{:.0%}".format),
            "sign holds": rows.sign_holds.map("{:.0%}".format),
        }
    )


def show_answers(answers: pd.DataFrame) -> None:
    """What each action changes, a table an action; the placebo on a row of its own; at the end, all in short."""
    show(_placebo(answers[answers.action == "placebo"]), "placebo, which drives nothing")
    for action, rows in answers[answers.action != "placebo"].groupby("action", sort=False):
        show(_changes(rows), f"{action}: what it changes")
    say(
        "Paired differences of the action raised against lowered, over all settings of the other actions; "
        "intervals of 95 % hold for all comparisons together. `enough`: whether the replicates give the precision "
        "asked for, or how many would."
    )
    show(_in_short(answers), "In short")


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outcome": rows.outcome,
            "unit": rows.unit,
            "without": rows.baseline.map(number),
            "difference": rows.difference.map(signed),
            "interval": [f"{signed(low)} to {signed(high)}" for low, high in zip(rows.low, rows.high, strict=True)],
            "enough": [_enough(*pair) for pair in zip(rows.enough, rows.replicates_needed, strict=True)],
            "reading": rows.reading,
        }
    )


def _enough(enough: str, needed: float) -> str:
    if enough == "yes":
        return "yes"
    return "no" if math.isnan(needed) else f"needs {needed:,.0f}"


def _placebo(rows: pd.DataFrame) -> pd.DataFrame:
    return _changes(rows).drop(columns=["unit", "without"])


def _in_short(answers: pd.DataFrame) -> pd.DataFrame:
    """For each action the outcomes that it makes higher or lower beyond doubt."""
    found = answers.groupby(["action", "reading"], sort=False).outcome.agg(", ".join).unstack(fill_value="")
    return found.reindex(columns=["higher", "lower"], fill_value="").reset_index()


def _levels(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BadInput("sweep", "--levels", text, "numbers from 0 to 1 separated by commas, such as 0,0.5,1") from None

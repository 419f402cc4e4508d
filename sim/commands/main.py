"""The command line: `entente`. Exit codes: 0 done, 1 failed, 2 bad input, 130 stopped by the user.

A module of this folder that is imported here holds the words and options of its command; what the command needs it
imports when it is run, so that help and mistakes are told at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from typing import Annotated, NoReturn

import typer

from sim.base.version import VERSION
from sim.commands.bench import bench
from sim.commands.calibrate import calibrate_
from sim.commands.describe import describe
from sim.commands.evaluate import evaluate
from sim.commands.explain import explain_
from sim.commands.history import history
from sim.commands.manners import politely
from sim.commands.results import results
from sim.commands.run import run
from sim.commands.schema import schema
from sim.commands.studies import study
from sim.commands.sweep import sweep
from sim.commands.trace import trace
from sim.commands.validate import validate
from sim.commands.watch import watch

app = typer.Typer(
    name="entente",
    help="A simulation of a client, its patron at war, and everyone who answers.",
    epilog="Example: entente run --seed 3 --set information_flow=1",
    add_completion=False,
    rich_markup_mode=None,  # plain help: boxes and colours take as long to load as all the rest
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("run", epilog="Example: entente run --replicate 4 --set strengthen_deterrence=1 --out results/run")(run)
app.command("sweep", epilog="Example: entente sweep --replicates 100 --levels 0,0.5,1 --out results/sweep")(sweep)
app.command("evaluate", epilog="Example: entente evaluate --design lhs:1000 --over support_ukraine,order_pace")(
    evaluate
)
app.command("trace", epilog="Example: entente trace D2    or: entente trace --orders")(trace)
app.command("explain", epilog="Example: entente explain --actor client --turn 18 --action supply_munitions")(explain_)
app.command("validate", epilog="Example: entente validate configs/scenarios/northeast-asia.toml")(validate)
app.command("describe", epilog="Example: entente describe policies")(describe)
app.command("schema", epilog="Example: entente schema scenario    or: entente schema --out configs/schema")(schema)
app.command("history", epilog="Example: entente history --parameters posterior --out results/history")(history)
app.command("results", epilog="Example: entente results results/sweep    or: entente results results/one results/two")(
    results
)
app.command("watch", epilog="Example: entente watch --replicate 4 --no-open")(watch)
app.command("calibrate", epilog="Example: entente calibrate --sets 50176 --out results/calibration")(calibrate_)
app.add_typer(study, name="study", epilog="Example: entente study dose --action support_ukraine")
app.command("bench", epilog="Example: entente bench --quick")(bench)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"entente {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def entente(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
) -> None:
    """A simulation of a client, its patron at war, and everyone who answers."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; a user's mistake is told in one line, never as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    plain = [argument for argument in given if argument != "--debug"]
    asked = only(next(iter(plain), ""))
    sys.exit(politely(lambda: asked(plain, prog_name="entente", standalone_mode=False), debug="--debug" in given))


def only(word: str) -> typer.Typer:
    """The command line with the one command of this name, or all where there is none: options take time to set up."""
    commands = [one for one in app.registered_commands if one.name == word]
    groups = [one for one in app.registered_groups if one.name == word]
    if not (commands or groups):
        return app
    found = copy(app)
    found.registered_commands, found.registered_groups = commands, groups
    return found


if __name__ == "__main__":
    main()

"""`entente watch`: the browser page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, Kernel, Replicate, ScenarioName, Seed


def watch(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Seed = 1,
    replicate: Replicate = 0,
    replicates: Annotated[int, typer.Option(help="Histories behind the bands.")] = 200,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8765,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    parameters: Annotated[
        str, typer.Option(help="default, prior or posterior.", show_default="posterior, where the scenario has one")
    ] = "",
    results: Annotated[Path | None, typer.Option(help="A finished results folder to browse on the page.")] = None,
    script: Annotated[str, typer.Option("--script", metavar="FILE", help="A script, by name or file.")] = "",
    kernel: Kernel = "compiled",
) -> None:
    """Open a page in the browser: watch one history, move a recommended action, and see what changes and why."""
    from sim.app import WatchOptions, serve
    from sim.engine.kernel.choice import use

    use(kernel)
    serve(WatchOptions(scenario, seed, replicate, replicates, host, port, open_browser, results, parameters, script))

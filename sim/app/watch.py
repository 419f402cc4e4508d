"""Serve the page, say where it is, and open the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from sim.app.options import WatchOptions, checked
from sim.app.server import application
from sim.declare import BadInput

LARGEST_MESSAGE = 16_384
"""Bytes that a tab may send at once: a link and a little more."""


def serve(options: WatchOptions) -> None:
    """Serve until Ctrl-C; raises `BadInput` for options that cannot be served and for an address in use."""
    options = checked(options)
    if options.classic:
        from sim.app.classic import serve_classic  # needs the extra `solara`

        serve_classic(options)
        return
    _free(options)
    print(f"The page is at {options.address} (Ctrl-C ends it).", flush=True)
    if not options.local:
        print(f"Note: {options.host} can be reached from other machines; the page asks for no password.", flush=True)
    if options.open_browser:
        threading.Timer(0.8, webbrowser.open, [options.address]).start()
    uvicorn.run(
        application(options),
        host=options.host,
        port=options.port,
        log_level="error",
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=2,
    )


def _free(options: WatchOptions) -> None:
    """Raise `BadInput` if the address cannot be taken."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((options.host, options.port))
    except OSError as error:
        raise BadInput(
            "--port", "address", f"{options.host}:{options.port}", f"a free address ({error.strerror})"
        ) from None


def watch(
    scenario: Annotated[str, typer.Option(help="Scenario to show first.")] = "northeast-asia",
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    replicate: Annotated[int, typer.Option(help="Which history under the seed to show first.")] = 0,
    replicates: Annotated[int, typer.Option(help="Histories behind the bands.")] = 200,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8765,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    classic: Annotated[bool, typer.Option("--classic", help="Mesa's own SolaraViz page (extra `solara`).")] = False,
    results: Annotated[Path | None, typer.Option(help="A finished results folder to browse on the page.")] = None,
) -> None:
    """Open a page in the browser: watch one history, move a recommended action, and see what changes and why.

    Example: entente watch --replicate 4 --no-open
    """
    serve(WatchOptions(scenario, seed, replicate, replicates, host, port, open_browser, classic, results))

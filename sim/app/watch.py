"""Serve the page, say where it is, and open the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser

import uvicorn

from sim.app.options import WatchOptions, checked
from sim.app.server import application
from sim.base.errors import BadInput

LARGEST_MESSAGE = 16_384
"""Bytes that a tab may send at once: a link and a little more."""


def serve(options: WatchOptions) -> None:
    """Serve until Ctrl-C; raises `BadInput` for options that cannot be served and for an address in use."""
    options = checked(options)
    _free(options)
    if not options.local:
        print(f"Note: {options.host} can be reached from other machines; the page asks for no password.", flush=True)
    print(f"The page is at {options.address} (Ctrl-C ends it).", flush=True)
    if options.open_browser:
        threading.Timer(0.8, webbrowser.open, [options.address]).start()
    uvicorn.run(
        application(options),
        host=options.host,
        port=options.port,
        log_level="error",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=not options.local,  # within a machine it only takes time
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

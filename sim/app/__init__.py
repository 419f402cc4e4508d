"""The browser page: one history to watch, levers to move, and what they change over many histories."""

from __future__ import annotations

from sim.app.options import WatchOptions


def serve(options: WatchOptions) -> None:
    """Serve the page until Ctrl-C; raises `BadInput` for options that cannot be served."""
    from sim.app.watch import serve as run

    run(options)


__all__ = ["WatchOptions", "serve"]

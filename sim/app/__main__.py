"""`python -m sim.app` serves the page."""

from __future__ import annotations

import sys

import typer

from sim.app.watch import watch
from sim.declare import BadInput

if __name__ == "__main__":
    try:
        typer.run(watch)
    except BadInput as error:
        print(error, file=sys.stderr)
        sys.exit(2)

"""`python -m sim.app` serves the page, as `entente watch` does."""

from __future__ import annotations

import sys

from sim.cli import main

if __name__ == "__main__":
    main(["watch", *sys.argv[1:]])

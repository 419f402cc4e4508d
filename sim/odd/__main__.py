"""Rewrite the tables of each document named on the command line."""

import sys
from pathlib import Path

from sim.odd.document import rewrite

if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name))

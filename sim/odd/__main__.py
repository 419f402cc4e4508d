"""Write the stubs anew, and the tables of each document named on the command line."""

import sys
from pathlib import Path

from sim.odd.document import rewrite
from sim.odd.stubs import write_stubs

if __name__ == "__main__":
    write_stubs()
    for name in sys.argv[1:]:
        rewrite(Path(name))

"""Write the stubs anew, and the tables of each document named on the command line.

With `--results FOLDER` the tables of the headline sweep are read there, and its figures are copied to docs/figures.
"""

import sys
from pathlib import Path

from sim.odd.document import rewrite
from sim.odd.findings import Folder, take_figures
from sim.odd.stubs import write_stubs

if __name__ == "__main__":
    names = sys.argv[1:]
    write_stubs()
    if "--results" in names:
        at = names.index("--results")
        Folder.path = Path(names[at + 1])
        del names[at : at + 2]
        take_figures()
    for name in names:
        rewrite(Path(name))

"""Are levers that follow what is observed better than fixed ones: what do they change, cost, and when do they act?

The pathways of `configs/pathways/` beside fixed levels of the same levers, on common random numbers. Run it with
`python experiments/pathways.py`, or as `entente study pathways` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("pathways", replicates=200))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

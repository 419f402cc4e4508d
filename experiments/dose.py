"""How does what each action changes grow with its dose, where does it level off, and where does it turn?

Every action alone at ten intensities, on common random numbers. Run it with `python experiments/dose.py`, or as
`entente study dose` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("dose", replicates=100))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

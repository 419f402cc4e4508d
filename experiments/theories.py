"""Which conclusions hold whichever theory is right, and on which side do others hang?

The baseline, each action and all of them under every combination of the sides that scholars take, on common random
numbers. Run it with `python experiments/theories.py`, or as
`entente study theories` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("theories"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

"""When all coefficients of disputed sign move at once, which effects flip, and what explains it?

All contested parameters in a two-level fold-over design, the baseline and each action in each setting, on common random
numbers. Run it with `python experiments/signs.py`, or as
`entente study signs` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("signs"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

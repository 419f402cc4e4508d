"""What brings the patterns of the record about: what is lost when a rule, a mechanism or a shock is taken away?

The months on record are played freely, whole and without one part at a time, on common random numbers. Run it with
`python experiments/ablation.py`, or as `entente study ablation` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("ablation"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

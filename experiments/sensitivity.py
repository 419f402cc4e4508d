"""On which parameters do the outcomes hang, and on which does it hang what each action changes?

Morris' trajectories over all uncertain parameters, then Sobol's indices of those that move most; each point is played
without any action and with each alone. Run it with `python experiments/sensitivity.py`, or as `entente study
sensitivity` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.lab.executors import cores
from sim.studies.registry import carried_out
from sim.studies.sensitivity import Options, estimate


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    print(estimate(Options(), cores()), file=sys.stderr)
    show_told(carried_out("sensitivity"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))

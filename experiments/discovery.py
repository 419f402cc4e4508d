"""Where, among all that may be true, does each action fail or backfire?

Parameters and theories are drawn together, every point is played without any action and with each alone; boxes and a
tree say where an action brings nothing, or the contrary. Run it with `python experiments/discovery.py`, or as `entente
study discovery` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("discovery"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
